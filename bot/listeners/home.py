"""The app's Home: drawn anew whenever somebody opens it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.blocks.personal.home import AdminPanel, home
from bot.slack.errors import SLACKS_FAULTS
from bot.slack.payloads import Actor
from bot.slack.progress import shown_or_why_not
from store.access.model import Right
from store.text import zone

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from bot.blocks.elements import Card
    from bot.listeners.admin.permissions import Permissions
    from bot.lookup.service import LookupService
    from bot.slack.sender import Sender
    from store.changes import Changes
    from store.digests.model import Subscription

WEEK = timedelta(days=7)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HomePage:
    """Draws the Home of whoever opens it."""

    service: LookupService
    sender: Sender
    permissions: Permissions

    async def show(self, person: Actor) -> None:
        """Show somebody their Home; why not, where it cannot be drawn."""
        await self.sender.show_home(person.id, (await shown_or_why_not(self._drawn(person))).blocks)

    async def _drawn(self, person: Actor) -> Card:
        await self.service.ready()
        week, mine = await asyncio.gather(asyncio.to_thread(self._week), asyncio.to_thread(self._digests, person.id))
        asked = self.service.recent.of(person.id, self.service.now())
        return home(self.service.snapshot, week, mine, asked, await self._panel(person))

    def _week(self) -> Changes | None:
        """Return what changed within a week; None where all that is kept was loaded within it."""
        found = self.service.reports.changed(zone.day_of(self.service.now() - WEEK))
        return None if found is None or found.span.first else found.changes

    def _digests(self, person: str) -> list[Subscription]:
        return [one for one in self.service.store.roster.listed() if one.owner == person]

    async def _panel(self, person: Actor) -> AdminPanel | None:
        """Return what waits for who may edit; None for everybody else, and where Slack does not say who is ours."""
        try:
            if not await self.permissions.directory.is_ours(person):
                return None
            team = await self.permissions.home()
        except SLACKS_FAULTS as error:
            logger.info("home unknown", extra={"code": "home_unknown", "why": type(error).__name__})
            return None
        return await asyncio.to_thread(self._waiting, team, person.id)

    def _waiting(self, team: str, person: str) -> AdminPanel | None:
        admins = self.permissions.admins
        if not admins.has(Right.EDIT, team, person):
            return None
        usage = self.service.store.usage
        waiting = len(usage.feedback.open_flags()), len(usage.gaps(self.service.now()))
        return AdminPanel(*waiting, edits_only=not admins.may(team, person))


def register(app: AsyncApp, page: HomePage) -> None:
    """Make *app* show its Home."""

    async def opened(body: dict[str, Any], event: dict[str, Any]) -> None:
        person = Actor.of(body)
        if event.get("tab") == "home" and person.id:
            await page.show(person)

    app.event("app_home_opened")(opened)
