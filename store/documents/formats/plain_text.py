"""Plain text to blocks: lines that a fixed width broke are joined again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store.documents.layout.blocks import BULLET, CELL, CLAUSE, RULE, Block, Role, begins_plainly, is_called
from store.documents.layout.hyphens import Joiner
from store.documents.layout.wrapping import Wrapping, single_spaced
from store.documents.metadata.article import has_furniture, is_furniture

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_UNDERLINE = re.compile(r"\s*(?:=|-|~){3,}\s*")
_WIDEST_RULE = 120
_GAP = re.compile(r"(?: {3,}|\t) *(?=\S)")
_WIDEST_ROW, _PAIR = 300, 2
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_LONGEST_RANK = 30
_LONGEST_QUOTED = 2_000
"""What a mail puts before the lines that it answers, and the longest of them."""


def from_lines(text: str) -> list[Block]:
    """Return the blocks of plain text."""
    lines: Sequence[str] = text.split("\n")
    if text.startswith(">") or "\n>" in text:
        lines = list(_unquoted(lines))
    lines = single_spaced(lines)
    rows = _rows(lines) if "   " in text or "\t" in text else {}
    blocks = _plain(lines, rows, Wrapping.of(lines), Joiner(text), furnished=has_furniture(text))
    return _listed(list(_called(blocks)))


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


def _plain(
    lines: Sequence[str], rows: Mapping[int, list[str]], wrapping: Wrapping, joiner: Joiner, *, furnished: bool
) -> Iterator[Block]:
    held: list[str] = []
    opening, role, done = 0, Role.LINE, 0
    whole = {} if furnished or rows or not joiner.hangul.has_none else wrapping.whole
    for number, line in enumerate(lines):
        if number < done:
            continue
        if number in whole:
            yield from _let_go(held, role)
            held, done = [], whole[number]
            yield Block(" ".join(map(str.strip, lines[number:done])))
            continue
        if number in rows:
            yield from _let_go(held, role)
            held = []
            yield Block(CELL.join(rows[number]), Role.ITEM)
            continue
        if len(held) == 1 and _underlines(line, held[0]):
            yield Block(held[0], Role.HEADING)
            held = []
        elif not line.strip() or _is_rule(line) or (furnished and is_furniture(line)):
            yield from _let_go(held, role)
            held = []
        elif held and wrapping.goes_on(number, opening=opening):
            joiner.join(held, line)
        else:
            yield from _let_go(held, role)
            text, role = _marked(line)
            held, opening = [text], number
    yield from _let_go(held, role)


def _rows(lines: Sequence[str]) -> dict[int, list[str]]:
    """Return the cells of the lines that are rows of a table, by number: wide gaps part as many in one beside them."""
    cells = {number: found for number, line in enumerate(lines) if (found := _cells(line))}
    counts = {number: len(row) for number, row in cells.items()}
    beside = {number: (counts.get(number - 1), counts.get(number + 1)) for number in counts}
    return {number: row for number, row in cells.items() if counts[number] in beside[number]}


def _cells(line: str) -> list[str]:
    """Return the cells of a line; none where it is rather a label or a mark with its text, or a name with its dots."""
    cells = _GAP.split(line.strip()) if len(line) <= _WIDEST_ROW else []
    figures = len(cells) == _PAIR and not any(map(str.isalpha, cells[1]))
    return cells if (len(cells) > _PAIR or figures) and not cells[0].endswith((":", ".", ")")) else []


def _underlines(line: str, above: str) -> bool:
    return len(line) <= _WIDEST_RULE and len(line.strip()) * 2 >= len(above) and _UNDERLINE.fullmatch(line) is not None


def _is_rule(line: str) -> bool:
    # As nearly every line shows with its first letter.
    return not line[0].isalpha() and len(line) <= _WIDEST_RULE and RULE.fullmatch(line) is not None


def _let_go(held: Sequence[str], role: Role) -> Iterator[Block]:
    if held:
        yield Block(" ".join(held), role)


def _marked(line: str) -> tuple[str, Role]:
    bullet = BULLET.match(line)
    return (line[bullet.end() :].strip(), Role.ITEM) if bullet else (line.strip(), Role.LINE)


def _called(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks; a rank that stands alone belongs to the name below it."""
    rank = ""
    for block in blocks:
        text = f"{rank} {block.text}" if rank else block.text
        rank = text if len(text) <= _LONGEST_RANK and all(map(is_called, text.split())) else ""
        if not rank:
            yield block.saying(text)
    if rank:
        yield Block(rank)


def _listed(blocks: list[Block]) -> list[Block]:
    """Return numbered lines that stand together as a list; one alone may be a numbered heading."""
    numbered = [_is_clause(block) for block in blocks]
    beside = [before or after for before, after in zip([None, *numbered], [*numbered[1:], None], strict=False)]
    return [
        Block(block.text, Role.ITEM) if mark and neighbour else block
        for block, mark, neighbour in zip(blocks, numbered, beside, strict=False)
    ]


def _is_clause(block: Block) -> bool:
    return block.role is Role.LINE and not begins_plainly(block.text) and CLAUSE.match(block.text) is not None
