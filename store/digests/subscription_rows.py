"""SQL for subscriptions: who gets which topics when, and what has fallen due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, exists, func, insert, null, select, union, update

from store.db import bulk
from store.db.bulk import among
from store.db.schema import delivery, removal, subscription
from store.digests.model import HEAD, OPEN, Missed, Place, Quiet, Removal, Standing, State, Subscription, Tells
from store.digests.schedule import WEEKDAYS, Rule, occurrences
from store.digests.schedule_text import ScheduleInvalid, followed
from store.digests.skipped_days import is_holiday
from store.text.language import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from store.digests.model import Delivery

UNREADABLE = "schedule_unreadable"
"""Why a subscription is paused whose rule cannot be read."""
UNREADABLE_BY = (KeyError, ValueError, OSError)
"""What a rule that is none raises: a zone that is not there is a KeyError, a folder of zones an OSError."""

ROOM = 0x64696765  # "dige": the advisory locks of places

_AWAITED = (*OPEN, State.UNCONFIRMED)
"""Where a delivery stands of which the channel may be told yet."""

_s = subscription.c


def add(connection: Connection, wanted: Subscription) -> None:
    """Insert a subscription."""
    connection.execute(insert(subscription), _values(wanted))


def save(connection: Connection, wanted: Subscription) -> None:
    """Overwrite the subscription of that id with all that *wanted* says."""
    connection.execute(update(subscription).where(_s.id == wanted.id).values(_values(wanted)))


def remove(connection: Connection, id_: str) -> None:
    """Delete a subscription; what is still due of it and was not sent expires. Its deliveries stay."""
    connection.execute(delete(subscription).where(_s.id == id_))
    expire(connection, [id_])


def keep_removed(connection: Connection, gone: Removal) -> None:
    """Keep a digest that was removed, so that it can be brought back."""
    was = {name: value for name, value in _values(gone.digest).items() if name not in {"id", "next_due_at"}}
    row = {"key": gone.key, "subscription": gone.digest.id, "removed_at": gone.at, "removed_by": gone.by, **was}
    connection.execute(insert(removal), row)


def removed(connection: Connection, key: str) -> Removal | None:
    """Return a digest that was removed, with the last news that its channel got; None where none is kept."""
    r, none = removal.c, null().label("next_due_at")
    row = connection.execute(select(removal, r.subscription.label("id"), none).where(r.key == key)).one_or_none()
    if row is None:
        return None
    was = _subscription(row)
    last = select(delivery.c.generation, delivery.c.shown).where(
        delivery.c.subscription == was.id,
        delivery.c.part == HEAD,
        delivery.c.state == State.POSTED,
        delivery.c.generation > was.told_generation,
    )
    # What was under way when the digest went may have come to the channel after that.
    told = connection.execute(last.order_by(delivery.c.generation.desc()).limit(1)).one_or_none()
    if told is not None:
        was = replace(was, told_generation=told.generation, shown=tuple((told.shown or "").split()))
    return Removal(row.key, was, row.removed_by, row.removed_at)


def bring_back(connection: Connection, key: str, at: datetime) -> bool:
    """Take the one turn that a removed digest has to come back; return False where somebody took it."""
    step = update(removal).where(removal.c.key == key, removal.c.undone_at.is_(None)).values(undone_at=at)
    return bool(connection.execute(step).rowcount)


def let_go_removed(connection: Connection, before: datetime) -> int:
    """Forget what was removed *before*; return how much."""
    return connection.execute(delete(removal).where(removal.c.removed_at < before)).rowcount


def expire(connection: Connection, ids: Collection[str]) -> list[Missed]:
    """Let every digest of these subscriptions that nobody began to send go, its thread with it; return what went."""
    # By state first: what stands open is little and has an index, what a subscription ever sent is much.
    unsent = delivery.c.state.in_([State.PENDING, State.CLAIMED]) & (delivery.c.part == HEAD)
    columns = (delivery.c.id, delivery.c.subscription, delivery.c.due_at, delivery.c.error)
    opened = connection.execute(select(*columns).where(unsent))
    stale = {id_: Missed(of, 1, due_at, error) for id_, of, due_at, error in opened if of in ids}
    if stale:
        step = update(delivery).where(among(connection, delivery.c.id, stale), unsent)
        connection.execute(step.values(state=State.EXPIRED, holder=null()))
        _expire_threads(connection, {one.subscription for one in stale.values()})
    return [*stale.values()]


def _expire_threads(connection: Connection, ids: Collection[str]) -> None:
    head = delivery.alias("head")
    headless = exists().where(
        head.c.subscription == delivery.c.subscription,
        head.c.due_at == delivery.c.due_at,
        head.c.part == HEAD,
        head.c.state == State.EXPIRED,
    )
    waiting = update(delivery).where(delivery.c.subscription.in_(ids), delivery.c.state == State.WAITING, headless)
    connection.execute(waiting.values(state=State.EXPIRED))


def pause(connection: Connection, id_: str, *, because: str | None) -> None:
    """Stop a subscription where it stands."""
    step = update(subscription).where(_s.id == id_)
    connection.execute(step.values(standing=Standing.PAUSED, paused_because=because, next_due_at=null()))


def tell(connection: Connection, posted: Sequence[Delivery]) -> None:
    """Note what channels know now that these heads were posted; one that was posted late takes nothing back."""
    step = update(subscription).where(_s.id == bindparam("told"), _s.told_generation <= bindparam("to_generation"))
    step = step.values(told_generation=bindparam("to_generation"), shown=bindparam("to_shown"))
    rows = [
        {"told": one.subscription, "to_generation": one.generation, "to_shown": " ".join(one.shown)}
        for one in posted
        if one.generation is not None
    ]
    bulk.for_each(connection, step, rows)


def find(connection: Connection, id_: str, *, hold: bool = False) -> Subscription | None:
    """Return the subscription of that id; *hold* keeps other writers off it until the transaction ends."""
    query = select(subscription).where(_s.id == id_)
    row = connection.execute(query.with_for_update() if hold else query).one_or_none()
    return None if row is None else _subscription(row)


def listed(connection: Connection, place: Place | None = None) -> tuple[Subscription, ...]:
    """Return the subscriptions of a channel, or all, the oldest first."""
    query = select(subscription).order_by(_s.created_at, _s.id)
    if place is not None:
        query = query.where(_s.team == place.team, _s.channel == place.channel)
    return tuple(_subscription(row) for row in connection.execute(query))


def several(connection: Connection, ids: Collection[str]) -> tuple[Subscription, ...]:
    """Return the subscriptions of those ids, in no order."""
    query = select(subscription).where(_s.id.in_(ids))
    return tuple(_subscription(row) for row in connection.execute(query).all())


_ANY_DUE = select(_s.id).where(_s.next_due_at <= bindparam("now")).limit(1)


def anything_due(connection: Connection, now: datetime) -> bool:
    """Say whether `materialise` has work: one look at an index."""
    return connection.execute(_ANY_DUE, {"now": now}).first() is not None


def next_run(connection: Connection, after: datetime) -> datetime | None:
    """Return the first instant after *after* at which any subscription falls due; None when none runs."""
    return connection.execute(select(func.min(_s.next_due_at)).where(_s.next_due_at > after)).scalar()


def next_due(rule: Rule, after: datetime) -> datetime | None:
    """Return the first instant after *after* at which the rule is due; None if there is none in two years.

    ScheduleInvalid where the rule cannot be read.
    """
    try:
        return next(occurrences(rule, after, is_holiday=is_holiday), None)
    except UNREADABLE_BY:
        raise ScheduleInvalid(
            N_("“{zone}” is no time zone here; set it anew: /alliance digest move weekdays 08:30 Asia/Seoul"),
            zone=rule.zone,
        ) from None


def _values(wanted: Subscription) -> dict[str, Any]:
    rule = wanted.rule
    return {
        "id": wanted.id,
        "team": wanted.place.team,
        "channel": wanted.place.channel,
        "owner": wanted.owner,
        "topics": " ".join((*wanted.topics, *(f"-{slug}" for slug in wanted.held))),
        "days": _days(rule),
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
        "tells": wanted.tells,
        "language": wanted.language,
    }


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        id=row.id,
        place=Place(row.team, row.channel),
        owner=row.owner,
        topics=tuple(word for word in row.topics.split() if word[0] != "-"),
        held=tuple(word[1:] for word in row.topics.split() if word[0] == "-"),
        rule=_rule_or_none(row),
        quiet=Quiet.SILENT if row.quiet == Quiet.SILENT else Quiet.LINE,
        standing=Standing.ACTIVE if row.standing == Standing.ACTIVE else Standing.PAUSED,
        paused_because=row.paused_because,
        created_at=row.created_at,
        next_due_at=row.next_due_at,
        told_generation=row.told_generation,
        shown=tuple(row.shown.split()),
        tells=Tells(row.tells) if row.tells in [*Tells] else Tells.BOTH,
        language=row.language,
    )


def _rule_or_none(row: Row[Any]) -> Rule:
    """Return the rule of a row; one that never falls due where it cannot be read: it can still be seen and removed."""
    try:
        return rule_of(row.days, row.times, row.zone, row.ordinal, row.skip_holidays)
    except UNREADABLE_BY:
        return Rule((), (), row.zone)


def _days(rule: Rule) -> str:
    """Return what a rule says of days, a word each: `mon fri`, `15 -1 m1 m4`, `mon w2@2026-11-30`."""
    weeks = [f"w{rule.weeks}@{rule.since}"] if rule.since is not None else []
    return " ".join((*rule.days, *map(str, rule.month_days), *(f"m{month}" for month in rule.months), *weeks))


def rule_of(days: str, times: str, zone: str, ordinal: int | None, skipped: str) -> Rule:
    """Return the rule that those columns hold; one of UNREADABLE_BY where they hold none."""
    words = days.split()
    weeks, _, since = next((word[1:] for word in words if "@" in word), "1").partition("@")
    return Rule(
        days=tuple(word for word in words if word in WEEKDAYS),
        times=tuple(time.fromisoformat(written) for written in times.split()),
        zone=followed(zone),
        ordinal=ordinal,
        skip_holidays=tuple(skipped.split()),
        month_days=tuple(int(word) for word in words if word.lstrip("-").isdecimal()),
        months=tuple(int(word[1:]) for word in words if word[0] == "m" and word[1:].isdecimal()),
        weeks=int(weeks),
        since=date.fromisoformat(since) if since else None,
    )


def generations_told(connection: Connection) -> list[int]:
    """Return the generations that channels were told last, or will have been told, in order."""
    of_digests = delivery.join(subscription, _s.id == delivery.c.subscription)
    on_its_way = (
        select(delivery.c.generation)
        .select_from(of_digests)
        .where(delivery.c.state.in_(_AWAITED), delivery.c.part == HEAD, delivery.c.generation > _s.told_generation)
    )
    may_come_back = select(removal.c.told_generation).where(removal.c.undone_at.is_(None))
    return sorted(connection.scalars(union(select(_s.told_generation), on_its_way, may_come_back)))
