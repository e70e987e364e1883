"""Which lines of a page are not its content: buttons, advertisements, forms, footers, and where the article ends.

A line is judged as a whole, and only when it is short: a sentence that
merely holds such words is never noise.
"""

from __future__ import annotations

import re
from enum import Enum

from store.documents.metadata import phrases
from store.text import dates

_LONGEST_LINE = 200
_LONGEST_NOTICE = 800
_LONGEST_DATE = 40
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_ROW = re.compile(r"\d\s[·│|]\s[^\d]{0,3}\d|[$€£¥₩]\s?\d|\d\s?%")
"""Figures beside each other are a row of a table, `2019 · 1,038.9`, and amounts say something: `$500 - $999`."""


class Verdict(Enum):
    """What a line is to its page."""

    CONTENT = "content"
    NOISE = "noise"
    SHARE = "share"
    """Noise, and the article ends here if only its author's biography follows."""
    BOX = "box"
    """Noise, and so are the links below it; the article ends here if hardly any of it comes after."""
    CLOSE = "close"
    """Noise, and the article ends here if most of it came before."""


def judge(text: str) -> Verdict:
    """Return what the line *text*, already cleaned, is to its page."""
    if len(text) > _LONGEST_LINE:
        return Verdict.NOISE if len(text) <= _LONGEST_NOTICE and phrases.NOTICE.match(text) else Verdict.CONTENT
    if not any(map(str.isalpha, text)):
        # No other pattern knows a line without a letter, and some look long for one.
        return Verdict.CONTENT if is_date(text) or _ROW.search(text) else Verdict.NOISE
    if phrases.CLOSING.fullmatch(text):
        return Verdict.CLOSE
    if phrases.BOX.fullmatch(text):
        return Verdict.BOX
    if phrases.SHARING.fullmatch(text):
        return Verdict.SHARE
    return Verdict.NOISE if _is_noise(text) else Verdict.CONTENT


def _is_noise(text: str) -> bool:
    bare = without_reading_time(text)
    if bare is not text and not any(map(str.isalpha, bare)):
        return True
    return bool(phrases.NOTICE.match(text) or phrases.LABELLED.fullmatch(text) or phrases.NAVIGATION.fullmatch(bare))


def without_reading_time(text: str, instead: str = "") -> str:
    """Return *text* without the minutes it takes to read."""
    return phrases.READING_TIME.sub(instead, text) if "min" in text.lower() or "분" in text else text


def is_date(text: str) -> bool:
    """Return whether a line holds a date, maybe with a time, and nothing else: `2026. 3. 9.`, `[2026-03-09 14:22]`."""
    found = next(dates.find(text), None) if len(text) <= _LONGEST_DATE else None
    if found is None:
        return text.isdigit() and dates.run(text) is not None
    return not any(map(str.isalnum, _TIME.sub("", text[: found.start] + text[found.end :])))


def is_section_label(text: str) -> bool:
    """Return whether a line above an article only says where on the site it stands."""
    return phrases.SECTION.fullmatch(text) is not None


def is_page_number(text: str) -> bool:
    """Return whether a line at the edge of a printed page only counts it."""
    return phrases.PAGE_NUMBER.fullmatch(text) is not None


def has_furniture(text: str) -> bool:
    """Return whether any line of a whole text may be the printer's: looking at each takes longer than reading it."""
    if "[" not in text and "<" not in text:
        return False
    lower = text.lower()
    return any(sign in lower for sign in phrases.FURNITURE_SIGNS)


def is_furniture(text: str) -> bool:
    """Return whether a line is the printer's: `VerDate Sep<11>2014 … PO 00000`, `[[Page 3]]`."""
    return len(text) <= _LONGEST_LINE and phrases.FURNITURE.match(text) is not None
