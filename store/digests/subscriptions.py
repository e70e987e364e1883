"""Who gets which topics when: the subscriptions of every channel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Unpack
from uuid import uuid4
from zoneinfo import ZoneInfo

from store.db import bulk
from store.digests import subscription_rows
from store.digests.model import EDITORS, UNDO, Removal, Standing, Subscription, SubscriptionRequest, Tells
from store.errors import InvalidRequest
from store.text.language import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from store.db.engine import Database
    from store.digests.model import Amendment, Place
    from store.digests.schedule import Rule


class UnknownSubscription(InvalidRequest):
    """No subscription has that id."""

    code = "not_found"


class RuleTaken(InvalidRequest):
    """The channel has a digest of that rule, and one is enough."""

    exit_code = 65
    code = "rule_taken"


class UndoSpent(InvalidRequest):
    """A removal that was undone already."""

    code = "undo_spent"


class UndoTooLate(InvalidRequest):
    """A removal that can be undone no more."""

    code = "undo_too_late"


class Roster:
    """The subscriptions in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def subscribe(self, order: SubscriptionRequest, *, generation: int, at: datetime) -> Subscription:
        """Return the digest that *order* makes: a new one, or that of the same rule, which takes the topics in.

        News of a new one is what comes after *generation*, its first run comes
        after *at*. A channel has one editors' list, which stays as it is.
        """
        with self._database.write() as connection:
            # Two that ask at once must not both find none.
            _alone(connection, order.place)
            same = _same(order, subscription_rows.listed(connection, order.place))
            if same is None:
                wanted = _new(order, generation, at)
                subscription_rows.add(connection, wanted)
                return wanted
            return _taken_in(connection, same, order, at)

    def listed(self, place: Place | None = None) -> tuple[Subscription, ...]:
        """Return the subscriptions of a channel, or all, the oldest first."""
        with self._database.read() as connection:
            return subscription_rows.listed(connection, place)

    def find(self, id_: str) -> Subscription:
        """Return one subscription; UnknownSubscription if it is gone."""
        with self._database.read() as connection:
            return _found(connection, id_, hold=False)

    def several(self, ids: Collection[str]) -> dict[str, Subscription]:
        """Return those of *ids* that are still there, by id."""
        with self._database.read() as connection:
            return {one.id: one for one in subscription_rows.several(connection, ids)}

    def next_run(self, after: datetime) -> datetime | None:
        """Return the first instant after *after* at which any digest falls due; None when none runs."""
        with self._database.read() as connection:
            return subscription_rows.next_run(connection, after)

    def change(self, id_: str, at: datetime, **named: Unpack[Amendment]) -> Subscription:
        """Return the subscription with what is named changed, its next run counted from *at*."""
        return self._amend(id_, named, at)

    def pause(self, id_: str, *, because: str | None = None) -> Subscription:
        """Return the subscription, stopped; what was due of it and not sent expires."""
        return self._amend(id_, {"standing": Standing.PAUSED, "paused_because": because}, None)

    def resume(self, id_: str, *, at: datetime) -> Subscription:
        """Return the subscription, running again from *at*: what fell due meanwhile is not made up."""
        return self._amend(id_, {"standing": Standing.ACTIVE, "paused_because": None}, at)

    def give(self, id_: str, owner: str) -> Subscription:
        """Return the subscription with somebody else to be told of trouble; its next run stays."""
        with self._database.write() as connection:
            given = replace(_found(connection, id_), owner=owner)
            subscription_rows.save(connection, given)
            return given

    def unsubscribe(self, id_: str, *, by: str, at: datetime) -> Removal:
        """Remove a subscription and return what it was; for a day `undo` brings it back."""
        with self._database.write() as connection:
            gone = Removal(uuid4().hex, _found(connection, id_), by, at)
            subscription_rows.keep_removed(connection, gone)
            subscription_rows.remove(connection, id_)
        return gone

    def undo(self, key: str, *, at: datetime) -> Subscription:
        """Return a removed digest, there again and going on from *at*; that of the same rule, where there is one now.

        UndoSpent when somebody was quicker, UndoTooLate a day after it was removed.
        """
        with self._database.write() as connection:
            gone = subscription_rows.removed(connection, key)
            if gone is None or at - gone.at > UNDO:
                raise UndoTooLate(
                    N_(
                        "A removed digest can be brought back for a day, and that is over. "
                        "Set up another: /alliance digest"
                    )
                )
            was = gone.digest
            _alone(connection, was.place)
            if not subscription_rows.bring_back(connection, key, at):
                raise UndoSpent(N_("Somebody brought this digest back already; /alliance digest list shows it."))
            order = SubscriptionRequest(was.place, was.owner, was.topics, was.rule, was.quiet)
            same = _same(order, subscription_rows.listed(connection, was.place))
            if same is not None:
                return _taken_in(connection, same, order, at)
            subscription_rows.add(connection, was)
            return _saved(connection, was, at if was.standing is Standing.ACTIVE else None)

    def prune(self, before: datetime) -> int:
        """Forget the digests that were removed *before*; return how many."""
        with self._database.write() as connection:
            return subscription_rows.let_go_removed(connection, before)

    def _amend(self, id_: str, named: Mapping[str, object], at: datetime | None) -> Subscription:
        with self._database.write() as connection:
            # First the place, then the row: in the order in which who subscribes takes them.
            _alone(connection, _found(connection, id_, hold=False).place)
            found = _found(connection, id_)
            amended = replace(found, **named)  # type: ignore[arg-type] # the two callers name fields of Subscription
            if amended.rule != found.rule and _taken(amended, subscription_rows.listed(connection, amended.place)):
                raise RuleTaken(
                    N_("This channel has a digest at those days and times already; add the topics to that one.")
                )
            return _saved(connection, amended, at)


