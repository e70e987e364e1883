"""From the app to Slack: the Web API, response URLs, downloads."""
