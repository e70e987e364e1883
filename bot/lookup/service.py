"""What everybody asks of the store, from memory where that suffices and from the database in a thread otherwise."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from bot.lookup.typeahead import fitting
from bot.lookup.usage import MissCounter, RecentQuestions, TopicCounter
from bot.reports.queries import ReportQueries
from bot.tasks.memory import trim
from bot.telemetry.series import LOOKUPS, span
from bot.text.limits import cut
from bot.text.waiting import NothingLoaded, StillStarting
from store import lookup
from store.errors import TooLong
from store.model import MAX_QUERY, Brief, Choices, Nothing, Passages
from store.text import normalise
from store.text.normalise import Query
from store.usage.editors_list import judged

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.lookup.typeahead import Suggested
    from bot.tasks.concurrency import Background
    from bot.text.sources import Link
    from store.core import BriefingStore
    from store.model import Answer, Citation, Document, Found, Snapshot

FIRST_SECONDS = 1.5
"""How long a reply waits for the first reading of the store; Slack waits for three."""

_Answer = TypeVar("_Answer", bound="Answer")


class InMemoryLookup:
    """Answers from memory alone, and never waits for it to be made.

    What looser words are held against takes half a second to make for forty
    topics, and many for thousands: it is made in a thread, once a generation.
    Until then memory knows exact names only.
    """

    def __init__(self, store: BriefingStore, background: Background, settle: Callable[[], None]) -> None:
        self._store = store
        self._background = background
        self._settle = settle
        self._made: lookup.Index | None = None
        self._making: lookup.Index | None = None

    async def answer(self, text: Query, about: str | None = None) -> Answer:
        """Return the answer to *text*; a name at once, while the store reads a question in a thread."""
        index = self._store.index
        if index is not self._made:
            if index is not self._making:
                self._making = index
                self._background.start(self._make(index))
            if normalise(text) not in index.exact:
                return await asyncio.to_thread(self._store.ask, text, about)
        answer = self._store.glance(text, about)
        if answer is None:
            return await asyncio.to_thread(self._store.ask, text, about, glanced=index)
        if about and isinstance(answer, Nothing):
            return await asyncio.to_thread(self._store.ask, text, about)
        return answer

    async def _make(self, index: lookup.Index) -> None:
        await asyncio.to_thread(self._store.warm)
        self._made = index  # lets go of the one before, first
        await asyncio.to_thread(self._settle)
        # What the vectors came in is three times what is kept of them.
        self._store.meanings.learn_soon(index, then=trim)


class LookupService:
    """The store as the listeners use it. *to* gives the public address of a passage, *now* the time.

    *settle* is done in a thread once the memory of a generation is made.
    """

    def __init__(
        self,
        store: BriefingStore,
        background: Background,
        to: Link,
        now: Callable[[], datetime],
        settle: Callable[[], None] = lambda: None,
    ) -> None:
        self.store = store
        self.background = background
        self.to = to
        self.now = now
        self.archive = store.archive
        self.past = store.past
        self.recent = RecentQuestions()
        self.reports = ReportQueries(store)
        self._memory = InMemoryLookup(store, background, settle)
        self._misses = MissCounter(store, background)
        self._asked = TopicCounter(store, background, now)
        self._first: asyncio.Task[None] | None = None
        """The first reading of the store, for all who wait for it."""

    async def ready(self) -> None:
        """Return once there is something to answer with; those who ask in the first seconds wait for it a little.

        StillStarting when it takes longer, NothingLoaded for an empty store, and what the database says for itself.
        """
        if self.store.snapshot.generation:
            return
        if self._first is None or self._first.done():
            self._first = asyncio.create_task(asyncio.to_thread(self._read))
            # Whoever waits is told; when nobody waited long enough, nobody need be.
            self._first.add_done_callback(lambda first: first.cancelled() or first.exception())
        try:
            async with asyncio.timeout(FIRST_SECONDS):
                await asyncio.shield(self._first)
        except TimeoutError:
            raise StillStarting from None
        if not self.store.snapshot.generation:
            raise NothingLoaded

    def _read(self) -> None:
        if self.store.maintenance.known_schema() == "current":
            self.store.refresh()

    @property
    def snapshot(self) -> Snapshot:
        """The current generation."""
        return self.store.snapshot

    async def look_up(self, text: str, about: str | None = None, *, by: str = "") -> Answer:
        """Return the answer to *text*; misses and briefs are counted without who asked. TooLong over 500 characters.

        *about* is the topic that was spoken of before, if any; *by* is who asked in private, for their own Home.
        """
        await self.ready()
        self.recent.note(by, text, self.now())
        with span("lookup") as noted:
            answer = self._shown(await self._memory.answer(Query.of(text), about))
            outcome, sure = type(answer).__name__.lower(), _sureness(answer)
            noted(outcome=outcome, sure=sure)
        self._misses.note(answer, self.now())
        LOOKUPS.labels(outcome, sure).inc()
        return answer

    def opened(self, slug: str) -> Brief | None:
        """Return the brief of a topic, which is shown and counted now; as `brief`."""
        brief = self.brief(slug)
        return None if brief is None else self._shown(brief)

    def _shown(self, answer: _Answer) -> _Answer:
        """Return *answer* as of today; the topic of a brief is counted, never who asked."""
        if isinstance(answer, Brief):
            self._asked.note(answer.topic.slug)
        return judged(answer, self.now().date(), self.store.review_days)

    async def about(self, text: str) -> Answer:
        """Return what answers a message of any length: as a question, or by the topics it names.

        A miss is not counted: somebody else's message is not the editors' to keep.
        """
        await self.ready()
        try:
            return self._shown(await self._memory.answer(Query.of(text)))
        except TooLong:
            return await self._about_long(text)

    async def _about_long(self, text: str) -> Answer:
        excerpt = cut(text, MAX_QUERY)
        topics = self.snapshot.topics
        match [topics[slug] for slug in self.store.mentions(text) if slug in topics]:
            case []:
                return self._shown(await self._memory.answer(Query.of(excerpt)))
            case [only]:
                return self._shown(lookup.brief(excerpt, only, self.store.index))
            case several:
                return Choices(excerpt, tuple(several), self.snapshot.generation)

    async def search(self, text: str, start: int = 0) -> Passages | Nothing:
        """Return a page of the passages that hold the words of *text*, after *start*. TooLong over 500 characters."""
        return await asyncio.to_thread(self.store.search, text, start=start)

    def brief(self, slug: str) -> Brief | None:
        """Return the brief of a topic, or of its one statement `opcon#3`; None when the store no longer has it."""
        slug, sign, _ = (wanted := slug).partition("#")
        topic = self.snapshot.topics.get(slug)
        if topic is None:
            return None
        found = judged(lookup.brief(slug, topic, self.store.index), self.now().date(), self.store.review_days)
        return replace(found, focus=wanted) if sign else found

    async def document(self, id_: str) -> Document | None:
        """Return a document; None when there is none of that id."""
        return await asyncio.to_thread(self.store.document, id_)

    async def passage(self, citation: Citation) -> Found | None:
        """Return one passage; None when it is not there."""
        return await asyncio.to_thread(self.store.passage, citation)

    async def evidence(self, brief: Brief) -> list[tuple[Citation, Found]]:
        """Return every passage the brief cites, in order of first use."""

        def read() -> list[tuple[Citation, Found]]:
            cited = ((citation, self.store.passage(citation)) for citation in brief.topic.citations)
            return [(citation, found) for citation, found in cited if found is not None]

        return await asyncio.to_thread(read)

    async def is_new(self, key: str) -> bool:
        """Return whether the message of this *key* comes for the first time; Slack sends some twice."""
        return await asyncio.to_thread(self.store.usage.first_sight, key, self.now())

    async def let_again(self, key: str) -> None:
        """Let what has this *key* be new again, because it was surely not done."""
        await asyncio.to_thread(self.store.usage.unsee, key)

    async def answered(self, text: str) -> Answer:
        """Return the answer to *text* again, which was counted when it was asked."""
        answer = await asyncio.to_thread(self.store.ask, Query.of(text), None)
        return judged(answer, self.now().date(), self.store.review_days)

    def topics_like(self, typed: str) -> list[Suggested]:
        """Return the topics that fit what was typed so far, the best first; what it may be a slip for, where none."""
        found = fitting(typed, self.store.index.exact, self.snapshot.topics)
        return found or [(topic, "") for topic in self.store.nearest(typed)]


def _sureness(answer: Answer) -> str:
    """Return how sure what was found is: `answer`, `near`, `unsaid`, `named` where a name led there, or `none`."""
    match answer:
        case Brief(unsaid=True):
            return "unsaid"
        case Brief(answers=(best, *_)) | Passages(answers=(best, *_)):
            return best.sure.value
        case Brief():
            return "named"
        case _:
            return "none"
