"""What people ask, counted for the editors and never by whom, a batch a transaction; and what each asked, in memory."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, OrderedDict, deque
from datetime import timedelta
from typing import TYPE_CHECKING

from store import context
from store.errors import AllianceError
from store.model import Brief, Nothing, Passages
from store.usage.editors_list import Miss, Why

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.tasks.concurrency import Background
    from store.core import BriefingStore
    from store.model import Answer


MISSES_SECONDS = 0.5
"""How long misses are gathered: a transaction each took six times the CPU of the lookup itself."""
ASKED_SECONDS = 4.0
"""How long briefs are gathered: nobody waits to see how often a topic was asked for."""
COUNT_SECONDS = 5.0
"""How long the database is waited for: a thread each would be lost to one that hangs."""
MOST_MISSES = 1_000

logger = logging.getLogger(__name__)
KEPT = timedelta(days=1)
MOST, MOST_PEOPLE = 5, 2_000


class MissCounter:
    """Counts questions without an answer, those of half a second in one transaction."""

    def __init__(self, store: BriefingStore, background: Background) -> None:
        self._store = store
        self._background = background
        self._asked: list[Miss] = []
        self._gathering = False

    def note(self, answer: Answer, at: datetime) -> None:
        """Count a question soon that no statement answers; no reply waits for it, and who asked is not known here."""
        why = why_missed(answer)
        if why is None:
            return
        if not self._gathering:
            self._gathering = True
            self._background.start(self._write())
        self._asked.append(Miss(answer.query, at, why))

    async def _write(self) -> None:
        await self._background.pause(MISSES_SECONDS)
        self._gathering = False
        asked, self._asked = self._asked, []
        try:
            with context.ending_after(COUNT_SECONDS):
                await asyncio.to_thread(self._store.usage.note_misses, asked)
        except AllianceError as error:
            # They go with the next, but for more than anybody would look through.
            logger.warning("misses not counted yet", extra={"code": error.code})
            self._asked = [*asked, *self._asked][:MOST_MISSES]


def why_missed(answer: Answer) -> Why | None:
    """Return why a question is for the editors; None when it is not."""
    match answer:
        case Nothing(statements=(), ours=True):
            return Why.NOTHING
        case Passages(author=None):
            return Why.PASSAGES
        case Brief(unsaid=True):
            return Why.UNSAID
        case _:
            return None


class TopicCounter:
    """Counts the briefs that are shown, those of some seconds in one transaction."""

    def __init__(self, store: BriefingStore, background: Background, now: Callable[[], datetime]) -> None:
        self._store = store
        self._background = background
        self._now = now
        self._counts: Counter[str] = Counter()
        self._gathering = False

    def note(self, slug: str) -> None:
        """Count the topic soon."""
        self._counts[slug] += 1
        if not self._gathering:
            self._gathering = True
            self._background.start(self._write())

    async def _write(self) -> None:
        await self._background.pause(ASKED_SECONDS)
        self._gathering = False
        counts, self._counts = self._counts, Counter()
        try:
            with context.ending_after(COUNT_SECONDS):
                await asyncio.to_thread(self._store.usage.note_asked, counts, self._now())
        except AllianceError as error:
            # They go with the next: there are no more of them than there are topics.
            logger.warning("briefs not counted yet", extra={"code": error.code})
            self._counts += counts


class RecentQuestions:
    """The last questions of the people who asked this process lately."""

    def __init__(self) -> None:
        self._asked: OrderedDict[str, deque[tuple[datetime, str]]] = OrderedDict()

    def note(self, person: str, text: str, at: datetime) -> None:
        """Remember a question of somebody's; one that was asked before comes to the front."""
        if not (person and text):
            return
        mine = self._asked.pop(person, deque(maxlen=MOST))
        kept = [one for one in mine if one[1].casefold() != text.casefold()]
        self._asked[person] = deque([*kept, (at, text)], maxlen=MOST)
        if len(self._asked) > MOST_PEOPLE:
            self._asked.popitem(last=False)

    def of(self, person: str, now: datetime) -> list[str]:
        """Return what somebody asked within a day, the last first."""
        return [text for at, text in reversed(self._asked.get(person, ())) if now - at < KEPT]
