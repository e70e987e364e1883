"""The lines of a PDF's pages, as PDFium draws them; only ever run by a process of its own, as `process` starts it."""

from __future__ import annotations

import ctypes
from math import sin
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2  # type: ignore[import-untyped]  # it carries no types
from pypdfium2 import raw

from store.documents.formats.pdf_columns import BROKEN, LOCKED, Printed, PrintedLine
from store.documents.layout import blocks
from store.files.decoding import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MOST_PAGES = 2_000
_MOST_TEXT = 5 * 1024 * 1024
_NO_MAP = "has fonts that do not say which letters they draw; print it to a new PDF, or add the text with OCR"
_WITHOUT_MAP = 0.3
"""The share of letters without a Unicode value above which a line, or a file, may not be what it looks like."""
_CONTROLS = 0.02
"""Of those the share of control characters above which it is not: numbers of glyphs, such as of the space."""
_BREAKS = "\r\n"
_HYPHENS = "\x02\ufffe"
"""What PDFium makes of a hyphen at the end of a line, where it makes no break."""
_WIDE = 1.5
"""What parts two columns at least, in sizes of the type."""
_RAISED = 0.15
"""How far a mark of a footnote stands above its line, in sizes of the type."""
_LONGEST_RAISED = 4
"""Characters of a mark of a footnote, or of an ordinal."""
_SMALL = 0.9
_HIGH, _LOW = 0.7, 0.4
"""How far above and below its line a character stands at most, in sizes of the type."""
_CLOSE, _NEAR = 0.4, 1.5
"""How far a raised character stands behind its word at most, and the text that goes on behind it."""
_SPACE = 0.15
_BOLD = 600
_TURNED = 0.5


def read(data: bytes) -> Printed:
    """Return what is printed in a PDF; Unreadable when it is broken, locked, too long or has no letters."""
    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) > _MOST_PAGES:
            raise Unreadable(0, 0, f"has more than {_MOST_PAGES} pages; split it", "too_large")
        return _printed(document)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Unreadable(0, 0, LOCKED if locked else BROKEN) from error


def _printed(document: pypdfium2.PdfDocument) -> Printed:
    pages, letters, lost = [], 0, 0
    for number in range(len(document)):
        page = _Page(document[number])
        pages.append(_whole(page.lines()))
        letters, lost = letters + page.letters, lost + page.lost
        if letters > _MOST_TEXT:
            raise Unreadable(0, 0, "holds more than 5 MiB of text; split it", "too_large")
    if lost > letters * _WITHOUT_MAP:
        raise Unreadable(0, 0, _NO_MAP)
    said = document.get_metadata_dict()
    return Printed(pages, said.get("Title", ""), said.get("Author", ""))


class _DrawnWord(NamedTuple):
    """The first and the last character of a word, by number, and its edges."""

    first: int
    last: int
    left: float
    right: float


