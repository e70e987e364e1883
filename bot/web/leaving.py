"""After the app was taken out of a workspace: what the store holds of that goes within a day."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from slack_sdk.errors import SlackApiError

from bot.slack.errors import SLACKS_FAULTS, reason
from store.access.model import UNINSTALLED
from store.errors import AllianceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from slack_sdk.web.async_client import AsyncWebClient

    from store.core import BriefingStore

GRACE: Final = timedelta(hours=20)
"""How long somebody may think better of it."""
LOOK_SECONDS: Final = 1800.0
PASSING: Final = frozenset({"", "ratelimited", "fatal_error", "internal_error", "service_unavailable"})
"""Slack's own faults, which say nothing of the app."""

logger = logging.getLogger(__name__)


async def forget_when_uninstalled(store: BriefingStore, client: AsyncWebClient, now: Callable[[], datetime]) -> None:
    """Look every half hour until cancelled."""
    while True:
        try:
            await forget_uninstalled(store, client, now())
        except AllianceError as error:
            logger.warning("not looked", extra={"code": error.code})
        await asyncio.sleep(LOOK_SECONDS)


async def forget_uninstalled(store: BriefingStore, client: AsyncWebClient, now: datetime) -> bool:
    """Take the workspace out of the store that uninstalled the app GRACE ago, and say whether it went."""
    ended = await asyncio.to_thread(store.audit.last, UNINSTALLED)
    if ended is None or now - ended.at < GRACE or await _is_installed(client):
        return False
    await asyncio.to_thread(store.forget, ended.team, workspace=True, by="slack", at=now)
    logger.warning("workspace forgotten", extra={"code": UNINSTALLED})
    return True


async def _is_installed(client: AsyncWebClient) -> bool:
    """Return whether the token works; also where Slack does not say, for then nothing may go."""
    try:
        await client.auth_test()
    except SlackApiError as error:
        return reason(error) in PASSING
    except SLACKS_FAULTS:
        return True
    return True
