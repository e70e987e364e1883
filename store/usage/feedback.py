"""What people say of statements, counted without them, and what they call wrong until somebody settles it; its SQL."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import delete, insert, select, text, update

from store.db.schema import feedback, flag
from store.usage.editors_list import Flag, Opinion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from store.db.engine import Database

_COUNT = text(
    "INSERT INTO feedback (subject, verdict, count) VALUES (:subject, :verdict, 1)"
    " ON CONFLICT (subject, verdict) DO UPDATE SET count = feedback.count + 1"
)
_f = flag.c


class Feedback:
    """The counts and the flags in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def praise(self, subject: str) -> None:
        """Count that somebody called *subject* helpful."""
        with self._database.write() as connection:
            _count(connection, subject, Opinion.HELPFUL)

    def raise_flag(self, subject: str, verdict: Opinion, person: str, note: str, at: datetime) -> bool:
        """Count what *person* says of *subject* and keep it; return False where their flag of that kind is open."""
        with self._database.write() as connection:
            mine = select(_f.id).where(
                _f.subject == subject, _f.verdict == verdict, _f.person == person, _f.closed_at.is_(None)
            )
            if connection.execute(mine).first() is not None:
                return False
            row = {"id": uuid4().hex, "subject": subject, "verdict": verdict.value, "person": person, "note": note}
            connection.execute(insert(flag), {**row, "raised_at": at})
            _count(connection, subject, verdict)
            return True

    def open_flags(self) -> tuple[Flag, ...]:
        """Return the flags that nobody settled yet, the oldest first."""
        columns = (_f.id, _f.subject, _f.verdict, _f.person, _f.note, _f.raised_at)
        query = select(*columns).where(_f.closed_at.is_(None)).order_by(_f.raised_at, _f.id)
        with self._database.read() as connection:
            return tuple(map(_flag, connection.execute(query)))

    def close(self, id_: str, by: str, at: datetime) -> Flag | None:
        """Return the flag that is settled now; None where it was already, or is none."""
        step = update(flag).where(_f.id == id_, _f.closed_at.is_(None)).values(closed_at=at, closed_by=by)
        returned = step.returning(_f.id, _f.subject, _f.verdict, _f.person, _f.note, _f.raised_at)
        with self._database.write() as connection:
            row = connection.execute(returned).one_or_none()
        return None if row is None else _flag(row)

    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """Return how often each subject was called what; no verdict has 0."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        with self._database.read() as connection:
            for subject, verdict, count in connection.execute(select(feedback)):
                found[subject][verdict] = count
        return found

    def prune(self, before: datetime) -> int:
        """Forget the flags that were settled *before*; return how many."""
        with self._database.write() as connection:
            return connection.execute(delete(flag).where(_f.closed_at < before)).rowcount


def _count(connection: Connection, subject: str, verdict: Opinion) -> None:
    connection.execute(_COUNT, {"subject": subject, "verdict": verdict.value})


def _flag(row: Row[str, str, str, str, str, datetime]) -> Flag:
    return Flag(row.id, row.subject, Opinion(row.verdict), row.person, row.note, row.raised_at)
