"""The doors to the briefing store: Slack, the terminal and the web."""
