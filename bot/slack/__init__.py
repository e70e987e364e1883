"""What came from Slack as typed values, what goes to it, its refusals, its files, its signatures."""
