"""The article of a page: what trafilatura and readability-lxml find in it, weighed where they differ.

Both return texts that are glued together and rewritten, so each only says which blocks of the page it means.
"""

from __future__ import annotations

import logging
import re
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree, html

from store.documents.layout.blocks import CELL, Block, Role
from store.documents.metadata import titles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.html import HtmlElement

    from store.documents.formats.html_outline import Seen

_NO_LETTER = re.compile(r"[\W_]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s|" + re.escape(CELL))
_LETTERS = 24
"""So many letters in a row stand in an article by no accident."""
_LONG, _PIECE = 300, 20
"""A text of so many letters may have lost words in every sentence; it is looked for in pieces of so many."""
_REACH = 4
_COUNTED = re.compile(r"(\d{1,3})\s?/\s?(\d{1,3})\b")
_AGREED = 1_000
"""Where both mean so many characters, what one of them alone has elsewhere is doubted."""
_PROSE, _LINKED = 0.95, 0.1
"""How much of what readability alone has must be sentences, and may be links, to be of the article."""


class AgreedArticle(NamedTuple):
    """The blocks of an article, and whether both mean enough of it for nobody to doubt that it is the article."""

    blocks: Sequence[Block]
    agreed: bool


NONE = AgreedArticle((), agreed=False)


class Meant(NamedTuple):
    """Of each block whether trafilatura means it, and whether readability does."""

    found: list[bool]
    readable: list[bool]


def find(root: HtmlElement, seen: Sequence[Seen]) -> AgreedArticle:
    """Return which of the blocks *seen* are the article; none when neither finds any. *root* stays as it is."""
    letters = [_letters(each.block.text) for each in seen]
    told = Meant(_among(seen, letters, _by_trafilatura(root)), _among(seen, letters, _by_readability(root)))
    return weighed(seen, told, lambda: _among(seen, letters, _by_trafilatura(root, precise=True)))


def weighed(seen: Sequence[Seen], told: Meant, precisely: Callable[[], Sequence[bool]]) -> AgreedArticle:
    """Return the blocks that are the article, by what each of the two means.

    Trafilatura's are, but for those outside of what both mean that it does not find when it is asked *precisely*.
    What readability alone has is, where it reads as an article does, and rows of tables and lists anywhere.
    """
    both = [number for number, of_both in enumerate(zip(*told, strict=True)) if all(of_both)]
    agreed = sum(len(seen[number].block.text) for number in both) > _AGREED
    span = range(both[0], both[-1] + 1) if agreed else range(len(seen))
    doubted = {number for number, meant in enumerate(told.found) if meant and number not in span}
    sure = precisely() if doubted else told.found
    if agreed:
        pictures = _pictures(seen, told)
        doubted |= pictures
        sure = [meant and number not in pictures for number, meant in enumerate(sure)]
    whole = _is_article(seen, told)
    kept = (
        each.block
        for number, each in enumerate(seen)
        if (told.found[number] and (number not in doubted or sure[number]))
        or (told.readable[number] and not each.framed and (whole or _is_row(each)))
    )
    return AgreedArticle(tuple(kept), agreed)


def _pictures(seen: Sequence[Seen], told: Meant) -> set[int]:
    """Return the blocks of a series of pictures that trafilatura alone means: each is numbered, `3/50 …`."""
    of: set[int] = set()
    last = None
    for number, each in enumerate(seen):
        if told.readable[number] or not told.found[number]:
            last = None if told.readable[number] else last
            continue
        if counted := _COUNTED.match(each.block.text):
            at, all_ = map(int, counted.groups())
            last = (at, all_) if last == (at - 1, all_) or at == 1 < all_ else None
        if last is not None:
            of.add(number)
    return of


def _is_article(seen: Sequence[Seen], told: Meant) -> bool:
    """Return whether what readability alone has is written as an article is: sentences, and hardly a link."""
    alone = [each for each, meant, readable in zip(seen, *told, strict=True) if readable and not (meant or each.framed)]
    total = sum(len(each.block.text) for each in alone)
    prose = sum(len(each.block.text) for each in alone if titles.is_prose(each.block.text))
    linked = sum(len(each.block.text) * each.linked for each in alone)
    return prose > _PROSE * total and linked < _LINKED * total


def _is_row(each: Seen) -> bool:
    """Return whether a block is a row of a table or list that leads nowhere: trafilatura leaves many out."""
    return each.block.role is Role.ITEM and each.linked < _LINKED


def _by_trafilatura(root: HtmlElement, *, precise: bool = False) -> str:
    """Return the letters of what trafilatura takes for the article; none when it finds none."""
    from trafilatura import bare_extraction  # noqa: PLC0415  # slow to import, and few folders hold HTML

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # an empty page is ours to report
    try:
        found = bare_extraction(deepcopy(root), include_comments=False, favor_precision=precise)
    except Exception:  # whatever its heuristics stumble over, the tags can still be read
        return ""
    if found is None or isinstance(found, dict):
        return ""
    return _letters("".join(str(piece) for piece in found.body.itertext()))


def _by_readability(root: HtmlElement) -> str:
    """Return the letters of what readability-lxml takes for the article; none when it finds none."""
    from readability import Document  # noqa: PLC0415  # as above

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    try:
        # As text: it takes a tree apart, and looks at the page again where it finds little.
        summary = Document(etree.tostring(root, encoding="unicode", method="html")).summary()
        return _letters("".join(map(str, html.document_fromstring(summary).itertext())))
    except Exception:  # as above
        return ""


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text.lower())


def _among(seen: Sequence[Seen], letters: Sequence[str], told: str) -> list[bool]:
    """Return of each block whether it stands in what was *told*.

    A short line may stand anywhere, so it counts where it is told right beside a block that does.
    """
    chosen, at = list[bool](), 0
    for each, own in zip(seen, letters, strict=True):
        next_ = told.startswith(own, at)  # as most are: looking through all of it for each would take long
        chosen.append(len(own) >= _LETTERS and (next_ or _is_told(each.block.text, own, told)))
        if chosen[-1]:
            at = (at if next_ else max(0, told.find(own))) + len(own)
    for _ in range(2):  # lines beside lines
        for number, own in enumerate(letters):
            if 0 < len(own) < _LETTERS and not chosen[number]:
                chosen[number] = _is_told_beside(number, letters, chosen, told)
    return chosen


def _is_told_beside(number: int, letters: Sequence[str], chosen: Sequence[bool], told: str) -> bool:
    """Return whether a line was told right below the block above that was chosen, or right above the one below."""
    above = next((letters[at] for at in range(number - 1, max(-1, number - _REACH), -1) if chosen[at]), None)
    below = next((letters[at] for at in range(number + 1, min(len(letters), number + _REACH)) if chosen[at]), None)
    own = letters[number]
    return (above is not None and above[-_LETTERS:] + own in told) or (
        below is not None and own + below[:_LETTERS] in told
    )


def _is_told(text: str, letters: str, told: str) -> bool:
    """Return whether most of a block was told."""
    return letters in told or any(
        2 * sum(len(piece) for piece in pieces if piece in told) >= len(letters) for pieces in _parted(text, letters)
    )


def _parted(text: str, letters: str) -> Iterator[list[str]]:
    yield [_letters(piece) for piece in _SENTENCE.split(text)]
    if len(letters) >= _LONG:
        yield [letters[at : at + _PIECE] for at in range(0, len(letters), _PIECE)]
