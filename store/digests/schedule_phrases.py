"""What people write of a schedule in several words, or with a dash, as words that the parser reads. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from store.digests.schedule import LAST, WEEKDAYS
from store.digests.schedule_text import FULL_NAMES, MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

SIGN = "\x02"
"""Begins a word that stands for a phrase; nobody can type it."""

_DAY = rf"({'|'.join(f'{full}s?|{full[:3]}' for full in FULL_NAMES)})"
_MONTH = rf"({'|'.join(f'{full}|{full[:3]}' for full in MONTHS)})"
_OF_MONTH = r"(?:\s+(?:of|in)\s+(?:the|each|every|a)\s+month)"
_NUMBERS = {"two": 2, "three": 3, "four": 4, "other": 2}
_COUNT = rf"(\d+|{'|'.join(_NUMBERS)})"
_WEEKLY = re.compile(rf"\bevery\s+{_COUNT}\s+(weeks?\b|(?={_DAY}\b))|\b(?:bi-?weekly|fortnightly)\b", re.IGNORECASE)
_EITHER = re.compile(rf"\bevery\s+(2nd|3rd|4th|second|third|fourth)\s+{_DAY}\b(?!{_OF_MONTH})", re.IGNORECASE)
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
_DATES = (
    re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b"),
    re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b\.?(?:,?\s+(\d{{4}}))?", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d)(?:,?\s+(\d{{4}}))?", re.IGNORECASE),
)
_DAYS_BETWEEN = re.compile(
    rf"(?<!\w){_DAY}\s*(?:[-\u2013\u2014]|\b(?:to|through|until|till)\b)\s*{_DAY}(?!\w)", re.IGNORECASE
)
_DAYS_SLASHED = re.compile(rf"(?<!\w){_DAY}(?:/{_DAY})+(?!\w)", re.IGNORECASE)
_EVERY_DAY = re.compile(r"\b(?:every|each) ?days?\b", re.IGNORECASE)
_HALF_OF_DAY = re.compile(r"\b(\d{1,2}(?:[:.]\d{2}){0,2})\s*([ap])\.?m\b\.?", re.IGNORECASE | re.ASCII)


def plainly(text: str) -> str:
    """Return *text* with what people write in several words, or with a dash, in the words that we read."""
    text = unicodedata.normalize("NFKC", text).replace(SIGN, " ").strip()
    text = _EVERY_DAY.sub("daily", text)
    text = _HALF_OF_DAY.sub(r"\1\2m ", text)
    for form in _DATES:
        text = form.sub(_dated, text)
    text = _EITHER.sub(lambda found: f" {SIGN}e{_ordinal(found[1])}:{found[2].lower()} ", text)
    text = _WEEKLY.sub(lambda found: f" {SIGN}w{_count(found[1])} ", text)
    text = _LAST_DAY.sub(f" {SIGN}d{LAST} ", text)
    text = _QUARTERLY.sub(f" {SIGN}squarterly ", text)
    text = _MONTHLY.sub(f" {SIGN}smonthly ", text)
    text = _WEEK_ALONE.sub(f" {SIGN}sweekly ", text)
    text = _MONTH_DAY.sub(_of_month, text)
    text = _DAYS_SLASHED.sub(lambda found: found[0].replace("/", " "), text)
    return _DAYS_BETWEEN.sub(lambda found: " ".join(_between(found[1], found[2])), text)


def _dated(found: re.Match[str]) -> str:
    """Return a date as one word, `12-24` or `2026-12-24` behind its sign; what is no date stays as it is."""
    parts = [part for part in found.groups() if part]
    names = [part for part in parts if part[0].isalpha()]
    numbers = [int(part) for part in parts if part[0].isdigit()]
    if names:
        month = MONTHS.index(next(full for full in MONTHS if full.startswith(names[0].lower()[:3]))) + 1
        day, year = numbers[0], (numbers[1] if len(numbers) > 1 else None)
    else:
        year, month, day = numbers
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return found[0]
    return f" {SIGN}o{f'{year:04d}-' if year else ''}{month:02d}-{day:02d} "


def _of_month(found: re.Match[str]) -> str:
    number = int(next(filter(None, found.groups())))
    return f" {SIGN}d{number} " if 1 <= number <= 31 else found[0]


def _count(word: str | None) -> int:
    return 2 if word is None else _NUMBERS.get(word.lower()) or int(word[:3])


def _ordinal(word: str) -> str:
    return {"2nd": "second", "3rd": "third", "4th": "fourth"}.get(word.lower(), word.lower())


def _between(first: str, last: str) -> Sequence[str]:
    start, end = WEEKDAYS.index(first[:3].casefold()), WEEKDAYS.index(last[:3].casefold())
    return WEEKDAYS[start : end + 1] if start <= end else (*WEEKDAYS[start:], *WEEKDAYS[: end + 1])
