"""What is meant beside the words of a question: the author it asks about, the topic that was spoken of before. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from store import text
from store.lookup import phrases
from store.lookup.names import Weight
from store.lookup.resolve import resolve
from store.lookup.tokens import TokenRole, matter, tokens
from store.model import MAX_QUERY, Brief, Choices

if TYPE_CHECKING:
    from store.lookup.resolve import Index
    from store.model import Source

_SHORT_NAME = 5  # letters: one of them less or more makes it another name


def authored(query: str, index: Index) -> tuple[Source, ...]:
    """Return the documents of the author whom *query* names, or asks who he is; empty when it names none."""
    wanted = text.normalise(phrases.person(phrases.plain(query)))
    exact = index.authors.get(wanted, ())
    if exact or wanted == text.normalise(query):
        return exact
    slips = (wrote for name, wrote in index.authors.items() if _is_slip(wanted, name))
    found = {source.id: source for wrote in slips for source in wrote}
    return tuple(found[id_] for id_ in sorted(found))


def _is_slip(typed: str, name: str) -> bool:
    return len(name) > _SHORT_NAME and OSA.distance(typed, name, score_cutoff=1) <= 1


def continued(query: str, about: str, index: Index) -> str | None:
    """Return *query* as a question on the topic *about*, of which it goes on; None when it stands on its own."""
    topic = index.snapshot.topics.get(about)
    if topic is None:
        return None
    if phrases.asks_more(query):
        return topic.short
    told = [token for token in tokens(query, index.names.korean) if token.role in (TokenRole.MATTER, TokenRole.PLACE)]
    asked = phrases.follow_up(query, words=len(told))
    strange = [token for token in index.corpus.question(query, told).strange if token.stem.isascii()]
    if asked is None or (told and len(strange) == len(told)):
        return None
    if isinstance(resolve(asked, index), Brief | Choices) or _names_surely(asked, index):
        return asked if asked != query else None
    return text.clean(f"{asked} ({topic.name})")[:MAX_QUERY]


def _names_surely(asked: str, index: Index) -> bool:
    """Return whether a name stands in *asked* that is more than one ordinary word."""
    found = matter(tokens(asked, index.names.korean))
    return any(hit.weight > Weight.WORD for hit in index.names.inside(found))
