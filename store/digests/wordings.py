"""Wordings of schedules: what stands for plainer words, and what is understood and cannot be. Data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store.text.language import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    Plain = str | Callable[[re.Match[str]], str]
    """What a wording stands for, or what makes it of one."""

SIGN = "\x02"
"""Begins a word that stands for a phrase; nobody can type it."""

FILLER = frozenset({"at", "and", "every", "of", "the", "month", "on", "in", "holidays", "each", "to", "for", "please"})
"""Words that say nothing of their own."""

_DAY = (
    r"(?:mon|tue|wed|thu|fri|sat|sun|tues|weds|thur|thurs)(?:s|day|sday|nesday|rsday|urday|days|sdays|nesdays|rsdays)?"
)
_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOUR = rf"(\d{{1,2}}|{'|'.join(_HOURS)})"
_NTH = r"(?:first|1st|second|2nd|third|3rd|fourth|4th|last)"
_WORKING = r"(?:work(?:ing)?|business)[ -]?days?"
_EACH = r"(?:(?:the|each|every|a|this)\s+)?"


def _plain(pattern: str, plain: Plain) -> tuple[re.Pattern[str], Plain]:
    return re.compile(pattern, re.IGNORECASE), plain


def _hour(word: str) -> int:
    return int(word) if word.isdigit() else _HOURS.index(word.lower()) + 1


def _half_of_day(time: str, part: str) -> str:
    """Return `8:30am` for `8:30` and `morning`; a time that says it already, or is past noon, as it is."""
    hour = time.partition(":")[0].partition(".")[0]
    if not hour.isdigit() or not 1 <= int(hour) <= 12:
        return time
    return f"{time}{'am' if part.lower() == 'morning' or (part.lower() == 'night' and int(hour) == 12) else 'pm'}"


PLAINER: tuple[tuple[re.Pattern[str], Plain], ...] = (
    _plain(r"\s[&+]\s|(?<=[a-z])&(?=[a-z])", " and "),
    _plain(r"@\s*(?=\d)", " at "),
    _plain(r"(?<!\w)M/?W/?F(?!\w)", "mon wed fri"),
    _plain(r"(?<!\w)Tu?/?Th(?!\w)", "tue thu"),
    _plain(r"\bweds\b", "wed"),
    _plain(r"\btues\b", "tue"),
    _plain(r"\bthurs?\b", "thu"),
    _plain(r"\bhalf\s+past\s+" + _HOUR, lambda found: f"{_hour(found[1])}:30"),
    _plain(r"\bquarter\s+past\s+" + _HOUR, lambda found: f"{_hour(found[1])}:15"),
    _plain(r"\bquarter\s+(?:to|of)\s+" + _HOUR, lambda found: f"{(_hour(found[1]) - 1) or 12}:45"),
    _plain(_HOUR + r"\s*o\W?\s?clock\b", lambda found: f"{_hour(found[1])}:00"),
    _plain(rf"\bat\s+({'|'.join(_HOURS)})\b(?!\s+(?:hour|day|week|month))", lambda found: f"at {_hour(found[1])}"),
    _plain(r"\b(\d{1,2})h(\d{2})?\b", lambda found: f"{found[1]}:{found[2] or '00'}"),
    _plain(
        r"\b(\d{1,2}(?:[:.]\d{2})?)\s+(?:in\s+the\s+|at\s+|each\s+|every\s+)?(morning|afternoon|evening|night)s?\b",
        lambda found: _half_of_day(found[1], found[2]),
    ),
    _plain(
        r"\b(?:every|each)\s+(morning|afternoon|evening|night)(?:\s+(?:at|by))?\s+(\d{1,2}(?:[:.]\d{2})?)(?!\s*[ap]\.?m)",
        lambda found: f"daily {_half_of_day(found[2], found[1])}",
    ),
    _plain(
        rf"({_DAY}|weekdays?|daily)\s+(morning|afternoon|evening|night)s?(?:\s+(?:at|by))?\s+(\d{{1,2}}(?:[:.]\d{{2}})?)(?!\s*[ap]\.?m)",
        lambda found: f"{found[1]} {_half_of_day(found[3], found[2])}",
    ),
    _plain(
        r"\b(?:every|each|all)\s*days?\b|\b(?:7|seven)\s+days\s+a\s+week\b|\b(?:once\s+)?(?:a|per)\s+day\b", "daily"
    ),
    _plain(rf"\b{_WORKING}\b", "weekdays"),
    _plain(r"\bonce\s+(?:a|per|every|each)\s+(day|week|month|quarter)\b", r"every \1"),
    _plain(r"\bonce\s+(?=daily|weekly|monthly|quarterly|every|each)", ""),
    _plain(r"\bfortnight\b", "2 weeks"),
    _plain(r"\b(?:on\s+)?alternat(?:e|ing)\s+weeks?\b", "every 2 weeks"),
    _plain(rf"\balternat(?:e|ing)\s+(?={_DAY})", "every 2 weeks "),
    _plain(r"\bevery\s+(?:second|2nd|other)\s+week\b", "every 2 weeks"),
    _plain(r"\bevery\s+(?:third|3rd)\s+week\b", "every 3 weeks"),
    _plain(r"\bevery\s+(?:fourth|4th)\s+week\b", "every 4 weeks"),
    _plain(r"\beom\b", "month end"),
    _plain(
        rf"\b(?:the\s+)?(?:first|1st)(?:\s+day)?\s+of\s+{_EACH}month\b|\b(?:the\s+)?(?:beginning|start)\s+of\s+{_EACH}month\b",
        "the 1st of the month",
    ),
    _plain(rf"\b(?:the\s+)?(?:(?:first|1st)\s+day|beginning|start)\s+of\s+{_EACH}quarter\b", "quarterly"),
    _plain(rf"\b(?:the\s+)?(?:(?:last\s+day|end)\s+of\s+{_EACH}quarter|quarter[- ]end)\b", f" {SIGN}squarterend "),
    _plain(rf"\blast\s+({_DAY})\s+(?:of|in)\s+{_EACH}quarter\b", rf"last \1 {SIGN}squarterend "),
    _plain(rf"\b({_DAY})\s+(?:of|in)\s+{_EACH}quarter\b", r"\1 quarterly"),
    _plain(r"\btwice\s+(?:daily|every\s+day)\b|\btwice\s+a\s+day\b", f" daily {SIGN}stwice "),
    _plain(r"\b(?:my|local|our)\s+time(?:\s*zone)?\b", ""),
    _plain(r"\bhalf[- ]?days?\b(?:\s+of\b)?", f" {SIGN}h "),
)
"""Wordings and the words that they stand for, in this order."""

REFUSED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (rf"\b{_NTH}\s+(?:{_WORKING}|weekdays?|weekend)\b(?:\s+(?:of|in)\s+{_EACH}month)?", "working"),
        (rf"\b(?:fifth|5th)\s+{_DAY}\b", "fifth"),
        (r"\b(?:(?:second|2nd|next)[ -](?:to[ -])?last|penultimate)\s+\w+(?:\s+of\s+(?:the\s+)?month)?", "last"),
        (r"\bevery\s+(?:\d+|other|second|2nd|third|3rd|fourth|4th|two|three|four|five|six)\s+days?\b", "often"),
        (r"\bevery\s+(?!3\s+m)(?:\d+|other|second|2nd|two|four|five|six|twelve)\s+(?:months?|years?)\b", "often"),
        (r"\b(?:bi-?monthly|hourly|nightly|yearly|annually)\b", "often"),
        (r"\b(?:every|each|once\s+an?|per)\s+(?:hour|year)\b", "often"),
        (r"\bevery\s+(?:\d+\s+)?(?:hours?|minutes?|mins?)\b|\bsemi-?annually\b|\bhalf-?yearly\b", "often"),
        (r"\b(?:twice|(?:two|three|four|five|six|\d+)\s+times)\s+(?:a|per|every)\s+(?:week|month|quarter)\b", "times"),
    )
)  # fmt: skip
"""What is understood and cannot be, and why, by the name of the reason."""

_KOREAN_DAYS = dict(zip("월화수목금토일", ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), strict=True))

IN_KOREAN: tuple[tuple[re.Pattern[str], Plain], ...] = (
    _plain(r"평일(?:마다|에)?", " weekdays "),
    _plain(r"주말(?:마다|에)?", " weekends "),
    _plain(r"매일|날마다", " daily "),
    _plain(r"격주", " every 2 weeks "),
    _plain(r"매주", " "),
    _plain(r"분기마다|매\s?분기", " quarterly "),
    _plain(r"(?:매월|매달)\s*(?:말일|마지막\s?날)|월말(?:마다|에)?", " the last day of the month "),
    _plain(r"(?:매월|매달)\s*(\d{1,2})일", r" the \1 of the month "),
    _plain(r"([월화수목금토일])요일(?:마다|에)?", lambda found: f" {_KOREAN_DAYS[found[1]]} "),
    _plain(r"(?<![가-힣])([월화수목금토일](?:[\s,/·]*[월화수목금토일])*)(?![가-힣])",
           lambda found: " " + " ".join(_KOREAN_DAYS[one] for one in found[1] if one in _KOREAN_DAYS) + " "),
    _plain(r"오전\s*(\d{1,2})시\s*반(?:에)?", r" \1:30am "),
    _plain(r"오후\s*(\d{1,2})시\s*반(?:에)?", r" \1:30pm "),
    _plain(r"오전\s*(\d{1,2})시(?:\s*(\d{1,2})분)?(?:에)?", lambda found: f" {found[1]}:{int(found[2] or 0):02}am "),
    _plain(r"오후\s*(\d{1,2})시(?:\s*(\d{1,2})분)?(?:에)?", lambda found: f" {found[1]}:{int(found[2] or 0):02}pm "),
    _plain(r"(\d{1,2})[시時]\s*반(?:에)?", r" \1:30 "),
    _plain(r"(\d{1,2})[시時](?:\s*(\d{1,2})[분分])?(?:에)?", lambda found: f" {found[1]}:{int(found[2] or 0):02} "),
    _plain(r"정오(?:에)?", " noon "),
    _plain(r"자정(?:에)?", " midnight "),
)  # fmt: skip
"""The same in Korean."""

REASONS = {
    "date": N_("“{phrase}” is no day of the calendar."),
    "fifth": N_("“{phrase}” is not in every month; say the last."),
    "last": N_("“{phrase}” cannot be told from the end of a month: say the last day, the last friday, or the 28th."),
    "long": N_("“{phrase}” is too long to skip: pause the digest instead, “digest pause until 7 Jan”."),
    "often": N_(
        "“{phrase}” cannot be: a digest comes on days of the week, every few weeks, on days of the month or quarterly."
    ),
    "times": N_("“{phrase}” needs its days: mon and thu, or the 1st and 15th."),
    "working": N_("“{phrase}” cannot be: say the last day of the month, or the last friday."),
}
"""Why what is understood cannot be."""
