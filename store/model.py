"""The nouns of the house: frozen values without I/O.

Every other room speaks in these. Sequences are tuples, so that one value can
be shared between threads and kept for the life of a generation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import total_ordering
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_QUERY = 200
"""The most characters a lookup takes."""

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


class Holder(StrEnum):
    """Who holds a statement to be so."""

    FACT = "fact"
    OFFICIAL = "official"
    SUPPORTERS = "supporters"
    CRITICS = "critics"
    ANALYSIS = "analysis"


class DatedBy(StrEnum):
    """Where the date of a document comes from."""

    BYLINE = "byline"
    FRONT_MATTER = "front matter"
    COPYRIGHT_LINE = "copyright line"
    GUESS = "guess"


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


@dataclass(frozen=True, slots=True)
class Document:
    """A source with its passages, in order."""

    source: Source
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """Where a statement is said: `kei-klingner-2025#8` is passage 8 of that document."""

    document: str
    passage: int

    def __str__(self) -> str:
        return f"{self.document}#{self.passage}"


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim in our words, with one home. The id, `opcon#3`, never changes its meaning."""

    id: str
    text: str
    as_of: PartialDate | None
    """As of which source it is said: the source's date. None is undated."""
    held_by: Holder
    citations: tuple[Citation, ...]
    happened: PartialDate | None = None
    """When it happened, where the source says so."""
    asks: tuple[str, ...] = ()
    """Questions that it answers, in people's words."""

    @property
    def topic(self) -> str:
        """The slug of its home."""
        return self.id.rpartition("#")[0]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement. A side of seed format 1 has no holder, and no date."""

    text: str
    citations: tuple[Citation, ...]
    held_by: Holder | None = None
    as_of: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A point on which sources differ. Two sides or more, never merged."""

    about: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """One sentence of a summary, and the ids of the statements that carry it. One or more."""

    text: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What the documents of a topic leave open: a noun phrase, which completes "The documents don't give …"."""

    text: str
    asks: tuple[str, ...] = ()
    """Questions that it stands for, in people's words."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The address of a statement that was merged away, `opcon#4`, and the one that it leads to for good."""

    id: str
    to: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One issue of the alliance and all that the store says about it."""

    slug: str
    name: str
    short: str
    """The label on a button: an abbreviation, or the name."""
    korean: str | None
    category: str
    summary: str
    reviewed: date
    abbreviations: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Other names, Korean forms included; questions are kept apart."""
    questions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    """Words that speak for the topic in a question, but do not name it."""
    related: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    also: tuple[Statement, ...] = ()
    """Statements whose home is another topic, which are shown here too, after the own ones."""
    moved: tuple[Moved, ...] = ()
    open: tuple[OpenQuestion, ...] = ()
    summary_sentences: tuple[SummarySentence, ...] = ()
    """The sentences of the summary; empty where nobody said what carries them (seed format 1)."""

    @property
    def shown(self) -> tuple[Statement, ...]:
        """Every statement that the topic shows: its own, then those of other topics."""
        return (*self.statements, *self.also)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that names the topic, its slug first."""
        korean = (self.korean,) if self.korean else ()
        return (self.slug, self.name, self.short, *self.abbreviations, *self.aliases, *korean)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation, in order of first use, each once."""
        of_statements = (citation for statement in self.shown for citation in statement.citations)
        of_sides = (c for disagreement in self.disagreements for side in disagreement.sides for c in side.citations)
        return tuple(dict.fromkeys((*of_statements, *of_sides)))


@dataclass(frozen=True, slots=True)
class Content:
    """The whole truth of one load: every topic and every document, by slug and by id."""

    topics: Mapping[str, Topic]
    documents: Mapping[str, Document]


