"""What is said where and when: sources, their passages, how one is cited, and a date as far as it is known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import total_ordering
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from datetime import datetime


_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the year, the month or the day; less precise sorts first within its span."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the date written as `2026`, `2026-01` or `2026-01-24`; ValueError for anything else."""
        match = _PARTIAL.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a date; write 2026, 2026-01 or 2026-01-24")
        year, month, day = match.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    def __str__(self) -> str:
        parts = (f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part))
        return "-".join(parts)

    def __lt__(self, other: object) -> bool:
        return self._key() < other._key() if isinstance(other, PartialDate) else NotImplemented

    def _key(self) -> tuple[int, int, int]:
        return (self.year, self.month or 0, self.day or 0)

    @property
    def human(self) -> str:
        """The date as a person writes it: `15 Dec 2025`, `Dec 2025` or `2025`."""
        month = _MONTHS[self.month - 1] if self.month else None
        return " ".join(str(part) for part in (self.day, month, self.year) if part)


class Kind(StrEnum):
    """What sort of source a document is."""

    OFFICIAL = "official"
    NEWS = "news"
    ANALYSIS = "analysis"
    REFERENCE = "reference"


class DatedBy(StrEnum):
    """Where the date of a document comes from."""

    BYLINE = "byline"
    FRONT_MATTER = "front matter"
    COPYRIGHT_LINE = "copyright line"
    GUESS = "guess"


FIELDS = ("title", "publisher", "author", "kind", "published", "url", "language")
"""What an editor may say of a document, by the keys of its sidecar."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is known about a document, without its text."""

    id: str
    title: str
    publisher: str | None
    author: str | None
    kind: Kind
    published: PartialDate | None
    url: str | None
    language: str
    fingerprint: str  # SHA-256, hex, over everything that a load would store of the document
    topics: tuple[str, ...] = ()  # the slugs that an editor gave the document as a whole
    note: bool = False
    """The editors' words on somebody's text, which is the source; otherwise an original."""
    published_from: DatedBy | None = None
    """None where there is no date."""
    places: tuple[tuple[int, str], ...] = ()
    """Of passages, by number: the page or section of the original that each tells of, where known."""

    def place(self, passage: int) -> str | None:
        """Return the page or section of the original that *passage* tells of; None where nobody said."""
        return next((place for number, place in self.places if number == passage), None)


@dataclass(frozen=True, slots=True)
class Passage:
    """One numbered paragraph of a document. Numbers count from 1 through the whole document."""

    number: int
    heading: str | None
    text: str


FEWEST_KEPT = 0.35
"""The share of a file's words below which somebody should look whether the text is whole.

Of 311 saved pages of two public sets, readability's and scrapinghub's, 24 are below, among them 3 of the 6 that lost
a quarter of their article or more. At .4 they would be 35, at .6 they would be 74 and find one more.
"""


@dataclass(frozen=True, slots=True)
class Document:
    """A source with its passages, in order."""

    source: Source
    passages: tuple[Passage, ...]
    kept: float | None = field(default=None, compare=False)
    """The share of its file's words that title, headings and passages hold; None where it was not read from a file."""


@dataclass(frozen=True, slots=True)
class NewsReport:
    """A document that came by a feed, as it is told of; *topics* are those it speaks of, the most spoken of first."""

    document: str
    title: str
    publisher: str
    published: PartialDate | None
    url: str | None
    topics: tuple[str, ...]
    places: int
    """In how many papers it stands."""
    published_at: datetime
    """When it became a document."""


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """Where a statement is said: `kei-klingner-2025#8` is passage 8 of that document."""

    document: str
    passage: int

    def __str__(self) -> str:
        return f"{self.document}#{self.passage}"
