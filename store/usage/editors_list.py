"""What editors should look after: topics whose review is due, and questions that nobody could answer. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from store.usage.reviews import Overdue


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that nobody could answer, as it was last put. Times are aware UTC."""

    text: str
    count: int
    first_at: datetime
    last_at: datetime


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