def _found(connection: Connection, id_: str, *, hold: bool = True) -> Subscription:
    """Return one subscription; *hold* keeps other writers off it. UnknownSubscription if it is gone."""
    found = subscription_rows.find(connection, id_, hold=hold)
    if found is None:
        raise UnknownSubscription(N_("There is no digest {id}, or it was removed meanwhile."), id=id_)
    return found


def _taken_in(connection: Connection, same: Subscription, order: SubscriptionRequest, at: datetime) -> Subscription:
    """Return the digest of the same rule with the topics of *order* too; the editors' list stays as it is."""
    if same.for_editors:
        return same
    topics = tuple(dict.fromkeys((*same.topics, *order.topics))) if same.topics and order.topics else ()
    held = tuple(slug for slug in same.held if order.topics and slug not in order.topics)
    joined = replace(same, topics=topics, held=held, quiet=order.quiet, tells=order.tells or same.tells)
    return _saved(connection, joined, at)


def _saved(connection: Connection, amended: Subscription, at: datetime | None) -> Subscription:
    runs = at is not None and amended.standing is Standing.ACTIVE
    amended = replace(amended, rule=_counted(amended.rule, at)) if at is not None else amended
    amended = replace(amended, next_due_at=subscription_rows.next_due(amended.rule, at) if runs and at else None)
    subscription_rows.save(connection, amended)
    if not runs:
        subscription_rows.expire(connection, [amended.id])
    return amended


def _new(order: SubscriptionRequest, generation: int, at: datetime) -> Subscription:
    return Subscription(
        id=uuid4().hex[:12],
        place=order.place,
        owner=order.owner,
        topics=order.topics,
        rule=_counted(order.rule, at),
        quiet=order.quiet,
        standing=Standing.ACTIVE,
        paused_because=None,
        created_at=at,
        next_due_at=subscription_rows.next_due(_counted(order.rule, at), at),
        told_generation=generation,
        shown=(),
        tells=order.tells or Tells.BOTH,
        language=order.language,
    )


def _counted(rule: Rule, at: datetime) -> Rule:
    """Return *rule* with the day from whose week its weeks count: the next that has such a day."""
    if rule.weeks == 1 or rule.since is not None:
        return rule
    first = subscription_rows.next_due(replace(rule, weeks=1), at)
    return rule if first is None else replace(rule, since=first.astimezone(ZoneInfo(rule.zone)).date())


def _same(order: SubscriptionRequest, here: Sequence[Subscription]) -> Subscription | None:
    """Return the digest that *order* means, if the channel has it."""
    if EDITORS in order.topics:
        return next((one for one in here if one.for_editors), None)
    return next((one for one in here if one.rule == order.rule and not one.for_editors), None)


def _taken(amended: Subscription, here: Sequence[Subscription]) -> bool:
    others = (one for one in here if one.id != amended.id and one.for_editors == amended.for_editors)
    return any(one.rule == amended.rule for one in others)


def _alone(connection: Connection, place: Place) -> None:
    """Keep other writers off the subscriptions of *place*, those to come among them, until the transaction ends."""
    bulk.alone(connection, subscription_rows.ROOM, f"{place.team} {place.channel}")
