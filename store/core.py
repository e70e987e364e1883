"""The briefing store: the one class that every door speaks to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, Self

from store import lookup
from store import text as words
from store.access import forget
from store.access.audit import Attempt, Audit, Outcome
from store.content import read
from store.content import search as search_content
from store.db.engine import Database
from store.errors import TooLong
from store.loading.loader import Loader
from store.model import MAX_QUERY, Brief, Choices, Citation, Found, Nothing, Passages, Snapshot
from store.usage import misses, seen_events, topic_counts
from store.usage.reviews import REVIEW_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from store.changes import Loaded, Progress
    from store.ingest.service import Adding
    from store.model import Answer, Content, Document, Passage, Source, Topic
    from store.usage.misses import Gap

ANSWERS = 0.8
"""The share of a question's weight that a passage must carry to be its answer."""

SPEAKS = 0.4
"""The share that is enough for somebody who searches."""


MISS_DAYS = 90
"""For how long a question without an answer is kept after it was last asked, and how often a topic was asked for."""


@dataclass(frozen=True, slots=True)
class _View:
    """One generation in memory. Swapped whole, so that a reader keeps what it began with."""

    snapshot: Snapshot
    index: lookup.Index
    cited: Mapping[Citation, Sequence[str]]

    def topics_of(self, document: str, passage: Passage) -> tuple[str, ...]:
        """Return the topics that cite the passage, then those of its document, then those that it names."""
        cited = self.cited.get(Citation(document, passage.number), ())
        source = self.snapshot.sources.get(document)
        ticked = source.topics if source else ()
        return tuple(dict.fromkeys((*cited, *ticked, *lookup.mentions(passage.text, self.index))))

    def found(self, source: Source, passage: Passage) -> Found:
        return Found(source, passage, self.topics_of(source.id, passage))


