"""What posts digests into the simulated workspace, as it does beside the server."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import ClientSession

from bot.digests.factory import posting_loop

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.digests.loop import PostingLoop
    from store.core import BriefingStore
    from tests.bot.served import Team


@asynccontextmanager
async def posting(team: Team, store: BriefingStore) -> AsyncIterator[PostingLoop]:
    """The loop of one process, by the team's clock."""
    async with ClientSession() as session:
        loop = posting_loop(store, team.settings, session, team.clock)
        # Before anything can be due, as where it is served.
        await loop.tick()
        yield loop
