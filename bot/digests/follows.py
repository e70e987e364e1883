"""The topics that somebody follows: one silent daily digest in their own conversation with the bot. Blocking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from store.digests.model import Quiet, SubscriptionRequest
from store.digests.schedule import WEEKDAYS, Rule

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from store.core import BriefingStore
    from store.digests.model import Place, Subscription

TIME = time(8, 30)
"""When somebody hears of what changed, in their own zone."""


@dataclass(frozen=True, slots=True)
class Follows:
    """Keeps what people follow among the digests, which are posted once and lose nothing."""

    store: BriefingStore
    now: Callable[[], datetime]

    def of(self, place: Place) -> Subscription | None:
        """Return the digest of what is followed at *place*; None where nothing is."""
        here = self.store.roster.listed(place)
        return next((one for one in here if one.quiet is Quiet.SILENT and one.topics and not one.for_editors), None)

    def add(self, place: Place, owner: str, slug: str, zone: str) -> Subscription:
        """Return the digest with the topic; what changes from now on is told."""
        there = self.of(place)
        rule = there.rule if there else Rule(WEEKDAYS, (TIME,), zone)
        # By the same rule: who presses twice at once makes one digest, and no topic of it is lost.
        order = SubscriptionRequest(place, owner, (slug,), rule, Quiet.SILENT)
        return self.store.roster.subscribe(order, generation=self.store.snapshot.generation, at=self.now())

    def drop(self, place: Place, owner: str, slug: str) -> Subscription | None:
        """Return the digest that the topic was taken out of, which ends with the last; None where it was not in one."""
        there, roster = self.of(place), self.store.roster
        if there is None or slug not in there.topics:
            return None
        left = tuple(one for one in there.topics if one != slug)
        if left:
            return roster.change(there.id, self.now(), topics=left)
        return roster.unsubscribe(there.id, by=owner, at=self.now()).digest
