"""SQL that lets go of deliveries that ended long ago, a few at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, exists, func, or_, select

from store.db.bulk import taken
from store.db.schema import delivery, subscription
from store.digests.model import HEAD, OPEN, State

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

_d = delivery.c
_ENDED = [state for state in State if state.terminal]
_MOVING = [state for state in OPEN if state is not State.WAITING]


def prune(connection: Connection, before: datetime, *, most: int) -> int:
    """Delete at most *most* deliveries that ended *before*, and return how many.

    What somebody still has to move stays, whatever its age, and so does the
    last digest of each subscription that there is: what became of it is told,
    and the owner may have it posted again.
    """
    ended = and_(_d.state.in_(_ENDED), _d.retry_at < before, ~_last_of_its_digest())
    # A thread that nobody will release any more: its head, or the part before it, ended otherwise.
    left = and_(_d.state == State.WAITING, _d.retry_at < before, ~_moves())
    chosen = taken(select(_d.id).where(_d.due_at < before, or_(ended, left)).limit(most))
    gone = connection.execute(delete(delivery).where(_d.id.in_(chosen)).returning(_d.id))
    return len(gone.all())


def _last_of_its_digest() -> ColumnElement[bool]:
    later = delivery.alias("later")
    newest = select(func.max(later.c.due_at)).where(later.c.subscription == _d.subscription, later.c.part == HEAD)
    there = exists().where(subscription.c.id == _d.subscription)
    return and_(_d.part == HEAD, there, _d.due_at == newest.scalar_subquery())


def _moves() -> ColumnElement[bool]:
    other = delivery.alias("other")
    same = and_(other.c.subscription == _d.subscription, other.c.due_at == _d.due_at)
    return exists().where(same, other.c.state.in_(_MOVING))
