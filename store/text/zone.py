"""Instants by the clock of the zone that a request carries along, and days as they are typed. Pure.

Days are typed as `2026-11-20`, `20 Nov 2026`, `20 Nov`, `yesterday`, `last week`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from store.context import ZONE
from store.text import clean, dates

if TYPE_CHECKING:
    from datetime import tzinfo


_SECOND = timedelta(seconds=1)
_BACK = {"today": 0, "now": 0, "yesterday": 1, "last week": 7, "a week ago": 7, "last month": 30, "a month ago": 30}
_AGO = re.compile(r"(\d{1,4}) (day|week|month)s? ago", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SPAN = {"day": 1, "week": 7, "month": 30}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_AT = re.compile(r"(?P<text>.+?)\s+(?:as\s+of|at|@)\s+(?P<day>\S.*)", re.IGNORECASE)
_SINCE = re.compile(r"(?:(?P<text>.*\S)\s+)?since\s+(?P<day>\S.*)", re.IGNORECASE)


def current() -> tzinfo:
    """Return the zone whose clock it is."""
    return ZONE.get()


def local(instant: datetime) -> datetime:
    """Return *instant* as the clock shows it, with its zone."""
    try:
        return instant.astimezone(ZONE.get())
    except OverflowError:  # on the first and the last day of all
        return instant


def day_of(instant: datetime) -> date:
    """Return the day on which *instant* falls."""
    return local(instant).date()


def beginning(day: date) -> datetime:
    """Return the UTC instant at which *day* begins: where the clock skips midnight, the first that it shows."""
    return instant_of(datetime.combine(day, time()), ZONE.get())


def end(day: date) -> datetime:
    """Return the UTC instant at which *day* has ended and the next begins; of the last day of all, its last."""
    last = datetime.max.replace(tzinfo=UTC)
    return last if day == date.max else beginning(day + timedelta(days=1))


@lru_cache(maxsize=4096)
def instant_of(wall: datetime, there: tzinfo) -> datetime:
    """Return the UTC instant at which a clock *there* first shows *wall* (naive), or would have."""
    try:
        earlier, later = sorted(wall.replace(tzinfo=there, fold=fold).astimezone(UTC) for fold in (0, 1))
    except OverflowError:  # on the first and the last day of all
        return wall.replace(tzinfo=UTC)
    for instant in (earlier, later):
        if instant.astimezone(there).replace(tzinfo=None) == wall:
            return instant
    return _transition(earlier, later, there)


def _transition(before: datetime, after: datetime, there: tzinfo) -> datetime:
    """Return the first instant in (*before*, *after*] at which the zone's offset has changed; to the second."""
    old = before.astimezone(there).utcoffset()
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // _SECOND // 2)
        if middle.astimezone(there).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def read(text: str, today: date) -> date | None:
    """Return the day that *text* names; None when it names none, or not surely: 4/12/2026 is two days."""
    told = clean(text).casefold().strip(" .?!")
    return _counted(told, today) or written(told) or _of_this_year(told, today)


def asked_at(text: str, today: date) -> tuple[str, date] | None:
    """Return the words and the day of `opcon at 20 Nov 2026`; None when what stands behind “at” is no day."""
    return next(((words, day) for words, day in _parted(_AT, text, today) if day), None)


def asked_since(text: str, today: date) -> tuple[str, date | None] | None:
    """Return the words and the day of `opcon since yesterday`, the day None when it cannot be read.

    None when nothing is said of since when.
    """
    return next(iter(_parted(_SINCE, text, today)), None)


def _parted(form: re.Pattern[str], text: str, today: date) -> list[tuple[str, date | None]]:
    found = form.fullmatch(clean(text))
    return [(found["text"] or "", read(found["day"], today))] if found else []


def _counted(told: str, today: date) -> date | None:
    """Return the day that is counted back from *today*."""
    ago = _AGO.fullmatch(told)
    back = int(ago[1]) * _SPAN[ago[2]] if ago else _BACK.get(told)
    weekday = told.removeprefix("last ")
    if back is None and weekday in _WEEKDAYS:
        back = (today.weekday() - _WEEKDAYS.index(weekday)) % 7 or 7
    try:
        return None if back is None else today - timedelta(days=back)
    except OverflowError:
        return None


def written(told: str) -> date | None:
    """Return the day that is written out, or None. `dates` alone would know no day outside the years of documents."""
    if _ISO.fullmatch(told):
        try:
            return date.fromisoformat(told)
        except ValueError:
            return None
    found = next(dates.find(told), None)
    if found is None or (found.start, found.end) != (0, len(told)) or not found.date.month or not found.date.day:
        return None
    return date(found.date.year, found.date.month, found.date.day)


def _of_this_year(told: str, today: date) -> date | None:
    """Return the latest `20 nov` that has been."""
    if re.search(r"\d{4}", told):
        return None
    days = [written(f"{told} {year}") or written(f"{told}, {year}") for year in (today.year, today.year - 1)]
    return next((day for day in days if day and day <= today), None)
