"""The briefing store: documents, topics, statements and their history. It has never heard of Slack."""
