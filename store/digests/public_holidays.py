"""Which local dates are public holidays. Source: the package `holidays`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date


def is_holiday(day: date, country: str) -> bool:
    """Say whether *day* is a public holiday in *country* (ISO 3166); substitute days count."""
    return day in _year(country, day.year)


@lru_cache(maxsize=64)
def _year(country: str, year: int) -> Container[date]:
    # Imported when first asked for: it costs a tenth of the start, and few rules skip holidays.
    import holidays  # noqa: PLC0415

    return frozenset(holidays.country_holidays(country, years=year))
