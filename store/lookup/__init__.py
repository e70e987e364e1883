"""A question and a snapshot to an Answer, from certain to loose. Pure."""

from store.lookup.conversation import authored, continued
from store.lookup.resolve import Index, answer, brief, named, nothing, resolve, versus, view_asked

__all__ = [
    "Index",
    "answer",
    "authored",
    "brief",
    "continued",
    "named",
    "nothing",
    "resolve",
    "versus",
    "view_asked",
]
