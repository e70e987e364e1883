"""Who gets which topics when: the subscriptions of every channel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Unpack
from uuid import uuid4

from store import subscriptions
from store.agenda import Standing, Subscription
from store.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from store.agenda import Amendment, Order, Place
    from store.database import Database


class UnknownSubscription(InvalidRequest):
    """No subscription has that id."""

    code = "not_found"

    def __init__(self, id_: str) -> None:
        super().__init__(f"There is no digest {id_!r} here any more.")


class Roster:
    """The subscriptions in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def subscribe(self, order: Order, *, generation: int, at: datetime) -> Subscription:
        """Return the new subscription. News is what comes after *generation*; its first run comes after *at*."""
        wanted = Subscription(
            id=uuid4().hex[:12],
            place=order.place,
            owner=order.owner,
            topics=order.topics,
            rule=order.rule,
            quiet=order.quiet,
            standing=Standing.ACTIVE,
            paused_because=None,
            created_at=at,
            next_due_at=subscriptions.next_due(order.rule, at),
            told_generation=generation,
            shown=(),
        )
        with self._database.write() as connection:
            subscriptions.add(connection, wanted)
        return wanted

    def listed(self, place: Place | None = None) -> tuple[Subscription, ...]:
        """Return the subscriptions of a channel, or all, the oldest first."""
        with self._database.read() as connection:
            return subscriptions.listed(connection, place)

    def find(self, id_: str) -> Subscription:
        """Return one subscription; UnknownSubscription if it is gone."""
        with self._database.read() as connection:
            found = subscriptions.find(connection, id_)
        if found is None:
            raise UnknownSubscription(id_)
        return found

    def several(self, ids: Collection[str]) -> dict[str, Subscription]:
        """Return those of *ids* that are still there, by id."""
        with self._database.read() as connection:
            return {one.id: one for one in subscriptions.several(connection, ids)}

    def change(self, id_: str, at: datetime, **named: Unpack[Amendment]) -> Subscription:
        """Return the subscription with what is named changed, its next run counted from *at*."""
        return self._amend(id_, named, at)

    def pause(self, id_: str, *, because: str | None = None) -> Subscription:
        """Return the subscription, stopped; what was due of it and not sent expires."""
        return self._amend(id_, {"standing": Standing.PAUSED, "paused_because": because}, None)

    def resume(self, id_: str, *, at: datetime) -> Subscription:
        """Return the subscription, running again from *at*: what fell due meanwhile is not made up."""
        return self._amend(id_, {"standing": Standing.ACTIVE, "paused_because": None}, at)

    def unsubscribe(self, id_: str) -> Subscription:
        """Remove a subscription and return what it was."""
        with self._database.write() as connection:
            found = subscriptions.find(connection, id_, hold=True)
            subscriptions.remove(connection, id_)
        if found is None:
            raise UnknownSubscription(id_)
        return found

    def _amend(self, id_: str, named: Mapping[str, object], at: datetime | None) -> Subscription:
        with self._database.write() as connection:
            found = subscriptions.find(connection, id_, hold=True)
            if found is None:
                raise UnknownSubscription(id_)
            amended = replace(found, **named)  # type: ignore[arg-type] # the two callers name fields of Subscription
            runs = at is not None and amended.standing is Standing.ACTIVE
            due = subscriptions.next_due(amended.rule, at) if runs and at else None
            amended = replace(amended, next_due_at=due)
            subscriptions.save(connection, amended)
            if not runs:
                subscriptions.expire(connection, [id_])
        return amended
