"""The words of a schedule to its rule, and what is wrong with them in sentences. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING, TypedDict

from store.digests.model import Tells
from store.digests.schedule import WEEKDAYS, Rule
from store.digests.schedule_parser import parse_schedule
from store.digests.schedule_text import ScheduleInvalid, like, read_zone
from store.text.language import gettext as _
from store.text.language import told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from store.digests.schedule import ParsedSchedule

DAYS = WEEKDAYS[:5]
WEEKLY = ("mon",), (time(9, 0),)
"""When the editors' list comes if nobody says otherwise."""
TIME = time(8, 30)
"""When a digest comes if nobody says otherwise: weekdays at 08:30."""
MOST_NEAREST = 4
MOST_WRONG = 8
"""Wrong words that are named, each with what it may have meant; more are counted."""
SILENT = "silent"
"""The word for a digest that says nothing on a day without news."""


_TELLS = {"reports": Tells.REPORTS, "statements": Tells.STATEMENTS}


class RuleDays(TypedDict, total=False):
    """What a rule says of days."""

    days: tuple[str, ...]
    ordinal: int | None
    month_days: tuple[int, ...]
    months: tuple[int, ...]
    weeks: int
    since: date | None


def schedule(words: str, how: str) -> ParsedSchedule:
    """Return what *words* say of days, times and zone; ScheduleInvalid for whatever else they say."""
    parsed = parse_schedule(words)
    wrong = [
        *parsed.wrong,
        *(f"{_('“{word}” is no day, time or zone.', word=word)} {nearest(like(word))}".strip() for word in parsed.rest),
    ]
    if wrong:
        raise ScheduleInvalid(f"{sentences(wrong)} {how}")
    return parsed


def wrong_zone(zone: str) -> tuple[str, ...]:
    """Return what is wrong with a zone that comes beside the words, as from an option; nothing when it is one."""
    try:
        read_zone(zone)
    except ScheduleInvalid as wrong:
        return (wrong.message,)
    return ()


def without_silence(parsed: ParsedSchedule) -> tuple[ParsedSchedule, bool]:
    """Return *parsed* without the word for silence, and whether it was there."""
    rest = tuple(word for word in parsed.rest if word.casefold() != SILENT)
    return replace(parsed, rest=rest), rest != parsed.rest


def without_tells(parsed: ParsedSchedule) -> tuple[ParsedSchedule, Tells | None]:
    """Return *parsed* without the words for what a digest brings, and what they say: `reports only`, `statements`."""
    told = [word.casefold() for word in parsed.rest]
    named = {_TELLS[word] for word in told if word in _TELLS}
    if not named:
        return parsed, None
    out = {*_TELLS, "only", "and"}
    rest = tuple(word for word in parsed.rest if word.casefold() not in out)
    return replace(parsed, rest=rest), named.pop() if len(named) == 1 else Tells.BOTH


def sentences(wrong: Sequence[str]) -> str:
    """Return what is wrong as one text: the first MOST_WRONG, and how many more."""
    more = len(wrong) - MOST_WRONG
    named = [told(one) for one in wrong[:MOST_WRONG]]
    return " ".join([*named, *([_("And {left:,} more.", left=more)] if more > 0 else [])])


def is_city(words: Sequence[str]) -> bool:
    """Whether the first two together are a city with a zone, as New York is, and the first alone is nothing."""
    return bool(like(" ".join(words[:2]))) and not like(words[0])


def rule_of(parsed: ParsedSchedule, zone: str) -> Rule:
    """Return the rule that *parsed* asks for; what it does not name is weekdays, 08:30 and *zone*."""
    plain = Rule(DAYS, parsed.times or (TIME,), parsed.zone or read_zone(zone), skip_holidays=parsed.skip_holidays)
    return replace(plain, **days_of(parsed)) if parsed.says_days else plain


def days_of(parsed: ParsedSchedule) -> RuleDays:
    """Return what *parsed* says of days; from when weeks count, the roster finds out."""
    return RuleDays(
        days=parsed.days,
        ordinal=parsed.ordinal,
        month_days=parsed.month_days,
        months=parsed.months,
        weeks=parsed.weeks,
        since=None,
    )


def nearest(names: Sequence[str]) -> str:
    """Return `Nearest: …. `; nothing where there is none."""
    return _("Nearest: {names}.", names=", ".join(names[:MOST_NEAREST])) + " " if names else ""
