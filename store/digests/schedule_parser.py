"""A schedule as people write it, word by word. Pure.

weekdays 08:30 Asia/Seoul
mon, thu 08:30 17:00 America/New_York
first monday 09:00 UTC skip KR holidays
every 2 weeks friday 8:30 p.m.
the 15th and the last day of the month, noon, skip 24 Dec
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.digests.public_holidays import country
from store.digests.schedule import QUARTERS, WEEKDAYS
from store.digests.schedule_phrases import SIGN, plainly
from store.digests.schedule_text import (
    ABBREVIATIONS,
    FULL_NAMES,
    GROUPS,
    MAY_MEAN,
    ORDINALS,
    ScheduleInvalid,
    date_in_words,
    read_time,
    read_zone,
)
from store.errors import TooLong

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import time

MAX_WORDS = 500
"""The most characters a schedule takes, topics included."""
MOST_WEEKS = 8

_FILLER = frozenset({"at", "and", "every", "of", "the", "month", "on", "in", "holidays", "each", "to", "for", "please"})
_OFFSET = re.compile(r"(?:utc|gmt)[+-]\S+")


@dataclass(frozen=True, slots=True)
class Wish:
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


def read_wish(text: str) -> Wish:
    """Return what *text* says about days, times, zone and holidays; ScheduleInvalid for what looks so but is none."""
    wish = hear(text)
    if wish.wrong:
        raise ScheduleInvalid(" ".join(wish.wrong))
    return wish


def hear(text: str) -> Wish:
    """Return the same with what is *wrong* beside it, so that a person reads of every wrong word at once.

    TooLong over MAX_WORDS characters.
    """
    if len(text) > MAX_WORDS:
        raise TooLong(f"Please shorten this to {MAX_WORDS} characters.")
    heard = _Hearing(deque(word for word in re.split(r"[\s,;]+", plainly(text)) if word))
    while heard.words:
        try:
            heard.take(heard.words.popleft())
        except ScheduleInvalid as wrong:
            heard.wrong.append(str(wrong))
    heard.check()
    return heard.wish()


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
    skipped: list[str] = field(default_factory=list)
    month_days: list[int] = field(default_factory=list)
    weeks: list[int] = field(default_factory=list)
    spans: list[str] = field(default_factory=list)
    """`quarterly`, `monthly`, `weekly`."""
    rest: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def take(self, word: str) -> None:
        """Sort in one word, with those behind it that belong to it; ScheduleInvalid when it is wrong."""
        low = word.casefold()
        if word.startswith(SIGN):
            self._phrase(word[1], word[2:])
        elif low in {"skip", "not", "except"}:
            self._skip()
        elif low in ORDINALS:
            self.ordinals += [low] if low not in self.ordinals else []
        elif (named := _days_of(low)) is not None:
            self.days += named
            self.grouped |= low in GROUPS
        elif _looks_like_time(low):
            self.times.append(read_time(low))
        elif low in ABBREVIATIONS or low in MAY_MEAN or "/" in word or _OFFSET.fullmatch(low):
            self._zone(word)
        elif low not in _FILLER:
            self.rest.append(word)

    def _phrase(self, kind: str, value: str) -> None:
        match kind:
            case "w":
                self.weeks.append(int(value))
            case "d":
                self.month_days.append(int(value))
            case "s":
                self.spans.append(value)
            case "e":
                count, day = value.split(":")
                self.wrong.append(
                    f"“every {count} {day}” may be every {ORDINALS[count]} weeks or once a month: "
                    f"say “every {ORDINALS[count]} weeks {day}”, or “{count} {day} of the month”."
                )
            case _:
                self.wrong.append(
                    f"“{date_in_words(value)}” is a single date; a digest comes again. Say which day it comes on."
                )

    def _zone(self, word: str) -> None:
        low = word.casefold()
        if _OFFSET.fullmatch(low):
            # The tz database has such zones, with the sign turned round: none to be offered as near.
            raise ScheduleInvalid(f"“{word}” is not a time zone by its name. Write it like Asia/Seoul.")
        if low in MAY_MEAN:
            raise ScheduleInvalid(f"“{word}” may be {' or '.join(MAY_MEAN[low])}; write the one you mean.")
        zone = read_zone(word)
        self.zones += [zone] if zone not in self.zones else []

    def _skip(self) -> None:
        """Take what follows `skip`: countries, `KR and US holidays`, and dates, `24 Dec`."""
        taken = 0
        while self.words:
            word = self.words[0]
            if word.casefold() in {"and", "or", "holidays", "holiday", "public"} or (word in _FILLER and not taken):
                self.words.popleft()
                continue
            if word in _FILLER:
                break  # at, in and to are countries too, but not behind one
            found = _skippable(word)
            if found is None:
                break
            self.words.popleft()
            self.skipped += [found] if found not in self.skipped else []
            taken += 1
        if not taken:
            self._refuse_skip()

    def _refuse_skip(self) -> None:
        if not self.words:
            raise ScheduleInvalid("Say whose holidays to skip, or which day: skip KR holidays, or skip 24 Dec.")
        word = self.words.popleft()
        raise ScheduleInvalid(f"“{word}” is no country whose holidays we know, and no day: skip KR, or skip 24 Dec.")

    def check(self) -> None:
        """Note what each word may say, but not all of them together."""
        if len(self.zones) > 1:
            self.wrong.append(f"A digest has one time zone, not {' and '.join(self.zones)}.")
        if len(self.ordinals) > 1:
            self.wrong.append(f"“{'” and “'.join(self.ordinals)}” need a digest each.")
        elif self.ordinals and (self.grouped or not self.days):
            self.wrong.append(f"“{self.ordinals[0]}” needs a day of the week, like “{self.ordinals[0]} monday”.")
        if self.month_days and (self.days or self.weeks):
            self.wrong.append("Days of the month and days of the week need a digest each.")
        if self.weeks and (len(set(self.weeks)) > 1 or not 1 <= self.weeks[0] <= MOST_WEEKS):
            self.wrong.append(f"A digest comes every 1 to {MOST_WEEKS} weeks.")
        if self.weeks and not self.days:
            self.wrong.append(
                f"“every {self.weeks[0]} weeks” needs its day, like “every {self.weeks[0]} weeks monday”."
            )
        if "weekly" in self.spans and not self.days:
            self.wrong.append("“weekly” needs its day, like “weekly monday”.")
        if "monthly" in self.spans and not (self.month_days or self.ordinals):
            self.wrong.append("“monthly” needs its day: the 15th, the last day, or first monday.")

    def wish(self) -> Wish:
        """Return what was heard."""
        quarterly = "quarterly" in self.spans
        first = [1] if quarterly and not (self.days or self.month_days) else []
        return Wish(
            days=_in_week_order(self.days),
            times=tuple(sorted(set(self.times))),
            zone=self.zones[0] if self.zones else None,
            ordinal=ORDINALS[self.ordinals[0]] if self.ordinals else (1 if quarterly and self.days else None),
            skip_holidays=tuple(sorted(self.skipped, key=lambda one: (one[0].isdigit(), one))),
            month_days=tuple(sorted({*self.month_days, *first}, key=lambda day: day % 33)),
            months=QUARTERS if quarterly else (),
            weeks=self.weeks[0] if self.weeks else 1,
            rest=tuple(self.rest),
            wrong=tuple(self.wrong),
        )


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
    return (
        word in {"noon", "midday", "midnight"}
        or re.fullmatch(r"\d{1,2}([:.]\d{1,2}){0,2}(am|pm)?|\d{4}|\d{1,2}:\S*", word) is not None
    )


def _skippable(word: str) -> str | None:
    """Return the country or the date that *word* names; None when it names none."""
    if word.startswith(f"{SIGN}o"):
        return word[2:]
    return country(word)
