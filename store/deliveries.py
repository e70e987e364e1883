"""SQL for deliveries: the claim, the intent, the outcome. Every step names the state it starts from.

A step that finds the row in another state changes nothing: a process that was
stopped for a while cannot undo what another did meanwhile.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, insert, null, or_, select, update

from store.agenda import HEAD, OPEN, Delivery, Place, State
from store.schema import delivery

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

    from store.agenda import Draft, Lease, Outcome

_d = delivery.c


def anything_open(connection: Connection, now: datetime) -> bool:
    """Say whether `abandon`, `claim` or `doubtful` has work at *now*: one look at an index."""
    waits = and_(_d.state.in_([State.PENDING, State.UNSURE]), _d.retry_at <= now)
    held = and_(_d.state.in_([State.CLAIMED, State.SENDING]), _d.leased_until <= now)
    return connection.execute(select(_d.id).where(or_(waits, held)).limit(1)).first() is not None


def abandon(connection: Connection, now: datetime) -> int:
    """Move what was being sent by a process that has gone to `unsure`; how many."""
    gone = and_(_d.state == State.SENDING, _d.leased_until <= now)
    return connection.execute(update(delivery).where(gone).values(state=State.UNSURE, holder=null())).rowcount


def claim(connection: Connection, state: State, now: datetime, lease: Lease, *, limit: int) -> tuple[Delivery, ...]:
    """Take at most *limit* deliveries, those due first first.

    *state* PENDING gives those to build and send, and those that another
    process claimed and let lapse; UNSURE those whose channel is to be read.
    """
    free = and_(_d.state == state, _d.retry_at <= now, or_(_d.holder.is_(None), _d.leased_until <= now))
    if state is State.PENDING:
        free = or_(free, and_(_d.state == State.CLAIMED, _d.leased_until <= now))
    chosen = (
        select(_d.id).where(free).order_by(_d.due_at, _d.part, _d.id).limit(limit).with_for_update(skip_locked=True)
    )
    taken = State.CLAIMED if state is State.PENDING else state
    step = update(delivery).where(_d.id.in_(chosen.scalar_subquery())).returning(delivery)
    rows = connection.execute(step.values(state=taken, holder=lease.holder, leased_until=lease.until))
    return tuple(sorted((_delivery(row) for row in rows), key=lambda one: (one.due_at, one.part, one.id)))


def intend(connection: Connection, drafts: Mapping[str, Draft], now: datetime, lease: Lease) -> tuple[Delivery, ...]:
    """Commit to sending: those drafts whose deliveries the holder still has become `sending` and are returned.

    If the holder dies, the channel may be read from `lease.settled` on.
    """
    held = and_(_d.id.in_(drafts), _d.state == State.CLAIMED, _d.holder == lease.holder)
    found = [_delivery(row) for row in connection.execute(select(delivery).where(held).with_for_update())]
    sent = [_intended(one, drafts[one.id], now) for one in found]
    step = update(delivery).where(_d.id == bindparam("one"))
    columns = ("state", "content", "generation", "shown", "sent_at", "attempts")
    values = step.values(
        {name: bindparam(f"to_{name}") for name in columns} | {"leased_until": lease.until, "retry_at": lease.settled}
    )
    if sent:
        connection.execute(values, [{"one": one.id, **_bound(one, columns)} for one in sent])
    return tuple(sent)


def move(connection: Connection, outcome: Outcome, start: Collection[State], holder: str | None) -> bool:
    """Move one delivery to the outcome's state and let go of it; False if it stood elsewhere or another held it."""
    here = and_(_d.id == outcome.delivery.id, _d.state.in_(start))
    if holder is not None:
        here = and_(here, _d.holder == holder)
    retry_at = outcome.retry_at or outcome.at
    values = {"state": outcome.state, "holder": null(), "error": outcome.error, "retry_at": retry_at}
    if outcome.ts is not None:
        values["ts"] = outcome.ts
    return connection.execute(update(delivery).where(here).values(values)).rowcount == 1


def add_thread(connection: Connection, head: Delivery, contents: Sequence[str], new_id: Callable[[], str]) -> None:
    """Insert the parts of a head's thread, waiting for it; parts that are there already stay."""
    have = select(_d.part).where(*_same(head), _d.part > HEAD)
    known = frozenset(connection.execute(have).scalars())
    rows = [_part(head, part, said, new_id()) for part, said in enumerate(contents, start=1) if part not in known]
    if rows:
        connection.execute(insert(delivery), rows)


def release_thread(connection: Connection, head: Delivery, ts: str, now: datetime) -> None:
    """Make the first part that still waits pending under the message *ts*."""
    following = select(_d.id).where(*_same(head), _d.state == State.WAITING).order_by(_d.part).limit(1)
    step = update(delivery).where(_d.id == following.scalar_subquery())
    connection.execute(step.values(state=State.PENDING, reply_to=ts, retry_at=now))


def drop_thread(connection: Connection, head: Delivery) -> None:
    """Let the waiting parts go: their head was never posted."""
    step = update(delivery).where(*_same(head), _d.state == State.WAITING)
    connection.execute(step.values(state=State.EXPIRED))


def find(connection: Connection, id_: str) -> Delivery | None:
    """Return the delivery of that id."""
    row = connection.execute(select(delivery).where(_d.id == id_)).one_or_none()
    return None if row is None else _delivery(row)


def listed(connection: Connection, *, limit: int) -> tuple[Delivery, ...]:
    """Return the newest deliveries, their parts in order."""
    query = select(delivery).order_by(_d.due_at.desc(), _d.subscription, _d.part).limit(limit)
    return tuple(_delivery(row) for row in connection.execute(query))


def counts(connection: Connection) -> dict[State, int]:
    """Return how many heads stand in each open state."""
    query = select(_d.state, func.count()).where(_d.state.in_(OPEN)).group_by(_d.state)
    return {State(state): number for state, number in connection.execute(query)}


def _intended(one: Delivery, draft: Draft, now: datetime) -> Delivery:
    frozen = one.content is not None
    said = one if frozen else replace(one, content=draft.content, generation=draft.generation, shown=draft.shown)
    return replace(said, state=State.SENDING, sent_at=now, attempts=one.attempts + 1)


def _bound(one: Delivery, columns: Sequence[str]) -> dict[str, Any]:
    values = {f"to_{name}": getattr(one, name) for name in columns}
    return values | {"to_shown": " ".join(one.shown)}


def _same(head: Delivery) -> tuple[ColumnElement[bool], ...]:
    return (_d.subscription == head.subscription, _d.due_at == head.due_at)


def _part(head: Delivery, part: int, content: str, id_: str) -> dict[str, Any]:
    return {
        "id": id_,
        "subscription": head.subscription,
        "team": head.place.team,
        "channel": head.place.channel,
        "due_at": head.due_at,
        "part": part,
        "state": State.WAITING,
        "attempts": 0,
        "retry_at": head.due_at,
        "content": content,
    }


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        subscription=row.subscription,
        place=Place(row.team, row.channel),
        due_at=row.due_at,
        part=row.part,
        state=State(row.state),
        attempts=row.attempts,
        retry_at=row.retry_at,
        sent_at=row.sent_at,
        content=row.content,
        reply_to=row.reply_to,
        ts=row.ts,
        generation=row.generation,
        shown=tuple((row.shown or "").split()),
        error=row.error,
    )
