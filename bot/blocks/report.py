"""A report: dated, cited lines under headings, longer than a message; as Block Kit and as plain text. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bot.blocks import browse
from bot.blocks.brief import MAX_CAPTION, MAX_CLAIM, MOST_MARKS, NO_BREAK, openers
from bot.blocks.elements import (
    MAX_CHARACTERS,
    Block,
    Card,
    Element,
    actions,
    bullets,
    button,
    context,
    header,
    line,
    link,
    rich,
    said,
    small_print,
    weight,
    words,
)
from bot.text import answers
from bot.text.limits import cut, size
from bot.text.links import no_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.reports.report import Line, Report
    from bot.text.links import Link
    from store.model import Citation, Source

MAX_HEADING = 200
MOST_LINES = 60
"""The most lines in one message; more are no longer read."""
MARGIN = 800
GONE = "The store no longer has what this showed; /alliance topics lists what it has."


def card(report: Report, to: Link = no_link, start: int = 0) -> Card:
    """Return the report from line *start* on; what does not fit a message waits behind “Show more”."""
    return page(report, to, start)[0]


def again(report: Report | None, to: Link = no_link, start: int = 0) -> Card:
    """Return the report from line *start* on, or that what it was about has left the store."""
    return browse.notice(GONE) if report is None else card(report, to, start)


def page(
    report: Report, to: Link = no_link, start: int = 0, *, most: int = MOST_LINES, margin: int = MARGIN
) -> tuple[Card, int]:
    """Return the report from line *start* on, at most *most* lines, and the line after the last that is shown.

    *margin* is how many characters of the message are left to others.
    """
    writer = _Writer(answers.numbers(report.sources), to)
    notes = [*report.notes, *(["continued"] if start else [])]
    head = [header(report.title), *([context(*notes)] if notes else [])]
    if not report.lines:
        head.append(rich(line(said(report.told))))
    end = start + writer.fitting(report, start, MAX_CHARACTERS - margin - weight(head), most)
    shown = report.lines[start:end]
    captions = writer.captions(report, shown)
    foot = _buttons(report, end)
    blocks = [*head, *writer.body(shown), *([small_print(captions)] if captions else []), *foot]
    return Card(report.told, blocks, cut(report.title, 24)), end


def _buttons(report: Report, end: int) -> list[Block]:
    left = end < len(report.lines) and report.again
    more = [button("Show more", report.again, f"{report.key}:{end}")] if left else []
    only = report.topics[0] if len(report.topics) == 1 else None
    further = [button(deed.capitalize(), f"brief:{deed}", only.slug) for deed in report.further] if only else []
    row = [*more, *openers(report.topics, "topic:open"), *further]
    return [actions(*row)] if row else []


@dataclass(frozen=True, slots=True)
class _Writer:
    number: Mapping[str, int]
    to: Link

    def fitting(self, report: Report, start: int, room: int, most: int) -> int:
        """Return how many lines from *start* on, at most *most*, fit with their captions; one at least."""
        cited: set[str] = set()
        heading: str | None = None
        for count, one in enumerate(report.lines[start:]):
            fresh = self._cited([one]) - cited
            cited |= fresh
            room -= weight(self._line(one)) + (size(one.heading) if one.heading != heading else 0)
            room -= sum(size(self._caption(source)) + 1 for source in report.sources if source.id in fresh)
            heading = one.heading
            if count and (room < 0 or count >= most):
                return count
        return len(report.lines) - start

    def body(self, shown: Iterable[Line]) -> list[Block]:
        """Return one block for everything: a heading and its list after the other."""
        parts: list[Element] = []
        for heading, lines in groupby(shown, key=lambda one: one.heading):
            if heading:
                parts.append(line(said(heading, MAX_HEADING, bold=True)))
            parts.append(bullets([self._line(one) for one in lines]))
        return [rich(*parts)] if parts else []

    def captions(self, report: Report, shown: Sequence[Line]) -> list[str]:
        cited = self._cited(shown)
        return [self._caption(source) for source in report.sources if source.id in cited]

    def _line(self, one: Line) -> Element:
        was = [words("\nwas: "), said(one.was, MAX_CLAIM, strike=True)] if one.was else []
        standing = [words(f"\n{cut(one.standing, MAX_HEADING)}", italic=True)] if one.standing else []
        return line(said(one.text, MAX_CLAIM), *was, *standing, *self._marks(one.citations))

    def _marks(self, citations: Sequence[Citation]) -> Iterator[Element]:
        for citation in [one for one in citations if one.document in self.number][:MOST_MARKS]:
            yield words(" ")
            mark, url = answers.mark(citation, self.number).replace(" ", NO_BREAK), self.to(citation)
            yield words(mark) if url is None else link(mark, url)

    def _caption(self, source: Source) -> str:
        return cut(f"[{self.number[source.id]}] {answers.full_caption(source)}", MAX_CAPTION)

    def _cited(self, lines: Iterable[Line]) -> set[str]:
        return {citation.document for one in lines for citation in one.citations[:MOST_MARKS]}
