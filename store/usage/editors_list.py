"""What editors look after: reviews that are due, questions nobody could answer, what readers say of answers. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from store.model import Brief
from store.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

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


class Why(StrEnum):
    """Why a question is the editors' matter."""

    NOTHING = "nothing"  # it found nothing
    UNSAID = "unsaid"  # it is on a topic of ours, and the documents don't say
    PASSAGES = "passages"  # only passages answer it


class Miss(NamedTuple):
    """A question that no statement answered, when it was put, and why it is noted."""

    text: str
    at: datetime
    why: Why = Why.NOTHING


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that no statement answers, as it was last put. Times are aware UTC."""

    text: str
    count: int
    first_at: datetime
    last_at: datetime
    why: Why = Why.NOTHING
    wanted: int = 0
    """How many put it to the editors themselves."""

    @property
    def id(self) -> str:
        """What a button can hold of it, however long it is and however it was spelled."""
        return sha256(key_of(self.text).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class AwaitedQuestion:
    """A question, as *person* put it, who wants to be told in their *language* when a statement answers it."""

    id: str
    text: str
    person: str
    language: str


def key_of(question: str) -> str:
    """Return what the spelling variants of a question have in common."""
    return normalise(question) or question


@dataclass(frozen=True, slots=True)
class EditorsList:
    """The editors' list of one day. Its truth is that there is anything to do."""

    on: date
    stale: tuple[Overdue, ...]
    """The topics whose review is due; first what is old and much asked for."""
    gaps: tuple[Gap, ...]
    """The questions that found nothing, the most asked first."""
    topics: int
    """How many topics there are."""
    review_days: int
    days: int
    """Over how many days it was counted what is asked."""

    def __bool__(self) -> bool:
        return bool(self.stale or self.gaps)


class Opinion(StrEnum):
    """What somebody says of an answer."""

    HELPFUL = "helpful"
    WRONG = "wrong"
    OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class Flag:
    """A statement `opcon#3`, or a topic, that *person* called wrong or outdated, with their *note*."""

    id: str
    subject: str
    verdict: Opinion
    person: str
    note: str
    raised_at: datetime
