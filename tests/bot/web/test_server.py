"""Who holds connections without asking anything, at a real port."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.web.server import Patience
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

HALF_A_HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
WHOLE = HALF_A_HEAD + b"\r\n"


class Door:
    """A server on loopback, and those who knock."""

    def __init__(self, server: uvicorn.Server, port: int, answer: asyncio.Event) -> None:
        self.connections = server.server_state.connections
        self.answer = answer
        self._port = port
        self._writers: list[asyncio.StreamWriter] = []

    async def knock(self, said: bytes) -> asyncio.StreamReader:
        """Connect, say something, and return what is heard."""
        before = len(self.connections)
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writers.append(writer)
        writer.write(said)
        await until(lambda: len(self.connections) > before)
        return reader

    async def leave(self) -> None:
        """Hang up."""
        for writer in self._writers:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


async def is_closed(heard: asyncio.StreamReader) -> bool:
    """Wait for the end of a connection; one with unread words in it ends with a reset."""
    try:
        return await heard.read() == b""
    except ConnectionResetError:
        return True


@asynccontextmanager
async def door() -> AsyncIterator[Door]:
    answer = asyncio.Event()

    async def alive(_: Request) -> Response:
        await answer.wait()
        return PlainTextResponse("alive")

    web = Starlette(routes=[Route("/healthz", alive)])
    server = uvicorn.Server(uvicorn.Config(web, port=0, http="httptools", log_config=None, lifespan="off"))
    running = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    opened = Door(server, server.servers[0].sockets[0].getsockname()[1], answer)
    yield opened
    answer.set()
    await opened.leave()
    server.should_exit = server.force_exit = True
    await running


async def test_half_a_head_is_waited_for_so_long_and_no_longer() -> None:
    patience = Patience(most=100, head_seconds=15)
    async with door() as open_door:
        slow = await open_door.knock(HALF_A_HEAD)

        closed = [patience.tend(open_door.connections, now) for now in (0, 14, 15)]

        assert closed == [0, 0, 1]
        assert await is_closed(slow)


async def test_whoever_says_nothing_at_all_is_no_better() -> None:
    patience = Patience(most=100, head_seconds=15)
    async with door() as open_door:
        silent = await open_door.knock(b"")

        closed = [patience.tend(open_door.connections, now) for now in (0, 15)]

        assert closed == [0, 1]
        assert await is_closed(silent)


async def test_what_is_being_answered_is_left_alone_however_long_that_takes() -> None:
    patience = Patience(most=1, head_seconds=15)
    async with door() as open_door:
        first, second = await open_door.knock(WHOLE), await open_door.knock(WHOLE)
        await until(lambda: all(getattr(one, "cycle", None) for one in open_door.connections))

        closed = [patience.tend(open_door.connections, now) for now in (0, 1_000)]
        open_door.answer.set()

        assert closed == [0, 0]
        assert (await first.readline(), await second.readline()) == (b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n")


async def test_too_many_who_ask_nothing_make_room_the_oldest_first() -> None:
    patience = Patience(most=3, head_seconds=15)
    async with door() as open_door:
        old = [await open_door.knock(HALF_A_HEAD) for _ in range(3)]
        patience.tend(open_door.connections, 0)
        new = [await open_door.knock(HALF_A_HEAD) for _ in range(3)]

        closed = patience.tend(open_door.connections, 1)

        assert closed == 3
        assert all([await is_closed(one) for one in old])
        assert not any(one.at_eof() for one in new)
