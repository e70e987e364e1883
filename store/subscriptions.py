"""SQL for subscriptions: who gets which topics when, and what has fallen due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, exists, insert, null, select, update
from sqlalchemy.dialects import postgresql, sqlite

from store.agenda import HEAD, Place, Quiet, Standing, State, Subscription
from store.calendars import is_holiday
from store.occurrences import Rule, occurrences
from store.schema import delivery, subscription

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from store.agenda import Delivery

_BATCH = 1_000


def add(connection: Connection, wanted: Subscription) -> None:
    """Insert a subscription."""
    connection.execute(insert(subscription), _values(wanted))


def save(connection: Connection, wanted: Subscription) -> None:
    """Overwrite the subscription of that id with all that *wanted* says."""
    connection.execute(update(subscription).where(subscription.c.id == wanted.id).values(_values(wanted)))


def remove(connection: Connection, id_: str) -> None:
    """Delete a subscription; what is still due of it and was not sent expires. Its deliveries stay."""
    connection.execute(delete(subscription).where(subscription.c.id == id_))
    expire(connection, [id_])


def expire(connection: Connection, ids: Sequence[str]) -> None:
    """Let every digest of these subscriptions that nobody began to send go, its thread with it."""
    mine = delivery.c.subscription.in_(ids)
    unsent = mine & delivery.c.state.in_([State.PENDING, State.CLAIMED]) & (delivery.c.part == HEAD)
    head = delivery.alias("head")
    headless = exists().where(
        head.c.subscription == delivery.c.subscription,
        head.c.due_at == delivery.c.due_at,
        head.c.part == HEAD,
        head.c.state == State.EXPIRED,
    )
    connection.execute(update(delivery).where(unsent).values(state=State.EXPIRED, holder=null()))
    waiting = update(delivery).where(mine, delivery.c.state == State.WAITING, headless)
    connection.execute(waiting.values(state=State.EXPIRED))


def pause(connection: Connection, id_: str, *, because: str | None) -> None:
    """Stop a subscription where it stands."""
    step = update(subscription).where(subscription.c.id == id_)
    connection.execute(step.values(standing=Standing.PAUSED, paused_because=because, next_due_at=null()))


def tell(connection: Connection, posted: Delivery) -> None:
    """Note what the channel knows now that this head was posted."""
    step = update(subscription).where(subscription.c.id == posted.subscription)
    if posted.generation is not None:
        connection.execute(step.values(told_generation=posted.generation, shown=" ".join(posted.shown)))


def find(connection: Connection, id_: str, *, hold: bool = False) -> Subscription | None:
    """Return the subscription of that id; *hold* keeps other writers off it until the transaction ends."""
    query = select(subscription).where(subscription.c.id == id_)
    row = connection.execute(query.with_for_update() if hold else query).one_or_none()
    return None if row is None else _subscription(row)


def listed(connection: Connection, place: Place | None = None) -> tuple[Subscription, ...]:
    """Return the subscriptions of a channel, or all, the oldest first."""
    query = select(subscription).order_by(subscription.c.created_at, subscription.c.id)
    if place is not None:
        query = query.where(subscription.c.team == place.team, subscription.c.channel == place.channel)
    return tuple(_subscription(row) for row in connection.execute(query))


def anything_due(connection: Connection, now: datetime) -> bool:
    """Say whether `materialise` has work: one look at an index."""
    query = select(subscription.c.id).where(subscription.c.next_due_at <= now).limit(1)
    return connection.execute(query).first() is not None


def materialise(connection: Connection, now: datetime, new_id: Callable[[], str]) -> int:
    """Turn what fell due until *now* into deliveries and return how many are to be posted.

    The latest occurrence of a subscription becomes pending, older ones are
    recorded as expired, and so is what was pending of it before. At most
    _BATCH subscriptions; rows that another process holds are left to it.
    """
    query = select(subscription).where(subscription.c.next_due_at <= now).order_by(subscription.c.next_due_at)
    rows = connection.execute(query.limit(_BATCH).with_for_update(skip_locked=True)).all()
    fallen = [_fallen(_subscription(row), row.next_due_at, now) for row in rows]
    if not fallen:
        return 0
    expire(connection, [one.subscription.id for one in fallen])
    _insert_deliveries(connection, [row for one in fallen for row in one.rows(new_id)])
    moved = update(subscription).where(subscription.c.id == bindparam("moved")).values(next_due_at=bindparam("to"))
    connection.execute(moved, [{"moved": one.subscription.id, "to": one.following} for one in fallen])
    return sum(bool(one.dues) for one in fallen)


def next_due(rule: Rule, after: datetime) -> datetime | None:
    """Return the first instant after *after* at which the rule is due; None if there is none in two years."""
    return next(occurrences(rule, after, is_holiday=is_holiday), None)


@dataclass(frozen=True, slots=True)
class _Fallen:
    """One subscription's occurrences up to now, oldest first, and the one that follows."""

    subscription: Subscription
    dues: tuple[datetime, ...]
    following: datetime | None

    def rows(self, new_id: Callable[[], str]) -> Iterator[dict[str, Any]]:
        for due in self.dues:
            state = State.PENDING if due == self.dues[-1] else State.EXPIRED
            yield _delivery(self.subscription, due, state, new_id())


