"""SQL that keeps what a model made of texts, so that each is read by it once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from store.db import bulk
from store.db.schema import vector

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection


def kept(connection: Connection, keys: Collection[str]) -> dict[str, bytes]:
    """Return what is kept of *keys*."""
    rows = connection.execute(select(vector.c.key, vector.c.value)).all()
    return {key: value for key, value in rows if key in keys}


def keep(connection: Connection, made: Mapping[str, bytes]) -> None:
    """Keep what was *made*; another process may have been faster."""
    bulk.in_columns(connection, vector, ("key", "value"), [*made.items()], then="ON CONFLICT (key) DO NOTHING")


def drop_others(connection: Connection, keys: Collection[str]) -> None:
    """Let go of all that is not of *keys*: texts that are said no more, and other models'."""
    others = [key for (key,) in connection.execute(select(vector.c.key)).all() if key not in keys]
    for some in bulk.batches(others):
        connection.execute(delete(vector).where(vector.c.key.in_(some)))
