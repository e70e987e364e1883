"""A document as it is stored: its passages with what they are found by.

Pure. Both databases keep the same terms, so that they find and rank alike.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from store import text as words
from store.db import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.db.rows import Row
    from store.model import Document, Passage, Source

MAX_TERMS = 20_000
"""The terms of one field of a passage that count."""


class Entry(NamedTuple):
    """A passage as it is stored, but for its keys.

    *terms* are those of title, publisher, author, heading and text, in order:
    two spaces stand between terms, three between fields, so that a phrase is
    found as it is and never from one field into the next. *length* counts them.
    """

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
    return Fresh(rows.of_source(document.source), entries(document.source, document.passages))


def entries(source: Source, passages: Iterable[Passage]) -> list[Entry]:
    """Return the passages of *source* with what they are found by."""
    # So that a passage is found by a word of its own beside one of the title.
    about = [_of_field(field) for field in (source.title, source.publisher, source.author) if field]
    return [_entry(about, passage) for passage in passages]


def phrase(terms: Iterable[str]) -> str:
    """Return what stands in the *terms* of an entry where these stand one after the other."""
    return f" {'  '.join(terms)} "


def _entry(about: Sequence[tuple[str, ...]], passage: Passage) -> Entry:
    heading = _of_field(passage.heading) if passage.heading else ()
    fields = [field for field in (*about, heading, words.terms(passage.text)[:MAX_TERMS]) if field]
    terms = f" {'   '.join(map('  '.join, fields))} "
    return Entry(passage.number, passage.heading, passage.text, terms, sum(map(len, fields)))


@lru_cache(maxsize=64)
def _of_field(field: str) -> tuple[str, ...]:
    # Remembered, because the passages below a heading come one after the other.
    return words.terms(field)[:MAX_TERMS]
