"""The gate before every change of a digest: who may, where, who reads there, what is written down."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from bot.blocks import browse
from bot.blocks.digest_status import BETWEEN_PEOPLE, INVITE
from bot.slack import membership
from bot.slack.errors import SLACKS_FAULTS
from bot.slack.membership import Belonging
from store.access.model import AttemptOutcome
from store.digests.model import Place, Subscription
from store.digests.schedule_text import describe
from store.errors import InvalidRequest
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.blocks.elements import Card
    from bot.listeners.admin.permissions import Permissions
    from bot.slack.payloads import Actor, Command


P = ParamSpec("P")
T = TypeVar("T")

OUT = {
    Belonging.STRANGER: (
        N_(
            "You belong to another workspace. Digests are set up by the people of the workspace that this "
            "bot belongs to; ask one of your contacts there. Looking things up is open to you: /alliance help"
        )
    ),
    Belonging.GUEST: (
        N_(
            "You are a guest of this workspace. Digests are set up by its members; ask one of them, or ask "
            "whoever runs the bot to let guests (DIGESTS_BY). Looking things up is open to you: /alliance "
            "help"
        )
    ),
    Belonging.NOBODY: N_("Digests are set up by people who have an account in this workspace."),
}
"""What they read who may not set up digests."""
READ_BY = N_("{others} read this channel too, and so the digest.")


class NotThere(InvalidRequest):
    """The bot cannot post in a channel; the message says how it can."""

    code = "not_there"


@dataclass(frozen=True, slots=True)
class DigestGate:
    """Lets changes of digests through."""

    permissions: Permissions
    client: AsyncWebClient

    async def refusal(self, person: Actor, deed: str, detail: str, *, changes: bool = True) -> Card | None:
        """Return what to tell somebody who may not; None for who may."""
        out = await self.permissions.kept_out(person, f"digest {deed}".strip(), detail, changes=changes)
        return None if out is None else browse.notice(_(OUT[out]))

    async def change(self, person: Actor, deed: str, change: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do what changes digests, in a thread; it is written down, and so is what keeps it from being done."""
        deed = f"digest {deed}"
        async with self.permissions.minding(person, deed):
            done = await asyncio.to_thread(change, *args, **kwargs)
        await self.permissions.became(person, deed, AttemptOutcome.DONE, _detail(done))
        return done

    async def others(self, channel: str) -> str:
        """Return a sentence on who reads a channel beside our workspace; empty where nobody does.

        NotThere, with how to invite the bot, where it is not in the channel.
        """
        found = await membership.readers(self.client, channel)
        if found.joined:
            return _read_by(found.others)
        if channel.startswith("D"):
            raise NotThere(_(BETWEEN_PEOPLE))
        raise NotThere(_(INVITE, name=await membership.own_name(self.client)))

    async def place(self, command: Command) -> Place:
        """Return where digests are asked for: a channel of our workspace, whosever people ask."""
        try:
            return Place(await self.permissions.home(), command.channel)
        except SLACKS_FAULTS:
            return Place(command.person.team, command.channel)


def _read_by(others: str) -> str:
    return _(READ_BY, others=f"{others[0].upper()}{others[1:]}") if others else ""


def _detail(done: object) -> str:
    """Return what changed, for the audit: the digest, by its channel and schedule."""
    one = getattr(done, "digest", done)
    return f"{one.place.channel}: {describe(one.rule)}" if isinstance(one, Subscription) else ""