def _fallen(found: Subscription, first: datetime, now: datetime) -> _Fallen:
    dues = [first]
    for due in occurrences(found.rule, first, is_holiday=is_holiday):
        if due > now:
            return _Fallen(found, tuple(dues), due)
        dues.append(due)
    return _Fallen(found, tuple(dues), next_due(found.rule, now))


def _insert_deliveries(connection: Connection, rows: list[dict[str, Any]]) -> None:
    # Unique on subscription, instant and part: a due that is there already stays as it is.
    fresh = sqlite.insert(delivery) if connection.dialect.name == "sqlite" else postgresql.insert(delivery)
    connection.execute(fresh.on_conflict_do_nothing(), rows)


def _delivery(found: Subscription, due_at: datetime, state: State, id_: str) -> dict[str, Any]:
    return {
        "id": id_,
        "subscription": found.id,
        "team": found.place.team,
        "channel": found.place.channel,
        "due_at": due_at,
        "part": HEAD,
        "state": state,
        "attempts": 0,
        "retry_at": due_at,
    }


def _values(wanted: Subscription) -> dict[str, Any]:
    rule = wanted.rule
    return {
        "id": wanted.id,
        "team": wanted.place.team,
        "channel": wanted.place.channel,
        "owner": wanted.owner,
        "topics": " ".join(wanted.topics),
        "days": " ".join(rule.days),
        "times": " ".join(f"{local:%H:%M}" for local in rule.times),
        "zone": rule.zone,
        "ordinal": rule.ordinal,
        "skip_holidays": " ".join(rule.skip_holidays),
        "quiet": wanted.quiet,
        "standing": wanted.standing,
        "paused_because": wanted.paused_because,
        "created_at": wanted.created_at,
        "next_due_at": wanted.next_due_at,
        "told_generation": wanted.told_generation,
        "shown": " ".join(wanted.shown),
    }


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        id=row.id,
        place=Place(row.team, row.channel),
        owner=row.owner,
        topics=tuple(row.topics.split()),
        rule=_rule(row),
        quiet=Quiet(row.quiet),
        standing=Standing(row.standing),
        paused_because=row.paused_because,
        created_at=row.created_at,
        next_due_at=row.next_due_at,
        told_generation=row.told_generation,
        shown=tuple(row.shown.split()),
    )


def _rule(row: Row[Any]) -> Rule:
    times = tuple(time.fromisoformat(local) for local in row.times.split())
    return Rule(tuple(row.days.split()), times, row.zone, row.ordinal, tuple(row.skip_holidays.split()))
