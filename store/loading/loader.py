"""The seed folder into the store: what a load would change, and the load itself."""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING

from store.changes import Loaded, Occasion, Plan, Progress, WaitingFolder, silent
from store.content import file_marks, write
from store.content import read as read_content
from store.db import bulk, load_lock
from store.errors import AllianceError, DatabaseBusy
from store.history.archive import prune
from store.loading import request
from store.loading.request import FolderMoved, FolderShrunk, LoadRequest
from store.model import Difference
from store.text.language import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from store.changes import BadFile
    from store.content.index_entry import Fresh
    from store.db.engine import Database
    from store.db.types import Connection
    from store.loading.glance import Glance, Overlay
    from store.loading.reading import FolderReading
    from store.model import Generation, Topic


MANY = 500
"""From so many documents on that must be read, they are written while others are read, by two processes."""


class Loader:
    """Loads folders into one store. Safe to share between threads."""

    def __init__(
        self,
        database: Database,
        live: Callable[[], object],
        *,
        history_days: int | None = None,
        may_empty: bool = True,
    ) -> None:
        """Take *live* as what to call once a generation is live; with *history_days* None all history is kept.

        *may_empty* says whether an empty folder can mean anything where the store holds something.
        """
        self._database = database
        self._live = live
        self._history_days = history_days
        self._may_empty = may_empty

    def plan(self, folder: Path, progress: Progress | None = None, *, skip_bad: bool = False) -> Plan:
        """Return what a load of *folder* would change. Nothing is written, and whoever loads is not in the way.

        With *skip_bad* what has a bad file is left as it is, and the plan says what is wrong with it.
        Raises as `load`; an empty folder is no problem here but an alarm, where the store holds anything.
        """
        from store.loading import workers  # noqa: PLC0415 - as in `_glance`

        seen = self._glance(folder)
        reading = self._reading(seen, progress or silent, skip_bad=skip_bad)
        for _ in reading.documents(workers.look):
            pass
        topics = reading.topics(self._count)
        with self._database.read() as connection:
            difference, changes = write.foreseen(connection, topics, reading.fingerprints, reading.looked)
            passages = _passages(connection, reading, difference)
        counts = len(topics), _statements(topics), len(reading.fingerprints), passages
        alarms, skipped = _alarms(reading, topics), tuple(reading.skipped)
        return Plan(changes, difference, reading.mark, alarms, *counts, skipped, tuple(seen.overlay.standoffs))

    def load(  # noqa: PLR0913 - who, when and what the person saw are not one thing
        self,
        folder: Path,
        *,
        by: str,
        at: datetime,
        progress: Progress | None = None,
        expecting: str | None = None,
        sure: bool = False,
        skip_bad: bool = False,
        needs: str | None = None,
        occasion: Occasion = Occasion.ASKED,
        patience: float = 0,
    ) -> Loaded:
        """Make *folder*, with the files that the store keeps for it, the whole truth; return what that changed.

        Nothing changes when it raises: NoInput, PathRefused or SeedsInvalid,
        with every problem; LoadRunning when somebody else loads; FolderMoved
        when *expecting* is the mark of another reading; FolderShrunk when
        there are alarms and nobody is *sure*. With *skip_bad* a document or
        topic whose file is bad stays as it was and is remembered as bad,
        unless it is the one that somebody *needs*, a topic cites it that never
        was, or the rest of the folder does not bear it out.
        After OutcomeUnknown it may be live; the next load of the folder makes
        it so in either case. On the *occasion* of a start what people did
        since stays, and the folder waits. Whoever loads is waited for
        *patience* seconds.
        """
        from store.loading.workers import WorkerLost  # noqa: PLC0415 - as in `_glance`

        request = LoadRequest(folder, by, at, expecting, sure, skip_bad, occasion, needs)
        with load_lock.taken(self._database, by=by, at=at, patience=patience):
            try:
                done = self._load(request, progress or silent)
            except WorkerLost:
                done = self._load(request, progress or silent, helped=False)
            if self._history_days is not None:
                prune(self._database, self._history_days, at)
            return done

    def _load(self, request: LoadRequest, told: Progress, *, helped: bool = True) -> Loaded:
        from store.loading import workers  # noqa: PLC0415 - as in `_glance`

        seen = self._glance(request.folder)
        if seen.says_the_same:
            _heed(request, seen.mark)
            self._note(seen, request)
            return self._unchanged(seen)
        if request.occasion is Occasion.START and (waits := self._waits(request.folder, seen)):
            return self._unchanged(seen, waits)
        reading = self._reading(seen, told, skip_bad=request.skip_bad, needs=request.needs)
        many = len(reading.orders) >= MANY
        how = workers.together if many and helped and workers.cores() > 1 else workers.alone
        with closing(reading.documents(how)) as read:
            fresh: Iterable[Sequence[Fresh]] = read
            if not many:
                # So that nobody waits for us to read. Of many, the reading goes on while they are written.
                fresh = [[one for some in read for one in some]]
                self._confirm(reading, request)
            made, number, passages = self._written(reading, fresh, request, seen.overlay)
        with suppress(AllianceError):
            # It is loaded, whatever fails now: who cannot read it yet will see it with the next look.
            self._live()
        told("writing", 1, 1)
        topics = reading.topics(self._count)
        counts = len(topics), _statements(topics), len(reading.fingerprints), passages
        skipped, standoffs = tuple(reading.skipped), tuple(seen.overlay.standoffs)
        difference, changed = made.difference if made else Difference(), made is not None
        return Loaded(number, difference, *counts, changed=changed, skipped=skipped, standoffs=standoffs)

    def _written(
        self, reading: FolderReading, fresh: Iterable[Sequence[Fresh]], request: LoadRequest, overlay: Overlay
    ) -> tuple[Generation | None, int, int]:
        """Return the generation that was made, the number of the one that is live, and how many passages it has."""

        def work(connection: Connection) -> tuple[Generation | None, int, int]:
            made = self._write(connection, reading, fresh, request)
            overlay.note(connection)
            return made, read_content.current(connection), read_content.passages_held(connection)

        return bulk.carried_out(self._database, work, lambda connection, done: read_content.holds(connection, done[0]))

    def _write(
        self, connection: Connection, reading: FolderReading, fresh: Iterable[Sequence[Fresh]], request: LoadRequest
    ) -> Generation | None:
        writing = write.Writing(connection, reading.known.documents)
        if writing.since != reading.known.generation:
            raise DatabaseBusy("Something was loaded meanwhile, so nothing was done; try again.")
        for some in fresh:
            writing.add(some)
        topics = self._confirm(reading, request)
        reading.progress("writing", 0, 1)
        made = writing.finish(topics, reading.fingerprints, by=request.by, at=request.at)
        # A folder with a bad file is never what was seen: it is read, and its file named, until somebody mends it.
        file_marks.remember(connection, "" if reading.skipped else reading.mark, reading.marks, reading.gone)
        file_marks.remember_bad(connection, reading.skipped, request.at)
        if not reading.skipped:
            number = made.number if made else writing.since
            file_marks.note_load(connection, reading.mark, number, request.at, request.occasion)
        return made

    def bad_files(self) -> tuple[BadFile, ...]:
        """Return the files that the last load left as they were."""
        with self._database.read() as connection:
            return file_marks.bad_files(connection)

    def waits(self, folder: Path) -> WaitingFolder | None:
        """Return why a start would leave *folder* alone; None where it would load it, or there is nothing to load."""
        seen = self._glance(folder)
        return None if seen.says_the_same else self._waits(folder, seen)

    def _waits(self, folder: Path, seen: Glance) -> WaitingFolder | None:
        with self._database.read() as connection:
            kept = request.kept(connection, seen.mark)
        plan = self.plan(folder) if kept else None
        return WaitingFolder(seen.mark, *kept, plan.difference) if kept and plan else None

    def _note(self, seen: Glance, request: LoadRequest) -> None:
        """Note that somebody wants the folder to be what the store says, as it does already."""
        mark = seen.mark
        if seen.overlay.is_news:
            with self._database.write() as connection:
                seen.overlay.note(connection)
        with self._database.read() as connection:
            known, live = file_marks.loaded_as(connection, mark), read_content.current(connection)
        if known is None or (request.occasion is Occasion.ASKED and known != (live, Occasion.ASKED)):
            with self._database.write() as connection:
                file_marks.note_load(connection, mark, live, request.at, request.occasion)

    def _confirm(self, reading: FolderReading, request: LoadRequest) -> Mapping[str, Topic]:
        topics = reading.topics(self._count)
        _heed(request, reading.mark, _alarms(reading, topics))
        return topics

    def _glance(self, folder: Path) -> Glance:
        # Imported here, because the parsers of files cost more than a start without them.
        from store.loading.glance import glance  # noqa: PLC0415

        return glance(self._database, folder, may_be_empty=self._may_empty)

    def _reading(self, seen: Glance, told: Progress, *, skip_bad: bool, needs: str | None = None) -> FolderReading:
        from store.loading import reading  # noqa: PLC0415 - as in `_glance`

        with self._database.read() as connection:
            known = reading.known(connection)
        stored = self._stored if skip_bad else None
        return reading.FolderReading(seen.found, seen.digests, known, told, skip_bad, needs, stored)

    def _stored(self) -> Mapping[str, Topic]:
        with self._database.read() as connection:
            return read_content.snapshot(connection, read_content.current(connection)).topics

    def _count(self, ids: Collection[str]) -> Mapping[str, int]:
        with self._database.read() as connection:
            return read_content.passage_counts(connection, ids)

    def _unchanged(self, seen: Glance, waits: WaitingFolder | None = None) -> Loaded:
        with self._database.read() as connection:
            number, counts = read_content.current(connection), read_content.held(connection)
        standoffs = tuple(seen.overlay.standoffs)
        return Loaded(number, Difference(), *counts, changed=False, waits=waits, standoffs=standoffs)


