"""Which topics nobody has looked after for too long, and which of them first. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from store.model import Brief

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from store.model import Answer, Topic

    _Shown = TypeVar("_Shown", bound=Answer | None)

REVIEW_DAYS = 180
"""For how many days a topic may go without a review."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """A topic whose review is due: how many *days* ago the last was, and how often it was *asked* for of late."""

    topic: Topic
    days: int
    asked: int


def due(topic: Topic, today: date, allowed: int) -> bool:
    """Return whether the last review is more than *allowed* days ago."""
    return (today - topic.reviewed).days > allowed


def judged(answer: _Shown, today: date, allowed: int) -> _Shown:
    """Return *answer* as of *today*: a brief knows whether its topic's review is due."""
    if isinstance(answer, Brief) and due(answer.topic, today, allowed):
        return replace(answer, stale=True)
    return answer


def overdue(topics: Iterable[Topic], today: date, allowed: int, asked: Mapping[str, int]) -> tuple[Overdue, ...]:
    """Return the topics whose review is due; first what is old and much asked for, by age times how often."""
    found = (
        Overdue(topic, (today - topic.reviewed).days, asked.get(topic.slug, 0))
        for topic in topics
        if due(topic, today, allowed)
    )
    return tuple(sorted(found, key=lambda one: (-one.days * one.asked, -one.days, one.topic.slug)))
