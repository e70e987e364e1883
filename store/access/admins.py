"""Who may change the store, what was tried with that right, and what became of it; with its SQL."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, insert, select

from store.access.model import Admin, Attempt, AttemptOutcome, Right
from store.db import bulk
from store.db.schema import admin, audit, editor
from store.errors import InvalidRequest
from store.text import clean
from store.text.language import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row, Table

    from store.db.columns import AdminColumns
    from store.db.engine import Database


MAX_DETAIL = 300
STEP = 500


class FounderStays(InvalidRequest):
    """Somebody whom the settings name; only the settings can let them go."""

    code = "founder"


class Roll:
    """Those who were given one right in one database, by workspace and member id."""

    def __init__(self, database: Database, table: Table[AdminColumns]) -> None:
        self._database = database
        self._table = table

    def may(self, team: str, person: str) -> bool:
        """Return whether *person* has the right."""
        mine = exists().where(self._table.c.team == team, self._table.c.person == person)
        with self._database.read() as connection:
            return bool(connection.execute(select(mine)).scalar_one())

    def listed(self, team: str) -> tuple[Admin, ...]:
        """Return everybody who has it, as they were added."""
        c = self._table.c
        query = select(c.person, c.added_by, c.added_at).where(c.team == team).order_by(c.added_at, c.person)
        with self._database.read() as connection:
            return tuple(Admin(*row) for row in connection.execute(query))

    def people(self) -> tuple[str, ...]:
        """Return the member ids of all who have it."""
        c = self._table.c
        with self._database.read() as connection:
            added = connection.execute(select(c.person).order_by(c.added_at, c.person)).scalars()
            return tuple(dict.fromkeys(added))

    def add(self, team: str, person: str, *, by: str, at: datetime) -> bool:
        """Give *person* the right; return False when they have it already."""
        row = {"team": team, "person": person, "added_by": by, "added_at": at}
        with self._database.write() as connection:
            fresh = bulk.fresh(connection, self._table).on_conflict_do_nothing()
            return connection.execute(fresh.returning(self._table.c.person), row).first() is not None

    def remove(self, team: str, person: str) -> bool:
        """Take the right away; return False when they had none."""
        c = self._table.c
        with self._database.write() as connection:
            gone = connection.execute(delete(self._table).where(c.team == team, c.person == person))
            return bool(gone.rowcount)


class Admins(Roll):
    """The administrators in one database, and the editors. *founders* are those of the settings, the installer first.

    Founders count in whatever workspace is asked for: which one is ours is the doors' to know.
    """

    def __init__(self, database: Database, founders: Sequence[str] = ()) -> None:
        super().__init__(database, admin)
        self.founders = tuple(dict.fromkeys(founders))
        self.editors = Roll(database, editor)

    def has(self, right: Right, team: str, person: str) -> bool:
        """Return whether *person* has a right; administrators have every one."""
        return self.may(team, person) or (right is Right.EDIT and self.editors.may(team, person))

    def may(self, team: str, person: str) -> bool:
        """Return whether *person* is an administrator."""
        return person in self.founders or super().may(team, person)

    def listed(self, team: str) -> tuple[Admin, ...]:
        """Return every administrator: the founders in their order, then the others as they were added."""
        added = super().listed(team)
        return (*map(Admin, self.founders), *(one for one in added if one.person not in self.founders))

    def people(self) -> tuple[str, ...]:
        """Return the member ids of all administrators, the founders first."""
        return tuple(dict.fromkeys((*self.founders, *super().people())))

    def add(self, team: str, person: str, *, by: str, at: datetime) -> bool:
        """Make *person* an administrator; return False when they are one already."""
        return person not in self.founders and super().add(team, person, by=by, at=at)

    def remove(self, team: str, person: str) -> bool:
        """Take the right away; return False when they had none. FounderStays for those of the settings."""
        if person in self.founders:
            raise FounderStays(N_("ALLIANCE_ADMINS names them: whoever runs the bot takes them out there."))
        return super().remove(team, person)


class Audit:
    """The audit in one database. Lines are added, and taken out by their age alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, one: Attempt) -> None:
        """Write an attempt down."""
        row = asdict(replace(one, detail=clean(one.detail)[:MAX_DETAIL]))
        del row["number"]  # which the database gives
        with self._database.write() as connection:
            connection.execute(insert(audit), row)

    def latest(self, before: int = 0, most: int = 20) -> tuple[Attempt, ...]:
        """Return the attempts, the newest first: those *before* that number, where one is given; at most *most*."""
        query = _ATTEMPTS.where(audit.c.number < before) if before else _ATTEMPTS
        with self._database.read() as connection:
            return tuple(map(_attempt, connection.execute(query.limit(most))))

    def last(self, deed: str) -> Attempt | None:
        """Return when *deed* was tried last; None where it never was."""
        with self._database.read() as connection:
            found = connection.execute(_ATTEMPTS.where(audit.c.deed == deed).limit(1)).first()
        return None if found is None else _attempt(found)

    def prune(self, before: datetime, *, most: int = STEP) -> int:
        """Take out at most *most* lines that were written *before*, the oldest; return how many went."""
        oldest = select(audit.c.number, audit.c.at).order_by(audit.c.number).limit(most).subquery()
        old = select(oldest.c.number).where(oldest.c.at < before)
        with self._database.write() as connection:
            gone = connection.execute(delete(audit).where(audit.c.number.in_(old)).returning(audit.c.number))
            return len(gone.all())


_ATTEMPTS = select(*(audit.c[one.name] for one in fields(Attempt))).order_by(audit.c.number.desc())


def _attempt(row: Row[Any]) -> Attempt:
    return Attempt(**{**row._asdict(), "outcome": AttemptOutcome(row.outcome)})
