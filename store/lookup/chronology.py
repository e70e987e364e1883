"""Statements in the order of the dates they stand for. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.model import PartialDate, Statement, Topic


@dataclass(frozen=True, slots=True)
class Point:
    """One date, to the precision it is known to, and the statements that stand for it; *when* is None for undated."""

    when: PartialDate | None
    said: tuple[tuple[Topic, Statement], ...]


def points(topics: Iterable[Topic], *, newest_first: bool = False) -> tuple[Point, ...]:
    """Return every date of the statements of *topics*, the oldest first unless asked otherwise; the undated last.

    A year comes before its months, and a month before its days, when the
    oldest comes first. Within a date the order is that of the topics.
    """
    dated: defaultdict[PartialDate, list[tuple[Topic, Statement]]] = defaultdict(list)
    undated: list[tuple[Topic, Statement]] = []
    for topic in topics:
        for statement in topic.statements:
            (undated if statement.as_of is None else dated[statement.as_of]).append((topic, statement))
    ordered = [Point(when, tuple(dated[when])) for when in sorted(dated, reverse=newest_first)]
    return (*ordered, Point(None, tuple(undated))) if undated else tuple(ordered)
