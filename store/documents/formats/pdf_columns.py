"""What is printed in a PDF, as values, its lines in reading order: column after column, though drawn row by row."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from store.documents.layout.blocks import BULLET, CLAUSE, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_LETTERS = 14
"""What the lines of a column of text hold at least, on average; the cells of a table hold less."""
_FEWEST_ROWS = 3
_CELLS = 3
"""What parts two cells at least, in sizes of the type."""
_SAME = 4
"""Points within which lines begin at one place."""
LOCKED = "is locked with a password; save it without one"
BROKEN = "is a broken PDF; print it to a new one"


class PrintedLine(NamedTuple):
    """What stands side by side, as far as no wide gap parts it. Places are points from the left and the bottom."""

    text: str
    left: float
    right: float
    base: float
    """The height that its letters stand at."""
    size: float
    bold: bool
    word: float
    """The width of its first word."""
    cells: int = 1
    """How many cells of a table it is made of."""
    turned: bool = False
    """Whether it does not run from left to right: a stamp at the margin, the name of an axis."""


class Printed(NamedTuple):
    """The lines of each page as they were drawn, and what the file says of itself; empty when it says nothing."""

    pages: list[list[PrintedLine]]
    title: str
    author: str


def in_order(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return the lines of a page in reading order; the cells of a table stay together, row by row."""
    rows = list(_rows(lines))
    gutters = _gutters([row for row in rows if len(row) > 1])
    if not gutters:
        return [_whole(row) for row in rows]
    ordered: list[PrintedLine] = []
    band: dict[int, list[PrintedLine]] = {}
    for line in (line for row in rows for line in _parted(row, gutters)):
        if any(line.left < at - _SAME and line.right > at + _SAME for at in gutters):
            ordered += [*_read_down(band), line]
            band = {}
        else:
            band.setdefault(_column(line, gutters), []).append(line)
    return ordered + _read_down(band)


def _rows(lines: Sequence[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Yield the lines that stand side by side, and are drawn one after the other."""
    row: list[PrintedLine] = []
    for line in lines:
        if row and not (abs(line.base - row[-1].base) < line.size * 0.3 and line.left >= row[-1].right):
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _read_down(band: dict[int, list[PrintedLine]]) -> list[PrintedLine]:
    return [line for _, column in sorted(band.items()) for line in column]


def _gutters(rows: Sequence[Sequence[PrintedLine]]) -> list[float]:
    """Return where columns of text begin, but for the first; none where the rows are those of a table."""
    pieces = [line for row in rows for line in row]
    if len(rows) < _FEWEST_ROWS or sum(width(line.text) for line in pieces) < _LETTERS * len(pieces):
        return []
    starts: list[list[float]] = []
    for left in sorted(line.left for row in rows for line in row[1:]):
        if starts and left - starts[-1][0] <= _SAME:
            starts[-1].append(left)
        else:
            starts.append([left])
    return [group[0] for group in starts if len(group) >= max(_FEWEST_ROWS, len(rows) // 4)]


def _column(line: PrintedLine, gutters: Sequence[float]) -> int:
    return sum(line.left >= at - _SAME for at in gutters)


def _parted(row: Sequence[PrintedLine], gutters: Sequence[float]) -> Iterator[PrintedLine]:
    """Yield the pieces of a row, those of one column together."""
    for _, pieces in groupby(row, key=lambda line: _column(line, gutters)):
        yield _whole(list(pieces))


def _whole(row: Sequence[PrintedLine]) -> PrintedLine:
    if len(row) == 1:
        return row[0]
    text = " ".join(line.text.strip() for line in row[:-1]) + " " + row[-1].text
    return row[0]._replace(text=text, right=row[-1].right, cells=len(row) if _are_cells(row) else 1)


def _are_cells(row: Sequence[PrintedLine]) -> bool:
    """Return whether a row is one of a table: not a mark or a number with its text beside it."""
    gaps = (after.left - before.right for before, after in pairwise(row))
    if max(gaps) < _CELLS * row[0].size:
        # Spaces that the file wrote are spaces, however wide the font draws them.
        return len(row) > 2 and not all(piece.text.endswith(" ") for piece in row[:-1])
    marked = BULLET.match(row[0].text + " x") or CLAUSE.match(row[0].text + " ")
    return len(row) > 2 or not marked
