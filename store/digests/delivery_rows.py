"""SQL for deliveries: the claim, the intent, the outcome. Every step names the state it starts from.

A step that finds the row in another state changes nothing: a process that was
stopped for a while cannot undo what another did meanwhile. Whoever holds a row
puts its `retry_at` to the end of the lease, so that one look at one index says
what may be taken, held before or not.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, insert, null, select, update

from store.db import bulk
from store.db.bulk import among, taken
from store.db.schema import delivery
from store.digests.model import HEAD, OPEN, Backlog, Delivery, Place, State, delivery_id

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Update

    from store.digests.model import DeliveryOutcome, Draft, Lease, Subscription

_d = delivery.c

_LAPSES = {State.PENDING: State.CLAIMED, State.UNSURE: State.SENDING}
"""What was held by a process that has gone, by what it is then: a claim sent nothing, an intent may have."""

_READ = (_d.team, _d.channel, *(_d[name] for name in Delivery._fields if name != "place"))
_ONE = update(delivery).where(_d.id == bindparam("one"))
_FREE = select(_d.id).where(_d.state.in_([*_LAPSES, *_LAPSES.values()]), _d.retry_at <= bindparam("now")).limit(1)


def anything_open(connection: Connection, now: datetime) -> bool:
    """Say whether there is anything to claim at *now*: one look at an index."""
    return connection.execute(_FREE, {"now": now}).first() is not None


def free_lapsed(connection: Connection, state: State, now: datetime) -> None:
    """Let go of what a process held when it was last heard of; it is of *state* now."""
    lapsed = select(_d.id).where(_d.state == _LAPSES[state], _d.retry_at <= now).with_for_update(skip_locked=True)
    back = update(delivery).where(_d.id.in_(lapsed.scalar_subquery()))
    connection.execute(back.values(state=state, holder=null()))


def due(connection: Connection, now: datetime, full: Collection[str], *, limit: int) -> list[tuple[str, Place]]:
    """Return at most *limit* deliveries to build and send, those that have waited longest first; none for *full*."""
    # In the order of the index, so that neighbours are taken together; a sort would read all that is due each time.
    query = select(_d.id, _d.team, _d.channel).where(_d.state == State.PENDING, _d.retry_at <= now)
    query = query.where(_d.team.not_in(full)) if full else query
    rows = connection.execute(query.order_by(_d.retry_at).limit(limit).with_for_update(skip_locked=True))
    return [(id_, Place(team, channel)) for id_, team, channel in rows.all()]


def held(connection: Connection, now: datetime, channels: Collection[str]) -> list[tuple[Place, str | None, int]]:
    """Return how many deliveries to places of these *channels* each process holds, to build them or on their way."""
    query = select(_d.team, _d.channel, _d.holder, func.count())
    query = query.where(_d.state.in_([State.CLAIMED, State.SENDING]), _d.retry_at > now)
    query = query.where(among(connection, _d.channel, channels))
    rows = connection.execute(query.group_by(_d.team, _d.channel, _d.holder))
    return [(Place(team, channel), holder, count) for team, channel, holder, count in rows]


def put_off(connection: Connection, until: Mapping[str, datetime]) -> None:
    """Let deliveries that are pending be due only then."""
    step = _ONE.values(retry_at=bindparam("to_retry_at"))
    bulk.for_each(connection, step, [{"one": id_, "to_retry_at": at} for id_, at in until.items()])


def claim(connection: Connection, ids: Collection[str], lease: Lease) -> tuple[Delivery, ...]:
    """Take the deliveries of these *ids*, which are pending and locked."""
    step = update(delivery).where(among(connection, _d.id, ids))
    step = step.values(state=State.CLAIMED, holder=lease.holder, retry_at=lease.until)
    return _taken(connection, step)


def claim_unsure(connection: Connection, now: datetime, lease: Lease, *, limit: int) -> tuple[Delivery, ...]:
    """Take at most *limit* deliveries whose channel is to be read, those that have waited longest first."""
    chosen = select(_d.id).where(_d.state == State.UNSURE, _d.retry_at <= now).order_by(_d.retry_at).limit(limit)
    step = update(delivery).where(_d.id.in_(taken(chosen)))
    return _taken(connection, step.values(holder=lease.holder, retry_at=lease.until))


def _taken(connection: Connection, step: Update) -> tuple[Delivery, ...]:
    found = [_delivery(row) for row in connection.execute(step.returning(*_READ)).all()]
    return tuple(sorted(found, key=attrgetter("due_at", "part")))


def intend(connection: Connection, drafts: Mapping[str, Draft], now: datetime, lease: Lease) -> tuple[Delivery, ...]:
    """Commit to sending: those drafts whose deliveries the holder still has become `sending` and are returned.

    If the holder dies, the channel may be read from `lease.settled` on.
    """
    held = and_(_d.id.in_(drafts), _d.state == State.CLAIMED, _d.holder == lease.holder)
    found = [_delivery(row) for row in connection.execute(select(*_READ).where(held).order_by(_d.id).with_for_update())]
    sent = [_intended(one, drafts[one.id], now) for one in found]
    step = _ONE.values(state=State.SENDING, sent_at=now, retry_at=lease.settled, attempts=bindparam("to_attempts"))
    fresh = {one.id for one in found if one.content is None}
    bulk.for_each(connection, step, [_bound(one) for one in sent if one.id not in fresh])
    said: dict[str, Any] = {name: bindparam(f"to_{name}") for name in ("content", "generation", "shown")}
    bulk.for_each(connection, step.values(said), [_bound(one) | _said(one) for one in sent if one.id in fresh])
    return tuple(sent)


def standing(connection: Connection, ids: Collection[str]) -> dict[str, tuple[State, str | None]]:
    """Return in what state each delivery is and who holds it, and keep other writers off until the transaction ends."""
    query = select(_d.id, _d.state, _d.holder).where(_d.id.in_(ids)).order_by(_d.id).with_for_update()
    return {id_: (State(state), holder) for id_, state, holder in connection.execute(query)}


def move(connection: Connection, outcomes: Sequence[DeliveryOutcome]) -> None:
    """Move each delivery to its outcome's state and let go of it; `standing` has said that it may."""
    step = _ONE.values(
        state=bindparam("to_state"),
        holder=null(),
        error=bindparam("to_error"),
        retry_at=bindparam("to_retry_at"),
        ts=func.coalesce(bindparam("to_ts", type_=_d.ts.type), _d.ts),
    )
    bulk.for_each(connection, step, [_moved(outcome) for outcome in outcomes])


