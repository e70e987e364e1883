"""Plain text to blocks: lines that a fixed width broke are joined again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store.documents.layout.blocks import BULLET, CELL, CLAUSE, RULE, Block, Role
from store.documents.layout.hyphens import Joiner
from store.documents.layout.wrapping import Wrapping
from store.documents.metadata.noise import is_furniture

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_UNDERLINE = re.compile(r"\s*(?:=|-|~){3,}\s*")
_WIDEST_RULE = 120
_GAP = re.compile(r"(?: {3,}|\t) *(?=\S)")
_WIDEST_ROW, _PAIR = 300, 2
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_LONGEST_QUOTED = 2_000
"""What a mail puts before the lines that it answers, and the longest of them."""


def from_lines(text: str) -> list[Block]:
    """Return the blocks of plain text."""
    lines = list(_unquoted(text.split("\n")))
    return _listed(list(_plain(lines, Wrapping.of(lines), Joiner(text))))


def _unquoted(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines without the marks of quotation, an empty one where a quotation begins or ends."""
    depth = 0
    for line in lines:
        mark = _QUOTED.match(line) if line.startswith(">") and len(line) <= _LONGEST_QUOTED else None
        deep = mark.group().count(">") if mark else 0
        if deep != depth:
            yield ""
        depth = deep
        yield line[mark.end() :] if mark else line


def _plain(lines: Sequence[str], wrapping: Wrapping, joiner: Joiner) -> Iterator[Block]:
    held: list[str] = []
    opening, role = "", Role.LINE
    rows = _rows(lines)
    for number, line in enumerate(lines):
        if number in rows:
            yield from _let_go(held, role)
            held = []
            yield Block(CELL.join(rows[number]), Role.ITEM)
            continue
        if len(held) == 1 and _underlines(line, held[0]):
            yield Block(held[0], Role.HEADING)
            held = []
        elif not line.strip() or _is_rule(line) or is_furniture(line):
            yield from _let_go(held, role)
            held = []
        elif held and wrapping.goes_on(lines[number - 1], line, number, opening=opening):
            joiner.join(held, line)
        else:
            yield from _let_go(held, role)
            text, role = _marked(line)
            held, opening = [text], line
    yield from _let_go(held, role)


def _rows(lines: Sequence[str]) -> dict[int, list[str]]:
    """Return the cells of the lines that are rows of a table, by number: wide gaps part as many in one beside them."""
    cells = [_cells(line.strip()) if len(line) <= _WIDEST_ROW else [] for line in lines]
    counts = [0, *map(len, cells), 0]
    return {number: row for number, row in enumerate(cells) if row and len(row) in (counts[number], counts[number + 2])}


def _cells(line: str) -> list[str]:
    """Return the cells of a line; none where it is rather a label or a mark with its text, or a name with its dots."""
    cells = _GAP.split(line) if "   " in line or "\t" in line else []
    figures = len(cells) == _PAIR and not any(map(str.isalpha, cells[1]))
    return cells if (len(cells) > _PAIR or figures) and not cells[0].endswith((":", ".", ")")) else []


def _underlines(line: str, above: str) -> bool:
    return len(line) <= _WIDEST_RULE and len(line.strip()) * 2 >= len(above) and _UNDERLINE.fullmatch(line) is not None


def _is_rule(line: str) -> bool:
    return len(line) <= _WIDEST_RULE and RULE.fullmatch(line) is not None


def _let_go(held: Sequence[str], role: Role) -> Iterator[Block]:
    if held:
        yield Block(" ".join(held), role)


def _marked(line: str) -> tuple[str, Role]:
    bullet = BULLET.match(line)
    return (line[bullet.end() :].strip(), Role.ITEM) if bullet else (line.strip(), Role.LINE)


def _listed(blocks: list[Block]) -> list[Block]:
    """Return numbered lines that stand together as a list; one alone may be a numbered heading."""
    numbered = [block.role is Role.LINE and CLAUSE.match(block.text) for block in blocks]
    beside = [before or after for before, after in zip([None, *numbered], [*numbered[1:], None], strict=False)]
    return [
        Block(block.text, Role.ITEM) if mark and neighbour else block
        for block, mark, neighbour in zip(blocks, numbered, beside, strict=False)
    ]
