"""The briefing store: the one class that every door speaks to."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Self, Unpack

from store import lookup
from store.access.admins import Admins, Audit
from store.access.forget import forget
from store.access.link_rounds import LinkRounds
from store.access.notices import PendingNotices
from store.content import file_marks, read
from store.content.passages import PassageFinder
from store.db.engine import Database
from store.db.maintenance import Maintenance
from store.embedding.meanings import Meanings
from store.embedding.process import OFF, Encoder
from store.history.archive import Archive, Past
from store.loading.loader import Loader
from store.lookup.search_query import SearchPage, SearchQuery
from store.lookup.view import GenerationView
from store.model import Citation, Found, Nothing, Passages, Snapshot
from store.text.normalise import Query
from store.usage.editors_list import REVIEW_DAYS
from store.usage.log import MISS_DAYS, UsageLog

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from store.changes import Loaded, LoadOptions, StoreOptions
    from store.digests.outbox import Outbox
    from store.digests.subscriptions import Roster
    from store.feeds.service import NewsFeeds
    from store.files.disk import KeptFile
    from store.ingest.service import DocumentIngest
    from store.mending.service import Mending
    from store.model import Answer, Content, Document, Passage, Source, Topic
    from store.seeds.folder import Examined
    from store.usage.editors_list import EditorsList

ANSWERS = 0.8
"""The share of a question's weight that a passage must carry to be its answer."""


