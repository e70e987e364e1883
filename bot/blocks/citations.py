"""Citations as Block Kit: the numbered marks behind a text, and the captions that they stand for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from bot.blocks.elements import (
    MAX_VALUE,
    MOST_CHOICES,
    Block,
    Element,
    actions,
    choice_of,
    link,
    said,
    small_print,
    words,
)
from bot.text.digests import gone
from bot.text.errors import Spoiled
from bot.text.limits import cut, size
from bot.text.reply_context import offers_edits
from bot.text.sources import citation_mark, full_caption, no_link, source_numbers, standing
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.text.sources import Link
    from store.model import Citation, Found, Side, Source, Statement

MOST_MARKS = 6
"""The most citations shown behind one text; “Read the passages” has all of them."""
MAX_CLAIM = 2_000
MAX_CAPTION = 250
MAX_STANDING = 300
MOST_DIGITS = 9
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class CitationWriter:
    """Writes what cites *sources*, by the *number* of each; a document without a number gets no mark."""

    number: Mapping[str, int]
    sources: Mapping[str, Source]
    to: Link = no_link

    @classmethod
    def of(cls, sources: Iterable[Source], to: Link = no_link) -> CitationWriter:
        """Return the writer that numbers *sources* in their order."""
        known = {source.id: source for source in sources}
        return cls(source_numbers(list(known.values())), known, to)

    @classmethod
    def on(cls, cites: Iterable[Citation], sources: Mapping[str, Source], to: Link = no_link) -> CitationWriter:
        """Return the writer that numbers documents in the order in which *cites* come to them."""
        documents = dict.fromkeys(citation.document for citation in cites)
        return cls({document: number for number, document in enumerate(documents, start=1)}, sources, to)

    def claim(self, given: Statement) -> Iterator[Element]:
        """Yield a statement with its date, who holds it, its address, and its marks."""
        yield said(given.text, MAX_CLAIM)
        yield words(f"\n{cut(f'{standing(given, self.sources)} · {given.id}', MAX_STANDING)}", italic=True)
        yield from self.marks(given.citations)

    def side(self, given: Side) -> Iterator[Element]:
        """Yield a side of a disagreement with its date and who holds it, where that is known, and its marks."""
        yield said(given.text, MAX_CLAIM)
        if told := standing(given, self.sources):
            yield words(f"\n{cut(told, MAX_STANDING)}", italic=True)
        yield from self.marks(given.citations)

    def marks(self, citations: Sequence[Citation]) -> Iterator[Element]:
        """Yield `[1 ¶4]` for each citation, leading to its passage where that has an address."""
        for citation in self._shown(citations):
            mark = citation_mark(citation, self.number).replace(" ", NO_BREAK)
            url = self.to(citation) if citation.document in self.sources else None
            yield words(" ")
            yield words(mark) if url is None else link(mark, url)
        if len(citations) > MOST_MARKS:
            yield words(" " + _("and {left:,} more", left=len(citations) - MOST_MARKS))

    def captions(self, cited: Iterable[Sequence[Citation]]) -> list[Block]:
        """Return what the marks of *cited* stand for, by number, in small print; nothing when there is none."""
        documents = sorted(self._documents(cited), key=lambda document: self.number[document])
        return [small_print([self.caption(document) for document in documents])] if documents else []

    def caption(self, document: str) -> str:
        """Return `[1] Hands on the wheel · Policy Review · 15 Dec 2025 · analysis`."""
        source = self.sources.get(document)
        told = full_caption(source) if source else gone(document)
        return cut(f"[{self.number[document]}] {told}", MAX_CAPTION)

    def fitting(self, parts: Iterable[tuple[int, Sequence[Citation]]], room: int) -> int:
        """Return how many *parts* fit into *room* characters with the captions of what they cite; one at least.

        A part is its weight and its citations.
        """
        count, named = 0, set[str]()
        for weight, cites in parts:
            fresh = self._documents([cites]) - named
            named |= fresh
            room -= weight + sum(size(self.caption(document)) + 1 for document in fresh)
            if count and room < 0:
                break
            count += 1
        return count

    def _documents(self, cited: Iterable[Sequence[Citation]]) -> set[str]:
        return {citation.document for citations in cited for citation in self._shown(citations)}

    def _shown(self, citations: Sequence[Citation]) -> list[Citation]:
        return [one for one in citations if one.document in self.number][:MOST_MARKS]


def spot(document: str, number: int) -> str:
    """Return a passage as an option of a menu holds it: `doc#3`; a longer id by its digest."""
    plain_ = f"{document}#{number}"
    return plain_ if size(plain_) <= MAX_VALUE else f"~{_digest(document)}#{number}"


def citation_at(spotted: str, documents: Iterable[str]) -> tuple[str, int]:
    """Return the document and the number that `spot` stands for; Spoiled for what is none of *documents*' passages."""
    document, _sep, number = spotted.rpartition("#")
    if document.startswith("~"):
        document = next((one for one in documents if _digest(one) == document[1:]), "")
    if not (document and number.isascii() and number.isdecimal() and len(number) < MOST_DIGITS):
        raise Spoiled
    return document, int(number)


def _digest(document: str) -> str:
    return sha256(document.encode()).hexdigest()[:16]


def cite_menu(passages: Iterable[Found]) -> list[Block]:
    """Return the menu by which editors make one of *passages* a statement; none where nothing is offered."""
    texts = {
        spot(one.source.id, one.passage.number): f"¶{one.passage.number} {one.passage.text}"
        for one in islice(passages, MOST_CHOICES)
    }
    if not texts or not offers_edits():
        return []
    return [actions(choice_of("edit:from", _("Make one a statement"), texts))]
