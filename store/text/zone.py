"""By whose clock instants are read and typed days are meant: UTC, or the zone that a request carries along. Pure.

The zone goes where contexts go, as the language does: into the tasks and threads that are begun from the one in
which it was set.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

_SECOND = timedelta(seconds=1)
_ZONE: ContextVar[tzinfo] = ContextVar("zone", default=UTC)


def zone(name: str) -> tzinfo:
    """Return a zone; UTC where this machine has none of that name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def keep(name: str) -> None:
    """Read instants and days by the clock of the zone *name* in the rest of this context."""
    _ZONE.set(zone(name))


@contextmanager
def within(name: str) -> Iterator[None]:
    """Read instants and days by the clock of the zone *name* in this block."""
    token = _ZONE.set(zone(name))
    try:
        yield
    finally:
        _ZONE.reset(token)


def current() -> tzinfo:
    """Return the zone whose clock it is."""
    return _ZONE.get()


def local(instant: datetime) -> datetime:
    """Return *instant* as the clock shows it, with its zone."""
    try:
        return instant.astimezone(_ZONE.get())
    except OverflowError:  # on the first and the last day of all
        return instant


def day_of(instant: datetime) -> date:
    """Return the day on which *instant* falls."""
    return local(instant).date()


def beginning(day: date) -> datetime:
    """Return the UTC instant at which *day* begins: where the clock skips midnight, the first that it shows."""
    return instant_of(datetime.combine(day, time()), _ZONE.get())


def end(day: date) -> datetime:
    """Return the UTC instant at which *day* has ended and the next begins; of the last day of all, its last."""
    last = datetime.max.replace(tzinfo=UTC)
    return last if day == date.max else beginning(day + timedelta(days=1))


@lru_cache(maxsize=4096)
def instant_of(wall: datetime, there: tzinfo) -> datetime:
    """Return the UTC instant at which a clock *there* first shows *wall* (naive), or would have."""
    try:
        earlier, later = sorted(wall.replace(tzinfo=there, fold=fold).astimezone(UTC) for fold in (0, 1))
    except OverflowError:  # on the first and the last day of all
        return wall.replace(tzinfo=UTC)
    for instant in (earlier, later):
        if instant.astimezone(there).replace(tzinfo=None) == wall:
            return instant
    return _transition(earlier, later, there)


def _transition(before: datetime, after: datetime, there: tzinfo) -> datetime:
    """Return the first instant in (*before*, *after*] at which the zone's offset has changed; to the second."""
    old = before.astimezone(there).utcoffset()
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // _SECOND // 2)
        if middle.astimezone(there).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