def add_threads(connection: Connection, threads: Sequence[tuple[Delivery, Sequence[str]]]) -> None:
    """Insert the parts of each head's thread, waiting for it."""
    parts = [
        _new(head.subscription, head.place, head.due_at, part, State.WAITING) | {"content": said}
        for head, contents in threads
        for part, said in enumerate(contents, start=1)
    ]
    bulk.for_each(connection, insert(delivery), parts)


def release_threads(connection: Connection, posted: Sequence[DeliveryOutcome]) -> None:
    """Let the first part that still waits behind each of these posts follow, under the message of its head.

    Behind one that was found in its channel it is looked for too.
    """
    above = {(outcome.delivery.subscription, outcome.delivery.due_at): outcome for outcome in posted}
    waiting = select(_d.id, _d.subscription, _d.due_at).where(
        _d.subscription.in_({subscription for subscription, _ in above}),
        _d.due_at.in_({due_at for _, due_at in above}),
        _d.state == State.WAITING,
    )
    rows = connection.execute(waiting.order_by(_d.subscription, _d.due_at, _d.part))
    first = {digest: next(parts).id for digest, parts in groupby(rows, lambda row: (row.subscription, row.due_at))}
    step = _ONE.values(
        state=bindparam("to_state"), reply_to=bindparam("to_reply_to"), retry_at=bindparam("to_retry_at")
    )
    released = [_released(first[digest], outcome) for digest, outcome in above.items() if digest in first]
    bulk.for_each(connection, step, released)


def drop_thread(connection: Connection, head: Delivery) -> None:
    """Let the waiting parts go: their head was never posted."""
    same = _d.subscription == head.subscription, _d.due_at == head.due_at
    connection.execute(update(delivery).where(*same, _d.state == State.WAITING).values(state=State.EXPIRED))


