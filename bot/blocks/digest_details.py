"""What is new on one topic, item by item, each with its date, who holds it and its numbered sources. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bot.blocks.brief import NO_BREAK
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
    small_print,
    weight,
    words,
)
from bot.text import answers, counts
from bot.text.limits import cut, size
from bot.text.links import no_link
from store.model import Citation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.text.links import Link
    from store.changes import StatementChange
    from store.digests.news import TopicNews
    from store.model import Found, Source, Statement

MOST_PASSAGES = 5
FIRST_STATEMENTS = 3
"""A first digest shows where an issue stands, not all that is known of it."""
MOST_MARKS = 6
MAX_CLAIM, MAX_BEFORE, MAX_PASSAGE, MAX_CAPTION = 2_000, 1_000, 500, 250

_ROOM = ROOM - 1_000
"""What the items and captions of a page may take; headings take the rest."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is new, under its heading, and what it cites."""

    heading: str
    told: Element
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """The sources that a text cites, numbered in the order in which it comes to them."""

    number: Mapping[str, int]
    sources: Mapping[str, Source]
    to: Link = no_link

    @classmethod
    def on(cls, cites: Iterable[Citation], sources: Mapping[str, Source], to: Link = no_link) -> Notes:
        """Return the notes for a text that cites *cites*."""
        documents = dict.fromkeys(citation.document for citation in cites)
        return cls({document: number for number, document in enumerate(documents, start=1)}, sources, to)

    def claim(self, given: Statement) -> Iterator[Element]:
        """Yield a statement with its date, who holds it, and its marks."""
        yield said(given.text, MAX_CLAIM)
        yield words(f"\n{answers.standing(given)}", italic=True)
        yield from self.marks(given.citations)

    def marks(self, citations: Sequence[Citation]) -> Iterator[Element]:
        """Yield `[1 ¶4]` for each citation, leading to its passage where that has an address."""
        for citation in citations[:MOST_MARKS]:
            mark = answers.mark(citation, self.number).replace(" ", NO_BREAK)
            url = self.to(citation) if citation.document in self.sources else None
            yield words(" ")
            yield words(mark) if url is None else link(mark, url)
        if len(citations) > MOST_MARKS:
            yield words(f" and {len(citations) - MOST_MARKS} more")

    def captions(self, cites: Iterable[Citation]) -> list[Block]:
        """Return the sources of *cites* by their numbers, in small print."""
        documents = sorted({citation.document for citation in cites}, key=lambda document: self.number[document])
        return [small_print([self.caption(document) for document in documents])] if documents else []

    def caption(self, document: str) -> str:
        """Return `[1] Hands on the wheel · Policy Review · 15 Dec 2025 · analysis`."""
        source = self.sources.get(document)
        told = answers.full_caption(source) if source else f"{document} (no longer in the store)"
        return cut(f"[{self.number[document]}] {told}", MAX_CAPTION)


def sections(one: TopicNews, sources: Mapping[str, Source], to: Link, *, first: bool) -> list[list[Block]]:
    """Return the news on a topic as parts that each fit into one message; *first* is a channel's first digest."""
    items = list(_items(one, sources, to, first=first))
    notes = _notes(one, sources, to)
    title = answers.title(one.topic) if one.topic else f"{one.slug} (no longer in the store)"
    parts, start = [], 0
    while start < len(items):
        end = start + _fitting(items[start:], notes)
        continued = [context("continued")] if start else []
        parts.append([header(title), *continued, *_page(items[start:end], notes)])
        start = end
    if parts and (left := _left_out(one, first=first)):
        parts[-1].append(context(left))
    return parts


def _page(items: Sequence[Item], notes: Notes) -> Iterator[Block]:
    told: list[Element] = []
    for heading, under in groupby(items, key=lambda item: item.heading):
        told += [line(words(heading, bold=True)), bullets([item.told for item in under])]
    yield rich(*told)
    yield from notes.captions(citation for item in items for citation in item.cites)


def _fitting(items: Sequence[Item], notes: Notes) -> int:
    """Return how many of *items* one part holds with the captions of their sources; one at least."""
    room, named = _ROOM, set[str]()
    for count, item in enumerate(items):
        fresh = {citation.document for citation in item.cites} - named
        named |= fresh
        room -= weight(item.told) + sum(size(notes.caption(document)) + 1 for document in fresh)
        if count and room < 0:
            return count
    return len(items)


def _items(one: TopicNews, sources: Mapping[str, Source], to: Link, *, first: bool) -> Iterator[Item]:
    notes = _notes(one, sources, to)
    changes = sorted(one.changes[:FIRST_STATEMENTS] if first else one.changes, key=_order)
    for change in changes:
        yield _item(change, notes, first=first)
    for found in () if first else one.passages[:MOST_PASSAGES]:
        yield _passage(found, notes)


def _order(change: StatementChange) -> int:
    """What is new comes first, then what reads otherwise, then what is gone."""
    return 2 if change.after is None else int(change.before is not None)


def _item(change: StatementChange, notes: Notes, *, first: bool) -> Item:
    match change.before, change.after:
        case None, after if after is not None:
            return Item("Where it stands" if first else "New", line(*notes.claim(after)), _cited(after))
        case before, None if before is not None:
            gone = Notes(notes.number, notes.sources)  # its passages may have gone with it: no links
            return Item("Withdrawn", line(*gone.claim(before)), _cited(before))
        case before, after if before is not None and after is not None:
            was = [words("Before: ", italic=True), said(before.text, MAX_BEFORE), words("\nNow: ", italic=True)]
            return Item("Changed", line(*was, *notes.claim(after)), _cited(after))
    raise AssertionError(f"{change.id} changed from nothing to nothing")


def _passage(found: Found, notes: Notes) -> Item:
    source, cite = found.source, Citation(found.source.id, found.passage.number)
    told = said(f"“{cut(found.passage.text, MAX_PASSAGE)}”")
    dated = words(f"\n{answers.dated(source.published)} · {source.kind.value}", italic=True)
    return Item("New in the sources", line(told, dated, *notes.marks([cite])), (cite,))


def _notes(one: TopicNews, sources: Mapping[str, Source], to: Link) -> Notes:
    changed = [change.after or change.before for change in sorted(one.changes, key=_order)]
    said_of = [citation for statement in changed if statement for citation in statement.citations]
    return Notes.on(
        [*said_of, *(Citation(found.source.id, found.passage.number) for found in one.passages)], sources, to
    )


def _cited(given: Statement) -> tuple[Citation, ...]:
    return given.citations[:MOST_MARKS]


def _left_out(one: TopicNews, *, first: bool) -> str:
    if first:
        more = len(one.changes) - FIRST_STATEMENTS
        return f"and {counts.counted(more, 'statement')} more: /alliance {one.slug}" if more > 0 else ""
    more = len(one.passages) - MOST_PASSAGES
    return f"and {counts.counted(more, 'new passage')} more: /alliance search {one.slug}" if more > 0 else ""
