"""A topic, or two side by side, as a memo of values, and as Markdown with footnotes. Pure.

Text of the store stays literal in Markdown: nothing in it acts as markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain, count
from typing import TYPE_CHECKING

from bot.text import answers, topics
from bot.text.sources import full_caption, held_by, published, sources_heading, standing
from store.lookup.compare import HOLDERS, by_holder
from store.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.model import Brief, Citation, Disagreement, Source, Statement


_SIGNS = re.compile(r"[\\`*_\[\]<>|~&$^]|(?<!\w)#")
_OPENING = re.compile(r"^(\d*)([.)+=:-])")
"""What would begin a list, a rule or a definition at the start of a line."""


@dataclass(frozen=True, slots=True)
class MemoPoint:
    """One sentence of the store with its note. *standing* is its date and who holds it; empty where nobody said.

    The *note* says what stands behind it: document, passages, publisher, date. Its *number* counts from 1.
    """

    text: str
    standing: str
    note: str
    number: int


@dataclass(frozen=True, slots=True)
class MemoSection:
    """The sides of a disagreement; *about* is what they differ on."""

    about: str
    points: tuple[MemoPoint, ...]


@dataclass(frozen=True, slots=True)
class MemoRow:
    """What one holder says of each of two topics, beside each other."""

    heading: str
    columns: tuple[tuple[MemoPoint, ...], ...]


@dataclass(frozen=True, slots=True)
class Memo:
    """A topic on paper, or two. *standing* says the date it stands for and the generation it was taken from."""

    title: str
    standing: str
    differing: tuple[MemoSection, ...]
    sources: tuple[str, ...]
    sources_heading: str
    korean: str = ""
    summary: str = ""
    left_open: str = ""
    """What the documents do not give, in one sentence; empty where nobody said."""
    said: tuple[MemoPoint, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    """Of two topics that are compared, the name and the summary of each."""
    rows: tuple[MemoRow, ...] = ()

    @property
    def points(self) -> Iterator[MemoPoint]:
        """Every point, in the order of their notes."""
        columns = (column for row in self.rows for column in row.columns)
        return chain(self.said, *(section.points for section in self.differing), *columns)


def memo(brief: Brief) -> Memo:
    """Return the memo of a topic."""
    standing = answers.footing(brief), f"version {brief.generation} of the briefing store", answers.badge(brief)
    topic, writer = brief.topic, _Notes({source.id: source for source in brief.sources}, count(1))
    return Memo(
        title=clean(topic.name),
        korean=clean(topic.korean or ""),
        standing=" · ".join(filter(None, standing)),
        summary=clean(topics.summary(topic)),
        left_open=clean(topics.left_open(topic)),
        said=tuple(map(writer.statement, topic.shown)),
        differing=tuple(writer.sides(disagreement) for disagreement in topic.disagreements),
        sources=tuple(clean(_listed(source)) for source in brief.sources),
        sources_heading=sources_heading(brief.sources),
    )


def compared(first: Brief, second: Brief) -> Memo:
    """Return the memo of two topics: where their sources differ, then who holds what on each, in two columns."""
    briefs = (first, second)
    sources = {source.id: source for brief in briefs for source in brief.sources}
    writer = _Notes(sources, count(1))
    names = [clean(brief.topic.short) for brief in briefs]
    said = [by_holder(brief.topic) for brief in briefs]
    differing = tuple(
        replace(writer.sides(one), about=f"{name}: {clean(one.about)}")
        for name, brief in zip(names, briefs, strict=True)
        for one in brief.topic.disagreements
    )
    return Memo(
        title=f"{names[0]} and {names[1]} compared",
        standing=f"version {first.generation} of the briefing store",
        differing=differing,
        sources=tuple(clean(_listed(source)) for source in sources.values()),
        sources_heading=sources_heading(tuple(sources.values())),
        columns=tuple((name, clean(topics.summary(brief.topic))) for name, brief in zip(names, briefs, strict=True)),
        rows=tuple(
            MemoRow(
                held_by(holder).capitalize(), tuple(tuple(map(writer.statement, one.get(holder, ()))) for one in said)
            )
            for holder in HOLDERS
            if any(holder in one for one in said)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Notes:
    """Writes the points, and counts their notes."""

    sources: dict[str, Source]
    numbers: count[int]

    def statement(self, statement: Statement) -> MemoPoint:
        told = f"{standing(statement, self.sources)} · {statement.id}"  # the summary names it by its address
        return self.point(statement.text, told, statement.citations, f" Statement {statement.id}.")

    def sides(self, disagreement: Disagreement) -> MemoSection:
        points = (self.point(one.text, standing(one, self.sources), one.citations) for one in disagreement.sides)
        return MemoSection(clean(disagreement.about), tuple(points))

    def point(self, text: str, stands: str, citations: Sequence[Citation], after: str = "") -> MemoPoint:
        cited: dict[str, list[int]] = {}
        for citation in citations:
            cited.setdefault(citation.document, []).append(citation.passage)
        told = "; ".join(_reference(self.sources[id_], passages) for id_, passages in cited.items())
        return MemoPoint(clean(text), clean(stands), clean(f"{told}.{after}"), next(self.numbers))


def _reference(source: Source, passages: Sequence[int]) -> str:
    """Return `Author, “Title”, Publisher, 15 Dec 2025, ¶14, ¶15 (the document's id)`."""
    whose = (source.author, f"“{source.title}”", source.publisher or "publisher not named", published(source))
    told = ", ".join(part for part in (*whose, *(f"¶{passage}" for passage in passages)) if part)
    return f"{_of_note(told, source, passages) if source.note else told} ({source.id})"


def _of_note(told: str, source: Source, passages: Sequence[int]) -> str:
    """Return the reference to a note: its ¶ count its own paragraphs, and say so."""
    places = dict.fromkeys(place for passage in passages if (place := source.place(passage)))
    original = f"; original: {'; '.join(places)}" if places else ""
    return f"Editors' note on {told} of the note{original}"


def _listed(source: Source) -> str:
    address = f" · {source.url}" if source.url else ""
    return f"{full_caption(source)} · {source.id}{address}"


def markdown(memo: Memo) -> str:
    """Return the memo as Markdown; ends in a newline."""
    return "\n".join(_lines(memo))


def escape(text: str) -> str:
    """Return *text* so that it reads as it is."""
    return _OPENING.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", text))


def _lines(memo: Memo) -> Iterator[str]:
    yield from (f"# {escape(memo.title)}", "")
    if memo.korean:
        yield from (escape(memo.korean), "")
    yield from (f"*{escape(memo.standing)}*", "")
    for text in filter(None, (memo.summary, memo.left_open)):
        yield from (escape(text), "")
    if memo.said:
        yield from ("## What the sources say", "", *map(_point, memo.said), "")
    if memo.differing:
        yield from ("## Where they differ", "")
    for section in memo.differing:
        yield from (f"### {escape(section.about)}", "", *map(_point, section.points), "")
    if memo.columns:
        yield from _table(memo)
    if memo.sources:
        yield from (f"## {memo.sources_heading}", "", *(f"- {escape(source)}" for source in memo.sources), "")
    yield from (f"[^{point.number}]: {escape(point.note)}" for point in memo.points)
    yield ""


def _table(memo: Memo) -> Iterator[str]:
    """Yield the topics beside each other: in short, then what each holder says of either."""
    yield from ("## Side by side", "", _row("", *(escape(name) for name, _ in memo.columns)), "|---|---|---|")
    yield _row("In short", *(escape(summary) for _, summary in memo.columns))
    for row in memo.rows:
        yield _row(escape(row.heading), *("<br>".join(map(_told, points)) for points in row.columns))
    yield ""


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _point(point: MemoPoint) -> str:
    return f"- {_told(point)}"


def _told(point: MemoPoint) -> str:
    standing = f" ({escape(point.standing)})" if point.standing else ""
    return f"{escape(point.text)}[^{point.number}]{standing}"
