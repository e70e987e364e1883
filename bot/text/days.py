"""Days and moments in words, by the clock of whoever reads them: see `store.text.zone`. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from store.text import zone
from store.text.language import gettext as _
from store.text.language import language

if TYPE_CHECKING:
    from datetime import date

    from store.model import PartialDate

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS, _KOREAN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "월화수목금토일"


def day(when: date | datetime) -> str:
    """Return `2 Feb 2026`."""
    when = _local(when)
    return _("{day} {month} {year}", day=when.day, month=_month(when), year=when.year)


def day_of_year(when: date | datetime) -> str:
    """Return `2 Feb`."""
    when = _local(when)
    return _("{day} {month}", day=when.day, month=_month(when))


def weekday(when: date | datetime) -> str:
    """Return `Mon 2 Feb 2026`."""
    return _("{weekday} {date}", weekday=_weekday(when), date=day(when))


def weekday_of_year(when: date | datetime) -> str:
    """Return `Mon 2 Feb`."""
    return _("{weekday} {date}", weekday=_weekday(when), date=day_of_year(when))


def moment(when: datetime) -> str:
    """Return `2 Feb 2026, 09:30 KST`."""
    return f"{day(when)}, {clock(when)}"


def clock(when: datetime) -> str:
    """Return `09:30 KST`."""
    when = zone.local(when)
    name = when.tzname() or ""
    return f"{when:%H:%M} {name if name.isalpha() else f'UTC{name}'}"


def partial(when: PartialDate) -> str:
    """Return `15 Dec 2025`, `Dec 2025` or `2025`."""
    if language() != "ko":
        return when.human
    parts = ((when.year, "년"), (when.month, "월"), (when.day, "일"))
    return " ".join(f"{number}{unit}" for number, unit in parts if number)


def _local(when: date | datetime) -> date:
    return zone.day_of(when) if isinstance(when, datetime) else when


def _month(when: date) -> str:
    return str(when.month) if language() == "ko" else _MONTHS[when.month - 1]


def _weekday(when: date | datetime) -> str:
    return (_KOREAN_DAYS if language() == "ko" else _DAYS)[_local(when).weekday()]
