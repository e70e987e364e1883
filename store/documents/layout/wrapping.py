"""Lines that a fixed width broke: which go on with the line before them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from store.documents.layout.blocks import BULLET, CLAUSE, RULE, is_stopped, width
from store.documents.layout.hyphens import is_hyphenated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WIDEST, _NARROWEST = 200, 24
_MOST_PAIRS, _MOST_BREAKS = 2_000, 20_000
_ENOUGH = 0.5
"""The share of the breaks of a text that its usual width explains, at least."""
_MOST = 0.75
"""The same of one paragraph, for a width of its own."""
_FEWEST, _FEWEST_OF_ONE = 2, 4
"""Breaks that a width explains, and lines of a paragraph with a width of its own."""
_INDENT = 2
_NEVER_LAST = frozenset(("a", "an", "and", "at", "by", "for", "from", "of", "or", "the", "to", "with"))
_FEWEST_LETTERS, _FEWEST_SMALL = 4, 2
_LONG = 60
"""From so wide on a line is no heading that text follows at once, where empty lines part the paragraphs."""
_FEW = 2
_ADDRESS = re.compile(r"\s*\S*(?:https?://|www\.)\S+\s*")


class _Break(NamedTuple):
    """The width of a line, and that of the first word after it."""

    line: int
    word: int


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text was broken into lines."""

    widths: Sequence[int]
    """Of each line the width that its paragraph was broken at; 0 where it was not."""
    spaced: bool
    """Whether empty lines part the paragraphs."""

    @classmethod
    def of(cls, lines: Sequence[str]) -> Wrapping:
        """Return how *lines* were broken: by the usual width of the text, or by that of their own paragraph."""
        groups = list(_groups(lines))
        breaks = [list(_breaks(lines, start, end)) for start, end in groups]
        every = list(chain.from_iterable(breaks))
        usual = _usual(every, [width(line) for line in lines if not _is_address(line)], _ENOUGH)
        widths = [0] * len(lines)
        for (start, end), of_group in zip(groups, breaks, strict=True):
            own = _usual(of_group, (), _MOST) if end - start >= _FEWEST_OF_ONE else 0
            widths[start:end] = [own or usual] * (end - start)
        return cls(widths, any(not line.strip() for line in lines[1:-1]))

    def goes_on(self, before: str, line: str, number: int, *, opening: str) -> bool:
        """Return whether *line*, the *number*th, goes on with the one *before*; *opening* begins the paragraph."""
        if _is_address(line) or _is_address(before) or BULLET.match(line):
            return False
        marked = CLAUSE.match(line) is not None
        hangs = _indented(line, opening) and (BULLET.match(opening) or CLAUSE.match(opening))
        if is_hyphenated(before.rstrip()) or (hangs and not marked):
            return True
        if not self.widths[number]:
            runs = _is_lower(line) and len(before.split()) > _FEW and (len(line.split()) > _FEW or is_stopped(line))
            long = self.spaced and width(before) >= _LONG and _is_open(before)
            runs = runs or ((long or _is_cut(before)) and not _indented(line, before))
            return runs and not (is_stopped(before) or marked)
        return self._fills(before, line, self.widths[number], begins=marked or _indented(line, before))

    def _fills(self, before: str, line: str, wide: int, *, begins: bool) -> bool:
        """Return whether *line* goes on by how far the one *before* goes; *begins* says what it looks like."""
        stopped = is_stopped(before)
        full = _overflows(_Break(width(before.rstrip()), width(line.split(maxsplit=1)[0])), wide)
        if begins:
            return full and not stopped and not _indented(line, before)
        if full:
            return self.spaced or not stopped
        return not stopped and _is_lower(line) and width(before) * 2 > wide


def _groups(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where the lines begin and end that no empty line parts."""
    start = 0
    for number, line in enumerate([*lines, ""]):
        if not line.strip():
            if number > start:
                yield start, number
            start = number + 1


def _breaks(lines: Sequence[str], start: int, end: int) -> Iterator[_Break]:
    """Yield the breaks that a width may have made: an address is as long as it is, and a mark begins anew.

    Of very many lines only some are looked at.
    """
    for number in range(start, end - 1, (end - start) // _MOST_BREAKS + 1):
        after = lines[number + 1]
        if not (_is_address(lines[number]) or BULLET.match(after) or CLAUSE.match(after) or RULE.match(after)):
            yield _Break(width(lines[number].rstrip()), width(after.split(maxsplit=1)[0]))


def _usual(breaks: Sequence[_Break], widths: Iterable[int], share: float) -> int:
    """Return the width that explains most breaks: no line is wider, and the next word would not have fitted.

    0 when it explains less than *share* of them; *widths*, of all lines, count against it where they are wider.
    """
    sample = breaks[:: len(breaks) // _MOST_PAIRS + 1]
    starts, ends = Counter[int](), Counter[int]()
    for line, word in sample:
        starts[line] += 1
        ends[line + 1 + word] += 1
    best, most, open_ = 0, 0, 0
    for at in range(_WIDEST + 1):
        open_ += starts[at] - ends[at]
        if open_ >= most and at >= _NARROWEST and starts[at]:
            best, most = at, open_
    against = sum(each > best for each in widths)
    return best if most >= max(_FEWEST, share * (len(sample) + against)) else 0


def _overflows(pair: _Break, wide: int) -> bool:
    return pair.line + 1 + pair.word > wide


def _is_address(line: str) -> bool:
    # Looked for before it is matched: of a line without one the matcher tries every beginning.
    return ("://" in line or "www." in line) and _ADDRESS.fullmatch(line) is not None


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
