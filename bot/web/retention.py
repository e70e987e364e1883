"""What is kept for some time only goes again, a little at a time, beside the requests."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from store.digests.model import UNDO
from store.errors import AllianceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.config.settings import Settings
    from store.core import BriefingStore

HOUR_SECONDS: Final = 3600.0
PAUSE_SECONDS: Final = 0.1
"""Between two steps, so that digests and audits are written meanwhile."""

logger = logging.getLogger(__name__)


async def keep_pruned(store: BriefingStore, settings: Settings, now: Callable[[], datetime]) -> None:
    """Let go every hour of what is older than the settings say, until cancelled."""
    while True:
        try:
            await prune(store, settings, now())
        except AllianceError as error:
            logger.warning("nothing pruned", extra={"code": error.code})
        await asyncio.sleep(HOUR_SECONDS)


async def prune(store: BriefingStore, settings: Settings, now: datetime) -> int:
    """Let go of all that is too old *now*, step by step; return how many rows went."""
    ended = now - timedelta(days=settings.delivery_days)
    tried = now - timedelta(days=settings.audit_days)
    gone = 0
    for step in (
        partial(store.outbox.prune, ended),
        partial(store.notices.prune, ended),
        partial(store.roster.prune, now - UNDO),
        partial(store.audit.prune, tried),
        partial(store.usage.feedback.prune, tried),
        partial(store.usage.awaited.prune, tried),
        lambda: len(store.feeds.retire(now, days=settings.feed_days)),
    ):
        while went := await asyncio.to_thread(step):
            gone += went
            await asyncio.sleep(PAUSE_SECONDS)
    return gone
