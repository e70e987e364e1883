"""What Slack says of the app itself: that its token was revoked, or that it was taken out of the workspace."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.slack import membership
from bot.slack.payloads import team_of
from store.access.model import UNINSTALLED, Attempt, AttemptOutcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.lookup.service import LookupService

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Installation:
    """Heeds what becomes of the app. *lost* is told why the bot's token works no more."""

    service: LookupService
    client: AsyncWebClient
    lost: Callable[[str], None]

    async def ended(self, team: str, *, uninstalled: bool) -> None:
        """Hold what needs the token, if it is dead indeed; note the end of an installation: its data goes within a day.

        Slack says the same of anybody's token, and late: what has been installed anew meanwhile goes on.
        """
        trouble = await membership.trouble(self.client)
        if trouble is None:
            logger.info("a token was revoked, and the bot's works", extra={"code": "token_works"})
            return
        if trouble:
            logger.error("the bot's token works no more", extra={"code": trouble, "uninstalled": uninstalled})
            self.lost(trouble)
        if uninstalled:  # Slack tells it once; before anything goes it is asked again
            note = Attempt(self.service.now(), team, "slack", UNINSTALLED, AttemptOutcome.DONE)
            await asyncio.to_thread(self.service.store.audit.note, note)


def register(app: AsyncApp, service: LookupService, lost: Callable[[str], None]) -> None:
    """Make *app* hear of the end of its token and of its installation."""
    installation = Installation(service, app.client, lost)

    async def revoked(body: dict[str, Any]) -> None:
        service.background.start(installation.ended(team_of(body), uninstalled=False))

    async def uninstalled(body: dict[str, Any]) -> None:
        service.background.start(installation.ended(team_of(body), uninstalled=True))

    app.event("tokens_revoked")(revoked)
    app.event("app_uninstalled")(uninstalled)
