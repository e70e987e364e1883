"""Who put a question to the editors is told when the store answers it: looked at once a generation, told once."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.text.editors_list import answered, is_answered
from bot.text.reply_context import catalogue
from store.access.notices import Notice
from store.context import speaking
from store.embedding.process import OFF
from store.errors import AllianceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from store.core import BriefingStore
    from store.usage.editors_list import AwaitedQuestion

ANSWERED = "answered"
"""The first word of the key of a notice that leads to an answer; the second is the id of the question."""
LOOK_SECONDS = 2.0

logger = logging.getLogger(__name__)


class AnswerWatch:
    """Looks, whenever there is a new generation, which of the questions that people wait for it answers."""

    def __init__(self, store: BriefingStore, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._seen = -1

    def look(self) -> int:
        """Tell of what is answered since the last look; return how many people are. Runs in a thread."""
        store, generation = self._store, self._store.snapshot.generation
        if generation == self._seen:
            return 0
        waiting = store.usage.awaited.open()
        if waiting and not self._knows():
            return 0  # words alone might take for an answer what people are not shown as one
        told = sum(self._settled(one) for one in waiting)
        self._seen = generation
        return told

    def _knows(self) -> bool:
        """Return whether questions are read now as they will be: by meaning, unless there is no model to do so."""
        encoder = self._store.meanings.encoder
        return encoder.model == OFF or self._store.meanings.learn(self._store.index) or bool(encoder.fault)

    def _settled(self, one: AwaitedQuestion) -> bool:
        answer = self._store.ask(one.text)
        if not is_answered(answer):
            return False
        with speaking(catalogue(one.language)):
            words = answered(one.text, answer)
        # The notice first: of two replicas that find the same, or a crash in between, one is told and none is lost.
        new = self._store.notices.add(Notice(f"{ANSWERED} {one.id}", one.person, words), self._now())
        self._store.usage.awaited.close(one, self._now())
        return new


async def keep_telling(store: BriefingStore, now: Callable[[], datetime]) -> None:
    """Follow the generations until cancelled."""
    watch = AnswerWatch(store, now)
    while True:
        try:
            await asyncio.to_thread(watch.look)
        except AllianceError as error:
            logger.warning("no question looked at", extra={"code": error.code})
        await asyncio.sleep(LOOK_SECONDS)
