"""A question and a snapshot to an Answer, from certain to loose. Pure."""

from store.lookup.resolve import Index, answer, authored, brief, continued, mentions, named, nothing, resolve, versus

__all__ = ["Index", "answer", "authored", "brief", "continued", "mentions", "named", "nothing", "resolve", "versus"]
