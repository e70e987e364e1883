"""Puts the posting loop together, for the server and for one tick of the command line."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bot.digests.drafting import Drafter
from bot.digests.loop import PostingLoop
from bot.digests.notices import Notices
from bot.digests.poster import Poster
from bot.digests.rate_limit import RateLimiter
from bot.telemetry.series import web_client
from bot.text.sources import no_link

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from aiohttp import ClientSession

    from bot.config.settings import Settings
    from bot.text.sources import Link
    from store.core import BriefingStore


def posting_loop(
    store: BriefingStore,
    settings: Settings,
    session: ClientSession,
    now: Callable[[], datetime],
    *,
    to: Link = no_link,
) -> PostingLoop:
    """Return the loop over *store*, posting through *session*. *now* is what decides what is due."""
    token = settings.slack_bot_token
    client = web_client(settings.slack_api_url, session, token.get_secret_value() if token else "")
    poster = Poster(client, now)
    return PostingLoop(
        outbox=store.outbox,
        poster=poster,
        limiter=RateLimiter(time.monotonic),
        drafter=Drafter(store, to),
        now=now,
        notices=Notices(store.roster, poster, store.notices, store.admins(settings.alliance_admins)),
    )
