"""SQL that remembers which events of Slack's were seen: Slack may deliver one again, to any replica."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, text

from store.db.schema import sight
from store.db.types import Utc

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

REMEMBERED = timedelta(days=1)
"""How long an event is known again. Slack gives up redelivering within hours."""

_SEE = text("INSERT INTO sight (id, seen_at) VALUES (:id, :at) ON CONFLICT (id) DO NOTHING").bindparams(
    bindparam("at", type_=Utc)
)


def forget(connection: Connection, event: str) -> None:
    """Let *event* be new again."""
    connection.execute(delete(sight).where(sight.c.id == event))


def first(connection: Connection, event: str, at: datetime) -> bool:
    """Return whether *event* is seen for the first time, and remember it; forgets what is long past."""
    connection.execute(delete(sight).where(sight.c.seen_at < at - REMEMBERED))
    return connection.execute(_SEE, {"id": event, "at": at}).rowcount == 1
