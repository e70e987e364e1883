"""Serves an application on a free port of this machine for as long as a test needs it."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator

    from starlette.types import ASGIApp

FINISH_SECONDS = 2


class Port:
    """A port taken before anyone serves on it, so that two programs can be told of each other first."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        # asyncio sees to it only for sockets that name their protocol; without it every answer of two packets
        # waits 40 ms for an acknowledgement. Connections take it over from here.
        self.listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @property
    def address(self) -> str:
        """Where it will be reached, `http://127.0.0.1:41234`."""
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"


@asynccontextmanager
async def hosted(app: ASGIApp, port: Port) -> AsyncIterator[str]:
    """Serve *app* inside the block, in this event loop; yield its address."""
    server = _Server(uvicorn.Config(app, log_config=None, ws="websockets-sansio"))
    serving = asyncio.create_task(server.serve(sockets=[port.listener]))
    await server.ready.wait()
    try:
        yield port.address
    finally:
        server.over.set()
        await serving


class _Server(uvicorn.Server):
    """uvicorn that ends when it is told to and not a tenth of a second later, and leaves signals alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.over = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        await self.over.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for door in (*self.servers, *(sockets or ())):
            door.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISH_SECONDS):
                while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110 - uvicorn sets no event
                    await asyncio.sleep(0.001)
        await self.lifespan.shutdown()

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield
