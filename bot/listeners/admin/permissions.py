"""Who may do what administrators do, who is told why not, and all who tried written down."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.blocks import admin
from bot.slack.errors import SLACKS_FAULTS
from store.access.model import Attempt, AttemptOutcome
from store.errors import AllianceError, DatabaseBusy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.blocks.elements import Card
    from bot.tasks.background import Background
    from store.access.admins import Admins
    from store.access.audit import Audit

PATIENCE_SECONDS = 0.7
"""How long a reply waits for the audit: a load on SQLite may hold the only pen for longer than Slack waits."""
SLACK_SECONDS = 0.8
"""How long a reply waits for Slack to say whose bot this is."""
MOST_TRIES = 60
"""Each waits five seconds for the pen."""

logger = logging.getLogger(__name__)


def why(error: Exception) -> str:
    """Return an error in one word, for the audit."""
    return error.code if isinstance(error, AllianceError) else type(error).__name__


@dataclass(slots=True)
class Permissions:
    """Lets administrators of the home workspace through."""

    admins: Admins
    audit: Audit
    client: AsyncWebClient
    background: Background
    now: Callable[[], datetime]
    _home: str = field(default="", init=False)

    async def refusal(self, team: str, user: str, deed: str, detail: str = "", *, begun: bool = False) -> Card | None:
        """Return what to tell somebody who may not do *deed*; None for who may. Both are written down.

        *team* is the workspace of the person, which in a shared channel is not ours. Of what
        has *begun*, and was written down then, only a refusal is.
        """
        home = await self.home()
        here = team == home
        if here and await asyncio.to_thread(self.admins.may, home, user):
            if not begun:
                await self._note(team, user, deed, AttemptOutcome.ALLOWED, detail)
            return None
        await self._deny(team, user, deed, detail)
        if not here:
            return admin.stranger()
        return admin.denied(await asyncio.to_thread(self.admins.listed, home))

    async def is_stranger(self, team: str, user: str, deed: str, detail: str = "") -> bool:
        """Return whether the person, of workspace *team*, is none of ours; who is not is written down.

        Where Slack does not say in time which is ours they pass: this is for what anybody here may do.
        """
        try:
            if team == await self.home():
                return False
        except SLACKS_FAULTS:
            logger.warning("home unknown", extra={"code": "home_unknown", "deed": deed})
            return False
        await self._deny(team, user, deed, detail)
        return True

    async def _deny(self, team: str, user: str, deed: str, detail: str) -> None:
        logger.warning("denied", extra={"code": "denied", "deed": deed, "team": team, "person": user})
        await self._note(team, user, deed, AttemptOutcome.DENIED, detail)

    async def became(self, team: str, user: str, deed: str, outcome: AttemptOutcome, detail: str = "") -> None:
        """Write down what became of a deed that changes something."""
        await self._note(team, user, deed, outcome, detail)

    @asynccontextmanager
    async def minding(self, team: str, user: str, deed: str) -> AsyncIterator[None]:
        """Write down that what is done in this block failed, if it does."""
        try:
            yield
        except Exception as error:
            await self._note(team, user, deed, AttemptOutcome.FAILED, why(error))
            raise

    async def home(self) -> str:
        """Return the workspace that the bot belongs to; Slack is asked once."""
        if not self._home:
            async with asyncio.timeout(SLACK_SECONDS):
                self._home = str((await self.client.auth_test()).get("team_id") or "")
        return self._home

    async def _note(self, team: str, user: str, deed: str, outcome: AttemptOutcome, detail: str) -> None:
        attempt = Attempt(self.now(), team, user, deed, outcome, detail)
        writing = self.background.start(self._written(attempt))
        done, _ = await asyncio.wait({writing}, timeout=PATIENCE_SECONDS)
        for ended in done:
            ended.result()  # what cannot be written down is not done

    async def _written(self, attempt: Attempt) -> None:
        """Write until it is written: it is worth a wait that no reply can afford."""
        for left in range(MOST_TRIES)[::-1]:
            try:
                await asyncio.to_thread(self.audit.note, attempt)
            except DatabaseBusy:
                if not left:
                    raise
            else:
                return
