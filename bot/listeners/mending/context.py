"""What all that edits may use: the service, the gate, the sender, the store's own mending."""

from __future__ import annotations

import asyncio
from functools import cached_property, partial
from typing import TYPE_CHECKING

from store.access.model import Right
from store.model import Citation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bot.blocks.elements import Card
    from bot.listeners.admin.permissions import Permissions
    from bot.lookup.service import LookupService
    from bot.slack.payloads import Way
    from bot.slack.sender import Sender
    from store.mending.model import EditOutcome, WantedEdit
    from store.mending.service import Mending
    from store.model import Found

DEED = "edit"


class EditingContext:
    """What the listeners of edits work with; *seeds* is the folder that edits are written to."""

    def __init__(self, service: LookupService, gate: Permissions, sender: Sender, seeds: Path) -> None:
        self.service = service
        self.gate = gate
        self.sender = sender
        self._seeds = seeds

    @cached_property
    def mending(self) -> Mending:
        """What plans and carries out. Made when it is needed: its parsers cost more than a start without them."""
        return self.service.store.mending(self._seeds)

    async def refusal(self, way: Way, detail: str = "", *, deed: str = DEED, begun: bool = False) -> Card | None:
        """Return what somebody reads who may not edit; None for who may. Written down as `Permissions.refusal` does."""
        return await self.gate.refusal(way.person, deed, detail, begun=begun, right=Right.EDIT)

    async def apply(self, change: WantedEdit, way: Way) -> EditOutcome:
        """Carry out a change for whoever asked for it; the audit gets to know when it fails."""
        by, name = f"slack:{way.user}", self.name_of(way.user)
        work = partial(self.mending.apply, change, by=by, now=self.service.now(), name=name)
        async with self.gate.minding(way.person, DEED):
            return await asyncio.to_thread(work)

    def name_of(self, user: str) -> str:
        """Return how a commit names *user*; nothing where Slack has not said yet."""
        known = self.gate.directory.remembered(user, self.service.background)
        return str(known.get("real_name") or "")

    async def cited(self, citations: Iterable[tuple[str, int]]) -> list[Found]:
        """Return the passages that are cited, as far as they are there."""
        found = [self.service.passage(Citation(*one)) for one in citations]
        return [one for one in await asyncio.gather(*found) if one is not None]
