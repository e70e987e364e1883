"""What was tried with an administrator's right, by whom, and what became of it; with its SQL. Nothing is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from store.access.model import Attempt, AttemptOutcome
from store.db.schema import audit
from store.text import clean

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row

    from store.db.engine import Database

MAX_DETAIL = 300
STEP = 500


class Audit:
    """The audit in one database. Lines are added, and taken out by their age alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, one: Attempt) -> None:
        """Write an attempt down."""
        row = {
            "at": one.at,
            "team": one.team,
            "person": one.person,
            "deed": one.deed,
            "outcome": one.outcome.value,
            "detail": clean(one.detail)[:MAX_DETAIL],
        }
        with self._database.write() as connection:
            connection.execute(insert(audit), row)

    def latest(self, before: int = 0, most: int = 20) -> tuple[Attempt, ...]:
        """Return the attempts, the newest first: those *before* that number, where one is given; at most *most*."""
        c = audit.c
        query = select(c.number, c.at, c.team, c.person, c.deed, c.outcome, c.detail).order_by(c.number.desc())
        if before:
            query = query.where(c.number < before)
        with self._database.read() as connection:
            return tuple(map(_attempt, connection.execute(query.limit(most))))

    def last(self, deed: str) -> Attempt | None:
        """Return when *deed* was tried last; None where it never was."""
        c = audit.c
        query = select(c.number, c.at, c.team, c.person, c.deed, c.outcome, c.detail).where(c.deed == deed)
        with self._database.read() as connection:
            found = connection.execute(query.order_by(c.number.desc()).limit(1)).first()
        return None if found is None else _attempt(found)

    def prune(self, before: datetime, *, most: int = STEP) -> int:
        """Take out at most *most* lines that were written *before*, the oldest; return how many went."""
        oldest = select(audit.c.number, audit.c.at).order_by(audit.c.number).limit(most).subquery()
        old = select(oldest.c.number).where(oldest.c.at < before)
        with self._database.write() as connection:
            gone = connection.execute(delete(audit).where(audit.c.number.in_(old)).returning(audit.c.number))
            return len(gone.all())


def _attempt(row: Row[int, datetime, str, str, str, str, str]) -> Attempt:
    number, at, team, person, deed, outcome, detail = row
    return Attempt(at, team, person, deed, AttemptOutcome(outcome), detail, number)
