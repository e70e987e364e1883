"""A document as it is stored: its passages with what they are found by, and the counts that the ranking weighs by.

Pure. Both databases index the same text, so that they match alike.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from store import rows, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.model import Document, Passage
    from store.rows import Row

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


class Tally:
    """By how much the counts change that the ranking weighs by."""

    def __init__(self) -> None:
        self.found_in: Counter[str] = Counter()
        self.passages = 0
        self.terms = 0

    def add(self, distinct: Iterable[str], length: int) -> None:
        """Count a passage of *length* terms; those that differ are given."""
        self.found_in.update(distinct)
        self.passages += 1
        self.terms += length

    def subtract(self, terms: str, length: int) -> None:
        """Count a passage with these *terms*, as its entry has them, no longer."""
        self.found_in.subtract({word for word in terms.split() if not word.startswith(STRONG)})
        self.passages -= 1
        self.terms -= length

    def merge(self, other: Tally) -> None:
        """Count what *other* counts, too."""
        self.found_in.update(other.found_in)
        self.passages += other.passages
        self.terms += other.terms


def fresh(document: Document, tally: Tally) -> Fresh:
    """Return a document as it is stored, its passages counted in *tally*."""
    return Fresh(rows.of_source(document.source), entries(document.passages, tally))


def entries(passages: Iterable[Passage], tally: Tally | None = None) -> list[Entry]:
    """Return the passages with what they are found by, counted in *tally*."""
    return [entry(passage, tally) for passage in passages]


def entry(passage: Passage, tally: Tally | None = None) -> Entry:
    """Return one passage with what it is found by, counted in *tally*."""
    heading = _of_heading(passage.heading) if passage.heading else ()
    terms = (*heading, *words.terms(passage.text)[:MAX_TERMS])
    counts = Counter(terms)
    strong = {word for word, times in counts.items() if times > 1} if len(counts) < len(terms) else set()
    if tally is not None:
        tally.add(counts.keys(), len(terms))
    # Each term between spaces of its own: `ranking` counts them without splitting.
    marked = [STRONG + word for word in sorted(strong.union(heading))]
    return Entry(passage.number, passage.heading, passage.text, f" {'  '.join((*terms, *marked))} ", len(terms))


@lru_cache(maxsize=64)
def _of_heading(heading: str) -> tuple[str, ...]:
    # Remembered, because the passages below a heading come one after the other.
    return words.terms(heading)[:MAX_TERMS]
