"""How deliveries begin and end, with its SQL: what has fallen due, and whether an old copy of the database makes it.

A backup that was put back, by whatever means, has forgotten what was posted
since it was made. Its last beat is old then, or, where a process worked on
meanwhile, behind the beat that this process saw. A process that was merely
down for a while looks the same from inside; Slack's channels tell the two
apart, and so what is due is doubted. What ended long ago is let go.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, bindparam, delete, exists, func, null, or_, select, update

from store.db import bulk
from store.db.bulk import among, kept_by, taken
from store.db.schema import delivery, heartbeat, subscription
from store.digests.model import HEAD, OPEN, Missed, State, delivery_id
from store.digests.schedule import occurrences
from store.digests.skipped_days import is_holiday
from store.digests.subscription_rows import UNREADABLE, UNREADABLE_BY, expire, pause, rule_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from store.db.bulk import Kept


_BATCH = 5_000
_s = subscription.c
_DUE = (
    select(_s.id, _s.team, _s.channel, _s.days, _s.times, _s.zone, _s.ordinal, _s.skip_holidays, _s.next_due_at)
    .where(_s.next_due_at <= bindparam("now"))
    .order_by(_s.next_due_at)
    .limit(_BATCH)
    .with_for_update(skip_locked=True)
)
_MADE = ("id", "subscription", "team", "channel", "due_at", "part", "state", "attempts", "retry_at")
_d = delivery.c
_ENDED = [state for state in State if state.terminal]
_MOVING = [state for state in OPEN if state is not State.WAITING]
EVERY = timedelta(seconds=15)
"""How old the last beat is when the next is written."""
GONE = timedelta(minutes=1)
"""How old it may be when a process comes new to a database that others have looked after until then."""
_ONLY = 1
_h = heartbeat.c


class FallenDue(NamedTuple):
    """What one round of `materialise` took: so many rows, those that cannot be read, and what was not posted."""

    rows: int = 0
    unreadable: tuple[str, ...] = ()
    missed: tuple[Missed, ...] = ()


def materialise(connection: Connection, now: datetime) -> FallenDue:
    """Turn what fell due until *now* into deliveries, and return what that took.

    The latest occurrence of a subscription becomes pending, older ones are
    recorded as expired, and so is what was pending of it before. At most
    _BATCH subscriptions; rows that another process holds are left to it. One
    whose rule cannot be read, for a zone that this machine lacks or a row that
    somebody spoilt, is paused and keeps no other waiting.
    """
    rows = connection.execute(_DUE, {"now": now}).all()
    if not rows:
        return FallenDue()
    # Many channels share a rule: it is worked out once for all that are due by it at one instant.
    kept, whens = kept_by(connection.dialect), [tuple(row[3:]) for row in rows]
    fallen = {when: _fallen(when, now, kept) for when in set(whens)}
    all_ = [(row[:3], one) for row, when in zip(rows, whens, strict=True) if (one := fallen[when]) is not None]
    unreadable = tuple(row.id for row, when in zip(rows, whens, strict=True) if fallen[when] is None)
    for id_ in unreadable:
        pause(connection, id_, because=UNREADABLE)
    missed = expire(connection, {id_ for (id_, *_), _ in all_})
    missed += [Missed(row[0], len(one.dues) - 1, one.dues[0], None) for row, one in all_ if len(one.dues) > 1]
    made = [values for row, one in all_ for values in one.rows(*row)]
    # Unique on subscription, instant and part: a due that is there already stays as it is.
    bulk.in_columns(connection, delivery, _MADE, made, then="ON CONFLICT DO NOTHING")
    _move_on(connection, all_)
    return FallenDue(len(rows), unreadable, tuple(missed))


def doubt(connection: Connection, now: datetime) -> int:
    """Let the channel be read for all that is due *now* and was not begun, before it is posted; return how much is."""
    gone = and_(delivery.c.state == State.CLAIMED, delivery.c.retry_at <= now)
    step = update(delivery).where(delivery.c.due_at <= now, or_(delivery.c.state == State.PENDING, gone))
    return connection.execute(step.values(state=State.UNSURE, holder=null(), retry_at=now)).rowcount


class _Fallen(NamedTuple):
    """What one rule makes due up to now, and what follows."""

    dues: tuple[datetime, ...]
    """All but the latest expire."""
    deliveries: tuple[tuple[Any, ...], ...]
    """One for each of *dues*: what it has in common with those of other subscriptions, as the database keeps it."""
    following: datetime | None

    def rows(self, id_: str, team: str, channel: str) -> Iterator[tuple[Any, ...]]:
        """Yield the values of _MADE for a subscription."""
        for due_at, common in zip(self.dues, self.deliveries, strict=True):
            yield (delivery_id(id_, due_at, HEAD), id_, team, channel, *common)


def _move_on(connection: Connection, fallen: Sequence[tuple[Sequence[str], _Fallen]]) -> None:
    """Let each subscription be due at what follows: many at the same few instants."""
    follow: defaultdict[datetime | None, list[str]] = defaultdict(list)
    for (id_, *_), one in fallen:
        follow[one.following].append(id_)
    for following, ids in follow.items():
        # Neighbours together: a database goes through them by id, and comes back to a page for each of its rows.
        for some in bulk.batches(ids, 1_000):
            connection.execute(update(subscription).where(among(connection, _s.id, some)).values(next_due_at=following))


def _fallen(when: tuple[Any, ...], now: datetime, kept: Kept) -> _Fallen | None:
    """Return what one rule makes due; None where it cannot be read."""
    *written, first = when
    try:
        rule, dues = rule_of(*written), [first]
        coming = occurrences(rule, first, is_holiday=is_holiday)
        while (following := next(coming, None)) is not None and following <= now:
            dues.append(following)
        if following is None:
            following = next(occurrences(rule, now, is_holiday=is_holiday), None)
    except UNREADABLE_BY:
        return None
    states = [State.EXPIRED] * (len(dues) - 1) + [State.PENDING]
    made = tuple((kept(due), HEAD, state.value, 0, kept(due)) for due, state in zip(dues, states, strict=True))
    return _Fallen(tuple(dues), made, following)


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


class Heartbeat:
    """The beats of one database, as one process sees them. It counts them, so that no clock can deceive it."""

    def __init__(self) -> None:
        self._seen: int | None = None

    def late(self, connection: Connection, now: datetime) -> bool:
        """Say whether a beat should be written."""
        count, at = _read(connection)
        return at is None or self._broken(count, at, now) or abs(now - at) >= EVERY

    def broken(self, connection: Connection, now: datetime) -> bool:
        """Say whether a newer copy of the database may have been at work until *now*; where none was, remember that."""
        return self._broken(*_read(connection), now)

    def _broken(self, count: int, at: datetime | None, now: datetime) -> bool:
        gone = count < self._seen if self._seen is not None else at is None or abs(now - at) > GONE
        if not gone:
            self._seen = count
        return gone

    def behind(self, connection: Connection) -> bool:
        """Say whether the database was put back to an older state while this process worked on it."""
        return self._seen is not None and _read(connection)[0] < self._seen

    def beat(self, connection: Connection, now: datetime) -> None:
        """Write down that somebody looks after it *now*."""
        count = _read(connection)[0] + 1
        bulk.put(connection, heartbeat, {"key": _ONLY}, {"count": count, "at": now})
        self._seen = count


def _read(connection: Connection) -> tuple[int, datetime | None]:
    row = connection.execute(select(_h.count, _h.at).where(_h.key == _ONLY)).one_or_none()
    return (0, None) if row is None else (row[0], row[1])
