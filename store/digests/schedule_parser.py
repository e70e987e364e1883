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

from store.digests.schedule import LAST, QUARTER_ENDS, QUARTERS, WEEKDAYS, ParsedSchedule
from store.digests.schedule_phrases import as_typed, plainly
from store.digests.schedule_text import (
    ABBREVIATIONS,
    GROUPS,
    MAY_MEAN,
    ORDINALS,
    ScheduleInvalid,
    ambiguous,
    date_in_words,
    days_called,
    read_time,
    read_zone,
)
from store.digests.skipped_days import read_skips
from store.digests.wordings import FILLER, REASONS, SIGN
from store.errors import FilledMessage, TooLong
from store.text.language import N_

if TYPE_CHECKING:
    from datetime import time

MAX_WORDS = 500
"""The most characters a schedule takes, topics included."""
MOST_WEEKS = 8

_OFFSET = re.compile(r"(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?")
_SKIPS = frozenset({"skip", "not", "except", "excluding", "without", "no"})


def parse_schedule(text: str) -> ParsedSchedule:
    """Return what *text* says about days, times, zone and holidays; TooLong over MAX_WORDS characters.

    What looks so but is none is *wrong*, every such word at once.
    """
    if len(text) > MAX_WORDS:
        raise TooLong(N_("Please shorten this to {most} characters."), most=MAX_WORDS)
    parser = _Parser(deque(word for word in re.split(r"[\s,;]+", plainly(text)) if word))
    while parser.words:
        try:
            parser.take(parser.words.popleft())
        except ScheduleInvalid as wrong:
            parser.wrong.append(wrong.message)
    parser.check()
    return parser.parsed()


