"""PDF to a page: the text of every page, without what repeats on each, joined to paragraphs."""

from __future__ import annotations

import logging
import re
from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING

from store import bylines, layout, noise, titles
from store.facts import Facts, Page
from store.unreadable import Unreadable, check_size
from store.words import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import DocumentInformation, PdfReader

_MOST_PAGES = 2_000
_MOST_TEXT = 5 * 1024 * 1024
_MOST_STREAM = 4 * 1024 * 1024
_MOST_WORK = 200_000
"""Operations of one page: a dense page of text has a few thousand."""
_MOST_OPERATIONS = 400_000
"""Operations of the whole file, about eight seconds of them; a hundred dense pages have half as many."""

_LOCKED = "is locked with a password; save it without one"
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
_NUMBERS = re.compile(r"\d+")
_EDGE = 2
_FEWEST_PAGES = 3


def read(data: bytes) -> Page:
    """Return the text of a PDF as a page; Unreadable when it is none, is locked, has no text or is a bomb."""
    check_size(data)
    if b"%PDF-" not in data[:1024]:
        raise Unreadable(0, 0, "is not a PDF, whatever its name says; save it as one, or rename it")
    from pypdf.errors import DependencyError, LimitReachedError  # noqa: PLC0415  # slow to import

    try:
        pages, facts = _extracted(data)
    except DependencyError as error:
        raise Unreadable(0, 0, _LOCKED) from error
    except LimitReachedError as error:
        raise Unreadable(0, 0, "unpacks to more than a document holds; print it to a new PDF", "too_large") from error
    except Unreadable:
        raise
    except Exception as error:  # a broken PDF breaks pypdf in any way there is
        raise Unreadable(0, 0, "is a broken PDF; print it to a new one") from error
    blocks = layout.from_printed(list(_lines(pages)))
    if not blocks:
        raise Unreadable(0, 0, "is a PDF without text, perhaps a scan; add the text with OCR")
    return Page(tuple(blocks), facts)


def _extracted(data: bytes) -> tuple[list[list[str]], Facts]:
    import pypdf  # noqa: PLC0415  # slow to import, and few folders hold PDF

    # What it says of a broken file is said better, and once, by us.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with pypdf.apply_configuration(
        zlib_maximum_output_length=_MOST_STREAM,
        lzw_maximum_output_length=_MOST_STREAM,
        run_length_maximum_output_length=_MOST_STREAM,
        array_based_stream_maximum_output_length=_MOST_STREAM,
        zlib_maximum_recovery_input_length=_MOST_STREAM,
        stream_decoding_work_maximum_length=4 * _MOST_STREAM,
        stream_parsing_work_maximum_count=_MOST_WORK,
        xform_maximum_invocations_per_extraction=200,
        disable_legacy_handling=True,
    ):
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(0, 0, _LOCKED)
        return list(_pages(reader)), _facts(_information(reader))


def _information(reader: PdfReader) -> DocumentInformation | None:
    try:
        return reader.metadata
    except Exception:  # a file that cannot describe itself still has its text
        return None


def _pages(reader: PdfReader) -> Iterator[list[str]]:
    """Return the lines of each page."""
    count = _Budget()
    for number, page in enumerate(reader.pages, 1):
        if number > _MOST_PAGES:
            raise Unreadable(0, 0, f"has more than {_MOST_PAGES} pages; split it", "too_large")
        text = page.extract_text(visitor_operand_before=count.operation)
        count.text(text)
        yield text.translate(_LIGATURES).split("\n")


class _Budget:
    """How much one file may ask for; raises when it is spent."""

    def __init__(self) -> None:
        self.operations = 0
        self.characters = 0

    def operation(self, *_: object) -> None:
        """Count one operation of a page."""
        self.operations += 1
        if self.operations > _MOST_OPERATIONS:
            raise Unreadable(0, 0, "draws more than a document does; print it to a new PDF", "too_large")

    def text(self, text: str) -> None:
        """Count the text of one page."""
        self.characters += len(text)
        if self.characters > _MOST_TEXT:
            raise Unreadable(0, 0, "holds more than 5 MiB of text; split it", "too_large")


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


def _facts(information: DocumentInformation | None) -> Facts:
    """Return what the file says of itself, where a person seems to have written it."""
    title = clean(str(information.title or "")) if information else ""
    author = clean(str(information.author or "")) if information else ""
    return Facts(
        title=title if len(title) <= titles.LONGEST and not titles.is_made(title) else None,
        author=author if bylines.is_name(author) else None,
    )
