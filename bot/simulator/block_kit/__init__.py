"""Whether Slack would take these blocks: its shapes and limits."""
