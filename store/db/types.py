"""The types of columns that SQLAlchemy does not bring: instants in UTC, dates that are partly known."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection as Connection  # noqa: PLC0414 - by this name where SQLAlchemy is not to be known
from sqlalchemy import DateTime, String, TypeDecorator

from store.model import PartialDate

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Dialect


class Utc(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database; a naive time is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC; SQLite keeps it without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; pass an aware time")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 # SQLAlchemy's
        """Return the instant in UTC."""
        return None if value is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Return what makes an instant of the driver's value; SQLite's is text without a zone."""
        return _instant if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


@lru_cache(maxsize=4_096)
def _instant(text: str | None) -> datetime | None:
    # What falls due together has the same few instants, thousands of times.
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


@lru_cache(maxsize=4_096)
def partial_date(text: str) -> PartialDate:
    """Return the date that is kept as *text*."""
    # A snapshot reads tens of thousands of dates, and few different ones.
    return PartialDate.parse(text)


class Partial(TypeDecorator[PartialDate]):
    """A date known to the year, the month or the day, as its text: `2026`, `2026-01`, `2026-01-24`."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: PartialDate | None, dialect: Dialect) -> str | None:  # noqa: ARG002 # SQLAlchemy's
        """Return the date as text, which sorts as it does."""
        return None if value is None else str(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> PartialDate | None:  # noqa: ARG002 # SQLAlchemy's
        """Return the date of its text."""
        return None if value is None else partial_date(value)
