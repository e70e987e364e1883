"""Tells the owner of a digest when it was refused for good, or nobody can say whether it was posted.

And tells what waits in the store to be told once, to a person or to the administrators.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.blocks.elements import actions, button
from bot.text.digests import stopped, unreadable, unsettled
from store.digests.model import HEAD, State

if TYPE_CHECKING:
    from datetime import datetime

    from bot.digests.poster import Poster
    from store.access.admins import Admins
    from store.access.notices import PendingNotices
    from store.digests.model import DeliveryOutcome
    from store.digests.subscriptions import Roster


LATER = timedelta(minutes=15)
"""How long what nobody could be told waits."""


@dataclass(frozen=True, slots=True)
class Notices:
    """Writes to owners, once an outcome; what Slack does not take is not tried again."""

    roster: Roster
    poster: Poster
    pending: PendingNotices
    admins: Admins

    async def tell_pending(self, now: datetime) -> None:
        """Tell what waits to be told once; what nobody could be told is tried again later."""
        for one in await asyncio.to_thread(self.pending.take, now):
            people = [one.person] if one.person else await asyncio.to_thread(self.admins.people)
            told = [await self.poster.tell(person, one.words, []) for person in people]
            if not any(told):
                await asyncio.to_thread(self.pending.put_back, one, now + LATER)

    async def tell(self, outcome: DeliveryOutcome) -> None:
        """Tell the owner what became of a head that did not go out."""
        one = outcome.delivery
        if one.part != HEAD or outcome.state not in {State.FAILED, State.UNCONFIRMED}:
            return
        owner = await asyncio.to_thread(self._owner, one.subscription)
        if owner and outcome.state is State.FAILED:
            await self.poster.tell(owner, stopped(one, outcome.error), [])
        elif owner:
            again = actions(button("Post again", "digest:again", one.id))
            text = unsettled(one, outcome.error)
            said = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
            await self.poster.tell(owner, text, [said, again])

    async def tell_unreadable(self, subscription: str) -> None:
        """Tell the owner that the schedule of a digest cannot be read any more."""
        found = (await asyncio.to_thread(self.roster.several, [subscription])).get(subscription)
        if found is not None and found.owner:
            await self.poster.tell(found.owner, unreadable(found), [])

    def _owner(self, subscription: str) -> str | None:
        found = self.roster.several([subscription]).get(subscription)
        return None if found is None else found.owner
