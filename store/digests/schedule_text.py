"""What times, zones and days are called, and a `Rule` in people's words. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import time
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from store.digests.schedule import HALF, LAST, WEEKDAYS, Rule
from store.errors import FilledMessage, InvalidRequest
from store.text import word_files
from store.text.language import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
GROUPS = {
    "weekdays": WEEKDAYS[:5],
    "weekday": WEEKDAYS[:5],
    "weekends": WEEKDAYS[5:],
    "weekend": WEEKDAYS[5:],
    "daily": WEEKDAYS,
    "everyday": WEEKDAYS,
}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": LAST}
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d{2})(?:[:.]00)?)?\s*(?P<half>am|pm)?", re.IGNORECASE | re.ASCII
)
_HALF = re.compile(r"\s*([ap])\.?m\.?", re.IGNORECASE)
_NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_LISTS = Path(__file__).parent / "wordlists"
ABBREVIATIONS = word_files.called(_LISTS / "zone_abbreviations.txt")
MAY_MEAN = word_files.choices(_LISTS / "zone_choices.txt")
_SPOKEN = word_files.called(_LISTS / "zone_spoken.txt")
_RENAMED = word_files.called(_LISTS / "zone_renamed.txt")
_OLD = {old.casefold(): new for old, new in _RENAMED.items()}
_NO_PLACES = frozenset({"factory", "localtime", "posixrules", "leapseconds", "tzdata.zi"})
"""Files that lie beside the zones; none is a zone that somebody can choose."""


class ScheduleInvalid(InvalidRequest):
    """A day, a time or a zone that is none; the message offers the nearest valid names."""

    exit_code: ClassVar[int] = 65
    code: ClassVar[str] = "schedule_invalid"


def days_called(word: str) -> tuple[str, ...] | None:
    """Return the days of the week that a word names, such as `fri`, `fridays` or `weekdays`; None for none."""
    singular = word.removesuffix("s")
    if word in GROUPS:
        return GROUPS[word]
    if singular in FULL_NAMES:
        return (singular[:3],)
    return (word,) if word in WEEKDAYS else None


def read_time(text: str) -> time:
    """Return the wall time written as `08:30`, `0830`, `8:30 p.m.`, `8am`, `08:30:00` or `noon`."""
    plain = _HALF.sub(r"\1m", unicodedata.normalize("NFKC", text).strip().casefold())
    if plain in _NAMED_TIMES:
        return _NAMED_TIMES[plain]
    match = _TIME.fullmatch(plain)
    hour = _hour(int(match["hour"]), match["half"] or "") if match else None
    minute = int(match["minute"] or 0) if match else 0
    if hour is None or minute > 59:
        raise ScheduleInvalid(N_("“{text}” is not a time; write it like 08:30 or 5pm."), text=text)
    return time(hour, minute)


def _hour(number: int, half: str) -> int | None:
    if half:
        return number % 12 + (12 if half == "pm" else 0) if 1 <= number <= 12 else None
    return number if number < 24 else None


def read_zone(text: str) -> str:
    """Return the tz database's name for *text*, which may be an abbreviation, a city or an old name."""
    low = text.strip().casefold().replace(" ", "_")
    if low in MAY_MEAN:
        raise ScheduleInvalid(ambiguous(text, MAY_MEAN[low]))
    found = ABBREVIATIONS.get(low) or _zones().get(low) or _OLD.get(low)
    if found is None:
        raise ScheduleInvalid(unknown_zone(text, [*_zones().values()]))
    return followed(found)


def followed(zone: str) -> str:
    """Return the name by which this machine has a zone now: the new one, or the old where it has only that."""
    new = _RENAMED.get(zone, zone)
    if _is_here(new):
        return new
    return next((old for old, one in _RENAMED.items() if one == new and _is_here(old)), zone)


@lru_cache(maxsize=1024)
def zone_called(name: str) -> str | None:
    """Return the zone of exactly this name, old or new, as this machine has it; None where it has none."""
    found = followed(name)
    return found if _is_here(found) else None


