"""What becomes of a question: a brief, choices, passages, or the honest nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from store.model.documents import Citation, Passage, Source

if TYPE_CHECKING:
    from store.model.documents import PartialDate
    from store.model.topics import Holder, Statement, Topic

MAX_QUERY = 500
"""The most characters a lookup takes."""


@dataclass(frozen=True, slots=True)
class Found:
    """One passage that a search found, with its source and the topics it speaks of."""

    source: Source
    passage: Passage
    topics: tuple[str, ...]
    marks: tuple[tuple[int, int], ...] = ()  # where in its text the words stand that were asked for


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
    happened: PartialDate | None = None

    @classmethod
    def of(cls, statement: Statement, sure: Sure) -> Self:
        """Return a statement as a finding."""
        said = statement.id, statement.text, statement.as_of, statement.held_by, statement.citations
        return cls(*said, sure, statement.happened)

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
    total: int = 0  # how many there are, where these are some of them
    start: int = 0  # how many come before these
    notes: tuple[str, ...] = ()  # sentences on what was asked and could not be heeded
    author: str | None = None  # of all of them, where it was asked who that is

    @property
    def end(self) -> int:
        """How many were shown with these."""
        return self.start + len(self.found)

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
    notes: tuple[str, ...] = ()  # as of Passages
    ours: bool = True  # whether it may be a matter for the editors: talk is none


Answer = Brief | Choices | Passages | Nothing
