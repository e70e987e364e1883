"""The posting loop: whatever is due is built, committed to, posted once and written down."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.batching import Batched
from store.agenda import HEAD, Draft, Outcome, State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.digest_notices import Notices
    from bot.pacing import Pace
    from bot.posting import Poster
    from store.agenda import Delivery
    from store.outbox import Outbox

    Drafter = Callable[[Sequence[Delivery]], Mapping[str, Draft | None]]
    """The words of each head; None where there is no news and the channel chose silence. Runs in a thread."""

WORKERS = 50
BATCH = 1_000

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tick:
    """What one tick did: how many fell due, and every outcome in the order it was written down."""

    due: int = 0
    outcomes: tuple[Outcome, ...] = ()


class Digests:
    """Moves every delivery of one outbox on. Any number of processes may each have one."""

    def __init__(  # noqa: PLR0913 - the composition root names each
        self,
        *,
        outbox: Outbox,
        poster: Poster,
        pace: Pace,
        drafter: Drafter,
        now: Callable[[], datetime],
        notices: Notices,
    ) -> None:
        self._outbox = outbox
        self._poster = poster
        self._pace = pace
        self._drafter = drafter
        self._now = now
        self._notices = notices
        self._workers = asyncio.Semaphore(WORKERS)
        self._intents = Batched(self._intend)
        self._outcomes = Batched(self._record)

    async def tick(self, beat: Callable[[], None] = lambda: None) -> Tick:
        """Do all that is due at this instant, parts of threads included, and return what was done.

        *beat* is called whenever a long tick got on.
        """
        if await asyncio.to_thread(self._outbox.idle, self._now()):
            return Tick()
        due = await asyncio.to_thread(self._outbox.materialise, self._now())
        done: list[Outcome] = []
        while batch := await asyncio.to_thread(self._claim):
            outcomes = await self._work(batch)
            await asyncio.gather(*map(self._notices.tell, outcomes))
            beat()
            done += outcomes
        _log(due, done)
        return Tick(due, tuple(done))

    def _claim(self) -> tuple[Delivery, ...]:
        now = self._now()
        return self._outbox.claim_unsure(now, limit=BATCH) + self._outbox.claim(now, limit=BATCH)

    async def _work(self, batch: Sequence[Delivery]) -> list[Outcome]:
        heads = [one for one in batch if one.state is State.CLAIMED and one.part == HEAD and one.content is None]
        drafts = await asyncio.to_thread(self._drafter, heads)
        # A head without a draft lost its subscription just now, and has expired with it.
        going = [one for one in batch if one.id in drafts or one not in heads]
        done = await asyncio.gather(*(self._advance(one, drafts) for one in going), return_exceptions=True)
        for failure in (one for one in done if isinstance(one, BaseException)):
            raise failure  # once the others are through: what could be posted is, and is written down
        return [outcome for outcome in done if isinstance(outcome, Outcome)]

    async def _advance(self, one: Delivery, drafts: Mapping[str, Draft | None]) -> Outcome | None:
        """Take one delivery to its next state; None when another process has taken it over meanwhile."""
        if one.state is State.UNSURE:
            async with self._workers:
                return await self._outcomes(await self._poster.settle(one))
        draft = drafts[one.id] if one.id in drafts else _as_before(one)
        if draft is None:
            return await self._outcomes(Outcome(one, State.QUIET, self._now()))
        await self._pace.wait(one.place)
        async with self._workers:
            intended = await self._intents((one, draft))
            return None if intended is None else await self._outcomes(await self._post(intended))

    async def _post(self, one: Delivery) -> Outcome:
        outcome = await self._poster.post(one)
        if outcome.state is State.PENDING and outcome.retry_at is not None:
            self._pace.close(one.place.team, (outcome.retry_at - outcome.at).total_seconds())
        return outcome

    def _intend(self, wishes: Sequence[tuple[Delivery, Draft]]) -> list[Delivery | None]:
        drafts = {one.id: draft for one, draft in wishes}
        held = {one.id: one for one in self._outbox.intend(drafts, self._now())}
        return [held.get(one.id) for one, _ in wishes]

    def _record(self, outcomes: Sequence[Outcome]) -> list[Outcome | None]:
        counted = {outcome.delivery.id for outcome in self._outbox.record(outcomes)}
        return [outcome if outcome.delivery.id in counted else None for outcome in outcomes]


def _as_before(one: Delivery) -> Draft:
    """The words that a delivery carries already, from its first intent."""
    return Draft(one.content or "", (), one.generation or 0, one.shown)


def _log(due: int, done: Sequence[Outcome]) -> None:
    counts = Counter(outcome.state.value for outcome in done)
    logger.info("digests ticked", extra={"code": "tick", "due": due, **counts})
