"""SQL for what channels know: the generations whose news they had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from store.db.schema import delivery, subscription
from store.digests.model import HEAD, OPEN, State

if TYPE_CHECKING:
    from sqlalchemy import Connection

_AWAITED = (*OPEN, State.UNCONFIRMED)
"""Where a delivery stands of which the channel may be told yet."""


def generations_told(connection: Connection) -> list[int]:
    """Return the generations that channels were told last, or will have been told, in order."""
    knows = connection.execute(select(subscription.c.told_generation).distinct()).scalars()
    on_its_way = (
        select(delivery.c.generation)
        .join_from(delivery, subscription, subscription.c.id == delivery.c.subscription)
        .where(
            delivery.c.state.in_(_AWAITED),
            delivery.c.part == HEAD,
            delivery.c.generation > subscription.c.told_generation,
        )
        .distinct()
    )
    return sorted({*knows, *connection.execute(on_its_way).scalars()})