class BriefingStore:
    """The alliance's briefings. Safe to share between threads; answers from memory wherever it can."""

    def __init__(
        self,
        database: Database,
        *,
        miss_days: int = MISS_DAYS,
        review_days: int = REVIEW_DAYS,
        history_days: int | None = None,
    ) -> None:
        """Take *history_days* as for how many days history is kept; None keeps it all (see `pruning`)."""
        self.database = database
        self.review_days = review_days
        self.miss_days = miss_days
        self.history_days = history_days
        self._view = _view(Snapshot(0, {}, {}))
        self._swapping = Lock()

    @classmethod
    def open(cls, url: str) -> Self:
        """Return the store at *url*, with its current generation in memory.

        A database without our tables is an empty store: `migrate` makes them.
        SchemaAhead when they are newer than this code.
        """
        store = cls(Database(url))
        try:
            if store.database.known_schema() == "current":
                store.refresh()
        except BaseException:
            store.close()
            raise
        return store

    def migrate(self) -> None:
        """Make the tables, or bring them up to this code; then show what they hold."""
        self.database.migrate()
        self.refresh()

    def close(self) -> None:
        """Let the database go."""
        self.database.close()

    def forget(self, id_: str, *, workspace: bool = False, by: str, at: datetime) -> Mapping[str, int]:
        """Take a person, or a *workspace*, out of every table for good; return of how many rows."""
        gone = (forget.forget_workspace if workspace else forget.forget_person)(self.database, id_)
        what = "a workspace" if workspace else "a person"
        Audit(self.database).note(Attempt(at, "", by, "forget", Outcome.DONE, what))
        return gone

    @property
    def snapshot(self) -> Snapshot:
        """The current generation, without its passages."""
        return self._view.snapshot

    @property
    def index(self) -> lookup.Index:
        """What `lookup` needs of the current snapshot."""
        return self._view.index

    def refresh(self) -> bool:
        """Return whether there was a new generation, which is current from now on. One query when there is none.

        SchemaAhead when the new one is of a newer release.
        """
        with self.database.read() as connection:
            if read.current(connection) == self.snapshot.generation:
                return False
        with self._swapping, self.database.read() as connection:
            number = read.current(connection)
            if number == self.snapshot.generation:
                return False
            # Tables of a newer release may mean something else.
            self.database.known_schema()
            self._view = _view(read.snapshot(connection, number))
            return True

    def glance(self, text: str) -> Answer | None:
        """Return the answer that memory alone can give; None when the passages must be asked. TooLong as `ask`."""
        return lookup.resolve(_asked(text), self.index)

    def ask(self, text: str) -> Answer:
        """Return the brief, the choices, the passages or the honest nothing. TooLong over MAX_QUERY characters."""
        query = _asked(text)
        answers = (lookup.resolve(query, view.index) or self._find(view, query, 8, ANSWERS) for view in self._views())
        return next(answer for answer in answers if answer is not None)

    def find(self, text: str) -> Answer:
        """Return what `ask` would, for a text that `glance` had no answer to: memory is not searched again."""
        return self._find(self._view, _asked(text), 8, ANSWERS) or self.ask(text)

    def search(self, text: str, limit: int = 8) -> Passages | Nothing:
        """Return the passages that speak of the words, best first. TooLong over MAX_QUERY characters."""
        query = _asked(text)
        answers = (self._find(view, query, limit, SPEAKS) for view in self._views())
        return next(answer for answer in answers if answer is not None)

    def _views(self) -> Iterator[_View]:
        """The current generation; then, as long as that was not good enough, the newest."""
        while True:
            yield self._view
            self.refresh()

    def _find(self, view: _View, query: str, limit: int, cover: float) -> Passages | Nothing | None:
        """What the passages say; None when they are no longer those of *view*."""
        with self.database.read() as connection:
            generation, hits = search_content.search(connection, words.terms(query), limit, cover=cover)
        if generation != view.snapshot.generation:
            return None
        if not hits:
            return lookup.nothing(query, view.index)
        found = tuple(view.found(view.snapshot.sources[id_], passage) for id_, passage in hits)
        return Passages(query, found, generation)

    def sources(self) -> tuple[Source, ...]:
        """Return every document of the current generation, by id."""
        return tuple(self.snapshot.sources.values())

    def document(self, id_: str, generation: int | None = None) -> Document | None:
        """Return one document with its passages, as of *generation*; None when that has none of that id."""
        wanted = self.snapshot.generation if generation is None else generation
        with self.database.read() as connection:
            return read.document(connection, id_, wanted)

    def passage(self, citation: Citation) -> Found | None:
        """Return the passage that *citation* names, and the topics it speaks of; None when there is none."""
        view = self._view
        with self.database.read() as connection:
            named = read.passage(connection, citation, view.snapshot.generation)
        return None if named is None else view.found(*named)

    def topics_of(self, document: str, passage: Passage) -> tuple[str, ...]:
        """Return the slugs of the topics that cite a passage of *document*, that an editor gave this, that it names."""
        return self._view.topics_of(document, passage)

    def named(self, text: str) -> str | None:
        """Return the slug of the one topic that *text* is a name of; None when there is none, or several."""
        found = self.index.exact.get(words.normalise(text), ())
        return found[0] if len(found) == 1 else None

    def nearest(self, text: str) -> tuple[Topic, ...]:
        """Return the topics that *text* may have meant to name, the likelier first; possibly none."""
        meant = lookup.resolve(text, self.index)
        match meant:
            case Brief():
                return (meant.topic,)
            case Choices():
                return meant.topics
            case _:
                return lookup.nothing(text, self.index).nearest

    def mentions(self, text: str) -> tuple[str, ...]:
        """Return the slugs of the topics that *text* names."""
        return lookup.mentions(text, self.index)

    def check(self, folder: Path) -> Content:
        """Return what *folder* says without loading it; raises as `load`."""
        # Imported here, because the parsers of files cost more than a start without them.
        from store import seeds  # noqa: PLC0415

        return seeds.read(folder)

    def load(self, folder: Path, *, by: str, at: datetime, progress: Progress | None = None) -> Loaded:
        """Make *folder* the whole truth, and return what that changed.

        NoInput, PathRefused or SeedsInvalid, with every problem, and nothing
        changed; LoadRunning when somebody else loads.
        """
        loader = self._loader(may_empty=False)
        return loader.load(folder, by=by, at=at, progress=progress, sure=True)

    @property
    def loader(self) -> Loader:
        """What loads folders into this store, once somebody has seen what that changes."""
        return self._loader(may_empty=True)

    def _loader(self, *, may_empty: bool) -> Loader:
        return Loader(self.database, self.refresh, history_days=self.history_days, may_empty=may_empty)

    def adding(self, folder: Path) -> Adding:
        """Return what adds documents to this store and to its seed *folder*."""
        from store.ingest.service import Adding  # noqa: PLC0415 - as in `check`

        return Adding(self.database, folder, self.loader, lambda: self.index)

    def first_sight(self, event: str, at: datetime) -> bool:
        """Return whether *event* was not seen before, by any replica; it is remembered for a day."""
        with self.database.write() as connection:
            return seen_events.first(connection, event, at)

    def note_miss(self, text: str, at: datetime) -> None:
        """Count a question that got no answer; who asked is not kept."""
        self.note_misses([(text, at)])

    def note_misses(self, questions: Sequence[tuple[str, datetime]]) -> None:
        """Count many questions that got no answer, in one transaction, and let go of those asked too long ago."""
        with self.database.write() as connection:
            misses.note(connection, questions)
            misses.forget(connection, max(at for _, at in questions) - timedelta(days=self.miss_days))

    def gaps(self, at: datetime | None = None) -> tuple[Gap, ...]:
        """Return the questions without an answer, the most asked first; with *at*, those too old then are let go."""
        if at is not None:
            with self.database.write() as connection:
                misses.forget(connection, at - timedelta(days=self.miss_days))
        with self.database.read() as connection:
            return misses.gaps(connection)

    def note_asked(self, counts: Mapping[str, int], at: datetime) -> None:
        """Count topics that were asked for, each so many times; days too long ago are let go."""
        with self.database.write() as connection:
            topic_counts.note(connection, counts, at.date())
            topic_counts.forget(connection, at.date() - timedelta(days=self.miss_days))

    def times_asked(self, at: datetime) -> Mapping[str, int]:
        """Return how often each topic was asked for in the last `miss_days` days; those never asked are not there."""
        with self.database.read() as connection:
            return topic_counts.totals(connection, at.date(), self.miss_days)


def _view(snapshot: Snapshot) -> _View:
    cited: defaultdict[Citation, list[str]] = defaultdict(list)
    for slug, topic in snapshot.topics.items():
        for citation in topic.citations:
            cited[citation].append(slug)
    return _View(snapshot, lookup.Index.build(snapshot), cited)


def _asked(text: str) -> str:
    query = words.clean(text)
    if len(query) > MAX_QUERY:
        raise TooLong(f"Please shorten this to {MAX_QUERY} characters.")
    return query
