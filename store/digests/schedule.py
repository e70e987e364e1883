"""What a schedule asks, and when a rule is due: local wall times in a zone become instants. Pure.

A local time that the clock skips runs at the next valid instant, which is the
transition itself; one that the clock repeats runs once, at its first pass.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from store.text.zone import instant_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Names by `date.weekday()`. Numbers are never taken: libraries differ on which day is 0."""

LAST = -1
"""The ordinal of the last such weekday in a month, and the number of its last day."""

QUARTERS, QUARTER_ENDS = (1, 4, 7, 10), (3, 6, 9, 12)
"""The months that begin a quarter, and those that end one."""

HALF = ":half"
"""Behind a country: the days that are half holidays there."""

_HORIZON = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Rule:
    """Which local days and times. *ordinal* 1 to 4 or LAST keeps only that weekday of each month."""

    days: tuple[str, ...]
    times: tuple[time, ...]
    zone: str
    ordinal: int | None = None
    skip_holidays: tuple[str, ...] = ()
    """By local date: ISO 3166 countries whose public holidays are skipped, or half days, `US:half`; and days, `12-24`
    or `2026-12-24`."""
    month_days: tuple[int, ...] = ()
    """Days of the month instead of weekdays, 1 to 31 or LAST; a shorter month has its last day for what it lacks."""
    months: tuple[int, ...] = ()
    """Only in these months, 1 to 12; empty for all."""
    weeks: int = 1
    """Only every so many weeks, counted from the week of *since*."""
    since: date | None = field(default=None, compare=False)


def occurrences(rule: Rule, after: datetime, *, is_holiday: Callable[[date, str], bool]) -> Iterator[datetime]:
    """Yield the instants strictly after *after*, in UTC, in order, each once.

    Ends about two years on, so that a rule which never falls due gives an
    empty iterator and not an endless loop. *is_holiday* takes a local date
    and a country.
    """
    zone = ZoneInfo(rule.zone)
    last = after
    # A gap can push an occurrence into the next local day, so the day before is looked at too.
    day = after.astimezone(zone).date() - timedelta(days=1)
    for _ in range(_HORIZON.days):
        if falls_on(rule, day, is_holiday=is_holiday):
            for local in sorted(rule.times):
                instant = instant_of(datetime.combine(day, local), zone)
                if instant > last:
                    yield instant
                    last = instant
        day += timedelta(days=1)


def falls_on(rule: Rule, day: date, *, is_holiday: Callable[[date, str], bool]) -> bool:
    """Say whether the rule names this local day."""
    return _named(rule, day) and not any(_skipped(day, what, is_holiday) for what in rule.skip_holidays)


def _named(rule: Rule, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days:
        last = monthrange(day.year, day.month)[1]
        return day.day in {last if number == LAST else min(number, last) for number in rule.month_days}
    if WEEKDAYS[day.weekday()] not in rule.days:
        return False
    if rule.ordinal is not None:
        return _is_ordinal(day, rule.ordinal)
    return rule.since is None or (_week(day) - _week(rule.since)) % rule.weeks == 0


def _skipped(day: date, what: str, is_holiday: Callable[[date, str], bool]) -> bool:
    return day.isoformat().endswith(what) if what[0].isdigit() else is_holiday(day, what)


def _week(day: date) -> int:
    """Return the number of the week of *day*, which begins on a Monday."""
    return (day.toordinal() - 1) // 7


def _is_ordinal(day: date, ordinal: int) -> bool:
    if ordinal == LAST:
        return (day + timedelta(days=7)).month != day.month
    return (day.day - 1) // 7 + 1 == ordinal


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
