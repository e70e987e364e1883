"""Earlier generations: what changed, the way back, what was answered on a day, and what is let go.

A generation goes once it has been live on none of the days that are kept, so that the history is without a
gap. The live one and the one before it stay whatever their age: a mistake costs nothing while there is a way
back.

What channels were told outlives its generation. A channel that hears only of news, or whose digest is paused,
may have been told long ago, and to know what is news to it takes all that stood then. So those versions are
kept that stood in a generation which a channel was told last, or will have been told once a digest that is
under way has arrived: nothing is lost to it, nor told twice. They go when something else is pruned after it
was told more.

Passages of retired documents are off the index already (see `content.index`), and the counts are of the current
generation alone: neither is touched.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from store import lookup
from store.content import diff, pruning, read, write
from store.content.index_entry import fresh
from store.db import bulk, load_lock
from store.digests.subscription_rows import generations_told
from store.errors import InvalidRequest, TryAgain
from store.text import zone
from store.text.language import N_
from store.text.normalise import Query

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from store.changes import Changes
    from store.db.engine import Database
    from store.db.types import Connection
    from store.model import Answer, Brief, Generation, Snapshot


_SNAPSHOTS = 8
_INDEXES = 4
AT_ONCE = 50
"""So many generations go in one transaction at most: others write in between."""

logger = logging.getLogger(__name__)


class UnknownGeneration(InvalidRequest):
    """There is no such generation, or it has been pruned: *oldest* is the first that is kept."""

    code = "not_found"

    def __init__(self, number: int, oldest: int = 0) -> None:
        pruned = N_("Version {number} has been pruned; the history begins with version {oldest}.")
        unknown = N_("There is no version {number}; the history lists those that are kept.")
        super().__init__(pruned if 0 < number < oldest else unknown, number=number, oldest=oldest)


class StoreMoved(TryAgain):
    """Another generation is live than when somebody looked at what would change."""

    code = "moved"


class Archive:
    """Every generation in one database. Safe to share between threads."""

    def __init__(self, database: Database, *, history_days: int | None = None) -> None:
        """Take *history_days* as for how many days a rollback, too, keeps history; None keeps it all."""
        self._database = database
        self.history_days = history_days
        self._kept = lru_cache(maxsize=_SNAPSHOTS)(self._read)

    def generations(self) -> tuple[Generation, ...]:
        """Return every generation that is kept, the newest first."""
        with self._database.read() as connection:
            return read.generations(connection)

    def generation(self, number: int) -> Generation:
        """Return one generation; UnknownGeneration when it is not kept."""
        kept = self.generations()
        made = next((made for made in kept if made.number == number), None)
        if made is None:
            raise UnknownGeneration(number, kept[-1].number if kept else 0)
        return made

    def passages_held(self) -> int:
        """Return how many passages the current generation has."""
        with self._database.read() as connection:
            return read.passages_held(connection)

    def on(self, day: date) -> int:
        """Return the generation that was live when *day* ended; 0 when none was kept from so early."""
        return self.before(zone.end(day))

    def before(self, at: datetime) -> int:
        """Return the generation that was live just before *at*; 0 when none was kept from so early."""
        return next((made.number for made in self.generations() if made.loaded_at < at), 0)

    def at(self, number: int) -> Snapshot:
        """Return what generation *number* says; UnknownGeneration when it is not kept."""
        return self._kept(number)

    def changes(self, since: int, until: int, topics: Collection[str] = ()) -> Changes:
        """Return what is otherwise in *until* than in *since*, of *topics* alone when any are named.

        Either may be the earlier; 0 is before the first load. UnknownGeneration when one is not kept.
        """
        with self._database.read() as connection:
            _refuse_unkept(connection, *filter(None, (since, until)))
            return diff.changes(connection, since, until, topics)

    def untold(self, told: int, until: int) -> Changes:
        """Return what is otherwise in *until* than in the generation that a channel was *told* last, kept or not.

        For its sake what stood then is there, even where the history begins later: see above. To a channel that was
        told nothing all is new, and no passage is told: none is read.
        """
        with self._database.read() as connection:
            return diff.changes(connection, told, until, passages=told > 0)

    def roll_back(self, number: int, *, by: str, at: datetime, expecting: int | None = None) -> Generation | None:
        """Make what *number* said the newest generation; None when it is what the store says already.

        LoadRunning when somebody loads; StoreMoved when *expecting*, which
        somebody looked at, is not the current generation any more;
        UnknownGeneration when *number* is not kept; OutcomeUnknown as a load.
        """
        with load_lock.taken(self._database, by=by, at=at):
            made = self._roll_back(number, by, at, expecting)
            if self.history_days is not None:
                prune(self._database, self.history_days, at)
            return made

    def _roll_back(self, number: int, by: str, at: datetime, expecting: int | None) -> Generation | None:
        said = self.at(number)
        fingerprints = {id_: source.fingerprint for id_, source in said.sources.items()}

        def work(connection: Connection) -> Generation | None:
            # What it said may be remembered here from before it was pruned, and its passages be gone.
            _refuse_unkept(connection, number)
            writing = write.Writing(connection)
            if expecting not in (None, writing.since):
                raise StoreMoved(
                    N_("Something was loaded since you looked, so nothing was done; look at the changes again.")
                )
            for some in bulk.batches(writing.lacking(fingerprints), 50):
                found = (read.document(connection, id_, number) for id_ in some)
                writing.add([fresh(one) for one in found if one is not None])
            return writing.finish(said.topics, fingerprints, by=by, at=at, rollback_to=number)

        return bulk.carried_out(self._database, work, read.holds)

    def _read(self, number: int) -> Snapshot:
        with self._database.read() as connection:
            _refuse_unkept(connection, number)
            return read.snapshot(connection, number)


def _refuse_unkept(connection: Connection, *numbers: int) -> None:
    """Raise UnknownGeneration for the first that the history lacks. Asked by whoever reads it: it may go any moment."""
    oldest, newest = read.kept(connection)
    for number in numbers:
        if number == 0 or not oldest <= number <= newest:
            raise UnknownGeneration(number, oldest)


@dataclass(frozen=True, slots=True)
class Stood:
    """How the store stood on *day*. *answer* and *generation* are None when nothing was kept from so early."""

    query: str
    day: date
    generation: Generation | None
    answer: Answer | None
    first: Generation | None
    """The oldest generation that is kept; None when nothing was ever loaded."""


class Past:
    """Answers as earlier generations would have. Safe to share between threads.

    Only topics answer: the passages of earlier generations are kept to be read, not indexed to be searched.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._index = lru_cache(maxsize=_INDEXES)(lambda number: lookup.Index(archive.at(number)))

    def ask(self, text: str, day: date) -> Stood:
        """Return what the store answered to *text* when *day* ended. TooLong over MAX_QUERY characters."""
        query = Query.of(text)
        kept, number = self._archive.generations(), self._archive.on(day)
        live = next((made for made in kept if made.number == number), None)
        first = kept[-1] if kept else None
        if live is None:
            return Stood(query, day, None, None, first)
        index = self._index(number)
        answer = lookup.resolve(query, index) or lookup.answer(query, index) or lookup.nothing(query, index)
        return Stood(query, day, live, answer, first)

    def brief(self, slug: str, generation: int) -> Brief | None:
        """Return the brief of a topic as *generation* had it; None when it had none. UnknownGeneration when pruned."""
        index = self._index(generation)
        topic = index.snapshot.topics.get(slug)
        return None if topic is None else lookup.brief(slug, topic, index)


def prune(database: Database, days: int, at: datetime) -> None:
    """Let go of the generations that were live on none of the last *days* days.

    Whoever holds the turn to load calls it after having loaded, so it never
    fails: what went wrong is logged, and the next one does the rest.
    """
    try:
        with database.read() as connection:
            span = pruning.outdated(connection, at - timedelta(days=days))
        for first in range(span.start, span.stop, AT_ONCE):
            with database.write() as connection:
                pruning.let_go(connection, min(first + AT_ONCE, span.stop), generations_told(connection))
        if span:
            logger.info("history pruned", extra={"code": "pruned", "first": span.start, "last": span.stop - 1})
    # Whatever it is: what was to be loaded is loaded, and must not be reported as failed.
    except Exception:
        logger.warning("history not pruned; the next load tries again", extra={"code": "prune_failed"}, exc_info=True)
