"""The end of a digest: asked first, told in its channel with who it was, and undone by anybody for a day."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blocks import browse, digest_status
from bot.slack.errors import SLACKS_FAULTS
from bot.slack.sender import Shown, Where
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.blocks.elements import Card
    from bot.digests.service import DigestService
    from bot.listeners.digest_gate import DigestGate
    from bot.lookup.service import LookupService
    from bot.slack.payloads import Click
    from bot.slack.sender import Sender
    from store.digests.model import Place

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DigestRemovals:
    """Removes digests and brings them back. Who may was asked before."""

    service: LookupService
    digests: DigestService
    sender: Sender
    gate: DigestGate

    async def stop(self, click: Click) -> Shown:
        """Remove a digest by its button, whose own question was answered; tell its channel."""
        by, topics = click.way.user, self.service.snapshot.topics
        gone = await self.gate.change(click.way.person, "stop", self.digests.remove, click.value, by)
        told = self._announce(gone.digest.place, digest_status.announced_removal(gone, topics))
        return Shown(digest_status.removed(gone, topics, announced=told))

    async def end(self, click: Click) -> Shown:
        """Remove a digest in place of the question whether to."""
        return Shown((await self.stop(click)).card, Where.INSTEAD)

    async def keep(self, _click: Click) -> Shown:
        """Leave a digest as it is, in place of the question."""
        return Shown(browse.notice(_("Kept: it goes on as it was.")), Where.INSTEAD)

    async def undo(self, click: Click) -> Shown:
        """Bring a digest back, once; tell its channel."""
        topics = self.service.snapshot.topics
        back = await self.gate.change(click.way.person, "undo", self.digests.undo, click.value)
        self._announce(back.place, digest_status.announced_return(back, topics, click.way.user))
        return Shown(digest_status.told(_("Brought back"), back, topics))

    def _announce(self, place: Place, card: Card) -> bool:
        """Let a channel be told, beside the reply; return False for a conversation, where the reply is enough."""
        if place.channel.startswith("D"):
            return False
        self.service.background.start(self._post(place.channel, card))
        return True

    async def _post(self, channel: str, card: Card) -> None:
        try:
            await self.sender.post(channel, None, card)
        except SLACKS_FAULTS as error:
            logger.warning("channel not told", extra={"code": "not_told", "why": type(error).__name__})


REMOVING: Mapping[str, Callable[[DigestRemovals, Click], Awaitable[Shown]]] = {
    "digest:stop": DigestRemovals.stop,
    "digest:end": DigestRemovals.end,
    "digest:keep": DigestRemovals.keep,
    "digest:undo": DigestRemovals.undo,
}
"""What the buttons around the end of a digest do."""
