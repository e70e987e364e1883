"""The asynchronous lookup service, and the counts of what is asked."""
