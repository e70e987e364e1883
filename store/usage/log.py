"""What people ask and what Slack sends twice, counted and forgotten again; never who. With its SQL."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Date, bindparam, delete, func, select, text

from store.db.schema import asked, sight
from store.db.types import Utc
from store.usage import editors_rows
from store.usage.editors_list import EditorsList, Miss, key_of, overdue
from store.usage.editors_rows import AwaitedQuestions, Feedback

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from store.db.engine import Database
    from store.model import Topic
    from store.usage.editors_list import Gap


MISS_DAYS = 90
"""For how long a question without an answer is kept after it was last asked, and how often a topic was asked for."""
REMEMBERED = timedelta(days=1)
"""How long an event is known again. Slack gives up redelivering within hours."""

_SEE = text("INSERT INTO sight (id, seen_at) VALUES (:id, :at) ON CONFLICT (id) DO NOTHING").bindparams(
    bindparam("at", type_=Utc)
)
_COUNT = text(
    "INSERT INTO asked (topic, day, count) VALUES (:topic, :day, :times)"
    " ON CONFLICT (topic, day) DO UPDATE SET count = asked.count + excluded.count"
).bindparams(bindparam("day", type_=Date))


class UsageLog:
    """The counts in one database, kept for some *days*. Safe to share between threads."""

    def __init__(self, database: Database, days: int = MISS_DAYS) -> None:
        self._database = database
        self.feedback = Feedback(database)
        self.awaited = AwaitedQuestions(database)
        self._days = days
        self._kept = timedelta(days=days)

    def first_sight(self, event: str, at: datetime) -> bool:
        """Return whether *event* was not seen before, by any replica; it is remembered for a day."""
        with self._database.write() as connection:
            connection.execute(delete(sight).where(sight.c.seen_at < at - REMEMBERED))
            return connection.execute(_SEE, {"id": event, "at": at}).rowcount == 1

    def unsee(self, event: str) -> None:
        """Let *event* come for the first time again: what it asked for was surely not done."""
        with self._database.write() as connection:
            connection.execute(delete(sight).where(sight.c.id == event))

    def note_misses(self, questions: Sequence[tuple[str, datetime] | Miss]) -> None:
        """Count questions that got no answer, in one transaction, and let go of those asked too long ago."""
        with self._database.write() as connection:
            editors_rows.note(connection, [Miss(*one) for one in questions])
            editors_rows.forget(connection, max(one[1] for one in questions) - self._kept)

    def gaps(self, at: datetime | None = None) -> tuple[Gap, ...]:
        """Return the questions without an answer, the most asked first; with *at*, those too old then are let go."""
        if at is not None:
            with self._database.write() as connection:
                editors_rows.forget(connection, at - self._kept)
        with self._database.read() as connection:
            return editors_rows.gaps(connection)

    def gap(self, id_: str) -> Gap | None:
        """Return the question without an answer that has this id; None where it is there no more."""
        return next((one for one in self.gaps() if one.id == id_), None)

    def dismiss(self, gap: Gap) -> None:
        """Let go of a question without an answer, until somebody asks it again."""
        with self._database.write() as connection:
            editors_rows.drop(connection, key_of(gap.text))

    def note_asked(self, counts: Mapping[str, int], at: datetime) -> None:
        """Count topics that were asked for, each so many times; days too long ago are let go."""
        with self._database.write() as connection:
            # In one order: two processes that each wait for a row of the other's would end one of them.
            rows = [{"topic": slug, "day": at.date(), "times": counts[slug]} for slug in sorted(counts)]
            connection.execute(_COUNT, rows)
            connection.execute(delete(asked).where(asked.c.day < at.date() - self._kept))

    def times_asked(self, at: datetime) -> Mapping[str, int]:
        """Return how often each topic was asked for in the days that are kept; those never asked are not there."""
        day = at.date()
        kept = asked.c.day >= day - timedelta(days=self._days - 1), asked.c.day <= day
        query = select(asked.c.topic, func.sum(asked.c.count)).where(*kept).group_by(asked.c.topic)
        with self._database.read() as connection:
            return {slug: int(times) for slug, times in connection.execute(query)}

    def editors_list(self, topics: Mapping[str, Topic], at: datetime, review_days: int) -> EditorsList:
        """Return what there is to look after among *topics* and questions at that instant."""
        found = overdue(topics.values(), at.date(), review_days, self.times_asked(at))
        gaps = tuple(gap for gap in self.gaps() if at - self._kept <= gap.last_at)
        return EditorsList(at.date(), found, gaps, len(topics), review_days, self._days)
