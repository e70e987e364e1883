"""A schedule as people write it, word by word. Pure.

weekdays 08:30 Asia/Seoul
mon, thu 08:30 17:00 America/New_York
first monday 09:00 UTC skip KR holidays
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.digests.schedule import WEEKDAYS
from store.digests.schedule_text import (
    ABBREVIATIONS,
    COUNTRIES,
    FULL_NAMES,
    GROUPS,
    ORDINALS,
    ScheduleInvalid,
    read_time,
    read_zone,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import time

_COUNTRY_NAMES = {
    "kr": "KR",
    "korea": "KR",
    "korean": "KR",
    "us": "US",
    "usa": "US",
    "american": "US",
}
_FILLER = frozenset({"at", "and", "every", "of", "the", "month", "on", "in", "holidays", "each"})
_DAY = rf"({'|'.join(f'{full}s?|{full[:3]}' for full in FULL_NAMES)})"
_DAYS_BETWEEN = re.compile(
    rf"(?<!\w){_DAY}\s*(?:[-\u2013\u2014]|\b(?:to|through|until|till)\b)\s*{_DAY}(?!\w)", re.IGNORECASE
)
_EVERY_DAY = re.compile(r"\b(?:every|each) ?days?\b", re.IGNORECASE)
_HALF_OF_DAY = re.compile(r"\b(\d{1,2}(?:[:.]\d{2})?)\s+(am|pm)\b", re.IGNORECASE | re.ASCII)
_OFFSET = re.compile(r"(?:utc|gmt)[+-]\S+")


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
    wrong: tuple[str, ...] = ()
    """What cannot be, a sentence each, with the nearest valid names."""

    @property
    def timed(self) -> bool:
        """Whether days, times or a zone were named."""
        return bool(self.days or self.times or self.zone)


def read_wish(text: str) -> Wish:
    """Return what *text* says about days, times, zone and holidays; ScheduleInvalid for what looks so but is none."""
    wish = hear(text)
    if wish.wrong:
        raise ScheduleInvalid(" ".join(wish.wrong))
    return wish


def hear(text: str) -> Wish:
    """Return the same with what is *wrong* beside it, so that a person reads of every wrong word at once."""
    heard = _Hearing(deque(word for word in re.split(r"[\s,;]+", _plainly(text)) if word))
    while heard.words:
        try:
            heard.take(heard.words.popleft())
        except ScheduleInvalid as wrong:
            heard.wrong.append(str(wrong))
    heard.check()
    return Wish(
        _in_week_order(heard.days),
        tuple(sorted(set(heard.times))),
        heard.zones[0] if heard.zones else None,
        ORDINALS[heard.ordinals[0]] if heard.ordinals else None,
        tuple(country for country in COUNTRIES if country in heard.holidays),
        tuple(heard.rest),
        tuple(heard.wrong),
    )


@dataclass(slots=True)
class _Hearing:
    """The words to come, and what those before them said."""

    words: deque[str]
    days: list[str] = field(default_factory=list)
    grouped: bool = False
    """Whether days were named together, as `weekdays` does."""
    times: list[time] = field(default_factory=list)
    zones: list[str] = field(default_factory=list)
    ordinals: list[str] = field(default_factory=list)
    holidays: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def take(self, word: str) -> None:
        """Sort in one word, with those behind it that belong to it; ScheduleInvalid when it is wrong."""
        low = word.casefold()
        if low == "skip":
            self._skip()
        elif low in ORDINALS:
            self.ordinals += [low] if low not in self.ordinals else []
        elif (named := _days_of(low)) is not None:
            self.days += named
            self.grouped |= low in GROUPS
        elif _looks_like_time(low):
            self.times.append(read_time(low))
        elif low in ABBREVIATIONS or "/" in word or _OFFSET.fullmatch(low):
            self._zone(word)
        elif low not in _FILLER:
            self.rest.append(word)

    def _zone(self, word: str) -> None:
        if _OFFSET.fullmatch(word.casefold()):
            # The tz database has such zones, with the sign turned round: none to be offered as near.
            raise ScheduleInvalid(f"“{word}” is not a time zone by its name. Write it like Asia/Seoul.")
        zone = read_zone(word)
        self.zones += [zone] if zone not in self.zones else []

    def _skip(self) -> None:
        """Take the countries behind `skip`: `KR and US holidays`."""
        self.holidays.append(_country(self.words.popleft() if self.words else ""))
        while self.words and self.words[0].casefold() in {*_COUNTRY_NAMES, "and", "or"}:
            named = _COUNTRY_NAMES.get(self.words.popleft().casefold())
            self.holidays += [named] if named else []

    def check(self) -> None:
        """Note what each word may say, but not all of them together."""
        if len(self.zones) > 1:
            self.wrong.append(f"A digest has one time zone, not {' and '.join(self.zones)}.")
        if len(self.ordinals) > 1:
            self.wrong.append(f"“{'” and “'.join(self.ordinals)}” need a digest each.")
        elif self.ordinals and (self.grouped or not self.days):
            self.wrong.append(f"“{self.ordinals[0]}” needs a day of the week, like “{self.ordinals[0]} monday”.")


def _plainly(text: str) -> str:
    """Return *text* with what people write in several words, or with a dash, in the words that we read."""
    text = _EVERY_DAY.sub("daily", text.strip())
    text = _HALF_OF_DAY.sub(r"\1\2", text)
    return _DAYS_BETWEEN.sub(lambda found: " ".join(_between(found[1], found[2])), text)


def _between(first: str, last: str) -> Sequence[str]:
    start, end = WEEKDAYS.index(first[:3].casefold()), WEEKDAYS.index(last[:3].casefold())
    return WEEKDAYS[start : end + 1] if start <= end else (*WEEKDAYS[start:], *WEEKDAYS[: end + 1])


def _days_of(word: str) -> tuple[str, ...] | None:
    singular = word.removesuffix("s")
    if word in GROUPS:
        return GROUPS[word]
    if singular in FULL_NAMES:
        return (singular[:3],)
    return (word,) if word in WEEKDAYS else None


def _in_week_order(days: Iterable[str]) -> tuple[str, ...]:
    chosen = set(days)
    return tuple(day for day in WEEKDAYS if day in chosen)


def _looks_like_time(word: str) -> bool:
    return re.fullmatch(r"\d{1,2}([:.]\d{1,2})?(am|pm)?|\d{1,2}:\S*", word) is not None


def _country(word: str) -> str:
    if not word:
        raise ScheduleInvalid("Say whose holidays to skip: skip KR holidays, or skip US holidays.")
    if word.casefold() not in _COUNTRY_NAMES:
        raise ScheduleInvalid(f"“{word}” is no calendar we have; holidays of {' or '.join(COUNTRIES)} can be skipped.")
    return _COUNTRY_NAMES[word.casefold()]
