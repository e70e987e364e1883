"""Days and moments in words. Pure."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


def day(when: date | datetime) -> str:
    """Return `2 Feb 2026`."""
    return f"{when.day} {when:%b %Y}"


def weekday(when: date | datetime) -> str:
    """Return `Mon 2 Feb 2026`."""
    return f"{when:%a} {day(when)}"


def moment(when: datetime) -> str:
    """Return `2 Feb 2026, 09:30 UTC`."""
    when = when.astimezone(UTC)
    return f"{day(when)}, {when:%H:%M} UTC"
