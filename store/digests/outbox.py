"""Digests that are due, from the rule to the one post: a transactional outbox.

    materialise      rule → pending                 older ones → expired
    claim            pending → claimed              leased; nothing was sent yet
    intend           claimed → sending              committed before any request leaves
    doubt            pending, claimed → unsure      an older copy of the database: read the channel first
    posted           sending, unsure → posted       the subscription has been told
    refused          sending → pending              not before the instant that Slack asked for
    failed           sending → failed               the subscription is paused
    doubted          sending → unsure               no answer: read the channel first
    absent           unsure → pending               the channel was read: it is not there
    unread           unsure → unsure, unconfirmed   the channel could not be read, for now or for good
    post_again       unconfirmed → pending          its owner looked, and asks for it

Any number of processes may call any of these at any time. What a process held
when it died is free again later: what it had only claimed may be claimed by
another when its lease ends, what it was sending becomes unsure when nothing of
it can be under way any more.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from secrets import token_hex
from typing import TYPE_CHECKING, NamedTuple

from store.db import bulk
from store.digests import delivery_rows, falling_due, subscription_rows
from store.digests import pace as pace_
from store.digests.falling_due import Heartbeat
from store.digests.model import HEAD, RESUMED, DeliveryOutcome, Lease, State
from store.digests.pace import Pace, Turns

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from store.db.engine import Database
    from store.digests.model import Backlog, Delivery, Draft, Missed, Place, Subscription

LEASE = timedelta(seconds=60)
"""How long a process may hold a delivery; longer than any request of ours can take."""

SETTLE = timedelta(seconds=60)
"""How long after a lease ended, or an answer failed to come, a request may still be under way."""

STEP = 500
"""So many old deliveries go in one transaction: digests are claimed in between."""

_STARTS = {
    State.PENDING: (State.CLAIMED, State.SENDING, State.UNSURE),
    State.UNSURE: (State.SENDING, State.UNSURE),
    State.POSTED: (State.SENDING, State.UNSURE),
    State.QUIET: (State.CLAIMED,),
    State.FAILED: (State.CLAIMED, State.SENDING, State.UNSURE),
    State.UNCONFIRMED: (State.UNSURE,),
}
"""From where each outcome may come."""


class Resumed(NamedTuple):
    """How many digests fell due, and of how many posts nobody can say whether they left already."""

    due: int = 0
    doubted: int = 0


class Outbox:
    """The deliveries in one database. *holder* names this process in its leases."""

    def __init__(
        self, database: Database, *, lease: timedelta = LEASE, settle: timedelta = SETTLE, pace: Pace | None = None
    ) -> None:
        self._database = database
        self.pace = pace or Pace()
        self.lease = lease
        self._settle = settle
        self.holder = token_hex(16)
        self._heartbeat = Heartbeat()
        self.unreadable: list[str] = []
        """Subscriptions that were paused because their rule cannot be read."""
        self.missed: list[Missed] = []
        """What was not posted before a later one of the same subscription was due."""

    def resume(self, now: datetime) -> Resumed:
        """Go on where this database stopped; return what that brought.

        A database that nobody looked after for a while may be an older copy of one that went on: a backup that was
        put back. What fell due until *now* is looked for in its channel then, before it is posted.
        """
        with self._database.read() as connection:
            if not self._heartbeat.late(connection, now):
                return Resumed()
            broken = self._heartbeat.broken(connection, now)
        due, told = 0, len(self.missed)
        if broken:
            # First of all, so that the older ones of a digest expire and one is looked for.
            due = self.materialise(now)
            self.missed[told:] = [replace(one, error=one.error or RESUMED) for one in self.missed[told:]]
        with self._database.write() as connection:
            bulk.alone(connection, pace_.CLAIM)
            # Another process may have done it meanwhile.
            doubted = falling_due.doubt(connection, now) if self._heartbeat.broken(connection, now) else 0
            self._heartbeat.beat(connection, now)
        return Resumed(due, doubted)

    def idle(self, now: datetime) -> bool:
        """Say whether a tick at *now* has nothing to do; takes no lock."""
        with self._database.read() as connection:
            return not (subscription_rows.anything_due(connection, now) or delivery_rows.anything_open(connection, now))

    def materialise(self, now: datetime) -> int:
        """Turn everything that fell due until *now* into deliveries; how many are to be posted.

        What cannot be read is paused. It waits in `unreadable`, and what was not posted in `missed`, to be told.
        """
        due = 0
        while True:
            with self._database.write() as connection:
                found = falling_due.materialise(connection, now)
            due += found.rows - len(found.unreadable)
            self.unreadable.extend(found.unreadable)
            self.missed.extend(found.missed)
            if not found.rows:
                return due

    def claim(self, now: datetime, *, limit: int) -> tuple[Delivery, ...]:
        """Take at most *limit* deliveries to build and send, those due first first: what may leave now, no more."""
        with self._database.write() as connection:
            bulk.alone(connection, pace_.CLAIM)
            if self._heartbeat.behind(connection):
                # Put back to an older state a moment ago: `resume` goes first.
                return ()
            if self._heartbeat.late(connection, now):
                self._heartbeat.beat(connection, now)
            delivery_rows.free_lapsed(connection, State.PENDING, now)
            turns = Turns(self.pace, pace_.rooms(connection, self.pace, now))
            while not turns.taken and (due := self._due(connection, turns, now, limit)):
                # Of these channels alone: of all that is held, each claim of many would read what those before took.
                channels = turns.unknown(due)
                turns.know(channels, delivery_rows.held(connection, now, channels), self.holder)
                turns.give(due, now)
                delivery_rows.put_off(connection, turns.later)
                turns.later.clear()
            if not turns.taken:
                return ()
            taken = delivery_rows.claim(connection, turns.taken, self._leased(now))
            pace_.take(connection, self.pace, Counter(one.place.team for one in taken), now)
        return taken

    def _due(self, connection: Connection, turns: Turns, now: datetime, limit: int) -> list[tuple[str, Place]]:
        full = [team for team, room in turns.rooms.items() if room < 1]
        return delivery_rows.due(connection, now, full, limit=limit)

    def hold_back(self, team: str, now: datetime, until: datetime) -> None:
        """Let no process post to a workspace before *until*: Slack said so to this one."""
        with self._database.write() as connection:
            pace_.close(connection, team, now, until)

    def prune(self, before: datetime, *, most: int = STEP) -> int:
        """Let go of at most *most* deliveries that ended *before*; return how many went."""
        with self._database.write() as connection:
            return falling_due.prune(connection, before, most=most)

    def backlog(self, now: datetime) -> Backlog:
        """Return how many digests are due and not posted yet."""
        with self._database.read() as connection:
            return delivery_rows.backlog(connection, now)

    def claim_unsure(self, now: datetime, *, limit: int) -> tuple[Delivery, ...]:
        """Take at most *limit* deliveries whose channel is to be read before anything else."""
        with self._database.write() as connection:
            delivery_rows.free_lapsed(connection, State.UNSURE, now)
            return delivery_rows.claim_unsure(connection, now, self._leased(now), limit=limit)

    def intend(self, drafts: Mapping[str, Draft], now: datetime) -> tuple[Delivery, ...]:
        """Commit to sending each draft by delivery id; only what is returned may be sent, and within the lease.

        What was sent before keeps its first words, whatever the draft says.
        """
        with self._database.write() as connection:
            held = delivery_rows.intend(connection, drafts, now, self._leased(now))
            # The thread came with the first intent; a later one finds it there.
            threads = [(one, drafts[one.id].thread) for one in held if one.part == HEAD and one.attempts == 1]
            delivery_rows.add_threads(connection, threads)
        return held

    def record(self, outcomes: Sequence[DeliveryOutcome]) -> tuple[DeliveryOutcome, ...]:
        """Write down what became of deliveries, in one transaction; those that still counted are returned."""
        outcomes = [self._settled(outcome) for outcome in outcomes]
        with self._database.write() as connection:
            stand = delivery_rows.standing(connection, {outcome.delivery.id for outcome in outcomes})
            counted = tuple(outcome for outcome in outcomes if self._counts(outcome, stand.get(outcome.delivery.id)))
            delivery_rows.move(connection, counted)
            _follow(connection, counted)
            self._give_back(connection, counted)
        return counted

    def _give_back(self, connection: Connection, outcomes: Sequence[DeliveryOutcome]) -> None:
        """Let others leave instead of those that were not sent after all."""
        unsent = [outcome for outcome in outcomes if outcome.delivery.state is State.CLAIMED]
        counts = Counter(outcome.delivery.place.team for outcome in unsent)
        if counts:
            pace_.take(connection, self.pace, {team: -count for team, count in counts.items()}, unsent[0].at)

    def post_again(self, id_: str, now: datetime) -> bool:
        """Let an unconfirmed delivery be sent anew; False if it is not unconfirmed any more."""
        with self._database.write() as connection:
            state, _ = delivery_rows.standing(connection, [id_]).get(id_, (None, None))
            one = delivery_rows.find(connection, id_)
            if one is None or state is not State.UNCONFIRMED:
                return False
            delivery_rows.move(connection, [DeliveryOutcome(one, State.PENDING, now)])
        return True

    def post_now(self, one: Subscription, now: datetime) -> None:
        """Let a digest fall due this minute, beside its schedule; once, however often somebody asks in it."""
        with self._database.write() as connection:
            delivery_rows.add_now(connection, one, now.replace(second=0, microsecond=0))

    def last_ends(self, ids: Collection[str]) -> dict[str, Delivery]:
        """Return how the latest digest of each of these subscriptions ended, for those with any."""
        with self._database.read() as connection:
            return delivery_rows.last_ends(connection, ids)

    def find(self, id_: str) -> Delivery | None:
        """Return one delivery."""
        with self._database.read() as connection:
            return delivery_rows.find(connection, id_)

    def listed(self, *, limit: int = 100) -> tuple[Delivery, ...]:
        """Return the newest deliveries, each head before the parts of its thread."""
        with self._database.read() as connection:
            return delivery_rows.listed(connection, limit=limit)

    def _leased(self, now: datetime) -> Lease:
        return Lease(self.holder, now + self.lease, now + self.lease + self._settle)

    def _settled(self, outcome: DeliveryOutcome) -> DeliveryOutcome:
        """Return the outcome, with the instant from which the channel may be read where the answer never came."""
        if outcome.state is State.UNSURE and outcome.retry_at is None:
            return replace(outcome, retry_at=outcome.at + self._settle)
        return outcome

    def _counts(self, outcome: DeliveryOutcome, stand: tuple[State, str | None] | None) -> bool:
        if stand is None or stand[0] not in _STARTS[outcome.state]:
            return False
        # That it was posted is true whoever holds it by now; all else is the holder's to say.
        return outcome.state is State.POSTED or stand[1] == self.holder


def _follow(connection: Connection, outcomes: Sequence[DeliveryOutcome]) -> None:
    """Do what outcomes mean for the threads and for the subscriptions."""
    posted = [outcome for outcome in outcomes if outcome.state is State.POSTED]
    delivery_rows.release_threads(connection, posted)
    subscription_rows.tell(connection, [outcome.delivery for outcome in posted if outcome.delivery.part == HEAD])
    for outcome in outcomes:
        if outcome.state is State.FAILED and outcome.delivery.part == HEAD:
            delivery_rows.drop_thread(connection, outcome.delivery)
            subscription_rows.pause(connection, outcome.delivery.subscription, because=outcome.error)
