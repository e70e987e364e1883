"""A topic as a memo with footnotes, before it is Markdown or Word. Every sentence in it is the store's; pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from bot.text import answers
from store.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.model import Brief, Citation, Disagreement, Source, Statement


@dataclass(frozen=True, slots=True)
class Note:
    """What stands behind one sentence: document, passages, publisher, date. Numbers count from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class MemoPoint:
    """One sentence of the store with its note. *standing* is its date and who holds it; empty for a side."""

    text: str
    standing: str
    note: Note


@dataclass(frozen=True, slots=True)
class MemoSection:
    """Points under a heading; *about* is what its sides differ on, empty for statements."""

    about: str
    points: tuple[MemoPoint, ...]


@dataclass(frozen=True, slots=True)
class Memo:
    """One topic on paper. *standing* says the date it stands for and the generation it was taken from."""

    title: str
    korean: str
    standing: str
    summary: str
    said: MemoSection
    differing: tuple[MemoSection, ...]
    sources: tuple[str, ...]

    @property
    def points(self) -> Iterator[MemoPoint]:
        """Every point, in the order of their notes."""
        for section in (self.said, *self.differing):
            yield from section.points


def memo(brief: Brief) -> Memo:
    """Return the memo of a topic."""
    standing = answers.footing(brief), f"generation {brief.generation} of the briefing store", answers.badge(brief)
    topic, writer = brief.topic, _Notes({source.id: source for source in brief.sources}, count(1))
    return Memo(
        title=clean(topic.name),
        korean=clean(topic.korean or ""),
        standing=" · ".join(filter(None, standing)),
        summary=clean(topic.summary),
        said=MemoSection("", tuple(writer.statement(statement) for statement in topic.statements)),
        differing=tuple(writer.sides(disagreement) for disagreement in topic.disagreements),
        sources=tuple(clean(_listed(source)) for source in brief.sources),
    )


@dataclass(frozen=True, slots=True)
class _Notes:
    """Writes the points, and counts their notes."""

    sources: dict[str, Source]
    numbers: count[int]

    def statement(self, statement: Statement) -> MemoPoint:
        note = self.note(statement.citations, f" Statement {statement.id}.")
        return MemoPoint(clean(statement.text), answers.standing(statement), note)

    def sides(self, disagreement: Disagreement) -> MemoSection:
        points = (MemoPoint(clean(side.text), "", self.note(side.citations)) for side in disagreement.sides)
        return MemoSection(clean(disagreement.about), tuple(points))

    def note(self, citations: Sequence[Citation], after: str = "") -> Note:
        cited: dict[str, list[int]] = {}
        for citation in citations:
            cited.setdefault(citation.document, []).append(citation.passage)
        told = "; ".join(_reference(self.sources[id_], passages) for id_, passages in cited.items())
        return Note(next(self.numbers), clean(f"{told}.{after}"))


def _reference(source: Source, passages: Sequence[int]) -> str:
    """Return `Author, “Title”, Publisher, 15 Dec 2025, ¶14, ¶15 (the document's id)`."""
    who = (
        source.author,
        f"“{source.title}”",
        source.publisher or "publisher not named",
        answers.dated(source.published),
    )
    where = (f"¶{passage}" for passage in passages)
    return f"{', '.join(part for part in (*who, *where) if part)} ({source.id})"


def _listed(source: Source) -> str:
    address = f" · {source.url}" if source.url else ""
    return f"{answers.full_caption(source)} · {source.id}{address}"
