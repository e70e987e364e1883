"""A question and a snapshot to an Answer, from certain to loose. Pure."""

from store.lookup.resolve import Index, answer, brief, mentions, named, nothing, resolve

__all__ = ["Index", "answer", "brief", "mentions", "named", "nothing", "resolve"]
