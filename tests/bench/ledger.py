"""What a bench measured, as rows: one table of all of them, and one picture.

A bench that is a process of its own appends its rows to a file; the one that started it reads them from there.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

WIDTH, LEFT, STEP, TOP = 960, 420, 26, 40
FONT = 'font-family="sans-serif" font-size="13"'
FULL = 260
"""How long a bar is that takes all that its aim allows."""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure and what it is measured against; *aim* is the most that it may be, or the least with *at_least*."""

    what: str
    figure: float
    unit: str
    aim: float | None = None
    at_least: bool = False

    @property
    def taken(self) -> float | None:
        """How much of what the aim allows is taken: up to 1 it is met. None without an aim."""
        if self.aim is None:
            return None
        return self.aim / self.figure if self.at_least else self.figure / self.aim

    @property
    def cells(self) -> tuple[str, str, str]:
        """Return it as words."""
        aim = "" if self.aim is None else f"{'at least' if self.at_least else 'at most'} {self.aim:g}"
        return self.what, f"{self.figure:,.2f} {self.unit}", aim


def append(path: Path | None, rows: Iterable[Row]) -> None:
    """Keep *rows* behind those that are in the file; without one they are only printed, where they were measured."""
    if path is not None:
        with path.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(row)) + "\n" for row in rows)


def kept(path: Path) -> list[Row]:
    """Return the rows in the file."""
    return [Row(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def table(rows: Sequence[Row]) -> str:
    """Return the rows below each other, for Markdown and for the terminal."""
    cells = [("what", "measured", "aim"), *(row.cells for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    first, *others = (
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |" for line in cells
    )
    return "\n".join([first, f"|{'|'.join('-' * (width + 2) for width in widths)}|", *others])


def picture(rows: Sequence[Row], told: str) -> str:
    """Return SVG: of each row with an aim how much of it is taken, under the title *told*; red is more than all."""
    aimed = [row for row in rows if row.aim is not None]
    height = TOP + STEP * len(aimed) + 20
    parts = [bar for at, row in enumerate(aimed) for bar in _bar(row, TOP + STEP * at)]
    line = LEFT + FULL
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {FONT}>',
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
            f'<text x="10" y="20">{escape(told)}</text>',
            f'<path d="M{line} {TOP - 8}V{height - 12}" stroke="#888" stroke-dasharray="4"/>',
            f'<text x="{line}" y="{TOP - 12}" text-anchor="middle" fill="#555">aim</text>',
            *parts,
            "</svg>",
            "",
        ]
    )


def _bar(row: Row, top: int) -> tuple[str, str, str]:
    taken = row.taken or 0.0
    length = min(int(FULL * taken), WIDTH - LEFT - 182)
    colour = "#2e7d32" if taken <= 1 else "#b3261e"
    what, figure, _ = row.cells
    return (
        f'<text x="{LEFT - 8}" y="{top + 15}" text-anchor="end">{escape(what)}</text>',
        f'<rect x="{LEFT}" y="{top + 3}" width="{length}" height="16" fill="{colour}"/>',
        f'<text x="{LEFT + length + 6}" y="{top + 15}">{escape(figure)}</text>',
    )
