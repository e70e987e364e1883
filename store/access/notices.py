"""What people are to be told once, whoever finds it and whichever process tells it; with its SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, null, select, update

from store.db import bulk
from store.db.bulk import taken
from store.db.schema import notice

if TYPE_CHECKING:
    from datetime import datetime

    from store.db.engine import Database

ADMINISTRATORS = ""
"""Stands for every administrator where a notice names whom it is for."""


MOST_JOINED = 2_000
"""So many characters of one message of Slack's are joined."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell *person*, a member id or ADMINISTRATORS; it is known by *key* and told once under it."""

    key: str
    person: str
    words: str


class PendingNotices:
    """The notices in one database. Safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, one: Notice, at: datetime) -> bool:
        """Let *one* be told; return False where it was told, or waits, under that key already."""
        c = notice.c
        row = {"key": one.key, "person": one.person, "words": one.words, "made_at": at, "due_at": at}
        with self._database.read() as connection:
            if connection.execute(select(c.key).where(c.key == one.key)).first() is not None:
                return False
        with self._database.write() as connection:
            # Two that find the same at once: one of them adds it.
            fresh = bulk.fresh(connection, notice).on_conflict_do_nothing()
            return connection.execute(fresh.returning(c.key), row).first() is not None

    def join(self, one: Notice, at: datetime) -> None:
        """Let *one* be told, behind what waits under that key already, as long as that is not too long."""
        c = notice.c
        with self._database.write() as connection:
            mine = select(c.words, c.due_at).where(c.key == one.key).with_for_update()
            there = connection.execute(mine).one_or_none()
            words = one.words
            if there is not None and there.due_at is not None:
                words = f"{there.words}\n{one.words}" if len(there.words) < MOST_JOINED else there.words
            due = {"person": one.person, "words": words, "made_at": at, "due_at": at}
            bulk.put(connection, notice, {"key": one.key}, due)

    def take(self, now: datetime, most: int = 20) -> tuple[Notice, ...]:
        """Return notices that are due, which nobody else is given; each is told now, or put back."""
        c = notice.c
        with self._database.read() as connection:
            if connection.execute(select(c.key).where(c.due_at <= now).limit(1)).first() is None:
                return ()
        due = taken(select(c.key).where(c.due_at <= now).order_by(c.due_at).limit(most))
        step = update(notice).where(c.key.in_(due), c.due_at <= now).values(due_at=null())
        with self._database.write() as connection:
            found = connection.execute(step.returning(c.key, c.person, c.words)).all()
        return tuple(Notice(*row) for row in found)

    def prune(self, before: datetime) -> int:
        """Forget what was told *before*; return how much."""
        told = delete(notice).where(notice.c.due_at.is_(None), notice.c.made_at < before).returning(notice.c.key)
        with self._database.write() as connection:
            return len(connection.execute(told).all())

    def put_back(self, one: Notice, until: datetime) -> None:
        """Let *one* be told later: it was surely not told now."""
        with self._database.write() as connection:
            connection.execute(update(notice).where(notice.c.key == one.key).values(due_at=until))