def _heed(request: LoadRequest, mark: str, alarms: tuple[str, ...] = ()) -> None:
    """Refuse what is not what somebody saw, or what may be a mistake."""
    if request.expecting not in (None, mark):
        raise FolderMoved(
            N_("The files have changed since you looked, so nothing was loaded; look at the changes again.")
        )
    if alarms and not request.sure:
        raise FolderShrunk(request.folder, alarms)


def _statements(topics: Mapping[str, Topic]) -> int:
    return sum(len(topic.statements) for topic in topics.values())


def _passages(connection: Connection, reading: FolderReading, difference: Difference) -> int:
    """How many passages the folder has: those that are held, but for those of documents that were read or are gone."""
    read = {id_: count for id_, count in reading.passages.items() if count is not None}
    replaced = read_content.passage_counts(connection, [*read, *difference.documents.removed])
    return read_content.passages_held(connection) - sum(replaced.values()) + sum(read.values())


def _alarms(reading: FolderReading, topics: Collection[str]) -> tuple[str, ...]:
    """What is missing so suddenly that somebody should be asked: everything, or half the topics."""
    before, documents = reading.known.topics, reading.fingerprints
    empty = not (topics or documents)
    halved = len(before) > 1 and len({*before}.difference(topics)) * 2 >= len(before)
    told = (
        _shrunk("topics", before, topics) if empty or halved else "",
        _shrunk("documents", reading.known.documents, documents) if not documents else "",
    )
    return tuple(filter(None, told))


def _shrunk(what: str, before: Collection[str], now: Collection[str]) -> str:
    lost = len({*before}.difference(now))
    if len(now) < len(before):
        return f"It has {len(now)} {what} where the store has {len(before)}."
    return f"It lacks {lost} of the {len(before)} {what} that the store has." if lost else ""
