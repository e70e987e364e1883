"""What the evidence pages show, ready to be laid out; pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from bot.evidence.timeline import timeline
from bot.text.sources import by_id, caption, citation_mark, held_by, source_numbers
from bot.text.topics import topic_title
from store.lookup.compare import HOLDERS, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bot.evidence.links import Pass
    from bot.evidence.timeline import Timeline
    from bot.reports.report import Report
    from store.model import Brief, Citation, Document, Passage, Source, Statement, Topic


WINDOW = 400
"""The most passages on one page; a browser draws them at once."""


@dataclass(frozen=True, slots=True)
class CitationMark:
    """A citation behind a statement: what is seen, what is said, where it leads."""

    text: str
    spoken: str
    href: str


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of *generation*; *address* is what its paths are below, for whoever prints it."""

    admitted: Pass
    address: str
    generation: int

    def topic(self, topic: Topic) -> str:
        """Return where a topic is read."""
        return ".." + self.admitted.topic(topic.slug)


@dataclass(frozen=True, slots=True)
class CitingView(PageView):
    """A page that cites; *cited* are the sources in the order of their numbers, which are Slack's."""

    cited: Sequence[Source]

    @property
    def sources(self) -> dict[str, Source]:
        """The sources by id."""
        return by_id(self.cited)

    def marks(self, citations: Iterable[Citation]) -> Iterator[CitationMark]:
        """Yield a mark for each citation, in order."""
        number = source_numbers(self.cited)
        for citation in citations:
            source = self.cited[number[citation.document] - 1]
            href = ".." + self.admitted.document(citation.document, self.generation, citation.passage)
            yield CitationMark(citation_mark(citation, number), caption(source), href)

    def source(self, source: Source) -> str:
        """Return where a document is read."""
        return ".." + self.admitted.document(source.id, self.generation)


@dataclass(frozen=True, slots=True)
class TopicView(CitingView):
    """A topic's page."""

    brief: Brief
    template: ClassVar[str] = "topic.html"

    @property
    def title(self) -> str:
        """The page's title."""
        return topic_title(self.brief.topic)

    @property
    def here(self) -> str:
        """Its own path."""
        return self.admitted.topic(self.brief.topic.slug)

    @property
    def timeline(self) -> Timeline | None:
        """What happened as a drawing; None when no date is known."""
        return timeline(self.brief.topic)

    @property
    def undrawn(self) -> int:
        """How many statements the drawing leaves out."""
        return sum(statement.happened is None for statement in self.brief.topic.shown)

    def anchor(self, statement: str) -> str:
        """Return where the page has a statement: by its number, or by its address where its home is another topic."""
        topic, _, number = statement.rpartition("#")
        return f"s{number}" if topic == self.brief.topic.slug else f"s-{topic}-{number}"

    def statement(self, address: str) -> str:
        """Return where a statement is read: here where it is shown, otherwise on the page of its home."""
        slug, _, number = address.rpartition("#")
        here = any(one.id == address for one in self.brief.topic.shown)
        return f"#{self.anchor(address)}" if here else f"..{self.admitted.topic(slug)}#s{number}"

    def shortened(self, statement: str) -> str:
        """Return the address of a statement as the page writes it: `#2`, or `cfc#2` for one of another topic."""
        return statement.removeprefix(self.brief.topic.slug)


@dataclass(frozen=True, slots=True)
class DocumentView(PageView):
    """A document's page, with passage *marked* marked.

    *topics* gives what a passage speaks of. *state* is how the document stands
    to what the briefings say now: `current`, `changed` since this generation, or
    `unkept` when this generation is no longer kept and the current one is shown.
    """

    document: Document
    marked: int | None
    state: str
    topics: Callable[[Passage], Sequence[Topic]]
    now: int
    template: ClassVar[str] = "document.html"

    @property
    def title(self) -> str:
        """The page's title."""
        return self.document.source.title

    @property
    def here(self) -> str:
        """Its own path."""
        return self.admitted.document(self.document.source.id, self.generation, self.marked)

    @property
    def start(self) -> int:
        """How many passages come before this page's."""
        last = max(len(self.document.passages) - 1, 0)
        return min((self.marked or 1) - 1, last) // WINDOW * WINDOW

    @property
    def shown(self) -> tuple[Passage, ...]:
        """The passages of this page."""
        return self.document.passages[self.start : self.start + WINDOW]

    @property
    def sections(self) -> list[tuple[str | None, list[Passage]]]:
        """The passages of this page under their headings."""
        return [(heading, list(under)) for heading, under in groupby(self.shown, key=lambda passage: passage.heading)]

    @property
    def found(self) -> bool:
        """Whether the passage that should be marked is there."""
        return any(passage.number == self.marked for passage in self.shown)

    def at(self, number: int | None = None) -> str:
        """Return where this document is read, with passage *number* marked."""
        return ".." + self.admitted.document(self.document.source.id, self.generation, number)

    @property
    def newest(self) -> str:
        """Where this document is read as it is now."""
        return ".." + self.admitted.document(self.document.source.id, self.now)


@dataclass(frozen=True, slots=True)
class RefusalView:
    """Why there is nothing to read, and what to do."""

    status: int
    title: str
    told: str
    ask: str = "/alliance topics"
    template: ClassVar[str] = "refusal.html"


@dataclass(frozen=True, slots=True)
class ComparisonView(CitingView):
    """Two topics beside each other; *report* is what Slack says of them, with its sources and their numbers."""

    briefs: tuple[Brief, Brief]
    report: Report
    template: ClassVar[str] = "comparison.html"

    @property
    def title(self) -> str:
        """The page's title."""
        return self.report.title

    @property
    def here(self) -> str:
        """Its own path."""
        first, second = self.briefs
        return self.admitted.comparison((first.topic.slug, second.topic.slug))

    @property
    def differ(self) -> bool:
        """Whether the sources of either topic differ on anything."""
        return any(brief.topic.disagreements for brief in self.briefs)

    @property
    def rows(self) -> list[tuple[str, list[list[Statement]]]]:
        """Who holds what, in the order of HOLDERS: what each says of either topic; a statement stands once."""
        topics = [brief.topic for brief in self.briefs]
        told = shown(topics)
        held = [
            (holder, [[one for at, one in told if at is topic and one.held_by is holder] for topic in topics])
            for holder in HOLDERS
        ]
        return [(held_by(holder).capitalize(), columns) for holder, columns in held if any(columns)]

    def anchor(self, statement: str) -> str:
        """Return where the page has a statement."""
        return f"s-{statement.replace('#', '-')}"

    def shortened(self, statement: str) -> str:
        """Return the address of a statement, whole: there are two topics that it may be of."""
        return statement
