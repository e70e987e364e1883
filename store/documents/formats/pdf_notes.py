"""The footnotes of printed pages: small lines at the foot of a page that begin with their mark."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from store.documents.formats import pdf_layout
from store.documents.layout.blocks import Block, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.documents.formats.pdf_lines import PrintedLine

HEADING = "Notes"
_MARK = re.compile(r"(?:\d{1,3}|[*†‡§]{1,3})[.)]?\s*[^\W\d_]")
_SMALL = 0.92
"""How large a footnote is at most beside most of the text."""


class Parted(NamedTuple):
    """The lines of each page without its footnotes, and the footnotes of all pages."""

    pages: list[list[PrintedLine]]
    notes: list[list[PrintedLine]]


def part(pages: Sequence[Sequence[PrintedLine]]) -> Parted:
    """Return the pages and, apart from them, their footnotes: no paragraph that goes over a page has one inside."""
    sizes = Counter[float]()
    for line in (line for page in pages for line in page):
        sizes[round(line.size * 2) / 2] += len(line.text)
    most = (sizes.most_common(1)[0][0] if sizes else 0) * _SMALL
    starts = [_start(page, most) for page in pages]
    parted = list(zip(pages, starts, strict=True))
    return Parted([list(page[:start]) for page, start in parted], [list(page[start:]) for page, start in parted])


def _start(page: Sequence[PrintedLine], most: float) -> int:
    """Return where the footnotes of a page begin: at the highest mark of the small lines that end it."""
    start = small = len(page)
    while small and page[small - 1].size <= most:
        small -= 1
        start = small if _MARK.match(page[small].text) else start
    return start or len(page)


def blocks(notes: Sequence[Sequence[PrintedLine]]) -> list[Block]:
    """Return the footnotes under a heading of their own; nothing when there are none."""
    told = pdf_layout.blocks([page for page in notes if page])
    return [Block(HEADING, Role.HEADING, 2), *(Block(block.text, Role.ITEM) for block in told)] if told else []
