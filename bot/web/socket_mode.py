"""Socket Mode: bolt's own handler, watched and taken leave of.

The health endpoints stay up beside it, so a connection that Slack refuses
makes the bot unready, not dead.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

from bot.slack.shapes import shaped
from bot.telemetry.series import REQUEST_SECONDS
from bot.web.endpoint import ANSWER_SECONDS
from store import context

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from slack_bolt.async_app import AsyncApp
    from slack_sdk.socket_mode.aiohttp import SocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

FINISH_SECONDS: Final = 3.0
QUIET_SECONDS: Final = 0.2


class SocketMode(AsyncSocketModeHandler):
    """Bolt's handler, counting the envelopes it is answering."""

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        # The interval is also the pause before a new try to connect: drawn, so that replicas do not knock together.
        super().__init__(app, app_token, ping_interval=random.uniform(8, 12))  # noqa: S311 - spreads load, hides nothing
        self.answering = 0

    async def handle(  # type: ignore[override]  # bolt narrows the client just so
        self, client: SocketModeClient, req: SocketModeRequest
    ) -> None:
        """Answer one envelope."""
        self.answering += 1
        req.payload = shaped(req.payload)
        try:
            with REQUEST_SECONDS.labels("socket").time(), context.ending_after(ANSWER_SECONDS):
                await super().handle(client, req)
        finally:
            self.answering -= 1

    async def hears(self) -> bool:
        """Return whether the connection is up and its pings come back; connected can still mean deaf."""
        return self.client.last_ping_pong_time is not None and bool(await self.client.is_connected())

    async def finish(self) -> None:
        """Answer what has arrived or is on its way, for as long as that may take, then close."""
        until = time.monotonic() + FINISH_SECONDS
        quiet_since = time.monotonic()
        # The queue is slack_sdk's and tells nobody when it is empty; what was sent to us needs a moment to get there.
        while quiet_since + QUIET_SECONDS > time.monotonic() and time.monotonic() < until:
            await asyncio.sleep(0.005)
            if self.answering or not self.client.message_queue.empty():
                quiet_since = time.monotonic()
        await self.client.close()  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped


@asynccontextmanager
async def connected(app: AsyncApp, app_token: str) -> AsyncIterator[SocketMode]:
    """Give a handler that connects in the background, and again whenever the connection is lost."""
    handler = SocketMode(app, app_token)
    connecting = asyncio.create_task(handler.client.connect())  # type: ignore[no-untyped-call]  # the same
    try:
        yield handler
    finally:
        connecting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await connecting
        await handler.finish()
