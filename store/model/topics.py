"""Topics and what they say, what one load changed of them, and the immutable view of what stands then."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from store.model.documents import Citation, Document, PartialDate, Source


class Holder(StrEnum):
    """Who holds a statement to be so."""

    FACT = "fact"
    OFFICIAL = "official"
    SUPPORTERS = "supporters"
    CRITICS = "critics"
    ANALYSIS = "analysis"


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

    def cited(self, citations: Iterable[Citation]) -> tuple[Source, ...]:
        """Return the sources of *citations* in order of first use, which numbers them; what is gone is left out."""
        ids = dict.fromkeys(citation.document for citation in citations)
        return tuple(self.sources[id_] for id_ in ids if id_ in self.sources)
