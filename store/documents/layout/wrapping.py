"""Lines that a fixed width broke: which go on with the line before them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from store.documents.layout.blocks import BULLET, CLAUSE, RULE, begins_plainly, is_called, is_stopped, width
from store.documents.layout.hyphens import HYPHENATING, is_hyphenated

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

_WIDEST, _NARROWEST = 200, 24
_MOST_PAIRS, _MOST_BREAKS = 2_000, 20_000
_ENOUGH = 0.5
"""The share of the breaks of a text that its usual width explains, at least."""
_MOST = 0.75
"""The same of one paragraph, for a width of its own."""
_FEWEST, _FEWEST_OF_ONE = 2, 4
"""Breaks that a width explains, and lines of a paragraph with a width of its own."""
_DOUBLE, _FEWEST_LINES, _ALONE = 2, 6, 0.8
"""Of a typescript: how far its lines stand apart, how many it has at least, and which share of them stands so."""
_INDENT = 2
_NEVER_LAST = frozenset(("a", "an", "and", "at", "by", "for", "from", "of", "or", "the", "to", "with"))
_FEWEST_LETTERS, _FEWEST_SMALL = 4, 2
_LONG = 60
"""From so wide on a line is no heading that text follows at once, where empty lines part the paragraphs."""
_FEW = 2
_ADDRESS = re.compile(r"\S*(?:https?://|www\.)\S+")


_Break = tuple[int, int]
"""The width of a line, and that of the first word after it."""


class _Mark(Enum):
    """What begins a line, where it is no word."""

    ADDRESS = "address"
    BULLET = "bullet"
    CLAUSE = "clause"
    RULE = "rule"


def single_spaced(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines of a typescript without the empty line behind each; others as they are.

    It is one where hardly a line stands beside another, and a width explains where they end.
    """
    numbers = [number for number, line in enumerate(lines) if line.strip()]
    alone = sum(after - number == _DOUBLE for number, after in pairwise(numbers))
    if len(numbers) < _FEWEST_LINES or alone < _ALONE * len(numbers):
        return lines
    ends = [width(lines[number].rstrip()) for number in numbers]
    words = [width(lines[number].split(maxsplit=1)[0]) for number in numbers]
    if not _usual(list(zip(ends, words[1:], strict=False)), ends, _ENOUGH):
        return lines
    open_ = sum(not is_stopped(lines[number]) for number in numbers)
    if open_ < _ENOUGH * len(numbers):
        return lines
    kept = [lines[: numbers[0] + 1]]
    for number, after in pairwise(numbers):
        kept.append([*[""] * ((after - number - 1) // _DOUBLE), lines[after]])
    return list(chain.from_iterable(kept))


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text was broken into lines."""

    lines: Sequence[str]
    ends: Sequence[int]
    """How wide each line is."""
    words: Sequence[int]
    """How wide the first word of each is."""
    marks: Mapping[int, _Mark]
    """Of the few lines that begin with one, by number."""
    widths: Sequence[int]
    """Of each line the width that its paragraph was broken at; 0 where it was not."""
    spaced: bool
    """Whether empty lines part the paragraphs."""
    whole: Mapping[int, int]
    """The paragraphs that need no further look, their first lines with where they end: nothing but words in them."""

    @classmethod
    def of(cls, lines: Sequence[str]) -> Wrapping:
        """Return how *lines* were broken: by the usual width of the text, or by that of their own paragraph.

        A paragraph has a width of its own only where the usual one does not explain each of its breaks.
        """
        bare = [line.strip() for line in lines]
        ends = [width(line.rstrip()) for line in lines]
        words = [width(line.partition(" ")[0]) for line in bare]
        marks = {number: mark for number, line in enumerate(bare) if (mark := _mark(line))}
        groups = list(_groups(bare))
        breaks = [_breaks(ends, words, marks, start, end) for start, end in groups]
        every = list(chain.from_iterable(breaks))
        usual = _usual(every, [end for at, end in enumerate(ends) if marks.get(at) is not _Mark.ADDRESS], _ENOUGH)
        widths, whole, spaced = [0] * len(lines), dict[int, int](), not all(bare[1:-1])
        for (start, end), of_group in zip(groups, breaks, strict=True):
            explained = all(line <= usual <= line + word for line, word in of_group)
            all_words = start not in marks and len(of_group) == end - start - 1
            if explained and spaced and all_words and not any(map(_needs_a_look, lines[start:end])):
                whole[start] = end
            own = 0 if explained or end - start < _FEWEST_OF_ONE else _usual(of_group, (), _MOST)
            widths[start:end] = [own or usual] * (end - start)
        return cls(lines, ends, words, marks, widths, spaced, whole)

    def goes_on(self, number: int, *, opening: int) -> bool:
        """Return whether the *number*th line goes on with the one before; the paragraph begins with the *opening*."""
        before, line, mark = self.lines[number - 1], self.lines[number], self.marks.get(number)
        if mark in (_Mark.ADDRESS, _Mark.BULLET) or self.marks.get(number - 1) is _Mark.ADDRESS:
            return False
        marked = mark is _Mark.CLAUSE
        hangs = self.marks.get(opening) in (_Mark.BULLET, _Mark.CLAUSE) and _indented(line, self.lines[opening])
        if is_hyphenated(before.rstrip()) or is_called(before.rstrip()) or (hangs and not marked):
            return True
        if not self.widths[number]:
            runs = _is_lower(line) and len(before.split()) > _FEW and (len(line.split()) > _FEW or is_stopped(line))
            long = self.spaced and self.ends[number - 1] >= _LONG and _is_open(before)
            runs = runs or ((long or _is_cut(before)) and not _indented(line, before))
            return runs and not (is_stopped(before) or marked)
        return self._fills(number, begins=marked or _indented(line, before))

    def _fills(self, number: int, *, begins: bool) -> bool:
        """Return whether a line goes on by how far the one before goes; *begins* says what it looks like."""
        before, line, wide = self.lines[number - 1], self.lines[number], self.widths[number]
        full = self.ends[number - 1] + self.words[number] >= wide
        if begins:
            return full and not is_stopped(before) and not _indented(line, before)
        if full:
            return self.spaced or not is_stopped(before)
        return _is_lower(line) and self.ends[number - 1] * 2 > wide and not is_stopped(before)


def _mark(bare: str) -> _Mark | None:
    if " " not in bare and ("://" in bare or "www." in bare) and _ADDRESS.fullmatch(bare):
        return _Mark.ADDRESS
    if not bare or begins_plainly(bare):
        return None
    if BULLET.match(bare):
        return _Mark.BULLET
    # Of the beginning alone: a rule of megabytes would take hundreds of them to match.
    return _Mark.CLAUSE if CLAUSE.match(bare) else _Mark.RULE if RULE.match(bare[:_WIDEST]) else None


def _needs_a_look(line: str) -> bool:
    """Return whether a line is indented, or may end within a word."""
    return line[0] == " " or line[-1] in HYPHENATING or line[0].isspace()


def _groups(bare: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where the lines begin and end that no empty line parts."""
    start = 0
    for number, line in enumerate([*bare, ""]):
        if not line:
            if number > start:
                yield start, number
            start = number + 1


def _breaks(
    ends: Sequence[int], words: Sequence[int], marks: Mapping[int, _Mark], start: int, end: int
) -> list[_Break]:
    """Return the breaks that a width may have made: an address is as long as it is, and a mark begins anew.

    Of very many lines only some are looked at.
    """
    if not marks and end - start <= _MOST_BREAKS:
        return list(zip(ends[start : end - 1], words[start + 1 : end], strict=True))
    return [
        (ends[number], words[number + 1])
        for number in range(start, end - 1, (end - start) // _MOST_BREAKS + 1)
        if number + 1 not in marks and marks.get(number) is not _Mark.ADDRESS
    ]


def _usual(breaks: Sequence[_Break], widths: Collection[int], share: float) -> int:
    """Return the width that explains most breaks: no line is wider, and the next word would not have fitted.

    0 when it explains less than *share* of them; *widths*, of all lines, count against it where they are wider.
    """
    sample = breaks[:: len(breaks) // _MOST_PAIRS + 1]
    opened = Counter(line for line, _ in sample)
    # At the next width the word would have fitted.
    changes = Counter(opened)
    changes.subtract(line + 1 + word for line, word in sample)
    best, most, open_ = 0, 0, 0
    for at in sorted(changes):
        open_ += changes[at]
        if open_ >= most and _NARROWEST <= at <= _WIDEST and at in opened:
            best, most = at, open_
    against = sum(1 for each in widths if each > best)
    return best if most >= max(_FEWEST, share * (len(sample) + against)) else 0


def _is_cut(line: str) -> bool:
    """Return whether a line ends in a word that nothing ends in, such as `of`."""
    return line.rstrip().rpartition(" ")[2] in _NEVER_LAST


def _is_open(line: str) -> bool:
    """Return whether a line reads as part of a sentence, and not as a title."""
    return sum(word[0].islower() and len(word) >= _FEWEST_LETTERS for word in line.split()) >= _FEWEST_SMALL


def _is_lower(line: str) -> bool:
    return line.lstrip()[:1].islower()


def _indented(line: str, before: str) -> bool:
    return line[:1].isspace() and _margin(line) >= _margin(before) + _INDENT


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())
