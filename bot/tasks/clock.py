"""The machine's time."""

from __future__ import annotations

from datetime import UTC, datetime


def utc() -> datetime:
    """Return the machine's time."""
    return datetime.now(UTC)
