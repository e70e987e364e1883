"""The briefing store in Slack, in the terminal and on the web."""
