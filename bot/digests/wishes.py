"""What people wish of a digest's schedule: their words to a rule, and what is wrong with them in sentences. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING, TypedDict

from store.digests.schedule import WEEKDAYS, Rule
from store.digests.schedule_parser import hear
from store.digests.schedule_text import ScheduleInvalid, like, read_zone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from store.digests.wish import Wish

DAYS = WEEKDAYS[:5]
TIME = time(8, 30)
"""When a digest comes if nobody says otherwise: weekdays at 08:30."""
MOST_NEAREST = 4
MOST_WRONG = 8
"""Wrong words that are named, each with what it may have meant; more are counted."""
SILENT = "silent"
"""The word for a digest that says nothing on a day without news."""


class RuleDays(TypedDict, total=False):
    """What a rule says of days."""

    days: tuple[str, ...]
    ordinal: int | None
    month_days: tuple[int, ...]
    months: tuple[int, ...]
    weeks: int
    since: date | None


def schedule(words: str, how: str) -> Wish:
    """Return what *words* say of days, times and zone; ScheduleInvalid for whatever else they say."""
    wish = hear(words)
    wrong = [*wish.wrong, *(f"“{word}” is no day, time or zone. {nearest(like(word))}".strip() for word in wish.rest)]
    if wrong:
        raise ScheduleInvalid(f"{sentences(wrong)} {how}")
    return wish


def wrong_zone(zone: str) -> tuple[str, ...]:
    """Return what is wrong with a zone that comes beside the words, as from an option; nothing when it is one."""
    try:
        read_zone(zone)
    except ScheduleInvalid as wrong:
        return (str(wrong),)
    return ()


def without_silence(wish: Wish) -> tuple[Wish, bool]:
    """Return *wish* without the word for silence, and whether it was there."""
    rest = tuple(word for word in wish.rest if word.casefold() != SILENT)
    return replace(wish, rest=rest), rest != wish.rest


def sentences(wrong: Sequence[str]) -> str:
    """Return what is wrong as one text: the first MOST_WRONG, and how many more."""
    more = len(wrong) - MOST_WRONG
    told = [*wrong[:MOST_WRONG], *([f"And {more} more."] if more > 0 else [])]
    return " ".join(told)


def is_city(words: Sequence[str]) -> bool:
    """Whether the first two together are a city with a zone, as New York is, and the first alone is nothing."""
    return bool(like(" ".join(words[:2]))) and not like(words[0])


def rule_of(wish: Wish, zone: str) -> Rule:
    """Return the rule that *wish* asks for; what it does not name is weekdays, 08:30 and *zone*."""
    plain = Rule(DAYS, wish.times or (TIME,), wish.zone or read_zone(zone), skip_holidays=wish.skip_holidays)
    return replace(plain, **days_of(wish)) if wish.says_days else plain


def days_of(wish: Wish) -> RuleDays:
    """Return what *wish* says of days; from when weeks count, the roster finds out."""
    return RuleDays(
        days=wish.days,
        ordinal=wish.ordinal,
        month_days=wish.month_days,
        months=wish.months,
        weeks=wish.weeks,
        since=None,
    )


def nearest(names: Sequence[str]) -> str:
    """Return `Nearest: …. `; nothing where there is none."""
    return f"Nearest: {', '.join(names[:MOST_NEAREST])}. " if names else ""
