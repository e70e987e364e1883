"""What people write of a schedule in several words, or with a dash, as words that the parser reads. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from store.digests.schedule import LAST, WEEKDAYS
from store.digests.schedule_text import FULL_NAMES, MONTHS, spoken_zone
from store.digests.wordings import IN_KOREAN, PLAINER, REFUSED, SIGN

if TYPE_CHECKING:
    from collections.abc import Sequence

_APART = 0x20000
"""So far from their own place stand the letters of a phrase that is refused: on planes of Unicode that no text uses."""
MOST_DAYS = 31
"""So many days may be skipped from one date to another."""

_DAY = rf"({'|'.join(f'{full}s?|{full[:3]}' for full in FULL_NAMES)})"
_MONTH = rf"({'|'.join(f'{full}|{full[:3]}' for full in MONTHS)})"
_OF_MONTH = r"(?:\s+(?:of|in)\s+(?:the|each|every|a)\s+month)"
_NUMBERS = {"two": 2, "three": 3, "four": 4, "other": 2}
_COUNT = rf"(\d+|{'|'.join(_NUMBERS)})"
_WEEKLY = re.compile(rf"\bevery\s+{_COUNT}\s+(weeks?\b|(?={_DAY}\b))|\b(?:bi-?weekly|fortnightly)\b", re.IGNORECASE)
_EITHER = re.compile(rf"\b(?:every|each)\s+(2nd|3rd|4th|second|third|fourth)\s+{_DAY}\b(?!{_OF_MONTH})", re.IGNORECASE)
_NTH_DAY = re.compile(
    rf"\b(?:the\s+)?(1st|2nd|3rd|4th)(?=(?:\s*(?:,|and|or)\s*(?:the\s+)?(?:1st|2nd|3rd|4th))*\s+{_DAY}\b)",
    re.IGNORECASE,
)
_LAST_DAY = re.compile(
    rf"\b(?:the\s+)?last\s+day\b{_OF_MONTH}?|\b(?:the\s+)?(?:end\s+of\s+(?:the\s+)?month|month[- ]end)\b", re.IGNORECASE
)
_MONTH_DAY = re.compile(
    rf"\b(?:the\s+|day\s+)?(\d{{1,2}})(?:st|nd|rd|th)\b{_OF_MONTH}?|\b(?:the|day)\s+(\d{{1,2}})(?![\d:.])\b{_OF_MONTH}?"
    rf"|\b(\d{{1,2}}){_OF_MONTH}",
    re.IGNORECASE,
)
_QUARTERLY = re.compile(r"\b(?:quarterly|(?:every|each)\s+(?:quarter|3\s+months|three\s+months))\b", re.IGNORECASE)
_MONTHLY = re.compile(r"\b(?:monthly|(?:every|each)\s+month)\b", re.IGNORECASE)
_WEEK_ALONE = re.compile(r"\b(?:weekly|(?:every|each)\s+week)\b", re.IGNORECASE)
_DAYS_FROM_TO = re.compile(
    rf"(?<![:.\d])\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+{_MONTH}\.?)?\s*(?:[-\u2013]|\bto\b|\bthrough\b|\buntil\b)\s*"
    rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH}\b\.?",
    re.IGNORECASE,
)
_ZONE = re.compile(r"\b((?:[A-Za-z_]+\s+){0,2}[A-Za-z_]+)\s+time(?:\s*zone)?\b", re.IGNORECASE)
_DATES = (
    re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b"),
    re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b\.?(?:,?\s+(\d{{4}}))?", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d)(?:,?\s+(\d{{4}}))?", re.IGNORECASE),
)
_DAYS_BETWEEN = re.compile(
    rf"(?<!\w){_DAY}\s*(?:[-\u2013\u2014~]|\.\.+|\b(?:to|thru|through|until|till)\b)\s*{_DAY}(?!\w)", re.IGNORECASE
)
_DAYS_SLASHED = re.compile(rf"(?<!\w){_DAY}(?:/{_DAY})+(?!\w)", re.IGNORECASE)
_HALF_OF_DAY = re.compile(r"\b(\d{1,4}(?:[:.]\d{2}){0,2})\s*([ap])\.?m\b\.?", re.IGNORECASE | re.ASCII)


def plainly(text: str) -> str:
    """Return *text* with what people write in several words, or with a dash, in the words that we read."""
    text = unicodedata.normalize("NFKC", text).replace(SIGN, " ").strip()
    for form, plain in IN_KOREAN:
        text = form.sub(plain, text)
    for form, reason in REFUSED:
        text = form.sub(partial(_refused, reason), text)
    for form, plain in PLAINER:
        text = form.sub(plain, text)
    text = _HALF_OF_DAY.sub(r"\1\2m ", text)
    text = _ZONE.sub(_zone, text)
    text = _DAYS_FROM_TO.sub(_days_from_to, text)
    for form in _DATES:
        text = form.sub(_dated, text)
    text = _EITHER.sub(lambda found: f" {SIGN}e{_ordinal(found[1])}:{found[2].lower()} ", text)
    text = _WEEKLY.sub(lambda found: f" {SIGN}w{_count(found[1])} ", text)
    text = _LAST_DAY.sub(f" {SIGN}d{LAST} ", text)
    text = _QUARTERLY.sub(f" {SIGN}squarterly ", text)
    text = _MONTHLY.sub(f" {SIGN}smonthly ", text)
    text = _WEEK_ALONE.sub(f" {SIGN}sweekly ", text)
    text = _NTH_DAY.sub(lambda found: f"{_ordinal(found[1])} ", text)
    text = _MONTH_DAY.sub(_of_month, text)
    text = _DAYS_SLASHED.sub(lambda found: found[0].replace("/", " "), text)
    return _DAYS_BETWEEN.sub(lambda found: " ".join(_between(found[1], found[2])), text)


def _refused(reason: str, found: re.Match[str]) -> str:
    """Return a phrase that is understood and cannot be, as one word that no other form finds anything in."""
    return f" {SIGN}x{reason}:{''.join(chr(ord(sign) + _APART) for sign in found[0].strip())} "


def as_typed(value: str) -> str:
    """Return a phrase that was refused as somebody typed it."""
    return "".join(chr(ord(sign) - _APART) for sign in value)


def _zone(found: re.Match[str]) -> str:
    """Return the zone that somebody says as “Seoul time”; what is none stays as it is."""
    words = found[1].split()
    for start in range(len(words)):
        zone = spoken_zone(" ".join(words[start:]))
        if zone is not None:
            return " ".join([*words[:start], zone])
    return found[0]


def _days_from_to(found: re.Match[str]) -> str:
    """Return every day from one date to another, each behind its sign; what is no date, or too long, stays."""
    day, month, end, last_month = found.groups()
    months = [_month(one) for one in (month or last_month, last_month)]
    try:
        first, last = date(2000, months[0], int(day)), date(2000, months[1], int(end))
    except ValueError:
        return found[0]
    if last < first:
        last = last.replace(year=2001)
    count = (last - first).days + 1
    if count > MOST_DAYS:
        return _refused("long", found)
    days = (first + timedelta(days=step) for step in range(count))
    return " ".join(f" {SIGN}o{day:%m-%d} " for day in days)


def _month(name: str) -> int:
    return MONTHS.index(next(full for full in MONTHS if full.startswith(name.lower()[:3]))) + 1


def _dated(found: re.Match[str]) -> str:
    """Return a date as one word, `12-24` or `2026-12-24` behind its sign; what is no date stays as it is."""
    parts = [part for part in found.groups() if part]
    names = [part for part in parts if part[0].isalpha()]
    numbers = [int(part) for part in parts if part[0].isdigit()]
    if names:
        month = _month(names[0])
        day, year = numbers[0], (numbers[1] if len(numbers) > 1 else None)
    else:
        year, month, day = numbers
    try:
        date(year or 2000, month, day)
    except ValueError:
        return _refused("date", found)
    return f" {SIGN}o{f'{year:04d}-' if year else ''}{month:02d}-{day:02d} "


def _of_month(found: re.Match[str]) -> str:
    number = int(next(filter(None, found.groups())))
    return f" {SIGN}d{number} " if 1 <= number <= 31 else found[0]


def _count(word: str | None) -> int:
    return 2 if word is None else _NUMBERS.get(word.lower()) or int(word[:3])


def _ordinal(word: str) -> str:
    return {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth"}.get(word.lower(), word.lower())


def _between(first: str, last: str) -> Sequence[str]:
    start, end = WEEKDAYS.index(first[:3].casefold()), WEEKDAYS.index(last[:3].casefold())
    return WEEKDAYS[start : end + 1] if start <= end else (*WEEKDAYS[start:], *WEEKDAYS[: end + 1])
