"""PDF to a page: the text of every page, without what repeats on each, joined to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from store.documents.formats import pdf_columns, pdf_layout, pdf_text
from store.documents.layout.blocks import Block, Facts, Page, Role
from store.documents.metadata import article, bylines, titles
from store.files.decoding import Unreadable, check_size
from store.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.documents.formats.pdf_columns import Printed, PrintedLine

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
_NUMBERS = re.compile(r"\d+")
_MOST_OBJECTS = 100_000
_EDGE = 2
_FINE = 1.0
_NOTES = "Notes"
_NOTE_MARK = re.compile(r"(?:\d{1,3}|[*†‡§]{1,3})[.)]?\s*[^\W\d_]")
_NOTE_SIZE = 0.92
"""How large a footnote is at most beside most of the text."""
_FEWEST_PAGES = 3


def read(data: bytes) -> Page:
    """Return the text of a PDF as a page; Unreadable when it is none, is locked, has no text or is a bomb."""
    check_size(data)
    if b"%PDF-" not in data[:1024]:
        raise Unreadable(0, 0, "is not a PDF, whatever its name says; save it as one, or rename it")
    if data.count(b" obj") > _MOST_OBJECTS:
        raise Unreadable(0, 0, "unpacks to more than a document holds; print it to a new PDF", "too_large")
    found = pdf_text.read(data)
    pages = [[line._replace(text=line.text.translate(_LIGATURES)) for line in page] for page in found.pages]
    bare = list(_without_furniture([_in_order(page) for page in pages]))
    pages, notes = _without_notes(bare)
    blocks = [*pdf_layout.blocks(pages), *_notes(notes)]
    if not blocks:
        raise Unreadable(0, 0, "is a PDF without text, perhaps a scan; add the text with OCR")
    facts = _facts(found)
    return Page(tuple(blocks), facts if facts.title else replace(facts, title=_largest(blocks)), printed=True)


def _in_order(page: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return the lines in reading order; what a page has at its margins, turned, comes last, and is no heading."""
    turned = [line._replace(size=_FINE, bold=False) for line in page if line.turned]
    if 2 * len(turned) > len(page):
        return pdf_columns.in_order(page)
    return [*pdf_columns.in_order([line for line in page if not line.turned]), *turned]


def _without_furniture(pages: Sequence[Sequence[PrintedLine]]) -> Iterator[list[PrintedLine]]:
    """Yield the lines of each page without page numbers, printers' marks and what pages repeat at their edges."""
    repeated = _repeated(pages)
    for page in pages:
        edges = _edges(page)
        yield [line for line in page if not (article.is_furniture(line.text) or _is_running(line, edges, repeated))]


def _is_running(line: PrintedLine, edges: frozenset[float], repeated: frozenset[str]) -> bool:
    if line.base not in edges or titles.is_prose(line.text):
        return False
    return _pattern(line.text) in repeated or article.is_page_number(line.text.strip())


def _edges(page: Sequence[PrintedLine]) -> frozenset[float]:
    """Return the heights of the two highest and the two lowest rows."""
    heights = sorted({line.base for line in page})
    return frozenset(heights[:_EDGE] + heights[-_EDGE:])


def _repeated(pages: Sequence[Sequence[PrintedLine]]) -> frozenset[str]:
    if len(pages) < _FEWEST_PAGES:
        return frozenset()
    counts = Counter(
        pattern
        for page, edges in ((page, _edges(page)) for page in pages)
        for pattern in {_pattern(line.text) for line in page if line.base in edges}
    )
    return frozenset(pattern for pattern, count in counts.items() if count >= _FEWEST_PAGES and count * 2 >= len(pages))


def _pattern(line: str) -> str:
    return " ".join(_NUMBERS.sub("#", line).split())


def _largest(blocks: Sequence[Block]) -> str | None:
    """Return what is set in the largest type, where it is a title: a box beside it may have been drawn before."""
    large = [block.text for block in blocks if block.role is Role.HEADING and block.level == 1]
    return large[0] if len(large) == 1 and titles.is_long_enough(large[0]) and not titles.is_part(large[0]) else None


def _facts(found: Printed) -> Facts:
    """Return what the file says of itself, where a person seems to have written it."""
    title, author = clean(found.title), clean(found.author)
    return Facts(
        title=title if title and len(title) <= titles.LONGEST and not titles.is_made(title) else None,
        author=author if bylines.is_name(author) and not bylines.is_nobody(author) else None,
    )


class _PartedPages(NamedTuple):
    """The lines of each page without its footnotes, and the footnotes of all pages."""

    pages: list[list[PrintedLine]]
    notes: list[list[PrintedLine]]


def _without_notes(pages: Sequence[Sequence[PrintedLine]]) -> _PartedPages:
    """Return the pages and, apart from them, their footnotes: no paragraph that goes over a page has one inside."""
    sizes = Counter[float]()
    for line in (line for page in pages for line in page):
        sizes[round(line.size * 2) / 2] += len(line.text)
    most = (sizes.most_common(1)[0][0] if sizes else 0) * _NOTE_SIZE
    starts = [_start(page, most) for page in pages]
    parted = list(zip(pages, starts, strict=True))
    return _PartedPages([list(page[:start]) for page, start in parted], [list(page[start:]) for page, start in parted])


def _start(page: Sequence[PrintedLine], most: float) -> int:
    """Return where the footnotes of a page begin: at the highest mark of the small lines that end it."""
    start = small = len(page)
    while small and page[small - 1].size <= most:
        small -= 1
        start = small if _NOTE_MARK.match(page[small].text) else start
    return start or len(page)


def _notes(notes: Sequence[Sequence[PrintedLine]]) -> list[Block]:
    """Return the footnotes under a heading of their own; nothing when there are none."""
    told = pdf_layout.blocks([page for page in notes if page])
    return [Block(_NOTES, Role.HEADING, 2), *(Block(block.text, Role.ITEM) for block in told)] if told else []
