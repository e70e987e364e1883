"""What a line of words asks of a schedule, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import time


@dataclass(frozen=True, slots=True)
class ParsedSchedule:
    """What a line of words asks for; the parts it does not name are empty."""

    days: tuple[str, ...] = ()
    times: tuple[time, ...] = ()
    zone: str | None = None
    ordinal: int | None = None
    skip_holidays: tuple[str, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    weeks: int = 1
    rest: tuple[str, ...] = ()
    """The words that say nothing about time, in order: topics."""
    wrong: tuple[str, ...] = ()
    """What cannot be, a sentence each, with the nearest valid names."""

    @property
    def says_days(self) -> bool:
        """Whether it names days, of the week or of the month."""
        return bool(self.days or self.month_days or self.months)

    @property
    def timed(self) -> bool:
        """Whether days, times or a zone were named."""
        return bool(self.says_days or self.times or self.zone)
