"""The digest service and the posting loop: draft, rate, post, settle, notify."""
