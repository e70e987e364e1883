"""A schedule as people write it, to a `Rule` and back. Pure.

weekdays 08:30 Asia/Seoul
mon, thu 08:30 17:00 America/New_York
first monday 09:00 UTC skip KR holidays
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import available_timezones

from store.errors import InvalidRequest
from store.occurrences import LAST, WEEKDAYS, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COUNTRIES = ("KR", "US")
"""Whose public holidays can be skipped."""

_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS = {"weekdays": WEEKDAYS[:5], "weekends": WEEKDAYS[5:], "daily": WEEKDAYS, "everyday": WEEKDAYS}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": LAST}
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE | re.ASCII)
_ABBREVIATIONS = {
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
_FILLER = frozenset({"at", "and", "every", "of", "the", "month", "on", "in", "holidays", "each", "day"})


class ScheduleInvalid(InvalidRequest):
    """A day, a time or a zone that is none; the message offers the nearest valid names."""

    exit_code: ClassVar[int] = 65
    code: ClassVar[str] = "schedule_invalid"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a line of words asks for; the parts it does not name are empty."""

    days: tuple[str, ...] = ()
    times: tuple[time, ...] = ()
    zone: str | None = None
    ordinal: int | None = None
    skip_holidays: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    """The words that say nothing about time, in order: topics."""

    @property
    def timed(self) -> bool:
        """Whether days, times or a zone were named."""
        return bool(self.days or self.times or self.zone)


def read_wish(text: str) -> Wish:
    """Return what *text* says about days, times, zone and holidays.

    ScheduleInvalid for what looks like one of these but is none.
    """
    days: list[str] = []
    times: list[time] = []
    zone: str | None = None
    ordinal: int | None = None
    holidays: list[str] = []
    rest: list[str] = []
    words = iter(re.split(r"[\s,;]+", text.strip()))
    for word in words:
        low = word.casefold()
        if low == "skip":
            holidays += [_country(next(words, ""))]
        elif low in _ORDINALS:
            ordinal = _ORDINALS[low]
        elif (named := _days_of(low)) is not None:
            days += named
        elif _looks_like_time(low):
            times.append(read_time(low))
        elif low in _ABBREVIATIONS or "/" in word:
            zone = read_zone(word)
        elif low and low not in _FILLER:
            rest.append(word)
    return Wish(_in_week_order(days), tuple(sorted(set(times))), zone, ordinal, tuple(holidays), tuple(rest))


def read_days(text: str) -> tuple[tuple[str, ...], int | None]:
    """Return the weekdays and the ordinal that *text* names: `weekdays`, `mon,thu`, `first monday`."""
    wish = read_wish(text)
    if wish.rest or not wish.days:
        raise ScheduleInvalid(_unknown("day", wish.rest[0] if wish.rest else text, _day_words()))
    return wish.days, wish.ordinal


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
    found = _ABBREVIATIONS.get(low) or _zones().get(low)
    if found is None:
        raise ScheduleInvalid(_unknown("time zone", text, [*_zones().values()]))
    return found


def zones_like(text: str, *, limit: int = 100) -> list[str]:
    """Return the zones whose names hold what was typed so far, those whose city begins with it first."""
    low = text.strip().casefold().replace(" ", "_")
    meant = [_ABBREVIATIONS[low]] if low in _ABBREVIATIONS else []
    names = sorted({name for name in _zones().values() if low in name.casefold()})
    names.sort(key=lambda name: not name.rpartition("/")[2].casefold().startswith(low))
    return list(dict.fromkeys([*meant, *names]))[:limit]


def like(word: str) -> list[str]:
    """Return the days and zones that *word* may have meant, the likelier first; a city gives its zone."""
    low, zones = word.strip().casefold().replace(" ", "_"), _zones()
    if low in zones:
        return [zones[low]]
    near = get_close_matches(low, [*_GROUPS, *_FULL_NAMES, *zones], n=2, cutoff=0.8)
    return list(dict.fromkeys(zones.get(name, name) for name in near))


def describe(rule: Rule) -> str:
    """Return the rule as a person says it: `Weekdays 08:30 Asia/Seoul`."""
    times = ", ".join(f"{local:%H:%M}" for local in rule.times)
    skipped = f", not on {' or '.join(rule.skip_holidays)} holidays" if rule.skip_holidays else ""
    return f"{_describe_days(rule)} {times} {rule.zone}{skipped}"


def _describe_days(rule: Rule) -> str:
    if rule.ordinal is not None:
        ordinal = next(word for word, number in _ORDINALS.items() if number == rule.ordinal)
        return f"{ordinal.capitalize()} {_names(rule.days)} of the month,"
    for word in ("weekdays", "weekends", "daily"):
        if rule.days == _GROUPS[word]:
            return word.capitalize()
    return _names(rule.days)


def _names(days: Sequence[str]) -> str:
    return ", ".join(day.capitalize() for day in days)


def _days_of(word: str) -> tuple[str, ...] | None:
    singular = word.removesuffix("s")
    if word in _GROUPS:
        return _GROUPS[word]
    if singular in _FULL_NAMES:
        return (singular[:3],)
    return (word,) if word in WEEKDAYS else None


def _in_week_order(days: Iterable[str]) -> tuple[str, ...]:
    chosen = set(days)
    return tuple(day for day in WEEKDAYS if day in chosen)


def _looks_like_time(word: str) -> bool:
    return re.fullmatch(r"\d{1,2}([:.]\d{1,2})?(am|pm)?|\d{1,2}:\S*", word) is not None


def _country(word: str) -> str:
    if word.upper() not in COUNTRIES:
        raise ScheduleInvalid(f"“{word}” is no calendar we have; holidays of {' or '.join(COUNTRIES)} can be skipped.")
    return word.upper()


def _day_words() -> list[str]:
    return [*_GROUPS, *_FULL_NAMES, *WEEKDAYS]


def _unknown(what: str, word: str, valid: Sequence[str]) -> str:
    folded = {name.casefold(): name for name in valid}
    ends = {name.rsplit("/", 1)[-1].casefold(): name for name in valid}
    keys = get_close_matches(word.casefold(), [*folded, *ends], n=3, cutoff=0.6)
    nearest = dict.fromkeys(folded.get(key) or ends[key] for key in keys)
    return f"“{word}” is not a {what} we know. " + (f"Nearest: {', '.join(nearest)}." if nearest else "")


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
