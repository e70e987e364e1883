"""Dates as documents write them, to the precision they have."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from store.model import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_TO = r"(?:\s?[-–—]\s?\d{1,2})?"
_TO_MONTH = rf"(?:\s?[-–—]\s?{_MONTH}\s\d{{1,2}})?"
_DATE = re.compile(
    rf"""(?<![\w/.-])(?:
        (?P<y1>\d{{4}})(?:[-/.]|\.\s)(?P<m1>\d{{1,2}})(?:[-/.]|\.\s)(?P<d1>\d{{1,2}})(?!\d)\.?
      | (?P<m2>{_MONTH})\.?\s(?:the\s)?(?P<d2>{_DAY})(?:{_TO_MONTH}|{_TO}),?\s(?P<y2>\d{{4}})\b
      | (?:the\s)?(?P<d3>{_DAY}){_TO}\s(?:day\s)?(?:of\s)?(?P<m3>{_MONTH})
        (?:\s?[-–—]\s?\d{{1,2}}\s{_MONTH})?\.?,?\s(?P<y3>\d{{4}})\b
      | (?:\d{{1,2}}["'”’*°º]{{1,2}}\s)?(?P<m4>{_MONTH})\.?,?\s(?P<y4>\d{{4}})\b
      | (?P<a5>\d{{1,2}})(?P<s5>[/.]\s?)(?P<b5>\d{{1,2}})(?P=s5)(?P<y5>\d{{4}})\b(?!\.\d)
      | (?P<y6>\d{{4}})년\s?(?P<m6>\d{{1,2}})월(?:\s?(?P<d6>\d{{1,2}})일)?
      | (?P<y8>\d{{4}})-(?P<m8>\d{{2}})(?![\d-])
      | (?:spring|summer|autumn|fall|winter)\s(?P<y9>\d{{4}})\b
      | (?P<d7>\d{{1,2}})-(?P<m7>{_MONTH})-(?P<y7>\d{{4}}|\d\d)\b
      | ['’‘](?P<y0>\d{{2}})\.\s?(?P<m0>\d{{1,2}})\.\s?(?P<d0>\d{{1,2}})(?!\d)\.?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_RUN = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[0-2]\d[0-5]\d(?:[0-5]\d)?)?(?!\d)")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_OLD = 70


class Dated(NamedTuple):
    """A date and where in the text it stands."""

    date: PartialDate
    start: int
    end: int


def find(text: str) -> Iterator[Dated]:
    """Return the dates written out in *text*, in order; a bare year is not one."""
    for match in _DATE.finditer(text):
        date = _dated(match)
        if date is not None:
            yield Dated(date, match.start(), match.end())


def run(text: str) -> PartialDate | None:
    """Return the date that eight digits of *text* are, `20260309`, maybe with a time behind them.

    For lines and names that hold little else.
    """
    found = _RUN.search(text)
    return _valid(found[1], int(found[2]), found[3]) if found else None


def _dated(match: re.Match[str]) -> PartialDate | None:
    if match["y9"]:
        return _valid(match["y9"], None, None)
    if match["y0"]:
        return _valid(f"20{match['y0']}", int(match["m0"]), match["d0"])
    for way in "1234678":
        if match["y" + way]:
            day = None if way in "48" else match["d" + way]
            return _valid(_full(match["y" + way]), _month(match["m" + way]), day)
    first, second = int(match["a5"]), int(match["b5"])
    if match["s5"].startswith("."):  # with stops nobody writes the month first, if another month is possible
        return _valid(match["y5"], second, first) or _valid(match["y5"], first, second)
    if first == second or second > 12:
        return _valid(match["y5"], first, second)
    # 15/12 can only be day and month; 4/12 may be either, and only the year is sure.
    return _valid(match["y5"], second, first) if first > 12 else _valid(match["y5"], None, None)


def _full(year: str) -> str:
    """Return the year with its century: `26` is 2026, `98` is 1998."""
    return year if len(year) > 2 else f"{19 if int(year) >= _OLD else 20}{year}"


def _month(written: str) -> int:
    return int(written) if written.isdigit() else _NAMES.index(written[:3].lower()) + 1


def _valid(year: str, month: int | None, day: str | int | None) -> PartialDate | None:
    number = int(str(day).rstrip("sthndrSTHNDR")) if day else None
    try:
        return PartialDate(int(year), month, number) if _FIRST_YEAR <= int(year) <= _LAST_YEAR else None
    except ValueError:
        return None