def spoken_zone(words: str) -> str | None:
    """Return the zone, or an abbreviation of it, that people mean by `Seoul` in “Seoul time”; None where it is none."""
    low = " ".join(words.casefold().replace("_", " ").split())
    return _SPOKEN.get(low) or _zones().get(low.replace(" ", "_"))


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
    return f"{describe_days(rule)} {times} {rule.zone}{_describe_skips(rule.skip_holidays)}"


def _describe_skips(skipped: Sequence[str]) -> str:
    countries = [one for one in skipped if not one[0].isdigit() and not one.endswith(HALF)]
    halves = [one.removesuffix(HALF) for one in skipped if one.endswith(HALF)]
    dates = [date_in_words(one) for one in skipped if one[0].isdigit()]
    told = [f"not on {' or '.join(countries)} holidays"] if countries else []
    told += [f"not on {' or '.join(halves)} half days"] if halves else []
    told += [f"not on {', '.join(dates)}"] if dates else []
    return "".join(f", {one}" for one in told)


def date_in_words(written: str) -> str:
    """Return `24 Dec` for `12-24`, and `24 Dec 2026` for `2026-12-24`."""
    *year, month, day = written.split("-")
    return " ".join([str(int(day)), MONTHS[int(month) - 1][:3].capitalize(), *year])


def describe_days(rule: Rule) -> str:
    """Return the days of a rule: `Weekdays`, `The 15th of the month,`, `Mon every 2 weeks,`."""
    quarterly = "Quarterly, " if rule.months else ""
    if rule.month_days:
        named = " and ".join(_month_day(day) for day in rule.month_days)
        return f"{quarterly}{named} of the month," if quarterly else f"{named} of the month,".capitalize()
    if rule.ordinal is not None:
        ordinal = next(word for word, number in ORDINALS.items() if number == rule.ordinal)
        return f"{quarterly}{ordinal if quarterly else ordinal.capitalize()} {_names(rule.days)} of the month,"
    every = f" every {rule.weeks} weeks," if rule.weeks > 1 else ""
    for word in ("weekdays", "weekends", "daily"):
        if rule.days == GROUPS[word]:
            return f"{word.capitalize()}{every}"
    return f"{_names(rule.days)}{every}"


def _month_day(day: int) -> str:
    if day == LAST:
        return "the last day"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th") if day not in {11, 12, 13} else "th"
    return f"the {day}{ending}"


def _names(days: Sequence[str]) -> str:
    return ", ".join(day.capitalize() for day in days)


def ambiguous(word: str, zones: Sequence[str]) -> FilledMessage:
    """Return that *word* may be any of *zones*."""
    return FilledMessage("“{word}” may be {zones}; write the one you mean.", word=word, zones=" or ".join(zones))


def unknown_zone(word: str, valid: Sequence[str]) -> FilledMessage:
    """Return that *word* is no time zone, with the nearest *valid* names, or how to write one."""
    folded = {name.casefold(): name for name in valid}
    ends = {name.rsplit("/", 1)[-1].casefold(): name for name in valid}
    keys = get_close_matches(word.casefold(), [*folded, *ends], n=3, cutoff=0.6)
    nearest = dict.fromkeys(folded.get(key) or ends[key] for key in keys)
    if not nearest:
        return FilledMessage("“{word}” is not a time zone we know. Write it like Asia/Seoul.", word=word)
    return FilledMessage("“{word}” is not a time zone we know. Nearest: {names}.", word=word, names=", ".join(nearest))


@lru_cache(maxsize=1024)
def _is_here(name: str) -> bool:
    # Asked for one by one: to list them all opens 1,800 files and imports 2 MB, which the first person would wait for.
    try:
        return ZoneInfo(name).key == name and _is_place(name)
    except (KeyError, ValueError, OSError):
        return False


@cache
def _zones() -> dict[str, str]:
    """Return every zone by its folded name, and by its city where only one has it."""
    names = sorted(name for name in available_timezones() if _is_place(name))
    cities: dict[str, list[str]] = {}
    for name in names:
        if "/" in name:
            cities.setdefault(name.rsplit("/", 1)[-1].casefold(), []).append(name)
    alone = {city: found[0] for city, found in cities.items() if len(found) == 1}
    return alone | {name.casefold(): name for name in names}


def _is_place(name: str) -> bool:
    return not name.startswith(("posix/", "right/", "SystemV/")) and name.casefold() not in _NO_PLACES
