"""Whose public holidays are known, and which local dates they are. Source: the package `holidays`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from store.digests.schedule import HALF
from store.text import word_files

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date


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


_OURS = word_files.called(Path(__file__).parent / "wordlists" / "countries.txt")
_SOME_YEARS = range(2024, 2030)


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
