"""Bring a database to the newest schema, one process at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from store.db.migrations import HEAD, state

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LOCK = 0x616C6C69  # "alli": the advisory lock that migrating replicas queue for
_WAIT = "1min"


def upgrade(connection: Connection) -> None:
    """Migrate inside the transaction of *connection*, which must write; nothing when another process did just now."""
    _alone(connection)
    if state(connection) in {"none", "behind"}:
        command.upgrade(config(connection), HEAD)


def config(connection: Connection) -> Config:
    """Return what Alembic's commands need to work on *connection*."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


def _alone(connection: Connection) -> None:
    # SQLite needs no more: its writers begin with the lock.
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{_WAIT}'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
