"""What whoever runs the bot asks of the database: its name and state, who loads into it, a copy of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from store.db import backup, load_lock
from store.db.schema import served

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from store.db.engine import Database, Dialect
    from store.db.migrations import SchemaState
    from store.errors import LoadRunning


class Maintenance:
    """One database, as those see it who look after it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def name(self) -> str:
        """The database as a message may name it: without its password."""
        return self._database.name

    @property
    def path(self) -> Path | None:
        """The file, on SQLite."""
        return self._database.path

    @property
    def dialect(self) -> Dialect:
        """Which kind of database it is."""
        return self._database.dialect

    @property
    def connections(self) -> int:
        """How many connections are in use."""
        return self._database.connections

    def schema_state(self) -> SchemaState:
        """Return whether the tables are there, and whether this code knows them."""
        return self._database.schema_state()

    def known_schema(self) -> SchemaState:
        """Return the same; SchemaAhead when this release may not use the tables any more."""
        return self._database.known_schema()

    @property
    def serves_slack(self) -> bool:
        """Whether a bot in Slack has ever been served from here."""
        with self._database.read() as connection:
            return bool(connection.execute(select(served.c.key)).first())

    def note_slack(self, at: datetime) -> None:
        """Write down that a bot in Slack is served from here, the first time."""
        with self._database.write() as connection:
            if connection.execute(select(served.c.key)).first() is None:
                connection.execute(insert(served), {"key": 1, "first_at": at})

    def loading(self, at: datetime) -> LoadRunning | None:
        """Return who loads and since when, as whoever came now, *at*, would be told; None when nobody does."""
        return load_lock.running(self._database, at)

    def back_up(self, to: Path, *, replace: bool = False) -> int:
        """Write everything to the file *to*, and return its size in bytes; raises as `backup.back_up`."""
        return backup.back_up(self._database, to, replace=replace)