def find(connection: Connection, id_: str) -> Delivery | None:
    """Return the delivery of that id."""
    row = connection.execute(select(*_READ).where(_d.id == id_)).one_or_none()
    return None if row is None else _delivery(row)


def listed(connection: Connection, *, limit: int) -> tuple[Delivery, ...]:
    """Return the newest deliveries, their parts in order."""
    query = select(*_READ).order_by(_d.due_at.desc(), _d.subscription, _d.part).limit(limit)
    return tuple(_delivery(row) for row in connection.execute(query))


def add_now(connection: Connection, one: Subscription, now: datetime) -> None:
    """Insert a head that is due *now*; one that is due at this very instant already is the same."""
    fresh = bulk.fresh(connection, delivery).on_conflict_do_nothing()
    connection.execute(fresh, _new(one.id, one.place, now, HEAD, State.PENDING))


def last_ends(connection: Connection, ids: Collection[str]) -> dict[str, Delivery]:
    """Return the newest head of each subscription that came to an end."""
    ended = _d.state.not_in(OPEN) & (_d.part == HEAD) & (_d.state != State.EXPIRED)
    newest = select(_d.subscription, func.max(_d.due_at).label("due_at")).where(ended).group_by(_d.subscription)
    latest = newest.where(_d.subscription.in_(ids)).subquery()
    same = and_(_d.subscription == latest.c.subscription, _d.due_at == latest.c.due_at, _d.part == HEAD)
    rows = connection.execute(select(*_READ).join_from(delivery, latest, same))
    return {one.subscription: one for one in map(_delivery, rows)}


def backlog(connection: Connection, now: datetime) -> Backlog:
    """Return how many digests are due and not posted yet, and since when the first is."""
    open_ = _d.state.in_([State.PENDING, State.CLAIMED, State.SENDING])
    query = select(func.count(), func.min(_d.due_at)).where(open_, _d.part == HEAD, _d.due_at <= now)
    return Backlog(*connection.execute(query).one())


def _intended(one: Delivery, draft: Draft, now: datetime) -> Delivery:
    frozen = one.content is not None
    said = one if frozen else one._replace(content=draft.content, generation=draft.generation, shown=draft.shown)
    return said._replace(state=State.SENDING, sent_at=now, attempts=one.attempts + 1)


def _bound(one: Delivery) -> dict[str, Any]:
    return {"one": one.id, "to_attempts": one.attempts}


def _said(one: Delivery) -> dict[str, Any]:
    return {"to_content": one.content, "to_generation": one.generation, "to_shown": " ".join(one.shown)}


def _moved(outcome: DeliveryOutcome) -> dict[str, Any]:
    return {
        "one": outcome.delivery.id,
        "to_state": outcome.state,
        "to_error": outcome.error,
        "to_retry_at": outcome.retry_at or outcome.at,
        "to_ts": outcome.ts,
    }


def _released(id_: str, above: DeliveryOutcome) -> dict[str, Any]:
    state = State.UNSURE if above.delivery.state is State.UNSURE else State.PENDING
    reply_to = above.delivery.reply_to or above.ts or ""
    return {"one": id_, "to_state": state, "to_reply_to": reply_to, "to_retry_at": above.at}


def _new(subscription: str, place: Place, due_at: datetime, part: int, state: State) -> dict[str, Any]:
    id_ = delivery_id(subscription, due_at, part)
    whose = {"id": id_, "subscription": subscription, "team": place.team, "channel": place.channel}
    return whose | {"due_at": due_at, "part": part, "state": state, "attempts": 0, "retry_at": due_at}


def _delivery(row: tuple[Any, ...]) -> Delivery:
    # By position: names cost a third of a claim of thousands.
    team, channel, id_, subscription, due_at, part, state, *tried, shown, reply_to, ts, error = row
    place, topics = Place(team, channel), tuple(shown.split()) if shown else ()
    return Delivery._make((id_, subscription, place, due_at, part, _STATES[state], *tried, topics, reply_to, ts, error))


_STATES = {state.value: state for state in State}
