"""PDF to a page: the text of every page, without what repeats on each, joined to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from store.documents import blocks as blocks_documents
from store.documents.formats import pdf_process
from store.documents.metadata import bylines, noise, titles
from store.documents.page import Facts, Page
from store.files.decoding import Unreadable, check_size
from store.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.documents.formats.pdf_process import Printed

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
_NUMBERS = re.compile(r"\d+")
_EDGE = 2
_FEWEST_PAGES = 3


def read(data: bytes) -> Page:
    """Return the text of a PDF as a page; Unreadable when it is none, is locked, has no text or is a bomb."""
    check_size(data)
    if b"%PDF-" not in data[:1024]:
        raise Unreadable(0, 0, "is not a PDF, whatever its name says; save it as one, or rename it")
    found = pdf_process.read(data)
    pages = [[line.translate(_LIGATURES) for line in page] for page in found.pages]
    blocks = blocks_documents.from_printed(list(_lines(pages)))
    if not blocks:
        raise Unreadable(0, 0, "is a PDF without text, perhaps a scan; add the text with OCR")
    return Page(tuple(blocks), _facts(found))


def _lines(pages: list[list[str]]) -> Iterator[str]:
    """Return the lines of all pages in order, without page numbers and the lines that pages repeat at their edges."""
    trimmed = [[line.strip() for line in page if line.strip()] for page in pages]
    repeated = _repeated(trimmed)
    for lines in trimmed:
        last = len(lines) - 1
        for number, line in enumerate(lines):
            edge = (number < _EDGE or number > last - _EDGE) and not titles.is_prose(line)
            if not (edge and (_pattern(line) in repeated or noise.is_page_number(line))):
                yield line


def _repeated(pages: list[list[str]]) -> frozenset[str]:
    if len(pages) < _FEWEST_PAGES:
        return frozenset()
    edges = Counter(
        pattern for lines in pages for pattern in {_pattern(line) for line in lines[:_EDGE] + lines[-_EDGE:]}
    )
    return frozenset(pattern for pattern, count in edges.items() if count >= _FEWEST_PAGES and count * 2 >= len(pages))


def _pattern(line: str) -> str:
    return " ".join(_NUMBERS.sub("#", line).split())


def _facts(found: Printed) -> Facts:
    """Return what the file says of itself, where a person seems to have written it."""
    title, author = clean(found.title), clean(found.author)
    return Facts(
        title=title if title and len(title) <= titles.LONGEST and not titles.is_made(title) else None,
        author=author if bylines.is_name(author) else None,
    )
