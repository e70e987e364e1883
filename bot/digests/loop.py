"""The posting loop: whatever is due is built, committed to, posted once and written down.

Each delivery goes its way as a task of its own. What many need at once is done
for all of them together: the claim, the words, the intents, the outcomes. The
intents run a little ahead of the posts, so that no worker waits for the
database, and no further than a lease allows.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.digests.poster import WORKSPACE_REFUSALS
from bot.tasks.concurrency import Batched, UnderWay
from bot.telemetry.series import DELIVERIES, span
from store.digests.model import RESUMED, RETIRED, TOPICS_RETIRED, Backlog, DeliveryOutcome, Draft, State
from store.errors import AllianceError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.digests.notices import Notices
    from bot.digests.poster import Poster
    from bot.digests.rate_limit import RateLimiter
    from store.digests.model import Delivery
    from store.digests.outbox import Outbox, Resumed

    Drafter = Callable[[Sequence[Delivery]], Mapping[str, Draft | None]]
    """The words of each head; None where there is no news and the channel chose silence. Runs in a thread."""

WORKERS = 50
"""How many requests may be under way."""

AHEAD = 2 * WORKERS
"""How many may be committed to, those under way among them."""

BATCH = 300
"""How many are held at once: all are through within a lease even if every request takes as long as it may.

The first to be posted are claimed alone, since every one of them keeps others waiting.
"""

TICK = 1_000
"""How many a tick takes on; what is due still is the next one's."""

PATIENCE = 20.0
"""Seconds that a delivery is held for its turn; what must wait longer is put back until then."""

MISSED = 500
"""So many that were not posted are told of at once."""

