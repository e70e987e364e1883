"""The blocks of an article to numbered passages under their headings, none twice."""

# ruff: noqa: RUF001, RUF002  # what parts headings is typeset

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from store.documents.layout.blocks import Block, Role
from store.documents.metadata import titles
from store.documents.metadata.repair import mend, unglued_title
from store.model import Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

LONGEST = 4_000
"""The most characters of a passage; a longer paragraph is parted between sentences."""

UNDER = " › "
"""Stands between a heading and the one that it stands under."""
_SPEAKER = re.compile(
    r"((?:[A-Z][A-Z.'’-]{0,20} ?){1,5}|Q|A|질문|답변|[가-힣]{2,5} (?:장관|차관|대변인|기자|의원|위원장)) ?[:：] (?=\S)"
)
_LABEL_WORDS = 6
_LABEL_ALONE = 3
_FEWEST_WORDS = 5
_RUN = 3


def passages(blocks: Sequence[Block], *, whole: bool = False) -> tuple[Passage, ...]:
    """Return the passages of *blocks*, numbered from 1: none twice, and no heading without text, unless all is *whole*.

    A web page may show something twice, and headings of what was taken off. On paper it was written so, and so it was
    in an article that was sifted out of a page, and in a record of who said what: who answers “No” three times has said
    it three times.
    """
    speakers = _speakers(blocks)
    found = _under_headings(list(_decided(blocks, speakers, whole=whole)), bare=whole)
    said = found if whole or speakers else _once(found)
    pieces = ((heading, piece) for heading, text in said for piece in _pieces(text))
    return tuple(Passage(number, heading, text) for number, (heading, text) in enumerate(pieces, 1))


def _speakers(blocks: Iterable[Block]) -> frozenset[str]:
    """Return who is named before what they say, two of them at least, each more than once: `QUESTION: And then?`."""
    named = Counter(mark[1] for block in blocks if (mark := _SPEAKER.match(block.text)))
    often = frozenset(name for name, times in named.items() if times > 1)
    return often if len(often) > 1 else frozenset()


def _decided(blocks: Iterable[Block], speakers: frozenset[str], *, whole: bool) -> Iterator[Block]:
    """Return the blocks with every undecided line a heading or text, by what follows it; at the end, by itself.

    Where all is *whole*, lines that end it are a list: on a page they may be the headlines of others.
    """
    waiting: list[Block] = []
    begun = False
    for block in blocks:
        if block.role is Role.LINE and _may_be_heading(block.text, speakers):
            waiting.append(block)
            continue
        if begun and block.role is Role.HEADING:
            # They head nothing: what follows has a heading of its own.
            yield from (Block(each.text, Role.TEXT) for each in waiting)
        else:
            yield from _settled(waiting, listing=block.role is Role.ITEM)
        waiting, begun = [], True
        yield block
    listed = not begun or (whole and len(waiting) >= _RUN)
    for block in waiting:
        if listed or (len(block.text.split()) >= _FEWEST_WORDS and not titles.is_title_case(block.text.split())):
            yield Block(block.text, Role.TEXT)


def _may_be_heading(text: str, speakers: frozenset[str]) -> bool:
    if speakers and (mark := _SPEAKER.match(text)) and mark[1] in speakers:
        return False
    return titles.is_headline(text) or (text.endswith(":") and len(text.split()) <= _LABEL_WORDS)


def _settled(waiting: list[Block], *, listing: bool) -> Iterator[Block]:
    """Return a heading and its parent as headings; of a longer run only the last, the others are a list.

    What introduces a list is a sentence of its own, if it is more than a label.
    """
    for number, block in enumerate(waiting, 1):
        listed = len(waiting) >= _RUN and number < len(waiting)
        listed = listed or (listing and block.text.endswith(":") and len(block.text.split()) > _LABEL_ALONE)
        yield Block(block.text, Role.TEXT if listed else Role.HEADING)


def _under_headings(blocks: Sequence[Block], *, bare: bool) -> Iterator[tuple[str | None, str]]:
    """Yield the texts with their headings; headings that head nothing are texts where *bare* ones count."""
    heading, above = None, list[tuple[int, str]]()
    known = _known(blocks)
    lonely: Block | None = None
    for block in blocks:
        if block.role is Role.HEADING:
            if told := mend(unglued_title(block.text)).rstrip(":").strip():
                if bare and lonely and not block.level > lonely.level > 0:
                    yield None, lonely.text
                heading, lonely = _nested(told, block.level, above), block.saying(told)
            continue
        run_in, text = (None, block.text) if block.role is Role.ITEM else titles.part_run_in(block.text, known)
        heading = mend(run_in) if run_in else heading
        if text := mend(text):
            yield heading, text
            lonely = None
    if bare and lonely:
        yield None, lonely.text


def _nested(heading: str, level: int, above: list[tuple[int, str]]) -> str:
    """Return a heading below those that it stands under, which are kept *above*: `Option A › Costs`."""
    while above and (not level or above[-1][0] >= level):
        above.pop()
    if level > 1:
        above.append((level, heading))
        return UNDER.join(each for _, each in above)
    return heading


def _known(blocks: Sequence[Block]) -> Callable[[str], bool]:
    """Return the judge of whether a word stands anywhere without a stop behind it."""

    def known(word: str) -> bool:
        # Only where a heading may run into its paragraph: looking through megabytes for each would take too long.
        alone = re.compile(rf"\b{re.escape(word)}\b(?![.?])", re.IGNORECASE)
        return any(alone.search(block.text) for block in blocks)

    return cache(known)


def _once(found: Iterable[tuple[str | None, str]]) -> Iterator[tuple[str | None, str]]:
    seen: set[str] = set()
    return ((heading, text) for heading, text in found if _is_new(text, seen))


def _is_new(text: str, seen: set[str]) -> bool:
    """Return whether any sentence of *text* is new; all are seen from now on."""
    sentences = titles.sentences(text)
    new = not sentences <= seen
    seen |= sentences
    return new


def _pieces(text: str) -> Iterator[str]:
    at = 0
    while len(text) - at > LONGEST:
        most = at + LONGEST
        end = max(text.rfind(stop, at, most) for stop in (". ", "? ", "! ", "。"))
        end = end + 1 if end > at + LONGEST // 4 else text.rfind(" ", at, most)
        end = end if end > at else most
        yield text[at:end].strip()
        at = end + text.startswith(" ", end)
    if rest := text[at:].strip():
        yield rest
