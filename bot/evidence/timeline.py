"""Where what happened stands in time, ready to be drawn: every place a share of the width; pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.text.counts import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.model import PartialDate, Statement, Topic

MOST_TICKS = 8
MOST_NUMBERS = 5
LANE = 44
"""The height of one date's lane, in pixels."""


@dataclass(frozen=True, slots=True)
class YearTick:
    """The first of January of *year*, at *at* percent of the width."""

    year: int
    at: float


@dataclass(frozen=True, slots=True)
class Lane:
    """One date and the statements that tell what happened. From *start* to *end* percent; the same for a day."""

    label: str
    start: float
    end: float
    top: int

    @property
    def is_day(self) -> bool:
        """Whether it is a point in time; a month or a year is a span."""
        return self.start == self.end

    @property
    def leans_left(self) -> bool:
        """Whether the label has more room to the left of its mark."""
        return self.start + self.end > 100

    @property
    def anchor(self) -> float:
        """Where the label begins, or ends when it leans left."""
        return self.end if self.leans_left else self.start


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything to draw; *told* says the same in words."""

    ticks: tuple[YearTick, ...]
    lanes: tuple[Lane, ...]
    told: str

    @property
    def height(self) -> int:
        """The height of all lanes, in pixels, without the years below them."""
        return LANE * len(self.lanes)


def timeline(topic: Topic) -> Timeline | None:
    """Return what happened on *topic* in order of time, a lane a date; None when no date is known."""
    happened: defaultdict[PartialDate, list[Statement]] = defaultdict(list)
    for statement in topic.shown:
        if statement.happened is not None:
            happened[statement.happened].append(statement)
    if not happened:
        return None
    first, last = min(happened).year, max(happened).year
    # One year alone would fill the whole width and say nothing: it stands between its neighbors.
    years = _years(first - 1, last + 1) if first == last else _years(first, last)

    def at(year: float) -> float:
        return round((year - years[0]) / (years[-1] - years[0]) * 100, 2)

    def lane(place: int, when: PartialDate) -> Lane:
        start, end = extent(when)
        return Lane(f"{when.human} · {_named(happened[when], topic)}", at(start), at(end), LANE * place)

    lanes = tuple(lane(place, when) for place, when in enumerate(sorted(happened)))
    told = "; ".join(
        f"{when.human}: {counted(len(those), 'statement')}, {_named(those, topic)}"
        for when, those in sorted(happened.items(), key=lambda one: one[0])
    )
    return Timeline(tuple(YearTick(year, at(year)) for year in years), lanes, told)


def _named(statements: Sequence[Statement], topic: Topic) -> str:
    """Return the numbers of the topic's own, and the addresses of others."""
    own = [int(one.id.rpartition("#")[2]) for one in statements if one.topic == topic.slug]
    others = [one.id for one in statements if one.topic != topic.slug]
    return ", ".join([*([short(own)] if own else []), *others])


def extent(when: PartialDate) -> tuple[float, float]:
    """Return where a partial date begins and ends, in years; a full date is one moment."""
    # Months of one length: nobody sees the difference, and no date is out of the calendar's range.
    begins = when.year + ((when.month or 1) - 1) / 12 + ((when.day or 1) - 1) / (12 * 31)
    if when.day is not None:
        return begins, begins
    return begins, begins + (1 if when.month is None else 1 / 12)


def short(numbers: Sequence[int]) -> str:
    """Return numbers in order, three and more in a row joined; what would be too long ends in how many are left."""
    ordered = sorted(numbers)
    breaks = [0, *(at for at, (one, two) in enumerate(pairwise(ordered), 1) if two != one + 1), len(ordered)]
    runs = [ordered[start:end] for start, end in pairwise(breaks)]
    parts = [part for run in runs for part in ([run] if len(run) > 2 else [[number] for number in run])]
    shown = [f"{part[0]}\N{EN DASH}{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts[:MOST_NUMBERS]]
    left = sum(len(part) for part in parts[MOST_NUMBERS:])
    return ", ".join(shown) + (f" and {left} more" if left else "")


def _years(first: int, last: int) -> range:
    """Return the years to mark, evenly, from before the first date to after the last; two at least."""
    whole = last + 1 - first
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000) if whole / step <= MOST_TICKS - 2)
    start = first // step * step
    return range(max(start, 1), last + step + 1, step)
