"""What editors should look after: topics whose review is due, and questions that nobody could answer. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from store.text import normalise

if TYPE_CHECKING:
    from datetime import date, datetime

    from store.usage.reviews import Overdue


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
