"""What a person does in Slack."""
