"""A document as it is stored: its passages with what they are found by.

Pure. Both databases index the same text, so that they match alike.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from store import text as words
from store.db import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.db.rows import Row
    from store.model import Document, Passage

MAX_TERMS = 20_000
"""The terms of one passage that count: a tsvector ends at a megabyte."""

STRONG = "_"
"""Stands before a term that a passage repeats or bears in its heading; no term begins so."""


class Entry(NamedTuple):
    """A passage as it is stored, but for its keys. *length* counts its terms, those that are strong not again."""

    number: int
    heading: str | None
    text: str
    terms: str
    length: int


class Fresh(NamedTuple):
    """A document as it is stored, but for its keys."""

    row: Row
    entries: Sequence[Entry]


def fresh(document: Document) -> Fresh:
    """Return a document as it is stored."""
    return Fresh(rows.of_source(document.source), entries(document.passages))


def entries(passages: Iterable[Passage]) -> list[Entry]:
    """Return the passages with what they are found by."""
    return [entry(passage) for passage in passages]


def entry(passage: Passage) -> Entry:
    """Return one passage with what it is found by."""
    heading = _of_heading(passage.heading) if passage.heading else ()
    terms = (*heading, *words.terms(passage.text)[:MAX_TERMS])
    strong = {word for word, times in Counter(terms).items() if times > 1}
    # Each term between spaces of its own: `ranking` counts them without splitting.
    marked = [STRONG + word for word in sorted(strong.union(heading))]
    return Entry(passage.number, passage.heading, passage.text, f" {'  '.join((*terms, *marked))} ", len(terms))


def distinct(terms: str) -> set[str]:
    """Return the different terms of a passage, as its entry has them; what is strong comes last there."""
    return set(terms.partition(f" {STRONG}")[0].split())


@lru_cache(maxsize=64)
def _of_heading(heading: str) -> tuple[str, ...]:
    # Remembered, because the passages below a heading come one after the other.
    return words.terms(heading)[:MAX_TERMS]
