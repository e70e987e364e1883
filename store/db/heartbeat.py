"""When somebody last looked after the digests of this database: a copy that is older than it was is told by that.

A backup that was put back, by whatever means, has forgotten what was posted
since it was made. Its last beat is old then, or, where a process worked on
meanwhile, behind the beat that this process saw. A process that was merely
down for a while looks the same from inside; Slack's channels tell the two
apart.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from store.db.schema import heartbeat

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

EVERY = timedelta(seconds=15)
"""How old the last beat is when the next is written."""

GONE = timedelta(minutes=1)
"""How old it may be when a process comes new to a database that others have looked after until then."""

_ONLY = 1
_h = heartbeat.c


class Heartbeat:
    """The beats of one database, as one process sees them. It counts them, so that no clock can deceive it."""

    def __init__(self) -> None:
        self._seen: int | None = None

    def late(self, connection: Connection, now: datetime) -> bool:
        """Say whether a beat should be written."""
        count, at = _read(connection)
        return at is None or self._broken(count, at, now) or abs(now - at) >= EVERY

    def broken(self, connection: Connection, now: datetime) -> bool:
        """Say whether a newer copy of the database may have been at work until *now*; where none was, remember that."""
        return self._broken(*_read(connection), now)

    def _broken(self, count: int, at: datetime | None, now: datetime) -> bool:
        gone = count < self._seen if self._seen is not None else at is None or abs(now - at) > GONE
        if not gone:
            self._seen = count
        return gone

    def behind(self, connection: Connection) -> bool:
        """Say whether the database was put back to an older state while this process worked on it."""
        return self._seen is not None and _read(connection)[0] < self._seen

    def beat(self, connection: Connection, now: datetime) -> None:
        """Write down that somebody looks after it *now*."""
        count, at = _read(connection)
        beaten = {"count": count + 1, "at": now}
        if at is None:
            connection.execute(insert(heartbeat), {"key": _ONLY, **beaten})
        else:
            connection.execute(update(heartbeat).where(_h.key == _ONLY).values(beaten))
        self._seen = count + 1


def _read(connection: Connection) -> tuple[int, datetime | None]:
    row = connection.execute(select(_h.count, _h.at).where(_h.key == _ONLY)).one_or_none()
    return (0, None) if row is None else (row[0], row[1])
