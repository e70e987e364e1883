"""What happened, in order. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.model import PartialDate, Statement, Topic


@dataclass(frozen=True, slots=True)
class Point:
    """One date, to the precision it is known to, and the statements that tell what happened then."""

    when: PartialDate
    said: tuple[tuple[Topic, Statement], ...]


def points(topics: Iterable[Topic], *, newest_first: bool = False) -> tuple[Point, ...]:
    """Return every date on which something happened that *topics* show, the oldest first unless asked otherwise.

    A statement that does not say when it happened is no event. A year comes
    before its months, and a month before its days, when the oldest comes
    first. Within a date the order is that of the topics; what several show
    stands once, at home where that is among them.
    """
    happened: defaultdict[PartialDate, list[tuple[Topic, Statement]]] = defaultdict(list)
    for topic, statement in shown(topics):
        if statement.happened:
            happened[statement.happened].append((topic, statement))
    return tuple(Point(when, tuple(happened[when])) for when in sorted(happened, reverse=newest_first))


def shown(topics: Iterable[Topic]) -> list[tuple[Topic, Statement]]:
    """Return the statements that *topics* show, each once: at home where that is among them, else where it is first."""
    listed = list(topics)
    homes = {topic.slug for topic in listed}
    found: dict[str, tuple[Topic, Statement]] = {}
    for topic in listed:
        for statement in topic.shown:
            if statement.topic == topic.slug or statement.topic not in homes:
                found.setdefault(statement.id, (topic, statement))
    return list(found.values())
