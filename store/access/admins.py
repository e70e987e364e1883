"""Who may change the store: those the settings name, and those they added; with its SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, insert, select

from store.access.model import Admin
from store.db.schema import admin
from store.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from store.db.engine import Database


class FounderStays(InvalidRequest):
    """Somebody whom the settings name; only the settings can let them go."""

    code = "founder"


class Admins:
    """The administrators in one database. *founders* are those of the settings, the installer first.

    Founders count in whatever workspace is asked for: which one is ours is the doors' to know.
    """

    def __init__(self, database: Database, founders: Sequence[str] = ()) -> None:
        self._database = database
        self._founders = tuple(dict.fromkeys(founders))

    def may(self, team: str, person: str) -> bool:
        """Return whether *person* is an administrator."""
        if person in self._founders:
            return True
        mine = exists().where(admin.c.team == team, admin.c.person == person)
        with self._database.read() as connection:
            return bool(connection.execute(select(mine)).scalar_one())

    def listed(self, team: str) -> tuple[Admin, ...]:
        """Return every administrator: the founders in their order, then the others as they were added."""
        c = admin.c
        query = select(c.person, c.added_by, c.added_at).where(c.team == team).order_by(c.added_at, c.person)
        with self._database.read() as connection:
            added = [Admin(*row) for row in connection.execute(query)]
        return (*map(Admin, self._founders), *(one for one in added if one.person not in self._founders))

    def people(self) -> tuple[str, ...]:
        """Return the member ids of all administrators, the founders first."""
        with self._database.read() as connection:
            added = connection.execute(select(admin.c.person).order_by(admin.c.added_at, admin.c.person)).scalars()
            return tuple(dict.fromkeys((*self._founders, *added)))

    def add(self, team: str, person: str, *, by: str, at: datetime) -> bool:
        """Make *person* an administrator; return False when they are one already."""
        row = {"team": team, "person": person, "added_by": by, "added_at": at}
        mine = select(admin.c.person).where(admin.c.team == team, admin.c.person == person)
        with self._database.write() as connection:
            if person in self._founders or connection.execute(mine).first() is not None:
                return False
            connection.execute(insert(admin), row)
            return True

    def remove(self, team: str, person: str) -> bool:
        """Take the right away; return False when they had none. FounderStays for those of the settings."""
        if person in self._founders:
            raise FounderStays("ALLIANCE_ADMINS names them: whoever runs the bot takes them out there.")
        with self._database.write() as connection:
            gone = connection.execute(delete(admin).where(admin.c.team == team, admin.c.person == person))
            return bool(gone.rowcount)
