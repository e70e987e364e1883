"""The lines of printed pages to blocks: lines become paragraphs by where they stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

from store.documents.layout.blocks import ALONE, BULLET, CLAUSE, Block, Role, is_stopped
from store.documents.layout.hyphens import Joiner, is_hyphenated, joined
from store.documents.metadata import titles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.documents.formats.pdf_columns import PrintedLine

_HEADING = 1.15
"""How much larger than most of the text a heading is."""
_WIDER, _FAR = 1.25, 2.2
"""How much wider than usual the way to the next line is where a paragraph ends, and where nothing goes on."""
_INDENT = 0.8
"""How far a first line is moved in, in sizes of the type."""
_SPACE = 0.2
_SHARE_SPACED, _SHARE = 0.7, 0.85
"""How much of its column a line fills at least when the next one goes on with it: where gaps part paragraphs, else."""
_SAME_TYPE = 0.12
_FEWEST_BESIDE = 3
_ABOVE, _BELOW = 1.5, 3
"""How far a box goes beyond the lines in it, in sizes of the type."""
_FEWEST_OPEN, _STRICT = 12, 0.95
"""Of so many lines that end within a sentence, the share that the next word would not have fitted behind, where all
lines are filled: one that is not, and ends in a stop, ends its paragraph."""
_MOST_RUNS = 60
"""Of a page, that are looked at for what stands beside them; a table has more."""
_NARROWEST = 9
"""The width of a column of text at least, in sizes of the type."""


@dataclass(slots=True)
class _Run:
    """Lines that stand one below the other, in one column; *right* is where the column ends."""

    lines: list[PrintedLine]
    left: float = 0
    right: float = 0
    beside: dict[float, float] = field(default_factory=dict)
    """Where the column ends at the height of lines that have something beside them, such as a box."""

    def fills(self, line: PrintedLine) -> float:
        """Return the share of the column that a line fills."""
        return (line.right - self.left) / max(1.0, self._end(line) - self.left)

    def _end(self, line: PrintedLine) -> float:
        return self.beside.get(line.base, self.right)

    def stands_beside(self, other: _Run) -> None:
        """Note what the lines leave free for *other*, which stands to the right of some of them."""
        above, below = other.lines[0], other.lines[-1]
        highest, lowest = above.base + _ABOVE * above.size, below.base - _BELOW * below.size
        free = [line for line in self.lines if lowest <= line.base <= highest and line.right < other.left]
        if _FEWEST_BESIDE <= len(free) < len(self.lines):
            self.beside |= dict.fromkeys((line.base for line in free), max(line.right for line in free))

    def is_narrow(self, size: float) -> bool:
        """Return whether these are rather the cells of a table, or a few words, than a column of text."""
        return self.right - self.left < size * _NARROWEST

    def is_full(self, above: PrintedLine, line: PrintedLine) -> bool:
        """Return whether the first word of *line* would not have fitted behind the line *above*."""
        return not self.is_narrow(above.size) and above.right + above.size * _SPACE + line.word > self._end(above) - 1


def blocks(pages: Sequence[Sequence[PrintedLine]]) -> list[Block]:
    """Return the blocks of all pages, whose lines are in reading order."""
    lines = [line for page in pages for line in page]
    return list(_Layout(pages, lines).blocks()) if lines else []


class _Layout:
    def __init__(self, pages: Sequence[Sequence[PrintedLine]], lines: Sequence[PrintedLine]) -> None:
        sizes = Counter[float]()
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
        self.body = sizes.most_common(1)[0][0]
        self.largest = max(line.size for line in next(filter(None, pages)))
        self.joiner = Joiner("\n".join(line.text for line in lines))
        by_page = [list(_runs(page)) for page in pages]
        self.runs = [run for runs in by_page for run in runs]
        self._measure_columns()
        for runs in by_page:
            for run, other in permutations(runs[:_MOST_RUNS], 2):
                run.stands_beside(other)
        self._measure_pitches()
        self.strict = self._is_strict()

    def _measure_columns(self) -> None:
        ends: dict[int, list[float]] = {}
        for line in (line for run in self.runs for line in run.lines):
            ends.setdefault(round(line.left / 5), []).append(line.right)
        usual = {left: sorted(found)[(len(found) - 1) * 9 // 10] for left, found in ends.items()}
        for run in self.runs:
            run.left = min(line.left for line in run.lines)
            own = sorted(line.right for line in run.lines)
            run.right = max(own[(len(own) - 1) * 19 // 20], usual.get(round(run.left / 5), 0))

    def _measure_pitches(self) -> None:
        counts: dict[int, Counter[float]] = {}
        for above, line in (pair for run in self.runs for pair in pairwise(run.lines)):
            if _same_type(above, line):
                counts.setdefault(round(line.size), Counter())[round((above.base - line.base) * 2) / 2] += 1
        self.pitches = {size: counted.most_common(1)[0][0] for size, counted in counts.items()}
        ways, pitch = counts.get(round(self.body), Counter[float]()), self._pitch(self.body)
        wider = sum(count for way, count in ways.items() if pitch * _WIDER + 0.5 < way < pitch * 4)
        self.spaced = wider >= 2 and wider * 15 > ways.total()

    def _is_strict(self) -> bool:
        pairs = [(run, above, line) for run in self.runs for above, line in pairwise(run.lines)]
        full = [
            run.is_full(above, line)
            for run, above, line in pairs
            if _same_type(above, line) and line.text[:1].islower() and not is_stopped(above.text)
        ]
        return len(full) >= _FEWEST_OPEN and sum(full) >= _STRICT * len(full)

    def _pitch(self, size: float) -> float:
        return self.pitches.get(round(size), size * 1.2)

    def blocks(self) -> Iterator[Block]:
        """Yield paragraphs, headings and items; what a column or a page breaks off goes on in the next."""
        held: list[PrintedLine] = []
        before = None
        for run in self.runs:
            for number, line in enumerate(run.lines):
                goes_on = self._goes_on(held, line, run) if number else self._goes_over(held, line, before)
                if held and not goes_on:
                    yield self._block(held)
                    held = []
                held.append(line)
            before = run
        yield self._block(held)

    def _goes_on(self, held: Sequence[PrintedLine], line: PrintedLine, run: _Run) -> bool:
        """Return whether a line goes on with those held, of which the last stands above it."""
        above = held[-1]
        pitch, way = self._pitch(line.size), above.base - line.base
        if not _same_type(above, line) or way > pitch * _FAR or BULLET.match(line.text) or ALONE.match(line.text):
            return False
        if is_hyphenated(above.text.rstrip()) or (self._is_heading(above) and way <= pitch * _WIDER + 1):
            return True
        open_, lower = run.is_full(above, line) and not is_stopped(above.text), line.text[:1].islower()
        if way > pitch * _WIDER + 0.5 or CLAUSE.match(line.text) or _begins(held, line):
            same = abs(line.left - above.left) < line.size * _INDENT
            return open_ and (same if CLAUSE.match(line.text) else lower)
        return self._runs_on(above, line, run)

    def _runs_on(self, above: PrintedLine, line: PrintedLine, run: _Run) -> bool:
        """Return whether a line that looks like any other goes on, by how much of the column the one above it fills."""
        stopped, lower = is_stopped(above.text), line.text[:1].islower()
        if run.is_full(above, line):
            heading = run.fills(line) < 0.5 and not is_stopped(line.text) and not lower
            return not (stopped and heading)
        if self.spaced and not run.is_narrow(line.size) and not (stopped and self.strict):
            return run.fills(above) > _SHARE_SPACED
        return not stopped and (lower or (run.fills(above) > _SHARE and not run.is_narrow(line.size)))

    def _goes_over(self, held: Sequence[PrintedLine], line: PrintedLine, before: _Run | None) -> bool:
        """Return whether the first line of a column goes on with the last of the one before."""
        if not held or before is None or not _same_type(held[-1], line) or self._is_heading(line):
            return False
        above = held[-1]
        if is_hyphenated(above.text.rstrip()):
            return True
        if is_stopped(above.text) or any(mark.match(line.text) for mark in (CLAUSE, BULLET, ALONE)):
            return False
        return line.text[:1].islower() or (len(held) > 1 and before.is_full(above, line))

    def _is_heading(self, line: PrintedLine) -> bool:
        return line.size > self.body * _HEADING

    def _block(self, lines: Sequence[PrintedLine]) -> Block:
        text, first = joined((line.text for line in lines), self.joiner), lines[0]
        if first.cells > 1:
            return Block(text, Role.ITEM)
        short = len(text) <= titles.LONGEST and not titles.is_prose(text)
        if short and self._is_heading(first):
            return Block(text, Role.HEADING, 1 if first.size > self.largest * 0.95 else 2)
        if bullet := BULLET.match(text):
            return Block(text[bullet.end() :], Role.ITEM)
        if short and first.bold and titles.is_headline(text):
            return Block(text, Role.HEADING, 3)
        return Block(text, Role.TEXT if len(lines) > 1 or CLAUSE.match(text) else Role.LINE)


def _runs(page: Sequence[PrintedLine]) -> Iterator[_Run]:
    run: list[PrintedLine] = []
    for line in page:
        if run and _is_elsewhere(run[-1], line):
            yield _Run(run)
            run = []
        run.append(line)
    if run:
        yield _Run(run)


def _is_elsewhere(above: PrintedLine, line: PrintedLine) -> bool:
    return line.base > above.base + above.size * 0.5 or line.left > above.right or line.right < above.left


def _same_type(above: PrintedLine, line: PrintedLine) -> bool:
    """Return whether two lines are set alike; the rows of a table go on with nothing."""
    alike = abs(above.size - line.size) <= _SAME_TYPE * max(above.size, line.size) and above.bold is line.bold
    return alike and above.cells == line.cells == 1


def _begins(held: Sequence[PrintedLine], line: PrintedLine) -> bool:
    """Return whether a line is moved in as the first of a paragraph, or out as that of the next in a hanging list."""
    indent, by = line.left - held[-1].left, line.size * _INDENT
    hangs = len(held) == 1 and (CLAUSE.match(held[0].text) or BULLET.match(held[0].text))
    return (indent > by and not hangs) or (indent < -by and len(held) > 1)
