"""The words of a digest: days, times and zones, the topics that they name, and the nearest of what is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypedDict

from store.digests.model import Tells
from store.digests.schedule import WEEKDAYS, Rule
from store.digests.schedule_parser import parse_schedule
from store.digests.schedule_text import ScheduleInvalid, like, read_zone
from store.errors import InvalidRequest
from store.text.language import N_, told
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from store.core import BriefingStore
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
EVERYTHING = frozenset({"all", "everything", "topics", "전체", "모두"})
"""Words for every topic."""
EVERY_TOPIC = N_("alliance topics lists every topic.")
_LONGEST_NAME = 8


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


class TopicUnknown(InvalidRequest):
    """Words that name no topic; the message offers the nearest."""

    exit_code = 65
    code = "topic_unknown"


@dataclass(frozen=True, slots=True)
class TopicReader:
    """Reads what people call topics, over one store."""

    store: BriefingStore

    def topics(self, words: Sequence[str], wrong: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the slugs that *words* name, longest names first; none for “all”.

        TopicUnknown with the nearest of every word that names none, behind
        what is *wrong* already; ScheduleInvalid when only that is.
        """
        said = [word for word in words if word.casefold() not in EVERYTHING]
        named, strange = self.named([*said])
        if strange:
            raise self._unknown(strange, wrong)
        if named and len(said) < len(words):
            wrong = (*wrong, _("All topics hold those that you name too: say all, or name some."))
        if wrong:
            raise ScheduleInvalid(sentences(wrong))
        return tuple(dict.fromkeys(named)) if len(said) == len(words) else ()

    def named(self, words: list[str]) -> tuple[list[str], list[str]]:
        """Return the slugs that *words* name, and the words that name none."""
        named, strange = [], []
        while words:
            for length in range(min(len(words), _LONGEST_NAME), 0, -1):
                slug = self.store.named(" ".join(words[:length]))
                if slug is not None:
                    named.append(slug)
                    break
            else:
                length = 2 if len(words) > 1 and is_city(words) else 1
                strange.append(" ".join(words[:length]))
            del words[:length]
        return named, strange

    def _unknown(self, words: Sequence[str], wrong: Sequence[str]) -> TopicUnknown:
        """Return what to tell of *words* that name nothing, behind what is *wrong* already."""
        near = {word: nearest(self._nearest(word)) for word in words}
        told = [
            f"{_('“{word}” is no topic, day or time zone that I know.', word=word)} {found}".strip()
            for word, found in near.items()
        ]
        return TopicUnknown(f"{sentences([*wrong, *told])} {'' if all(near.values()) else _(EVERY_TOPIC)}".strip())

    def _nearest(self, word: str) -> list[str]:
        """Return the topics, days and zones that *word* may have meant, the likelier first."""
        # Further off than a typo that a lookup forgives: here nothing happens before the person has seen it.
        slugs = get_close_matches(word.casefold(), self.store.snapshot.topics, n=2, cutoff=0.75)
        return list(dict.fromkeys([*slugs, *like(word), *(topic.slug for topic in self.store.nearest(word))]))
