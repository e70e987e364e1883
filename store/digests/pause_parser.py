"""Until when a digest pauses, or from when it runs again, as people write it. Pure.

until monday · for 2 weeks · until 15 Dec · until the end of the month · tomorrow · in 3 days
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from store.digests.schedule import WEEKDAYS
from store.digests.schedule_text import FULL_NAMES, MONTHS
from store.errors import FilledMessage

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_COUNT = "|".join(_NUMBERS)
_DAY = "|".join(f"{full}|{full[:3]}" for full in FULL_NAMES)
_MONTH = "|".join(f"{full}|{full[:3]}" for full in MONTHS)
_LEAD = r"(?:(?:until|till|til|through|thru|from|on|after|starting)\s+)?(?:the\s+)?"
_UNTIL = re.compile(
    r"(?:until|till|til|through|thru|for)\b|(?:\d+|an?|one|two|three|four|five|six)\s+(?:day|week|fortnight|month)",
    re.IGNORECASE,
)
"""What begins the end of a pause. All else begins something, and a pause begins at once."""
_FOR_GOOD = re.compile(r"\b(?:until\s+further\s+notice|indefinitely|forever|for\s+good)\b", re.IGNORECASE)
_THROUGH = re.compile(r"thr(?:ough|u)\b", re.IGNORECASE)
_FORMS = tuple(
    re.compile(rf"(?<!\w){form}(?!\w)", re.IGNORECASE)
    for form in (
        rf"(?:(?:for|in)\s+)?(?:the\s+next\s+)?(?P<count>\d{{1,3}}|{_COUNT})\s+(?P<unit>day|week|fortnight|month)s?",
        rf"{_LEAD}(?P<iso>\d{{4}}-\d{{1,2}}-\d{{1,2}})",
        rf"{_LEAD}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{_MONTH})\.?(?:,?\s+(?P<y>\d{{4}}))?",
        rf"{_LEAD}(?P<m>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y>\d{{4}}))?",
        rf"{_LEAD}next\s+(?P<next>week|month)",
        rf"{_LEAD}(?:(?:last\s+day|end)\s+of\s+(?:(?:the|this)\s+)?month|month[- ]end)(?P<end>)",
        rf"{_LEAD}(?P<only>\d{{1,2}})(?:st|nd|rd|th)(?:\s+of\s+(?:the\s+)?month)?",
        rf"{_LEAD}(?:first|1st)\s+of\s+(?:the\s+)?month(?P<first>)",
        rf"{_LEAD}(?:next\s+)?(?P<weekday>{_DAY})",
        rf"{_LEAD}(?P<near>tomorrow|today|now)",
    )
)


@dataclass(frozen=True, slots=True)
class Until:
    """The local *day* from which a digest runs again, None where none was named, and the words that were no day."""

    day: date | None
    rest: tuple[str, ...]
    wrong: tuple[str, ...] = ()


def read_until(text: str, today: date, *, pausing: bool = False) -> Until:
    """Return what *text* says of a day from *today* on; a day that is none, or gone by, is named as wrong.

    *pausing* says that the day ends a pause, and so must be said to.
    """
    plain, days, wrong = unicodedata.normalize("NFKC", text), list[date](), list[str]()
    if pausing:
        plain = _FOR_GOOD.sub(" ", plain)
    for form in _FORMS:
        while (found := form.search(plain)) is not None:
            day = _day(found, today)
            if pausing and not _UNTIL.match(found[0]):
                if found[0].lower() != "now":
                    wrong.append(
                        FilledMessage(
                            "“{words}”: a pause begins at once; say until when, like until monday.",
                            words=found[0].strip(),
                        )
                    )
            elif day is None or day < today:
                wrong.append(FilledMessage("“{words}” is no day to come.", words=found[0].strip()))
            else:
                days.append(day)
            plain = f"{plain[: found.start()]} {plain[found.end() :]}"
    if len(set(days)) > 1:
        wrong.append(FilledMessage("A digest runs again on one day: name one."))
    rest = tuple(word for word in re.split(r"[\s,;]+", plain) if word)
    return Until(days[0] if days else None, rest, tuple(wrong))


def _day(found: re.Match[str], today: date) -> date | None:
    day = _meant(found.groupdict(), today)
    return day + timedelta(days=1) if day is not None and _THROUGH.match(found[0]) else day


def _meant(said: dict[str, str | None], today: date) -> date | None:
    if said.get("end") is not None or said.get("first") is not None:
        return _first_of_next_month(today)
    if only := said.get("only"):
        return _day_of_month(int(only), today)
    if count := said.get("count"):
        return _later(today, _NUMBERS.get(count.lower()) or int(count), (said["unit"] or "").lower())
    return _named(said, today)


def _named(said: dict[str, str | None], today: date) -> date | None:
    if upcoming := said.get("next"):
        monday = today + timedelta(days=7 - today.weekday())
        return monday if upcoming.lower() == "week" else _first_of_next_month(today)
    if weekday := said.get("weekday"):
        ahead = (WEEKDAYS.index(weekday[:3].lower()) - today.weekday() - 1) % 7 + 1
        return today + timedelta(days=ahead)
    if near := said.get("near"):
        return today + timedelta(days=near.lower() == "tomorrow")
    return _written(said, today)


def _day_of_month(number: int, today: date) -> date | None:
    """Return the next such day of a month; None where there is none within two months."""
    month = today.replace(day=1)
    for _ in range(3):
        try:
            day = month.replace(day=number)
        except ValueError:
            day = today
        if day > today:
            return day
        month = _first_of_next_month(month)
    return None


def _written(said: dict[str, str | None], today: date) -> date | None:
    try:
        if iso := said.get("iso"):
            return date(*map(int, iso.split("-")))
        month = next(at for at, full in enumerate(MONTHS, 1) if full.startswith((said["m"] or "")[:3].lower()))
        day = int(said["d"] or 0)
        if said["y"]:
            return date(int(said["y"]), month, day)
        this_year = date(today.year, month, day)
        return this_year if this_year >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


def _later(today: date, count: int, unit: str) -> date:
    if unit == "month":
        day = today
        for _ in range(count):
            day = _first_of_next_month(day)
        return min(day + timedelta(days=today.day - 1), _first_of_next_month(day) - timedelta(days=1))
    return today + timedelta(days=count * {"week": 7, "fortnight": 14}.get(unit, 1))


def _first_of_next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def unknown_words(words: Sequence[str]) -> FilledMessage:
    """Return that *words* are neither a day nor a topic of the digest."""
    return FilledMessage(
        "“{words}” is no day and no topic of this digest. Try: pause until monday, or pause for 2 weeks.",
        words=" ".join(words),
    )