class _Page:
    """One page. PDFium is asked as little as can be: a question takes a microsecond, a book has a million letters."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.page, self.textpage = page, page.get_textpage()
        self.text = self.textpage.raw
        self.letters = self.lost = 0
        self._box = [ctypes.c_double() for _ in range(4)]
        self._into = [ctypes.byref(each) for each in self._box]
        self._matrix = raw.FS_MATRIX()
        self._into_matrix = ctypes.byref(self._matrix)
        get, count = raw.FPDFText_GetUnicode, max(0, raw.FPDFText_CountChars(self.text))
        self.characters = [_character(get(self.text, at)) for at in range(count)]

    def lines(self) -> Iterator[PrintedLine]:
        """Yield the lines of the page, in the order that they are drawn in."""
        start = 0
        for at, character in enumerate(self.characters):
            if character in _BREAKS or (character in _HYPHENS and self._turns(at)):
                yield from self._pieces(start, at + (character in _HYPHENS))
                start = at + 1
        yield from self._pieces(start, len(self.characters))

    def _turns(self, at: int) -> bool:
        """Return whether what follows a hyphen stands elsewhere than beside it."""
        if at + 1 >= len(self.characters) or self.characters[at + 1] in _BREAKS:
            return False
        (x, y), (next_x, next_y) = self._origin(at), self._origin(at + 1)
        return abs(y - next_y) > 1 or next_x < x

    def _pieces(self, start: int, end: int) -> Iterator[PrintedLine]:
        """Yield the pieces of a row that wide gaps part."""
        piece: list[_DrawnWord] = []
        for word in self._words(start, end):
            if piece and self._is_apart(piece[-1], word):
                yield from self._line(piece)
                piece = []
            piece.append(word)
        if piece:
            yield from self._line(piece)

    def _is_apart(self, before: _DrawnWord, word: _DrawnWord) -> bool:
        """Return whether a word stands far behind the one before it, or one of them is raised: `9`, `th`."""
        if word.left - before.right > _WIDE * self._size(word.first):
            return True
        way = self._origin(word.first)[1] - self._origin(before.first)[1]
        if abs(way) <= 1:
            return False
        # Words that stand unevenly, as they do in scans, are no less one line.
        higher, lower = (word, before) if way > 0 else (before, word)
        size = self._size(lower.first)
        small = self._size(higher.first) < size and higher.last - higher.first < _LONGEST_RAISED
        return small and _RAISED * size < abs(way) < size

    def _words(self, start: int, end: int) -> Iterator[_DrawnWord]:
        first = -1
        for at in range(start, end + 1):
            if at < end and not self.characters[at].isspace():
                first = at if first < 0 else first
            elif first >= 0:
                yield _DrawnWord(first, at - 1, self._edges(first)[0], self._edges(at - 1)[1])
                first = -1

    def _line(self, words: Sequence[_DrawnWord]) -> Iterator[PrintedLine]:
        first, last = words[0].first, words[-1].last
        text = " ".join(filter(None, (self._written(word) for word in words)))
        count = sum(word.last + 1 - word.first for word in words)
        self.letters += count
        if not self._is_text(first, last):
            self.lost += count
        elif text:
            if self.characters[last + 1 : last + 2] == [" "] and not raw.FPDFText_IsGenerated(self.text, last + 1):
                text += " "
            middle = words[len(words) // 2].first
            bold = self._is_bold(first) and self._is_bold(last)
            base, width = self._origin(middle)[1], words[0].right - words[0].left
            turned = abs(sin(raw.FPDFText_GetCharAngle(self.text, middle))) > _TURNED
            size = self._size(middle)
            yield PrintedLine(text, words[0].left, words[-1].right, base, size, bold, width, turned=turned)

    def _is_text(self, first: int, last: int) -> bool:
        """Return whether the fonts say which letters a line has, or the codes of its letters are what they are for."""
        shown = range(first, last + 1)
        unsure = [at for at in shown if raw.FPDFText_HasUnicodeMapError(self.text, at) == 1]
        controls = sum(self.characters[at] < " " or self.characters[at] == "\ufffd" for at in unsure)
        return len(unsure) <= _WITHOUT_MAP * len(shown) or controls <= _CONTROLS * len(unsure)

    def _written(self, word: _DrawnWord) -> str:
        """Return the characters of a word, without the mark of a footnote behind it."""
        kept = above = ""
        for at in range(word.first, word.last + 1):
            character = self.characters[at]
            if character.isdigit() and at > word.first and self._is_mark(word.first, at):
                above += character
            elif character >= " " or character in _HYPHENS:
                kept += _raised(above, kept, character) + ("-" if character in _HYPHENS else character)
                above = ""
        after = next((each for each in self.characters[word.last + 1 : word.last + 4] if not each.isspace()), "")
        return kept + _raised(above, kept, after)

    def _is_mark(self, first: int, at: int) -> bool:
        before = at - 1
        while before > first and (self.characters[before].isdigit() or self.characters[before] in ",-"):
            before -= 1
        return self._is_raised(before, at)

    def _is_raised(self, before: int, at: int) -> bool:
        """Return whether a character is the mark of a footnote behind the one *before*: smaller, and above the line."""
        size = self._size(before)
        return self._origin(at)[1] - self._origin(before)[1] > _RAISED * size and self._size(at) < size

    def _origin(self, at: int) -> tuple[float, float]:
        raw.FPDFText_GetCharOrigin(self.text, at, self._into[0], self._into[1])
        return self._box[0].value, self._box[1].value

    def _edges(self, at: int) -> tuple[float, float]:
        raw.FPDFText_GetCharBox(self.text, at, *self._into)
        return self._box[0].value, self._box[1].value

    def _size(self, at: int) -> float:
        """Return the size of the type, as its matrix scales it."""
        size = float(raw.FPDFText_GetFontSize(self.text, at))
        if raw.FPDFText_GetMatrix(self.text, at, self._into_matrix):
            size *= (self._matrix.c**2 + self._matrix.d**2) ** 0.5
        return size or 1.0

    def _is_bold(self, at: int) -> bool:
        return bool(raw.FPDFText_GetFontWeight(self.text, at) >= _BOLD)


def _raised(above: str, before: str, after: str) -> str:
    """Return how raised digits are written; before a bar they are the upper half of a fraction."""
    return f" {above}" if above and after == blocks.BAR else blocks.written(above, before)


def _character(code: int) -> str:
    return chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"


def _whole(lines: Iterable[PrintedLine]) -> list[PrintedLine]:
    """Return the lines of a page as they were drawn, those that are one row of text together."""
    told: list[PrintedLine] = []
    open_ = False
    drawn = list(lines)
    for number, line in enumerate(drawn):
        before = told[-1] if told else None
        upper = any(after.text.startswith(blocks.BAR) for after in drawn[number + 1 : number + 2])
        if before and line.text.startswith(blocks.BAR) and before.text.rstrip()[-1:].isdigit():
            whole_line = line if before.text.isdigit() else before
            told[-1] = whole_line._replace(text=before.text.rstrip() + line.text, left=before.left, right=line.right)
            open_ = True
        elif before and _is_behind(before, line, _NEAR if upper else _CLOSE) and line.size < before.size * _SMALL:
            above = line.base - before.base > _RAISED * before.size
            piece = blocks.written(line.text, before.text.rstrip()) if above else line.text
            piece = f" {line.text}" if upper else piece
            told[-1], open_ = before._replace(text=before.text.rstrip() + piece, right=line.right), True
        elif before and open_ and _is_behind(before, line, _NEAR) and abs(before.base - line.base) < 1:
            gap = " " * (line.left - before.right > _SPACE * line.size)
            told[-1] = before._replace(text=before.text.rstrip() + gap + line.text, right=line.right)
        elif before and _is_behind(before, line, _NEAR) and before.size < line.size * _SMALL and before.text.isdigit():
            told[-1] = line._replace(
                text=before.text + " " * (not line.text.startswith(blocks.BAR)) + line.text, left=before.left
            )
        else:
            told.append(line)
            open_ = False
    return told


def _is_behind(before: PrintedLine, line: PrintedLine, most: float) -> bool:
    """Return whether *line* stands right behind *before*, a little higher or lower."""
    size = max(before.size, line.size)
    return -_LOW * size < line.base - before.base < _HIGH * size and -1 < line.left - before.right < most * size
