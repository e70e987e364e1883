"""Pieces of a file put in the place of others, every other byte kept: its mark, its line ends, what trails. Pure."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from store.files.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINE_END = re.compile("\r\n|\r|\n")


class Splice(NamedTuple):
    """A text that takes the place of another: from *start* up to *end*, counted in what `decode` returns."""

    start: int
    end: int
    new: str


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """Return the file *data* with *splices*, which do not overlap. Unreadable when it is no UTF-8.

    A line feed of theirs becomes what ends the line that they begin on.
    """
    decode(data)  # which refuses what is no text, with its place
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    text = data.removeprefix(mark).decode()
    # Where line feeds stand in the decoded text that are two characters here.
    pairs = [found.start() - number for number, found in enumerate(re.finditer("\r\n", text))]
    parts, done = [], 0
    for one in sorted(splices):
        start, end = (place + bisect_left(pairs, place) for place in (one.start, one.end))
        parts += [text[done:start], one.new.replace("\n", _line_end(text, start))]
        done = end
    return mark + "".join([*parts, text[done:]]).encode()


def _line_end(text: str, place: int) -> str:
    """Return what ends the line at *place*, or the lines before where nothing does."""
    after = _LINE_END.search(text, place)
    if after:
        return after.group()
    before = _LINE_END.findall(text[:place])
    return before[-1] if before else "\n"
