"""Tells owners of digests what did not go out, and what became of it: once, whichever process finds it.

All of it waits in the store first, so that a dead token or a crash loses none.
Where the owner is gone, administrators are told instead.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.blocks.elements import actions, button
from bot.lookup.awaited import ANSWERED
from bot.text.digests import missed, stopped, unreadable, unsettled
from bot.text.reply_context import catalogue
from store.access.notices import ADMINISTRATORS, Notice
from store.context import speaking
from store.digests.model import HEAD, State
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.blocks.elements import Block
    from bot.digests.poster import Poster
    from store.access.admins import Admins
    from store.access.notices import PendingNotices
    from store.digests.model import DeliveryOutcome, Missed, Subscription
    from store.digests.subscriptions import Roster

LATER = timedelta(minutes=15)
"""How long what nobody could be told waits."""
PERSONAL = frozenset({"flag", ANSWERED, "aside"})
"""The first words of what is nobody else's to read: who flagged or asked stands nowhere."""
UNSETTLED = "unsettled"
"""The first word of the key of a notice that has a button; the second is the delivery."""


@dataclass(frozen=True, slots=True)
class Notices:
    """Writes to owners and administrators; what nobody could be told is told later."""

    roster: Roster
    poster: Poster
    pending: PendingNotices
    admins: Admins

    async def tell_pending(self, now: datetime) -> None:
        """Tell what waits to be told once."""
        for one in await asyncio.to_thread(self.pending.take, now):
            if not (await self._told(one)):
                await asyncio.to_thread(self.pending.put_back, one, now + LATER)

    async def tell(self, outcome: DeliveryOutcome) -> None:
        """Let the owner be told what became of a head that did not go out."""
        one = outcome.delivery
        if one.part != HEAD or outcome.state not in {State.FAILED, State.UNCONFIRMED}:
            return
        kind, words = ("stopped", stopped) if outcome.state is State.FAILED else (UNSETTLED, unsettled)
        key = f"{kind} {one.id} {one.attempts}"
        await self._add(one.subscription, key, lambda found: words(found, one.due_at, outcome.error), outcome.at)

    async def tell_unreadable(self, subscription: str, at: datetime) -> None:
        """Let the owner be told that the schedule of a digest cannot be read any more."""
        await self._add(subscription, f"unreadable {subscription} {at}", unreadable, at)

    async def tell_missed(self, several: Sequence[Missed], at: datetime) -> None:
        """Let each owner be told of what was not posted, in one message for all that waits to be told them."""
        found = await asyncio.to_thread(self.roster.several, {one.subscription for one in several})
        for one in several:
            if (of := found.get(one.subscription)) is not None:
                with speaking(catalogue(of.language)):
                    notice = Notice(f"missed {of.owner}", of.owner, missed(of, one))
                await asyncio.to_thread(self.pending.join, notice, at)

    async def _add(self, id_: str, key: str, words: Callable[[Subscription], str], at: datetime) -> None:
        """Let the owner of a digest be told, in its language; nobody where it is gone."""
        found = (await asyncio.to_thread(self.roster.several, [id_])).get(id_)
        if found is not None:
            with speaking(catalogue(found.language)):
                notice = Notice(key, found.owner, words(found))
            await asyncio.to_thread(self.pending.add, notice, at)

    async def _told(self, one: Notice) -> bool:
        """Return whether somebody was told: the person, else an administrator."""
        if one.person != ADMINISTRATORS and await self.poster.tell(one.person, one.words, _blocks(one)):
            return True
        if one.key.partition(" ")[0] in PERSONAL:
            return False
        lost = (
            f" {_('(<@{person}>, whose it is, could not be told.)', person=one.person)}"
            if one.person != ADMINISTRATORS
            else ""
        )
        people = await asyncio.to_thread(self.admins.people)
        told = [await self.poster.tell(person, one.words + lost, _blocks(one, lost)) for person in people]
        return any(told)


def _blocks(one: Notice, lost: str = "") -> list[Block]:
    """Return the words with a button where the reader can do something; none where words are enough."""
    kind, _sep, rest = one.key.partition(" ")
    deeds = {
        UNSETTLED: (_("Post again"), "digest:again"),
        ANSWERED: (_("Show it with its sources"), "editors:answer"),
    }
    if kind not in deeds:
        return []
    said = {"type": "section", "text": {"type": "mrkdwn", "text": one.words + lost}}
    return [said, actions(button(*deeds[kind], rest.partition(" ")[0]))]
