"""A report: dated, cited lines under headings, longer than a message; as text. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bot.text.sources import citation_mark, full_caption, source_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.model import Citation, Source, Topic


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is said: under which *heading*, how it stands, and where it is from; *was* is how it read."""

    heading: str
    text: str
    standing: str
    citations: tuple[Citation, ...] = ()
    was: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Lines in order. *key* is what leads back to it, `timeline opcon`; *sources* are what its numbers stand for."""

    key: str
    title: str
    told: str
    """One sentence with content: the notification."""
    notes: tuple[str, ...]
    lines: tuple[Line, ...]
    sources: tuple[Source, ...] = ()
    topics: tuple[Topic, ...] = ()
    """The topics that its buttons open."""
    others: tuple[str, ...] = ()
    """What else there is on the topic, `timeline` or `compare`: a button each."""
    beside: str = ""
    """The heading whose lines stand beside each other, where there is room for columns."""
    pair: tuple[str, str] | None = None
    """The topics that stand side by side, which have a page of their own; None for any other report."""
    most: int = 60
    """The most lines in one message; more are no longer read."""
    again: str = "sheet:more"
    """The action that shows what does not fit; empty where whoever asks for the page has a way of their own."""


def as_text(report: Report) -> str:
    """Return the whole report for a terminal."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    number = source_numbers(report.sources)
    yield report.title
    yield from report.notes
    if not report.lines:
        yield report.told
    for heading, lines in groupby(report.lines, key=lambda one: one.heading):
        if heading:
            yield f"\n{heading}"
        for one in lines:
            yield f"  • {one.text}"
            if one.was:
                yield f"    was: {one.was}"
            marks = [citation_mark(citation, number) for citation in one.citations if citation.document in number]
            below = " ".join((one.standing, *marks)).strip()
            if below:
                yield f"    {below}"
    if report.sources:
        yield "\nSources"
        yield from (f"  [{number[source.id]}] {full_caption(source)}" for source in report.sources)
