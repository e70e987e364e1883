"""A file that cannot be read, and bytes that are no text."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from store.errors import MendTheFiles, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 5 * 1024 * 1024
"""The largest file that is read."""


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,30})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,30})""",
    re.IGNORECASE,
)
_HEAD = 64 * 1024
_SHIFTS = (b"\x1b$)C", b"\x1b$B", b"\x1b$@")
"""What seven bits change to Korean and Japanese with, as mails of old do."""
_WIDER = {
    **dict.fromkeys(("euc-kr", "ks-c-5601-1987", "ks-c-5601", "ksc5601", "korean", "windows-949", "johab-ks"), "cp949"),
    **dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii", "windows-1252"), "cp1252"),
    **dict.fromkeys(("shift-jis", "sjis", "x-sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk"), "gb18030"),
    "big5": "big5hkscs",
}
"""What browsers read for what pages declare: the encoding that Windows made of it."""
_LIKELY = ("cp949", "cp1252", "cp1251", "cp932", "gb18030", "big5", "utf_16_le", "utf_16_be")
_SAMPLE = 50_000
_CHAOS = 0.1
_ONE_SCRIPT = 0.9
_NOT_WESTERN = re.compile(
    r"(?<![A-Za-z\u00c0-\u00ff])[\u00c0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e](?![A-Za-z])"
    r"|[^\x00-\x7f\u00c0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e"
    r"\u00a0\u00a3\u00a7\u00a9\u00ab\u00ad\u00ae\u00b0\u00b1-\u00b3\u00b5-\u00b7\u00ba-\u00bf\u2013\u2014\u2018-\u201e"
    r"\u2020-\u2022\u2026\u2039\u203a\u20ac\u2122]"
)
_ALIKE = dict.fromkeys(("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"), "CJK")
_STRAY = re.compile("[\udc80-\udcff]")
_FEW_STRAYS = 20
_FEWEST_LETTERS = 8
"""That show which alphabet it is, where it is not that of English."""


class Unreadable(MendTheFiles):
    """One file cannot be read. Line and column count from 1; 0 when it is not at one place."""

    def __init__(self, line: int, column: int, message: str, code: str = "seed_invalid") -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.problem_code = code

    def problem(self, file: str) -> Problem:
        """Return it as a problem of *file*."""
        return Problem(file, self.line, self.column, self.message, self.problem_code)


def decode(data: bytes) -> str:
    """Return the text in *data*: UTF-8, with or without a byte order mark, its lines ended by line feeds."""
    check_size(data)
    try:
        return _with_line_feeds(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        # The offset counts from the start of the file, so the place is the file's first line.
        offset = error.start + (3 if data.startswith(codecs.BOM_UTF8) else 0)
        raise Unreadable(
            1, 0, f"not UTF-8 (byte 0x{data[offset]:02X} at offset {offset}); save it as UTF-8", "encoding"
        ) from error


def decode_document(data: bytes, *, declared: bool = False) -> str:
    """Return the text in somebody's file: by its byte order mark, as UTF-8, as it is *declared* in it, or as is sure.

    A page of HTML or XML declares its encoding. Unreadable, with how to save it, when nothing is sure.
    """
    check_size(data)
    if not (b"\0" in data or b"\x1b" in data):  # as nearly every file shows
        with suppress(UnicodeError):
            return _with_line_feeds(data.decode("utf-8-sig"))
    for encoding in _told(data, declared=declared):
        with suppress(UnicodeError, LookupError):
            text = data.decode(encoding)
            # Any bytes are text in a Western encoding: what it makes no sense of was declared by a template.
            other = _detected(data) if encoding == "cp1252" and not _is_western(text[:_SAMPLE]) else None
            return _with_line_feeds(text if other is None else other)
    if declared and (nearly := _nearly_utf8(data)) is not None:
        return _with_line_feeds(nearly)
    detected = None if any(data.startswith(mark) for mark, _ in _MARKS) else _detected(data)
    return decode(data) if detected is None else _with_line_feeds(detected)


def _told(data: bytes, *, declared: bool) -> Iterator[str]:
    """Yield the encodings that a file says or shows itself."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            yield encoding
    if any(mark in data for mark in _SHIFTS):
        yield from ("iso2022_kr", "iso2022_jp_2")
    if data[:_SAMPLE].count(0) * 4 > len(data[:_SAMPLE]):
        yield "utf-16-le" if data[1:_SAMPLE:2].count(0) > data[:_SAMPLE:2].count(0) else "utf-16-be"
    yield "utf-8-sig"
    if declared and (found := _DECLARED.search(data[:_HEAD])):
        named = (found[1] or found[2]).decode("ascii").lower()
        yield _WIDER.get(named.replace("_", "-"), named)


def _nearly_utf8(data: bytes) -> str | None:
    """Return the text of a page that says it is UTF-8, and is but for a few letters that some editor pasted into it.

    They are read as browsers read what is none. None when there are too many of them.
    """
    found = _DECLARED.search(data[:_HEAD])
    if not found or (found[1] or found[2]).lower() not in (b"utf-8", b"utf8"):
        return None
    text = data.decode("utf-8-sig", "surrogateescape")
    strange = [each for each in text if each > "\x7f"]
    strays = sum("\udc80" <= each <= "\udcff" for each in strange)
    if strays * _FEW_STRAYS > len(strange):
        return None
    return _STRAY.sub(lambda stray: bytes([ord(stray[0]) - 0xDC00]).decode("cp1252", "replace"), text)


def _detected(data: bytes) -> str | None:
    """Return the text as charset-normalizer reads it, when it has no doubt; None otherwise.

    It has seen most of the world's text: what is chaotic to it is no text in that encoding.
    """
    from charset_normalizer import from_bytes  # noqa: PLC0415  # hardly a file needs it

    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_LIKELY), threshold=_CHAOS).best()
    if best is None:
        return None
    encoding = _WIDER.get(best.encoding.replace("_", "-"), best.encoding)
    try:
        text = data.decode(encoding)
    except UnicodeError:
        return None
    return text if _is_sure(text, encoding) else None


def _is_sure(text: str, encoding: str) -> bool:
    """Return whether the letters beyond ASCII are those of few alphabets, as in any language, and none is a control."""
    strange = [each for each in text[:_SAMPLE] if each > "\x7f"]
    scripts = Counter(
        _ALIKE.get(script, script)
        for script in (unicodedata.name(each, "?").partition(" ")[0] for each in strange if each.isalpha())
    )
    wrong = sum(unicodedata.category(each) in ("Cc", "Cn", "Co") for each in strange)
    most = scripts.most_common(1)[0][1] if scripts else 0
    enough = _is_western(text[:_SAMPLE]) if encoding == "cp1252" else scripts.total() >= _FEWEST_LETTERS
    return not wrong and enough and most >= _ONE_SCRIPT * scripts.total()


def _is_western(text: str) -> bool:
    """Return whether each letter with a mark stands in a word of plain ones, and the rest is marks of typesetting."""
    return not _NOT_WESTERN.search(text)


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_size(data: bytes) -> None:
    """Refuse what is too large."""
    if len(data) > MAX_BYTES:
        raise Unreadable(0, 0, f"is larger than {MAX_BYTES // 1024 // 1024} MiB; split it", "too_large")
