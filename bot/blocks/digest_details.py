"""What is new on one topic, item by item, each with its date, who holds it and its numbered sources. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bot.blocks.citations import CitationWriter
from bot.blocks.elements import (
    ROOM,
    Block,
    Element,
    bullets,
    context,
    header,
    line,
    link,
    rich,
    said,
    weight,
    words,
)
from bot.text import counts
from bot.text.digests import gone
from bot.text.limits import cut
from bot.text.sources import dated, kind_called, published
from bot.text.topics import label, topic_title
from store.model import Citation
from store.text.language import gettext as _
from store.text.language import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.text.sources import Link
    from store.changes import StatementChange
    from store.digests.news import News, TopicNews, TopicReports
    from store.model import Found, NewsReport, Source

MOST_PASSAGES = 5
FIRST_STATEMENTS = 3
"""A first digest shows where an issue stands, not all that is known of it."""
MAX_BEFORE, MAX_PASSAGE = 1_000, 500
MAX_TITLE, MAX_NAME, MAX_TELLING = 200, 80, 280

_ROOM = ROOM - 1_000
"""What the items and captions of a page may take; headings take the rest."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is new, under its heading, and what it cites."""

    heading: str
    told: Element
    cites: tuple[Citation, ...]


def sections(one: TopicNews, sources: Mapping[str, Source], to: Link, *, first: bool) -> list[list[Block]]:
    """Return the news on a topic as parts that each fit into one message; *first* is a channel's first digest."""
    cited = _writer(one, sources, to)
    items = list(_items(one, cited, first=first))
    title = topic_title(one.topic) if one.topic else gone(one.slug)
    parts, start = [], 0
    while start < len(items):
        end = start + cited.fitting(((weight(item.told), item.cites) for item in items[start:]), _ROOM)
        continued = [context(_("continued"))] if start else []
        parts.append([header(title), *continued, *_page(items[start:end], cited)])
        start = end
    if parts and (left := _left_out(one, first=first)):
        parts[-1].append(context(left))
    return parts


def reports(news: News, to: Link) -> list[Block]:
    """Return what came by feeds: for each topic how many, then title, publisher, date and the passage on it."""
    parts: list[Element] = []
    for one in news.reports:
        if one.told:
            parts.append(line(words(reports_on(one), bold=True)))
            parts.append(bullets([line(*report(*told, to)) for told in one.told]))
    left = news.left_out
    more = ngettext("and {number} report more: /alliance news", "and {number} reports more: /alliance news", left)
    return [rich(*parts), *([context(more)] if left else [])] if parts else []


def reports_on(one: TopicReports) -> str:
    """Return how many reports there are on a topic: `New on OPCON: 2 reports`."""
    return _("New on {topic}: {reports}", topic=label(one.topic), reports=counts.counted(one.count, "report"))


def report(one: NewsReport, found: Found | None, to: Link) -> Iterator[Element]:
    """Yield a report: its title, whose it is and of when, and a passage of it that leads to where it stands."""
    passage = to(Citation(one.document, found.passage.number if found else 1))
    url = one.url or passage
    title = cut(one.title, MAX_TITLE)
    yield link(title, url) if url else words(title, bold=True)
    yield words(f"\n{papers(cut(one.publisher, MAX_NAME), one.places - 1)} · {dated(one.published)}", italic=True)
    if found:
        mark = f"¶{found.passage.number}"
        yield words("\n")
        yield said(f"“{cut(found.passage.text, MAX_TELLING)}” ")
        yield words(mark) if passage is None else link(mark, passage)


def papers(publisher: str, others: int) -> str:
    """Return where a report stands: `Yonhap News and 2 other papers`."""
    if not others:
        return publisher
    return ngettext(
        "{publisher} and {number} other paper", "{publisher} and {number} other papers", others, publisher=publisher
    )


def _page(items: Sequence[Item], cited: CitationWriter) -> Iterator[Block]:
    told: list[Element] = []
    for heading, under in groupby(items, key=lambda item: item.heading):
        told += [line(words(heading, bold=True)), bullets([item.told for item in under])]
    yield rich(*told)
    yield from cited.captions(item.cites for item in items)


def _items(one: TopicNews, cited: CitationWriter, *, first: bool) -> Iterator[Item]:
    changes = sorted(one.changes[:FIRST_STATEMENTS] if first else one.changes, key=_order)
    for change in changes:
        yield _item(change, cited, first=first)
    for found in () if first else one.passages[:MOST_PASSAGES]:
        yield _passage(found, cited)


def _order(change: StatementChange) -> int:
    """What is new comes first, then what reads otherwise, then what is gone or told elsewhere."""
    return 2 + (change.moved_to is not None) if change.after is None else int(change.before is not None)


def _item(change: StatementChange, cited: CitationWriter, *, first: bool) -> Item:
    match change.before, change.after:
        case None, after if after is not None:
            return Item(_("Where it stands") if first else _("New"), line(*cited.claim(after)), after.citations)
        case before, None if before is not None:
            silent = CitationWriter(cited.number, cited.sources)  # its passages may have gone with it: no links
            merged = [words("\n" + _("merged into {id}", id=change.moved_to), italic=True)] if change.moved_to else []
            heading = _("Merged into others") if change.moved_to else _("Withdrawn")
            return Item(heading, line(*silent.claim(before), *merged), before.citations)
        case before, after if before is not None and after is not None:
            was = [
                words(_("Before:") + " ", italic=True),
                said(before.text, MAX_BEFORE),
                words(f"\n{_('Now:')} ", italic=True),
            ]
            return Item(_("Changed"), line(*was, *cited.claim(after)), after.citations)
    raise AssertionError(f"{change.id} changed from nothing to nothing")


def _passage(found: Found, cited: CitationWriter) -> Item:
    source, cite = found.source, Citation(found.source.id, found.passage.number)
    told = said(f"“{cut(found.passage.text, MAX_PASSAGE)}”")
    dated = words(f"\n{published(source)} · {kind_called(source.kind)}", italic=True)
    return Item(_("New in the sources"), line(told, dated, *cited.marks([cite])), (cite,))


def _writer(one: TopicNews, sources: Mapping[str, Source], to: Link) -> CitationWriter:
    changed = [change.after or change.before for change in sorted(one.changes, key=_order)]
    said_of = [citation for statement in changed if statement for citation in statement.citations]
    return CitationWriter.on(
        [*said_of, *(Citation(found.source.id, found.passage.number) for found in one.passages)], sources, to
    )


def _left_out(one: TopicNews, *, first: bool) -> str:
    more = len(one.changes) - FIRST_STATEMENTS if first else len(one.passages) - MOST_PASSAGES
    if more <= 0:
        return ""
    if first:
        statements = counts.counted(more, "statement")
        return _("and {statements} more: {command}", statements=statements, command=f"/alliance {one.slug}")
    passages = counts.counted(more, "new passage")
    return _("and {passages} more: {command}", passages=passages, command=f"/alliance search {one.slug}")