class BriefingStore:
    """The alliance's briefings. Safe to share between threads; answers from memory wherever it can."""

    def __init__(
        self,
        database: Database,
        *,
        miss_days: int = MISS_DAYS,
        review_days: int = REVIEW_DAYS,
        history_days: int | None = None,
        model: str = OFF,
    ) -> None:
        """For *history_days* history stays; None keeps all. *model* reads questions once `learn` was called."""
        self.database, self.seeds_git = database, False  # whether each edit is a commit
        self.meanings = Meanings(database, Encoder(model))
        self.review_days = review_days
        self.usage = UsageLog(database, miss_days)
        self.archive = Archive(database, history_days=history_days)
        self.past, self.maintenance = Past(self.archive), Maintenance(database)
        self.audit, self.notices, self.links = Audit(database), PendingNotices(database), LinkRounds(database)
        self._view = GenerationView.build(Snapshot(0, {}, {}))
        self._swapping, self._finder = Lock(), PassageFinder(database)

    @classmethod
    def of(cls, url: str, **how: Unpack[StoreOptions]) -> Self:
        """Return the store at *url*, whatever state it is in: nothing is opened yet."""
        return cls(Database(url), **how)

    @classmethod
    def open(cls, url: str) -> Self:
        """Return the store at *url*, with its current generation in memory.

        A database without our tables is an empty store, which `migrate` makes them for. SchemaAhead as `refresh`.
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
        from store.content import index  # noqa: PLC0415 - with numpy, which a start need not wait for

        self.database.migrate()
        index.bring_up(self.database)
        self.refresh()

    def close(self) -> None:
        """Let the database and the model go."""
        self.meanings.encoder.close()
        self.database.close()

    def forget(self, id_: str, *, workspace: bool = False, by: str, at: datetime) -> Mapping[str, int]:
        """Take a person, or a *workspace*, out of every table for good; return of how many rows."""
        return forget(self.database, id_, workspace=workspace, by=by, at=at)

    @property
    def snapshot(self) -> Snapshot:
        """The current generation, without its passages."""
        return self._view.snapshot

    @property
    def index(self) -> lookup.Index:
        """What `lookup` needs of the current snapshot."""
        return self._view.index

    def warm(self) -> None:
        """Make everything now that looks into the current generation, so that no question waits for it."""
        self._view.warm()

    def refresh(self) -> bool:
        """Return whether there was a new generation, which is current from now on. One query when there is none.

        SchemaAhead when the tables have become too new for this code.
        """
        with self.database.read() as connection:
            if read.current(connection) == self.snapshot.generation:
                return False
        with self._swapping, self.database.read() as connection:
            number = read.current(connection)
            if number == self.snapshot.generation:
                return False
            self.database.known_schema()  # tables of a newer release may mean something else
            self._view = GenerationView.build(read.snapshot(connection, number, self.snapshot.sources))
            return True

    def glance(self, text: str, about: str | None = None) -> Answer | None:
        """Return what *text* names, or was answered before, at once and from memory; None when it may be a question.

        What goes on from *about* is not what was answered before. TooLong as `ask`.
        """
        return self._view.glance(Query.of(text), anew=about is not None)

    def ask(self, text: str, about: str | None = None, *, glanced: lookup.Index | None = None) -> Answer:
        """Return the brief, the choices, the passages or the honest nothing. TooLong over MAX_QUERY characters.

        *about* is the slug of the topic that was spoken of before; in *glanced* a glance has found nothing already.
        """
        query = Query.of(text)
        if about and (further := lookup.continued(query, about, self.index)):
            return replace(self.ask(further), query=query)
        answers = (
            (None if view.index is glanced else view.glance(query, anew=about is not None))
            or self._author(view, query)
            or self._answered(view, query)
            for view in self._views()
        )
        return next(answer for answer in answers if answer is not None)

    def _answered(self, view: GenerationView, query: Query) -> Answer | None:
        meant = self.meanings.question(query, view.index)
        answer = lookup.answer(query, view.index, meant) or self._spoken(view, query)
        # What words alone found is not for good where a model is to read the question.
        if answer and (meant or self.meanings.encoder.model == OFF):
            view.remember(query, answer)
        return answer

    def _author(self, view: GenerationView, query: Query) -> Passages | None:
        """The beginning of each document of the author who is asked about."""
        wrote = lookup.authored(query, view.index)
        found = [found for source in wrote if (found := self.passage(Citation(source.id, 1)))]
        return Passages(query, tuple(found), view.snapshot.generation, author=wrote[0].author) if found else None

    def _spoken(self, view: GenerationView, query: Query) -> Passages | Nothing | None:
        return self._finder.find(view, query, SearchQuery.plain(query), SearchPage(), least=ANSWERS)

    def search(self, text: str, limit: int = 8, start: int = 0) -> Passages | Nothing:
        """Return passages that hold the words of *text*, best first: at most *limit*, after the first *start*.

        Phrases in quotes, `in:`, `by:` and `since:` are as `SearchQuery` says. TooLong over MAX_QUERY characters.
        """
        query = Query.of(text)
        wanted, page = SearchQuery.parse(query), SearchPage(limit, start)
        answers = (self._finder.find(view, query, wanted, page) for view in self._views())
        return next(answer for answer in answers if answer is not None)

    def _views(self) -> Iterator[GenerationView]:
        """The current generation; then, as long as that was not good enough, the newest."""
        while True:
            yield self._view
            self.refresh()

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
        return self._view.named(text)

    def nearest(self, text: str) -> tuple[Topic, ...]:
        """Return the topics that *text* may have meant to name, the likelier first; possibly none."""
        return self._view.nearest(text)

    def mentions(self, text: str) -> tuple[str, ...]:
        """Return the slugs of the topics that *text* names."""
        return self.index.names.mentioned(text)

    def check(self, folder: Path) -> Content:
        """Return what *folder* says without loading it; raises as `load`."""
        from store import seeds  # noqa: PLC0415 - the parsers of files cost more than a start without them

        return seeds.read(folder)

    def examine(self, folder: Path) -> Examined:
        """Return what `check` does, and where each part of it stands in its files; raises as `load`."""
        from store.seeds.folder import examine  # noqa: PLC0415 - as in `check`

        return examine(folder)

    def load(self, folder: Path, *, by: str, at: datetime, **how: Unpack[LoadOptions]) -> Loaded:
        """Make *folder* the whole truth, and return what that changed; raises as the loader does."""
        return self._loader(may_empty=False).load(folder, by=by, at=at, sure=True, **how)

    @property
    def loader(self) -> Loader:
        """What loads folders into this store, once somebody has seen what that changes."""
        return self._loader(may_empty=True)

    def _loader(self, *, may_empty: bool) -> Loader:
        return Loader(self.database, self.refresh, history_days=self.archive.history_days, may_empty=may_empty)

    def ingest(self, folder: Path) -> DocumentIngest:
        """Return what adds documents to this store and to its seed *folder*."""
        from store.ingest.service import DocumentIngest  # noqa: PLC0415 - as in `check`

        return DocumentIngest(self.database, folder, self.loader, lambda: self.index)

    def mending(self, folder: Path) -> Mending:
        """Return what edits statements of this store and of its seed *folder*."""
        from store.mending.service import EditUpkeep, Mending  # noqa: PLC0415 - as in `check`

        upkeep = EditUpkeep(self.archive.history_days, git=self.seeds_git)
        return Mending(self.database, folder, self.refresh, lambda: self.index, upkeep)

    def editors_list(self, at: datetime) -> EditorsList:
        """Return what editors should look after at that instant. Reads the database."""
        return self.usage.editors_list(self.snapshot.topics, at, self.review_days)

    @cached_property
    def roster(self) -> Roster:
        """Who gets which topics when."""
        from store.digests.subscriptions import Roster  # noqa: PLC0415 - calendars cost a tenth of a start

        return Roster(self.database)

    @cached_property
    def outbox(self) -> Outbox:
        """The digests that are due. It names this process where it holds them."""
        from store.digests.outbox import Outbox  # noqa: PLC0415 - as above

        return Outbox(self.database)

    @cached_property
    def feeds(self) -> NewsFeeds:
        """What is polled for news, and what that brings."""
        from store.feeds.service import NewsFeeds  # noqa: PLC0415 - as in `check`

        return NewsFeeds(self.database, self.refresh, lambda: self.index, self.ask, self.archive.history_days)

    def admins(self, founders: Sequence[str] = ()) -> Admins:
        """Return who may change the store: the *founders*, whom the settings name, and those they added."""
        return Admins(self.database, founders)

    def kept_files(self) -> tuple[KeptFile, ...]:
        """Return the files of the seed folder that only the store has yet, by name; those of feeds left out."""
        with self.database.read() as connection:
            return tuple(one for one in file_marks.listed(connection) if not one.by_feed)