@dataclass(frozen=True, slots=True)
class Change:
    """What one load did to one sort of thing; ids are sorted."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Difference:
    """What separates two generations, or a folder from the current one."""

    topics: Change = field(default_factory=Change)
    statements: Change = field(default_factory=Change)
    documents: Change = field(default_factory=Change)

    def __bool__(self) -> bool:
        return bool(self.topics or self.statements or self.documents)


@dataclass(frozen=True, slots=True)
class Generation:
    """One successful load, numbered from 1; *loaded_at* is aware UTC, *rollback_to* what it says again, if known."""

    number: int
    loaded_at: datetime
    loaded_by: str
    difference: Difference
    rollback_to: int | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The immutable view of one generation that every read uses. Passages stay in the database."""

    generation: int
    topics: Mapping[str, Topic]
    sources: Mapping[str, Source]

    def home(self, address: str) -> str:
        """Return the address that *address* leads to: another when it was merged away, otherwise itself."""
        topic = self.topics.get(address.rpartition("#")[0])
        to = next((one.to for one in topic.moved if one.id == address), None) if topic else None
        return address if to is None else self.home(to)


@dataclass(frozen=True, slots=True)
class Found:
    """One passage that a search found, with its source and the topics it speaks of."""

    source: Source
    passage: Passage
    topics: tuple[str, ...]


class Sure(StrEnum):
    """How sure a finding is."""

    ANSWER = "answer"
    NEAR = "near"  # it is not claimed to be the answer


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement that answers or comes near; or a passage where none does, which has no id and no holder."""

    id: str | None
    text: str
    as_of: PartialDate | None
    held_by: Holder | None
    citations: tuple[Citation, ...]
    sure: Sure

    @classmethod
    def of(cls, statement: Statement, sure: Sure) -> Self:
        """Return a statement as a finding."""
        return cls(statement.id, statement.text, statement.as_of, statement.held_by, statement.citations, sure)

    @classmethod
    def in_passage(cls, found: Found, sure: Sure) -> Self:
        """Return a passage as a finding, as of its document."""
        citation = Citation(found.source.id, found.passage.number)
        return cls(None, found.passage.text, found.source.published, None, (citation,), sure)


@dataclass(frozen=True, slots=True)
class Brief:
    """The answer is one topic. *sources* are the documents it cites, in order of first use: [1], [2] …"""

    query: str
    topic: Topic
    sources: tuple[Source, ...]
    related: tuple[Topic, ...]
    generation: int
    focus: str | None = None  # the one statement that was asked for, `opcon#3`
    moved_from: str | None = None  # the address that was asked for, when *focus* is where it leads now
    also: tuple[Topic, ...] = ()  # what a question may have meant besides, the likelier first
    answers: tuple[Finding, ...] = ()  # to a question, the best first; empty where the topic was asked for by name
    unsaid: bool = False  # the documents don't say what was asked; the answers are the nearest that they do say
    open: str = ""  # what exactly they don't give, where the editors gave it a name
    stale: bool = False  # the topic's review is due

    @property
    def focused(self) -> Statement | None:
        """The statement that was asked for."""
        return next((one for one in self.topic.statements if one.id == self.focus), None)


@dataclass(frozen=True, slots=True)
class Choices:
    """More than one topic fits and none is sure. Two or more, the likelier first."""

    query: str
    topics: tuple[Topic, ...]
    generation: int


@dataclass(frozen=True, slots=True)
class Passages:
    """No topic answers, but these passages speak of it, best first. One or more."""

    query: str
    found: tuple[Found, ...]
    generation: int

    @property
    def answers(self) -> tuple[Finding, ...]:
        """The first three, as findings."""
        return tuple(Finding.in_passage(found, Sure.NEAR) for found in self.found[:3])


@dataclass(frozen=True, slots=True)
class Nothing:
    """The store is silent. *nearest* are the topics closest in name, possibly none."""

    query: str
    nearest: tuple[Topic, ...]
    generation: int
    statements: tuple[str, ...] = ()  # those that there are, where one was asked for that is not: `opcon#9`


Answer = Brief | Choices | Passages | Nothing
