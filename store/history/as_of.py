"""What the store said on a day: the generation that was live then, and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from store import lookup
from store.text.normalise import Query

if TYPE_CHECKING:
    from datetime import date

    from store.history.archive import Archive
    from store.model import Answer, Brief, Generation

_INDEXES = 4


@dataclass(frozen=True, slots=True)
class Stood:
    """How the store stood on *day*. *answer* and *generation* are None when nothing was kept from so early."""

    query: str
    day: date
    generation: Generation | None
    answer: Answer | None
    first: Generation | None
    """The oldest generation that is kept; None when nothing was ever loaded."""


class Past:
    """Answers as earlier generations would have. Safe to share between threads.

    Only topics answer: the passages of earlier generations are kept to be read, not indexed to be searched.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._index = lru_cache(maxsize=_INDEXES)(self._indexed)

    def ask(self, text: str, day: date) -> Stood:
        """Return what the store answered to *text* when *day* ended. TooLong over MAX_QUERY characters."""
        query = Query.of(text)
        kept, number = self._archive.generations(), self._archive.on(day)
        live = next((made for made in kept if made.number == number), None)
        first = kept[-1] if kept else None
        if live is None:
            return Stood(query, day, None, None, first)
        index = self._index(number)
        answer = lookup.resolve(query, index) or lookup.answer(query, index) or lookup.nothing(query, index)
        return Stood(query, day, live, answer, first)

    def brief(self, slug: str, generation: int) -> Brief | None:
        """Return the brief of a topic as *generation* had it; None when it had none. UnknownGeneration when pruned."""
        index = self._index(generation)
        topic = index.snapshot.topics.get(slug)
        return None if topic is None else lookup.brief(slug, topic, index)

    def _indexed(self, number: int) -> lookup.Index:
        return lookup.Index.build(self._archive.at(number))
