"""Feeds fetched, their articles read, and what is asked of them."""
