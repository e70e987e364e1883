"""A report: dated, cited lines under headings, longer than a message; as Block Kit and as plain text. Pure."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from bot.blocks import browse
from bot.blocks.citations import MAX_CLAIM, CitationWriter
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
    openers,
    plain,
    rich,
    said,
    weight,
    words,
)
from bot.text.limits import cut, size
from bot.text.sources import no_link
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.reports.report import Line, Report
    from bot.text.sources import Link
    from store.model import Citation

MAX_HEADING = 200
MARGIN = 800
MOST_COLUMNS, MAX_COLUMN = 2, 1_700
"""Slack sets two fields of a section beside each other where the screen is wide enough; each holds 2,000."""
OTHERS = {"timeline": N_("Timeline"), "compare": N_("Compare")}
"""What else there is on a topic, and what its buttons say."""
GONE = N_("The briefings no longer have what this showed; /alliance topics lists what it has.")


def card(report: Report, to: Link = no_link, start: int = 0) -> Card:
    """Return the report from line *start* on; what does not fit a message waits behind “Show more”."""
    return page(report, to, start)[0]


def again(report: Report | None, to: Link = no_link, start: int = 0) -> Card:
    """Return the report from line *start* on, or that what it was about has left the briefings."""
    return browse.notice(_(GONE)) if report is None else card(report, to, start)


def page(
    report: Report, to: Link = no_link, start: int = 0, *, most: int = 0, margin: int = MARGIN
) -> tuple[Card, int]:
    """Return the report from line *start* on, at most *most* lines, and the line after the last that is shown.

    Without *most* it is as many as the report says. *margin* is how many characters of the message are left to others.
    """
    cited = CitationWriter.of(report.sources, to)
    notes = [*report.notes, *([_("continued")] if start else [])]
    head = [header(report.title), *([context(*notes)] if notes else [])]
    if not report.lines:
        head.append(rich(line(said(report.told))))
    opens = _page(report, to)
    room = MAX_CHARACTERS - margin - weight([*head, *opens])
    end = start + cited.fitting(_weighed(report.lines[start : start + (most or report.most)], cited), room)
    shown = report.lines[start:end]
    foot = [*opens, *_buttons(report, end)]
    blocks = [*head, *_body(shown, cited, report.beside), *cited.captions(one.citations for one in shown), *foot]
    return Card(report.told, blocks, report.title), end


def _page(report: Report, to: Link) -> list[Block]:
    url = to(report.pair) if report.pair else None
    return [] if url is None else [rich(line(link(_("Open as a page"), url)))]


def _buttons(report: Report, end: int) -> list[Block]:
    left = end < len(report.lines) and report.again
    more = [button(_("Show more"), report.again, f"{report.key}:{end}")] if left else []
    only = report.topics[0] if len(report.topics) == 1 else None
    others = [button(_(OTHERS[other]), f"brief:{other}", only.slug) for other in report.others] if only else []
    row = [*more, *openers(report.topics, "topic:open"), *others]
    return [actions(*row)] if row else []


def _weighed(lines: Iterable[Line], cited: CitationWriter) -> Iterator[tuple[int, Sequence[Citation]]]:
    """Yield the weight of each line, its heading's with the first below it, and what it cites."""
    for heading, under in groupby(lines, key=lambda one: one.heading):
        above = size(heading)
        for one in under:
            yield above + weight(_line(one, cited)), one.citations
            above = 0


def _body(shown: Iterable[Line], cited: CitationWriter, beside: str) -> list[Block]:
    """Return one block for everything, headings with their lists; what stands *beside* is in columns above."""
    parts: list[Element] = []
    columns: list[Block] = []
    for heading, under in groupby(shown, key=lambda one: one.heading):
        lines = list(under)
        if heading and heading == beside and len(lines) <= MOST_COLUMNS:
            columns = [{"type": "section", "fields": [_column(one) for one in lines]}]
            continue
        if heading:
            parts.append(line(said(heading, MAX_HEADING, bold=True)))
        parts.append(bullets([_line(one, cited) for one in lines]))
    return [*columns, *([rich(*parts)] if parts else [])]


def _column(one: Line) -> Element:
    return plain(f"{cut(one.text, MAX_COLUMN)}\n{cut(one.standing, MAX_HEADING)}", MAX_CLAIM)


def _line(one: Line, cited: CitationWriter) -> Element:
    was = [words(f"\n{_('was:')} "), said(one.was, MAX_CLAIM, strike=True)] if one.was else []
    standing = [words(f"\n{cut(one.standing, MAX_HEADING)}", italic=True)] if one.standing else []
    return line(said(one.text, MAX_CLAIM), *was, *standing, *cited.marks(one.citations))
