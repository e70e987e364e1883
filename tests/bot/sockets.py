"""Waiting for the app's connection by Socket Mode."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.websockets import WebSocket

    from bot.simulator.delivery.transport import Sockets


async def connected_anew(sockets: Sockets, gone: WebSocket) -> None:
    """Return once there is another connection than *gone*, and it stands.

    slack_sdk may connect twice after a goodbye: whatever comes through the first of the two is lost.
    """
    standing: list[WebSocket] = [gone]
    async with asyncio.timeout(10):
        while gone in standing or not standing or standing != sockets.open:
            standing = [*sockets.open]
            await asyncio.sleep(0.3)
