"""SQL of the editors' list: questions that nothing answered, who waits for which, and what readers say of answers."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime  # noqa: TC003 - a named tuple reads its annotations
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import bindparam, delete, insert, select, text, update

from store.db.schema import awaited, feedback, flag, miss
from store.db.types import Utc
from store.text import clean
from store.usage.editors_list import AwaitedQuestion, Flag, Gap, Miss, Opinion, Why, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import ColumnElement, Connection, Row

    from store.db.engine import Database


_NOTE = text(
    "INSERT INTO miss (normal, text, count, first_at, last_at, why) VALUES (:normal, :text, 1, :at, :at, :why)"
    " ON CONFLICT (normal) DO UPDATE"
    " SET text = excluded.text, count = miss.count + 1, last_at = excluded.last_at, why = excluded.why"
).bindparams(bindparam("at", type_=Utc))

_PUT = text(
    "INSERT INTO miss (normal, text, count, first_at, last_at, why, wanted)"
    " VALUES (:normal, :text, 1, :at, :at, :why, 1)"
    " ON CONFLICT (normal) DO UPDATE SET wanted = miss.wanted + 1, last_at = excluded.last_at"
).bindparams(bindparam("at", type_=Utc))
_WAIT = text(
    "INSERT INTO awaited (normal, person, id, text, language, asked_at, closed_at)"
    " VALUES (:normal, :person, :id, :text, :language, :at, NULL)"
    " ON CONFLICT (normal, person) DO UPDATE SET id = excluded.id, text = excluded.text,"
    " language = excluded.language, asked_at = excluded.asked_at, closed_at = NULL"
    " WHERE awaited.closed_at IS NOT NULL"
).bindparams(bindparam("at", type_=Utc))
_a = awaited.c
_COUNT = text(
    "INSERT INTO feedback (subject, verdict, count) VALUES (:subject, :verdict, 1)"
    " ON CONFLICT (subject, verdict) DO UPDATE SET count = feedback.count + 1"
)
_f = flag.c
_FLAG = (_f.id, _f.subject, _f.verdict, _f.person, _f.note, _f.raised_at)


def note(connection: Connection, asked: Iterable[Miss]) -> None:
    """Count each question once more; spelling variants of one question count together."""
    questions = [(clean(one.text), one) for one in asked]
    rows = [{"normal": key_of(text), "text": text, "at": one.at, "why": one.why} for text, one in questions]
    connection.execute(_NOTE, rows)


def forget(connection: Connection, before: datetime) -> None:
    """Let go of every question that was last asked before then."""
    connection.execute(delete(miss).where(miss.c.last_at < before))


def drop(connection: Connection, normal: str) -> None:
    """Let go of a question by its key; it counts anew when somebody asks it again."""
    connection.execute(delete(miss).where(miss.c.normal == normal))


def gaps(connection: Connection) -> tuple[Gap, ...]:
    """Return every question that no statement answered: first what was put to the editors, then the most asked."""
    c = miss.c
    query = select(c.text, c.count, c.first_at, c.last_at, c.why, c.wanted)
    found = (Gap(row[0], row[1], row[2], row[3], Why(row[4]), row[5]) for row in connection.execute(query))
    return tuple(sorted(found, key=lambda gap: (-gap.wanted, -gap.count, -gap.last_at.timestamp(), gap.text)))


class AwaitedQuestions:
    """Who waits for what in one database. Safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, asked: Miss, person: str = "", language: str = "") -> None:
        """Put a question on the editors' list; *person*, where there is one, is told when a statement answers it.

        That it was asked is counted already.
        """
        question = clean(asked.text)
        row = {"normal": key_of(question), "text": question, "at": asked.at}
        with self._database.write() as connection:
            connection.execute(_PUT, {**row, "why": asked.why})
            if person:
                connection.execute(_WAIT, {**row, "person": person, "language": language, "id": uuid4().hex})

    def open(self) -> tuple[AwaitedQuestion, ...]:
        """Return what people wait for, the oldest first."""
        return self._found(_a.closed_at.is_(None))

    def of(self, id_: str) -> AwaitedQuestion | None:
        """Return what has this id, told or not; None where it is there no more."""
        return next(iter(self._found(_a.id == id_)), None)

    def close(self, one: AwaitedQuestion, at: datetime) -> None:
        """Note that whoever waits for *one* is told, and take it from the editors' list."""
        with self._database.write() as connection:
            mine = update(awaited).where(_a.id == one.id, _a.closed_at.is_(None))
            connection.execute(mine.values(closed_at=at))
            drop(connection, key_of(one.text))

    def prune(self, before: datetime) -> int:
        """Forget what was asked *before*, told or not; return how many."""
        with self._database.write() as connection:
            return connection.execute(delete(awaited).where(_a.asked_at < before)).rowcount

    def _found(self, which: ColumnElement[bool]) -> tuple[AwaitedQuestion, ...]:
        query = select(_a.id, _a.text, _a.person, _a.language).where(which).order_by(_a.asked_at, _a.id)
        with self._database.read() as connection:
            return tuple(AwaitedQuestion(*row) for row in connection.execute(query))


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
        query = select(*_FLAG).where(_f.closed_at.is_(None)).order_by(_f.raised_at, _f.id)
        with self._database.read() as connection:
            return tuple(map(_flag, connection.execute(query)))

    def close(self, id_: str, by: str, at: datetime) -> Flag | None:
        """Return the flag that is settled now; None where it was already, or is none."""
        step = update(flag).where(_f.id == id_, _f.closed_at.is_(None)).values(closed_at=at, closed_by=by)
        with self._database.write() as connection:
            row = connection.execute(step.returning(*_FLAG)).one_or_none()
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
