"""Lines of a PDF that its raised and lowered characters part: whole again, without the marks of footnotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.documents.layout import raised

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.documents.formats.pdf_lines import PrintedLine

_SMALL = 0.9
_HIGH, _LOW = 0.7, 0.4
"""How far above and below its line a character stands at most, in sizes of the type."""
_RAISED = 0.15
_CLOSE, _NEAR = 0.4, 1.5
"""How far a raised character stands behind its word at most, and the text that goes on behind it."""
_SPACE = 0.15


def whole(lines: Iterable[PrintedLine]) -> list[PrintedLine]:
    """Return the lines of a page as they were drawn, those that are one row of text together."""
    told: list[PrintedLine] = []
    open_ = False
    drawn = list(lines)
    for number, line in enumerate(drawn):
        before = told[-1] if told else None
        upper = any(after.text.startswith(raised.BAR) for after in drawn[number + 1 : number + 2])
        if before and line.text.startswith(raised.BAR) and before.text.rstrip()[-1:].isdigit():
            whole_line = line if before.text.isdigit() else before
            told[-1] = whole_line._replace(text=before.text.rstrip() + line.text, left=before.left, right=line.right)
            open_ = True
        elif before and _is_behind(before, line, _NEAR if upper else _CLOSE) and line.size < before.size * _SMALL:
            above = line.base - before.base > _RAISED * before.size
            piece = raised.written(line.text, before.text.rstrip()) if above else line.text
            piece = f" {line.text}" if upper else piece
            told[-1], open_ = before._replace(text=before.text.rstrip() + piece, right=line.right), True
        elif before and open_ and _is_behind(before, line, _NEAR) and abs(before.base - line.base) < 1:
            gap = " " * (line.left - before.right > _SPACE * line.size)
            told[-1] = before._replace(text=before.text.rstrip() + gap + line.text, right=line.right)
        elif before and _is_behind(before, line, _NEAR) and before.size < line.size * _SMALL and before.text.isdigit():
            told[-1] = line._replace(
                text=before.text + " " * (not line.text.startswith(raised.BAR)) + line.text, left=before.left
            )
        else:
            told.append(line)
            open_ = False
    return told


def _is_behind(before: PrintedLine, line: PrintedLine, most: float) -> bool:
    """Return whether *line* stands right behind *before*, a little higher or lower."""
    size = max(before.size, line.size)
    return -_LOW * size < line.base - before.base < _HIGH * size and -1 < line.left - before.right < most * size
