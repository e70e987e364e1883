"""A document as it is stored: its passages with what they are found by, and the counts that the ranking weighs by.

Pure. Both databases index the same text, so that they match alike.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from store import rows, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.model import Document, Passage
    from store.rows import Row

MAX_TERM = 64
"""The characters of a term that count: an index refuses a kilobyte without a space."""

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
    heading = _terms(passage.heading) if passage.heading else ()
    terms = (*heading, *_terms(passage.text))
    counts = Counter(terms)
    strong = {word for word, times in counts.items() if times > 1}.union(heading)
    if tally is not None:
        tally.found_in.update(counts.keys())
        tally.passages += 1
        tally.terms += len(terms)
    # Each term between spaces of its own: `ranking` counts them without splitting.
    found = f" {'  '.join((*terms, *(STRONG + word for word in sorted(strong))))} "
    return Entry(passage.number, passage.heading, passage.text, found, len(terms))


def _terms(text: str) -> Sequence[str]:
    found = words.terms(text)[:MAX_TERMS]
    if max(map(len, found), default=0) > MAX_TERM:
        return [word[:MAX_TERM] for word in found]
    return found
