"""What editors should look after: topics whose review is due, and questions that nobody could answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from store.usage.reviews import Overdue, overdue

if TYPE_CHECKING:
    from datetime import date, datetime

    from store.core import BriefingStore
    from store.usage.misses import Gap


@dataclass(frozen=True, slots=True)
class Upkeep:
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


def upkeep(store: BriefingStore, at: datetime) -> Upkeep:
    """Return what there is to look after at that instant. Reads the database."""
    topics, today = store.snapshot.topics, at.date()
    found = overdue(topics.values(), today, store.review_days, store.times_asked(at))
    kept = at - timedelta(days=store.miss_days)
    gaps = tuple(gap for gap in store.gaps() if kept <= gap.last_at)
    return Upkeep(today, found, gaps, len(topics), store.review_days, store.miss_days)
