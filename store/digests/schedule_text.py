"""What times, zones and days are called, and a `Rule` in people's words. Pure."""

from __future__ import annotations

import re
from datetime import time
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import available_timezones

from store.digests.schedule import LAST, WEEKDAYS, Rule
from store.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

COUNTRIES = ("KR", "US")
"""Whose public holidays can be skipped."""

FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
GROUPS = {
    "weekdays": WEEKDAYS[:5],
    "weekday": WEEKDAYS[:5],
    "weekends": WEEKDAYS[5:],
    "weekend": WEEKDAYS[5:],
    "daily": WEEKDAYS,
    "everyday": WEEKDAYS,
}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": LAST}
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE | re.ASCII)
ABBREVIATIONS = {
    "kst": "Asia/Seoul",
    "jst": "Asia/Tokyo",
    "et": "America/New_York",
    "est": "America/New_York",
    "edt": "America/New_York",
    "pt": "America/Los_Angeles",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "gmt": "Etc/GMT",
    "utc": "UTC",
    "bst": "Europe/London",
    "cet": "Europe/Paris",
}
_LIKE = {"day": "weekdays or mon, thu", "time zone": "Asia/Seoul"}


class ScheduleInvalid(InvalidRequest):
    """A day, a time or a zone that is none; the message offers the nearest valid names."""

    exit_code: ClassVar[int] = 65
    code: ClassVar[str] = "schedule_invalid"


def read_time(text: str) -> time:
    """Return the wall time written as `08:30`, `8:30pm` or `8am`."""
    match = _TIME.fullmatch(text.strip())
    hour = _hour(int(match[1]), (match[3] or "").casefold()) if match else None
    minute = int(match[2] or 0) if match else 0
    if hour is None or minute > 59:
        raise ScheduleInvalid(f"“{text}” is not a time; write it like 08:30 or 5pm.")
    return time(hour, minute)


def _hour(number: int, half: str) -> int | None:
    if half:
        return number % 12 + (12 if half == "pm" else 0) if 1 <= number <= 12 else None
    return number if number < 24 else None


def read_zone(text: str) -> str:
    """Return the tz database's name for *text*, which may be an abbreviation or a city."""
    low = text.strip().casefold().replace(" ", "_")
    found = ABBREVIATIONS.get(low) or _zones().get(low)
    if found is None:
        raise ScheduleInvalid(unknown("time zone", text, [*_zones().values()]))
    return found


def zones_like(text: str, *, limit: int = 100) -> list[str]:
    """Return the zones whose names hold what was typed so far, those whose city begins with it first."""
    low = text.strip().casefold().replace(" ", "_")
    meant = [ABBREVIATIONS[low]] if low in ABBREVIATIONS else []
    names = sorted({name for name in _zones().values() if low in name.casefold()})
    names.sort(key=lambda name: not name.rpartition("/")[2].casefold().startswith(low))
    return list(dict.fromkeys([*meant, *names]))[:limit]


def like(word: str) -> list[str]:
    """Return the days and zones that *word* may have meant, the likelier first; a city gives its zone."""
    low, zones = word.strip().casefold().replace(" ", "_"), _zones()
    if low in zones:
        return [zones[low]]
    near = get_close_matches(low, [*GROUPS, *FULL_NAMES, *zones], n=2, cutoff=0.8)
    return list(dict.fromkeys(zones.get(name, name) for name in near))


def describe(rule: Rule) -> str:
    """Return the rule as a person says it: `Weekdays 08:30 Asia/Seoul`."""
    times = ", ".join(f"{local:%H:%M}" for local in rule.times)
    skipped = f", not on {' or '.join(rule.skip_holidays)} holidays" if rule.skip_holidays else ""
    return f"{_describe_days(rule)} {times} {rule.zone}{skipped}"


def _describe_days(rule: Rule) -> str:
    if rule.ordinal is not None:
        ordinal = next(word for word, number in ORDINALS.items() if number == rule.ordinal)
        return f"{ordinal.capitalize()} {_names(rule.days)} of the month,"
    for word in ("weekdays", "weekends", "daily"):
        if rule.days == GROUPS[word]:
            return word.capitalize()
    return _names(rule.days)


def _names(days: Sequence[str]) -> str:
    return ", ".join(day.capitalize() for day in days)


def unknown(what: str, word: str, valid: Sequence[str]) -> str:
    """Return that *word* is no *what*, with the nearest *valid* names, or how to write one."""
    folded = {name.casefold(): name for name in valid}
    ends = {name.rsplit("/", 1)[-1].casefold(): name for name in valid}
    keys = get_close_matches(word.casefold(), [*folded, *ends], n=3, cutoff=0.6)
    nearest = dict.fromkeys(folded.get(key) or ends[key] for key in keys)
    mend = f"Nearest: {', '.join(nearest)}." if nearest else f"Write it like {_LIKE[what]}."
    return f"“{word}” is not a {what} we know. {mend}"


@cache
def _zones() -> dict[str, str]:
    """Return every zone by its folded name, and by its city where only one has it."""
    names = sorted(name for name in available_timezones() if not name.startswith(("posix/", "right/")))
    cities: dict[str, list[str]] = {}
    for name in names:
        if "/" in name:
            cities.setdefault(name.rsplit("/", 1)[-1].casefold(), []).append(name)
    alone = {city: found[0] for city, found in cities.items() if len(found) == 1}
    return alone | {name.casefold(): name for name in names}
