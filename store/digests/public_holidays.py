"""Whose public holidays are known, and which local dates they are. Source: the package `holidays`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from datetime import date


def is_holiday(day: date, country: str) -> bool:
    """Say whether *day* is a public holiday in *country* (ISO 3166); substitute days count."""
    return day in _year(country, day.year)


def country(text: str) -> str | None:
    """Return the ISO 3166 code of the country that *text* names: `KR`, `Korea`, `Korean`, `Japan`; None for none."""
    low = text.casefold().removesuffix("'s")
    return _OURS.get(low) or _countries().get(low)


_OURS = {"korea": "KR", "korean": "KR", "rok": "KR", "usa": "US", "american": "US", "america": "US", "uk": "GB"}


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    """Return every country whose holidays are known, by its code and by its name in one word."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - as below

    codes = {code.casefold(): code for _, code, *_ in COUNTRIES.values()}
    return {name.replace("_", ""): code for name, (_, code, *_) in COUNTRIES.items()} | codes


@lru_cache(maxsize=64)
def _year(country: str, year: int) -> Container[date]:
    # Imported when first asked for: it costs a tenth of the start, and few rules skip holidays.
    import holidays  # noqa: PLC0415

    return frozenset(holidays.country_holidays(country, years=year))
