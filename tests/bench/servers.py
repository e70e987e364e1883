"""The two servers as processes of their own, and the Slack Web API they greet at their start."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from load import SECRET, ask

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

ALLIANCE = str(Path(sys.executable).with_name("alliance"))
BARE = str(Path(__file__).with_name("bare.py"))
SERVER_CORE, CLIENT_CORE = 0, 1
_WHOAMI = {
    "ok": True,
    "url": "http://127.0.0.1/",
    "team": "bench",
    "user": "alliance",
    "team_id": "T0BENCH",
    "user_id": "U0BOT",
    "bot_id": "B0BOT",
}


def pin(core: int, process_id: int = 0) -> None:
    """Keep a process on one core, so that client and server do not take each other's time."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(process_id, {core})


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def slack_api() -> AsyncIterator[str]:
    """Give the address of a Web API that says who the bot is, whatever is asked."""
    body = json.dumps(_WHOAMI).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                asked = await reader.readuntil(b"\r\n\r\n")
                lengths = [
                    int(line[15:]) for line in asked.lower().split(b"\r\n") if line.startswith(b"content-length:")
                ]
                await reader.readexactly(sum(lengths))
                writer.write(head.encode() + body)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/"
    finally:
        server.close()


def environment(api: str, port: int, **more: str) -> dict[str, str]:
    """Return the settings of a bot that serves HTTP for Slack on *port*."""
    return {
        **os.environ,  # noqa: TID251 - what a process is started with
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "SLACK_API_URL": api,
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_APP_TOKEN": "",
        "REQUESTS_PER_MINUTE": "0",  # all of it is one person's
        **more,
    }


@asynccontextmanager
async def running(command: Sequence[str], settings: Mapping[str, str], folder: Path) -> AsyncIterator[psutil.Process]:
    """Run *command* in *folder* until the block ends; what it prints is shown when the block fails."""
    said = folder / f"{settings['PORT']}.log"
    with said.open("wb") as log:
        process = await asyncio.create_subprocess_exec(*command, env=settings, cwd=folder, stdout=log, stderr=log)
    pin(SERVER_CORE, process.pid)
    try:
        yield psutil.Process(process.pid)
    except BaseException:
        sys.stderr.write(said.read_text(encoding="utf-8", errors="replace")[-4_000:])
        raise
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def first_answer(process: psutil.Process, port: int, text: str, *, within_seconds: float = 60) -> None:
    """Return as soon as *process* answers `/alliance text`; RuntimeError when it ends instead."""
    async with asyncio.timeout(within_seconds):
        while True:
            try:
                await ask(port, text)
            except OSError:
                if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
                    raise RuntimeError("the server ended before it answered; what it said stands above") from None
                await asyncio.sleep(0.005)
            else:
                return