LINGER = 0.02
"""Seconds that the database is left alone between two batches of many: few large ones cost less than many small."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tick:
    """What one tick did: how many fell due, and every outcome in the order it was written down."""

    due: int = 0
    outcomes: tuple[DeliveryOutcome, ...] = ()


class PostingLoop:
    """Moves every delivery of one outbox on. Any number of processes may each have one."""

    def __init__(  # noqa: PLR0913 - the composition root names each
        self,
        *,
        outbox: Outbox,
        poster: Poster,
        limiter: RateLimiter,
        drafter: Drafter,
        now: Callable[[], datetime],
        notices: Notices,
    ) -> None:
        self._outbox = outbox
        self._poster = poster
        self._limiter = limiter
        self._drafter = drafter
        self._now = now
        self._notices = notices
        self._ahead = asyncio.Semaphore(AHEAD)
        self._workers = asyncio.Semaphore(WORKERS)
        self._intents = Batched(self._intend, self._lingers)
        self._outcomes = Batched(self._record, self._lingers)
        self.trouble: str | None = None
        """Why every digest is held: Slack's word for what is wrong with the token."""
        self.backlog = Backlog()
        """What is due and not posted yet, as of the last tick."""
        self._latest = outbox.lease - timedelta(seconds=poster.request_seconds)
        for state in State:
            DELIVERIES.labels(state.value)

    async def tick(self, beat: Callable[[], None] = lambda: None) -> Tick:
        """Do all that is due at this instant, parts of threads included, and return what was done.

        *beat* is called whenever a long tick got on.
        """
        await self._notices.tell_pending(self._now())
        resumed, idle = await asyncio.to_thread(self._look)
        if resumed.doubted:
            extra = {"code": RESUMED, "count": resumed.doubted}
            logger.warning("looking for digests before they are posted", extra=extra)
        await self._tell_of_what_is_due_not()
        if idle:
            self.backlog = Backlog()
            return Tick()
        with span("digest tick") as noted:
            done = await self._post_due(resumed.due, beat)
            noted(due=done.due, messages=len(done.outcomes))
        return done

    def _look(self) -> tuple[Resumed, bool]:
        """Go on where the database stopped, and say whether nothing is due; on one thread, for most ticks end here."""
        now = self._now()
        return self._outbox.resume(now), self._outbox.idle(now)

    async def _post_due(self, resumed: int, beat: Callable[[], None]) -> Tick:
        due = resumed + await asyncio.to_thread(self._outbox.materialise, self._now())
        await self._tell_of_what_is_due_not()
        async with asyncio.TaskGroup() as group:
            under_way = UnderWay[DeliveryOutcome](group, beat)
            try:
                await self._carry_on(under_way)
            except Exception as failure:
                # A database that goes away must not cut off what is being posted.
                under_way.failures.append(failure)
        if under_way.failures:
            raise under_way.failures[0]
        now = self._now()
        await self._notices.tell_pending(now)
        self.backlog = await asyncio.to_thread(self._outbox.backlog, now)
        _log(due, under_way.results, self.backlog, now)
        return Tick(due, tuple(under_way.results))

    async def _tell_of_what_is_due_not(self) -> None:
        while self._outbox.unreadable:
            id_ = self._outbox.unreadable.pop()
            logger.error("a digest cannot be read", extra={"code": "schedule_unreadable", "subscription": id_})
            await self._notices.tell_unreadable(id_, self._now())
        while some := self._outbox.missed[:MISSED]:
            del self._outbox.missed[:MISSED]
            await self._notices.tell_missed(some, self._now())

    async def _carry_on(self, under_way: UnderWay[DeliveryOutcome]) -> None:
        """Claim and let go until there is nothing more; the next are claimed while the last are under way.

        After TICK it ends when these are through, whatever is due still: what it did must not pile up.
        """
        room, left = AHEAD, TICK
        while True:
            # A token that was refused a minute ago is tried with one post, not with a thousand.
            wanted = min(room, left, 1 if self.trouble and not len(under_way) else room)
            batch = await asyncio.to_thread(self._claim, wanted) if wanted else ()
            left -= len(batch)
            for one, draft in await self._drafted(batch):
                under_way.start(partial(self._advance, one, draft))
            if not under_way:
                return
            if len(batch) < room or len(under_way) >= BATCH:
                # Those that are through make others due: a head its thread, a reading a post.
                await under_way.halved()
            room = BATCH - len(under_way)

    def _claim(self, limit: int) -> tuple[Delivery, ...]:
        now = self._now()
        unsure = self._outbox.claim_unsure(now, limit=limit)
        return unsure + (self._outbox.claim(now, limit=limit - len(unsure)) if len(unsure) < limit else ())

    async def _drafted(self, batch: Sequence[Delivery]) -> Sequence[tuple[Delivery, Draft | None]]:
        """Return each with what it will say. A head that lost its subscription just now is left out, expired."""
        heads = [one for one in batch if one.state is State.CLAIMED and one.content is None]
        drafts = await asyncio.to_thread(self._drafter, heads) if heads else {}
        unsaid = {one.id for one in heads} - drafts.keys()
        return [(one, drafts[one.id] if one.id in drafts else _as_before(one)) for one in batch if one.id not in unsaid]

    async def _advance(self, one: Delivery, draft: Draft | None) -> DeliveryOutcome | None:
        """Take one delivery to its next state; None when another process has taken it over meanwhile."""
        outcome = await self._outcome(one, draft)
        counted = outcome and await self._outcomes(outcome)
        if counted:
            await self._notices.tell(counted)
        return counted

    async def _outcome(self, one: Delivery, draft: Draft | None) -> DeliveryOutcome | None:
        if one.state is State.UNSURE:
            async with self._workers:
                return await self._poster.settle(one)
        if draft is None:
            return DeliveryOutcome(one, State.QUIET, self._now())
        if draft is RETIRED:
            return DeliveryOutcome(one, State.FAILED, self._now(), error=TOPICS_RETIRED)
        if seconds := await self._limiter.wait(one.place, at_most=PATIENCE):
            now = self._now()
            return DeliveryOutcome(
                one, State.PENDING, now, error=one.error or self.trouble, retry_at=now + timedelta(seconds=seconds)
            )
        async with self._ahead:
            intended = await self._intents((one, draft))
            return None if intended is None else await self._sent(intended)

    async def _sent(self, one: Delivery) -> DeliveryOutcome | None:
        async with self._workers:
            # Whoever looks when the lease has ended must find no request of ours under way: then it stays unsure.
            late = one.sent_at is not None and self._now() - one.sent_at >= self._latest
            return None if late else await self._post(one)

    async def _post(self, one: Delivery) -> DeliveryOutcome:
        outcome = await self._poster.post(one)
        held = outcome.error in WORKSPACE_REFUSALS
        if outcome.state is State.POSTED or held:
            self.hold(outcome.error if held else None)
        if outcome.state is State.PENDING and outcome.retry_at is not None:
            seconds = (outcome.retry_at - outcome.at).total_seconds()
            team = one.place.team
            closed = self._limiter.close(team, seconds) if held else self._limiter.refused(one.place, seconds)
            if closed:
                # The others would find out by themselves; what became of this post must be written down.
                with suppress(AllianceError):
                    await asyncio.to_thread(self._outbox.hold_back, team, outcome.at, outcome.retry_at)
        return outcome

    def hold(self, trouble: str | None) -> None:
        """Note why the workspace takes no post, None when it does; said once at error level."""
        if trouble and trouble != self.trouble:
            logger.error("digests held: Slack refuses the bot's token", extra={"code": trouble})
        self.trouble = trouble

    def _lingers(self) -> float:
        return LINGER if self._ahead.locked() else 0

    def _intend(self, intended: Sequence[tuple[Delivery, Draft]]) -> list[Delivery | None]:
        drafts = {one.id: draft for one, draft in intended}
        held = {one.id: one for one in self._outbox.intend(drafts, self._now())}
        return [held.get(one.id) for one, _ in intended]

    def _record(self, outcomes: Sequence[DeliveryOutcome]) -> list[DeliveryOutcome | None]:
        recorded = self._outbox.record(outcomes)
        for outcome in recorded:
            DELIVERIES.labels(outcome.state.value).inc()
        counted = {outcome.delivery.id for outcome in recorded}
        return [outcome if outcome.delivery.id in counted else None for outcome in outcomes]


def _as_before(one: Delivery) -> Draft:
    """The words that a delivery carries already, from its first intent."""
    return Draft(one.content or "", (), one.generation or 0, one.shown)


def _log(due: int, done: Sequence[DeliveryOutcome], backlog: Backlog, now: datetime) -> None:
    counts = Counter(outcome.state.value for outcome in done)
    left = {"backlog": backlog.digests, "lag_seconds": backlog.lag_seconds(now)} if backlog.digests else {}
    logger.info("digests ticked", extra={"code": "tick", "due": due, **counts, **left})
