"""What a journal or institute says about itself around an article, taken off; it often names the publisher."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from store.documents.layout.page import Facts
from store.documents.metadata import imprint, labels, titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.documents.layout.blocks import Block

_ABOUT = re.compile(r"About\s(?:the\s)?(?P<name>[A-Z].{1,60})")
_GLUED_ABOUT = re.compile(r"(?<=[a-z0-9)])(?=About [A-Z])")
_IS = r"(?:The\s)?(?P<name>[A-Z].{1,80}?)\sis\s(?:an?|the|our)\s(?:[\w,’'-]+\s){0,8}?"
_PUBLICATION = re.compile(
    rf"{_IS}(?:journal|magazine|newspaper|newsletter|quarterly|weekly|blog|podcast|news\s(?:site|agency|organi[sz]ation))\b"
)
_INSTITUTION = re.compile(
    rf"{_IS}(?:institut(?:e|ion)|think[\s-]tank|non-?profit|publisher|foundation|cent(?:er|re))\b"
)
_WINDOW = 24
_SHORT = 4
_LAST = 2


class Taken(NamedTuple):
    """The blocks that are left, and what was said in the others."""

    blocks: list[Block]
    facts: Facts


def unglued(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with a heading `Issue 2About the Review` as two lines."""
    parted: list[Block] = []
    for number, block in enumerate(blocks):
        glued = number < _WINDOW and len(block.text) < titles.LONGEST and "About " in block.text
        pieces = _GLUED_ABOUT.split(block.text) if glued else [block.text]
        parted.extend(block.saying(piece) for piece in pieces)
    return parted


def is_about(text: str) -> bool:
    """Return whether a line begins a self-description: `About Harbour Review`."""
    return _ABOUT.fullmatch(text) is not None


def without_about(head: list[Block], publisher: str | None) -> Taken:
    """Return the head of an article without the section `About …`.

    It ends at the next label; where no label follows, it is as long as it
    speaks of the name.
    """
    matches = [_ABOUT.fullmatch(block.text) for block in head]
    start = next((number for number, match in enumerate(matches) if match), len(head))
    match = matches[start] if start < len(head) else None
    if match is None:
        return Taken(head, Facts())
    name = match["name"].lower()
    named = name == (publisher or "").lower() or any(name in block.text.lower() for block in head[:start])
    end = next((number for number in range(start + 1, len(head)) if labels.read(head[number].text)), 0)
    if not end or not (named or end - start <= _SHORT):
        end = start + 1
        while named and end < len(head) and name in head[end].text.lower():
            end += 1
    described = head[start:end] if named or end > start + 1 else []
    return Taken(head[:start] + head[start + len(described) :], _publisher(described))


def without_self_description(blocks: list[Block], names: Sequence[str], publisher: str | None) -> Taken:
    """Return the blocks without a paragraph, among the first or last, that says what the publication is.

    *names* are the lines above the article: with two or more, one of them may be the publication's.
    """
    prose = [number for number, block in enumerate(blocks) if titles.is_prose(block.text)]
    edges = {*prose[:_LAST], *prose[-_LAST:]}
    told = [number for number in edges if _describes(blocks[number].text, names, publisher)]
    kept = [block for number, block in enumerate(blocks) if number not in told]
    return Taken(kept, _publisher([blocks[number] for number in sorted(told)]))


def _describes(text: str, names: Sequence[str], publisher: str | None) -> bool:
    match = _PUBLICATION.match(text)
    if match and len(names) > 1 and any(match["name"].lower() in name.lower() for name in names):
        return True
    match = match or _INSTITUTION.match(text)
    return bool(match and publisher and titles.key(match["name"]) in titles.key(publisher))


def _publisher(blocks: Sequence[Block]) -> Facts:
    found = (imprint.published_by(block.text) for block in blocks)
    return Facts(publisher=next(filter(None, found), None))
