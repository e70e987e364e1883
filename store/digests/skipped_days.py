"""What follows `skip`: countries and their holidays, half days, dates and days; and which dates those are.

Whose public holidays are known, and when, says the package `holidays`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from store.digests.schedule import HALF
from store.digests.schedule_text import ScheduleInvalid, days_called
from store.digests.wordings import FILLER, SIGN
from store.text import word_files
from store.text.language import N_

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Collection, Mapping
    from datetime import date


MOST_NAME = 4
"""A country has so many words at most."""
_HOLIDAYS = frozenset({"holidays", "holiday", "public"})
_OURS = word_files.called(Path(__file__).parent / "wordlists" / "countries.txt")
_SOME_YEARS = range(2024, 2030)


def is_holiday(day: date, country: str) -> bool:
    """Say whether *day* is a public holiday in *country* (ISO 3166); observed and substitute days count.

    With HALF behind it, whether it is a half holiday there.
    """
    return day in _year(country, day.year)


def knows_half_days(country: str) -> bool:
    """Return whether the half holidays of the whole of *country* are known: in some only parts have any."""
    import holidays  # noqa: PLC0415 - as below

    categories = holidays.country_holidays(country).supported_categories
    return holidays.HALF_DAY in categories and any(_year(f"{country}{HALF}", year) for year in _SOME_YEARS)


def country(text: str) -> str | None:
    """Return the ISO 3166 code of the country that *text* names: `KR`, `Korea`, `Korean`, `Japan`; None for none."""
    low = text.casefold().removesuffix("'s").replace(" ", "")
    return _OURS.get(low) or _countries().get(low)


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    """Return every country whose holidays are known, by its code and by its name in one word."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - as below

    codes = {code.casefold(): code for _, code, *_ in COUNTRIES.values()}
    return {name.replace("_", ""): code for name, (_, code, *_) in COUNTRIES.items()} | codes


@lru_cache(maxsize=64)
def _year(country: str, year: int) -> Collection[date]:
    # Imported when first asked for: it costs a tenth of the start, and few rules skip holidays.
    import holidays  # noqa: PLC0415

    code = country.removesuffix(HALF)
    categories = (holidays.HALF_DAY if code != country else holidays.PUBLIC,)
    return frozenset(holidays.country_holidays(code, years=year, categories=categories))


@dataclass(slots=True)
class Skips:
    """What is skipped. Of a country its holidays, unless only its half days were named."""

    days: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    """Countries of which nothing was said yet."""
    half_first: bool = False
    """Whether it began with half days, so that those of the countries behind are meant."""

    @property
    def empty(self) -> bool:
        """Whether nothing was understood."""
        return not (self.days or self.dates or self.whole or self.halves)

    @property
    def named(self) -> list[str]:
        """All but the days of the week, as a rule keeps them."""
        return [*dict.fromkeys([*self.whole, *(f"{one}{HALF}" for one in self.halves), *self.dates])]

    def half(self) -> None:
        """Take the words for half days: of the countries before them, or of those behind."""
        self.halves += self.open or self.whole
        self.half_first = not (self.open or self.whole)
        self.open = []

    def close(self) -> None:
        """Take the word for holidays, or the end."""
        self.whole += self.open
        self.open = []


def read_skips(words: deque[str]) -> Skips:
    """Take from *words* what is to be skipped, as far as it goes; ScheduleInvalid for half days that nobody knows."""
    skips = Skips()
    while words and _take(words, skips):
        pass
    skips.close()
    for one in skips.halves:
        if not knows_half_days(one):
            raise ScheduleInvalid(
                N_("Which days are half holidays in {country} is not known here: skip its days by date."), country=one
            )
    return skips


def _take(words: deque[str], skips: Skips) -> bool:
    """Take the next word, with those that belong to it; False where it is not to be skipped."""
    low = words[0].casefold()
    begun = not skips.empty or bool(skips.open)
    if low == f"{SIGN}h":
        skips.half()
    elif low in _HOLIDAYS:
        if low != "public":
            skips.close()
    elif low in {"and", "or"} or (low in FILLER and not begun):
        pass
    elif low in FILLER:
        return False  # at, in and to are countries too, but not behind one
    elif (days := days_called(low)) is not None:
        skips.days += days
    elif low.startswith(f"{SIGN}o"):
        skips.dates.append(words[0][2:])
    else:
        return _take_country(words, skips)
    words.popleft()
    return True


def _take_country(words: deque[str], skips: Skips) -> bool:
    for length in range(min(MOST_NAME, len(words)), 0, -1):
        found = country(" ".join(islice(words, length)))
        if found is not None:
            (skips.halves if skips.half_first else skips.open).append(found)
            for _ in range(length):
                words.popleft()
            return True
    return False
