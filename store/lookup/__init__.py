"""A question and a snapshot to an Answer, from certain to loose. Pure."""

from store.lookup.resolve import Index, brief, mentions, named, nothing, resolve

__all__ = ["Index", "brief", "mentions", "named", "nothing", "resolve"]
