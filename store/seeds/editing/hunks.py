"""Where two versions of a file differ, with the lines around: enough to turn the one into the other again. Pure."""

from __future__ import annotations

from itertools import takewhile
from operator import eq
from typing import NamedTuple

_AROUND = 2
"""So many lines are kept on either side, to know the place again."""


class Hunk(NamedTuple):
    """The lines that were, and those that took their place."""

    was: str
    became: str

    @property
    def undone(self) -> Hunk:
        """What turns it back."""
        return Hunk(self.became, self.was)

    def applied(self, data: bytes) -> bytes | None:
        """Return the file with what became; None where it has not those lines, or twice."""
        was = self.was.encode()
        return data.replace(was, self.became.encode()) if was and data.count(was) == 1 else None


def between(before: bytes, after: bytes) -> Hunk:
    """Return what turns the one file into the other; both are UTF-8."""
    same = _same(before, after)
    tail = _same(before[same:][::-1], after[same:][::-1])
    start = _lines_back(before, same)
    ends = [_lines_on(one, len(one) - tail) for one in (before, after)]
    # The same lines follow in both.
    return Hunk(before[start : ends[0]].decode(), after[start : ends[1]].decode())


def _same(one: bytes, other: bytes) -> int:
    """Return with how many bytes both begin."""
    return sum(1 for _ in takewhile(bool, map(eq, one, other)))


def _lines_back(data: bytes, place: int) -> int:
    for _ in range(_AROUND + 1):
        place = data.rfind(b"\n", 0, place)
        if place < 0:
            return 0
    return place + 1


def _lines_on(data: bytes, place: int) -> int:
    for _ in range(_AROUND + 1):
        found = data.find(b"\n", place)
        if found < 0:
            return len(data)
        place = found + 1
    return place