@dataclass(slots=True)
class _Parser:
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
    """`quarterly`, `quarterend`, `monthly`, `weekly`, `twice`."""
    excluded: list[str] = field(default_factory=list)
    """Days of the week that are left out of those that are named."""
    heard: str = ""
    """Days and times in the order in which they were named, a letter for each run of either."""
    rest: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def take(self, word: str) -> None:
        """Sort in one word, with those behind it that belong to it; ScheduleInvalid when it is wrong."""
        low = word.casefold()
        if word.startswith(SIGN):
            self._phrase(word[1], word[2:])
        elif low in _SKIPS:
            self._skip()
        elif low in ORDINALS:
            self.ordinals += [low] if low not in self.ordinals else []
        elif (named := days_called(low)) is not None:
            self.days += named
            self.grouped |= low in GROUPS
            self._note("d")
        elif _looks_like_time(low):
            self.times.append(read_time(low))
            self._note("t")
        elif low in ABBREVIATIONS or low in MAY_MEAN or "/" in word or _OFFSET.fullmatch(low):
            self._zone(word)
        elif low not in FILLER:
            self.rest.append(word)

    def _note(self, kind: str) -> None:
        self.heard += "" if self.heard.endswith(kind) else kind

    def _phrase(self, kind: str, value: str) -> None:
        match kind:
            case "w":
                self.weeks.append(int(value))
            case "d":
                self.month_days.append(int(value))
                self._note("d")
            case "x":
                reason, _, phrase = value.partition(":")
                self._refuse(REASONS[reason], phrase=as_typed(phrase))
            case "h":
                self._refuse(N_("Say whose half days to skip: skip GR half days."))
            case "s":
                self.spans.append(value)
            case "e":
                count, day = value.split(":")
                may_be = N_(
                    "“every {count} {day}” may be every {weeks} weeks or once a month: "
                    "say “every {weeks} weeks {day}”, or “{count} {day} of the month”."
                )
                self._refuse(may_be, count=count, day=day, weeks=ORDINALS[count])
            case _:
                single = N_("“{date}” is a single date; a digest comes again. Say which day it comes on.")
                self._refuse(single, date=date_in_words(value))

    def _zone(self, word: str) -> None:
        low = word.casefold()
        if _OFFSET.fullmatch(low):
            # The tz database has such zones, with the sign turned round: none to be offered as near.
            raise ScheduleInvalid(N_("“{word}” is not a time zone by its name. Write it like Asia/Seoul."), word=word)
        if low in MAY_MEAN:
            raise ScheduleInvalid(ambiguous(word, MAY_MEAN[low]))
        zone = read_zone(word)
        self.zones += [zone] if zone not in self.zones else []

    def _skip(self) -> None:
        """Take what follows `skip`."""
        skips = read_skips(self.words)
        if skips.empty:
            self._no_skip()
        self.excluded += skips.days
        self.skipped += [one for one in skips.named if one not in self.skipped]

    def _no_skip(self) -> None:
        if not self.words:
            raise ScheduleInvalid(N_("Say whose holidays to skip, or which day: skip KR holidays, or skip 24 Dec."))
        word = self.words.popleft()
        if not word.startswith(SIGN):
            raise ScheduleInvalid(
                N_("“{word}” is no country whose holidays we know, and no day: skip KR, or skip 24 Dec."), word=word
            )
        self.take(word)

    def check(self) -> None:
        """Note what each word may say, but not all of them together."""
        self._check_days()
        self._check_spans()

    def _refuse(self, message: str, **values: object) -> None:
        self.wrong.append(FilledMessage(message, **values))

    def _check_days(self) -> None:
        first, *more = self.ordinals or [""]
        if len(self.zones) > 1:
            self._refuse(N_("A digest has one time zone, not {zones}."), zones=" and ".join(self.zones))
        if more:
            self._refuse(N_("“{days}” need a digest each."), days="” and “".join(self.ordinals))
        elif first and (self.grouped or not self.days):
            self._refuse(N_("“{first}” needs a day of the week, like “{first} monday”."), first=first)
        if self.month_days and (self.days or self.weeks):
            self._refuse(N_("Days of the month and days of the week need a digest each."))
        if self.days and not {*self.days} - {*self.excluded}:
            self._refuse(N_("No day is left of those that are named."))
        if "dtdt" in self.heard or "tdtd" in self.heard:
            self._refuse(
                N_("A digest comes at the same times on all its days; for other times on other days set up another.")
            )

    def _check_spans(self) -> None:
        weeks = self.weeks[0] if self.weeks else 1
        if len({*self.weeks}) > 1 or not 1 <= weeks <= MOST_WEEKS:
            self._refuse(N_("A digest comes every 1 to {most} weeks."), most=MOST_WEEKS)
        if self.weeks and not self.days:
            self._refuse(N_("“every {weeks} weeks” needs its day, like “every {weeks} weeks monday”."), weeks=weeks)
        if "weekly" in self.spans and not self.days:
            self._refuse(N_("“weekly” needs its day, like “weekly monday”."))
        if "monthly" in self.spans and not (self.month_days or self.ordinals):
            self._refuse(N_("“monthly” needs its day: the 15th, the last day, or first monday."))
        if "twice" in self.spans and len({*self.times}) != 2:
            self._refuse(N_("“twice a day” needs its two times, like 09:00 and 17:00."))
        if {"quarterly", "quarterend"} <= {*self.spans}:
            self._refuse(N_("The beginnings and the ends of quarters need a digest each."))
        if "quarterend" in self.spans and (self.month_days or self.ordinals) and not self._is_last():
            self._refuse(N_("The end of a quarter is its last day, or its last such weekday."))

    def _is_last(self) -> bool:
        """Return whether only the last day, or the last such weekday, is named: of a quarter that is one of its end."""
        return {*self.month_days} == {LAST} or self.ordinals == ["last"]

    def _ordinal_of_quarter(self) -> int | None:
        """Return which of the days in a month is meant where only the quarter says: its first, or its last."""
        if not self.days or not {"quarterly", "quarterend"} & {*self.spans}:
            return None
        return 1 if "quarterly" in self.spans else LAST

    def parsed(self) -> ParsedSchedule:
        """Return what was heard."""
        quarterly, ends = "quarterly" in self.spans, "quarterend" in self.spans
        months = QUARTER_ENDS if ends or self._is_last() else QUARTERS
        only = [] if self.days or self.month_days else [1] if quarterly else [LAST] if ends else []
        days = self.days or (WEEKDAYS if self.excluded else ())
        return ParsedSchedule(
            days=tuple(day for day in WEEKDAYS if day in {*days} - {*self.excluded}),
            times=tuple(sorted(set(self.times))),
            zone=self.zones[0] if self.zones else None,
            ordinal=ORDINALS[self.ordinals[0]] if self.ordinals else self._ordinal_of_quarter(),
            skip_holidays=tuple(sorted(self.skipped, key=lambda one: (one[0].isdigit(), one))),
            month_days=tuple(sorted({*self.month_days, *only}, key=lambda day: day % 33)),
            months=months if quarterly or ends else (),
            weeks=self.weeks[0] if self.weeks else 1,
            rest=tuple(self.rest),
            wrong=tuple(self.wrong),
        )


def _looks_like_time(word: str) -> bool:
    return (
        word in {"noon", "midday", "midnight"}
        or re.fullmatch(r"\d{1,2}([:.]\d{1,2}){0,2}(am|pm)?|\d{3,4}(am|pm)?|\d{1,2}:\S*", word) is not None
    )
