"""The server: one port, one process, and a way out that answers what was accepted.

At the first SIGTERM or SIGINT readiness goes off. After SIGTERM the bot keeps
answering for two seconds more, closing each connection behind its answer, so
that whoever spreads the load can turn away without losing a request. Then
nobody new is let in, who stands in the queue is, the port closes, and what is
under way is finished. At a second signal, or after 18 seconds, the process is
gone.
"""

from __future__ import annotations

import asyncio
import errno
import gc
import logging
import os
import resource
import signal
import socket
import struct
import sys
import threading
import time
from array import array
from typing import TYPE_CHECKING, Final

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from store.errors import MendTheSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from types import FrameType

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from bot.web.health import Health

LINGER_SECONDS: Final = 2.0
FINISH_SECONDS: Final = 8
LIMIT_SECONDS: Final = 18.0
QUEUE_SECONDS: Final = 0.3

# Of asm-generic/socket.h and linux/filter.h; the socket module has no names for them.
_SO_ATTACH_FILTER: Final = 26
_BPF_RETURN: Final = 0x06

logger = logging.getLogger(__name__)


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; MendTheSettings says why it cannot be had and what to set."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address[:2], family=family, backlog=2048)
    except socket.gaierror:
        raise MendTheSettings(f"HOST: {host!r} is not an address of this machine; set HOST=127.0.0.1") from None
    except OSError as error:
        raise MendTheSettings(_refused(error, host, port)) from None


def _refused(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"PORT: {port} is taken by another program; stop it, or set another such as PORT={port + 1}"
        case errno.EACCES:
            return f"PORT: {port} is only for the administrator; set one above 1023, such as PORT=3000"
        case errno.EADDRNOTAVAIL:
            return f"HOST: {host!r} is not an address of this machine; set HOST=127.0.0.1"
        case _:
            return f"PORT: cannot listen on {host}:{port} ({error.strerror}); set another HOST or PORT"


def address(listener: socket.socket) -> str:
    """Return where a program on this machine reaches *listener*: `http://127.0.0.1:3000`."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(
    app: ASGIApp, listener: socket.socket, health: Health, started: Callable[[], None], *, websockets: bool = False
) -> None:
    """Serve *app* until a signal says to stop; *started* is called when the first request can be answered."""
    config = uvicorn.Config(
        parting(app, health),
        http="httptools",
        ws="websockets-sansio" if websockets else "none",
        lifespan="on",
        log_config=None,
        access_log=False,  # a path may carry what somebody asked
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=65,  # longer than the idle time of common load balancers
        timeout_graceful_shutdown=FINISH_SECONDS,
    )
    Server(config, listener, health, started).run(sockets=[listener])


class Server(uvicorn.Server):
    """uvicorn with our way out; it returns normally, so that the process ends with 0."""

    def __init__(
        self, config: uvicorn.Config, listener: socket.socket, health: Health, started: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._listener = listener
        self._health = health
        self._started = started
        self._leave_at = float("inf")
        self._patience = Patience(room())

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, then say so."""
        await super().startup(sockets)
        # What there is by now stays as long as the process: the collector need never walk it again.
        gc.freeze()
        self._started()

    async def main_loop(self) -> None:
        """Answer until it is time to leave; then let in only those who are in the queue already."""
        await super().main_loop()
        if _shut(self._listener):
            await asyncio.sleep(QUEUE_SECONDS)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn's signature
        """Begin to leave; at the second signal be gone."""
        if self._health.draining:
            os._exit(128 + sig)
        self._health.draining = True
        # Nobody spreads load to a terminal: Ctrl+C need not wait.
        self._leave_at = time.monotonic() + (LINGER_SECONDS if sig == signal.SIGTERM else 0)
        _leave_for_certain()

    async def on_tick(self, counter: int) -> bool:
        """Return whether it is time to close the port; called ten times a second."""
        if counter % 10 == 0 and (closed := self._patience.tend(self.server_state.connections, time.monotonic())):
            logger.warning("connections closed", extra={"code": "conn_overdue", "count": closed})
        return await super().on_tick(counter) or time.monotonic() >= self._leave_at


def _shut(listener: socket.socket) -> bool:
    """Make Linux drop whoever knocks from now on; return whether it does.

    Closing alone resets everybody in the queue, whose request may have been
    sent already. Dropped, a client knocks again and finds the port closed.
    """
    if sys.platform != "linux":
        return False
    refuse_all = array("B", struct.pack("HBBI", _BPF_RETURN, 0, 0, 0))
    address_of_it, _ = refuse_all.buffer_info()
    listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, struct.pack("HP", 1, address_of_it))
    return True


def _leave_for_certain() -> None:
    """End the process at the limit, whatever still hangs: a thread in a dead database cannot be cancelled."""

    def leave() -> None:
        logger.error("drain cut short", extra={"code": "drain_cut"})
        os._exit(70)

    timer = threading.Timer(LIMIT_SECONDS, leave)
    timer.daemon = True
    timer.start()


def parting(app: ASGIApp, health: Health) -> ASGIApp:
    """Return *app*, closing each connection behind its answer once the bot is leaving."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def part(message: Message) -> None:
            if health.draining and message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (b"connection", b"close")]
            await send(message)

        await app(scope, receive, part if scope["type"] == "http" else send)

    return answer


HEAD_SECONDS: Final = 15.0
"""How long the head of a request may take; Slack itself gives up after three seconds."""
KEPT_FREE: Final = 192
"""Descriptors for the database, files, Slack and what comes in until somebody looks again."""
MOST_DESCRIPTORS: Final = 16_384


def room() -> int:
    """Let the process have as many descriptors as it may, and return how many of them connections may take."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, MOST_DESCRIPTORS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return max(most - KEPT_FREE, most // 2)


class Patience:
    """Looks after the connections of one server. *most* may stand at once, a head may take *head_seconds*."""

    def __init__(self, most: int, head_seconds: float = HEAD_SECONDS) -> None:
        self._most = most
        self._head_seconds = head_seconds
        self._reading: dict[HttpToolsProtocol, float] = {}

    def tend(self, connections: Collection[object], now: float) -> int:
        """Close what is overdue at *now*, or too many, and return how many those were; call it about once a second.

        What is being answered stays. The oldest go first.
        """
        waiting = [one for one in connections if isinstance(one, HttpToolsProtocol) and _waits(one)]
        # uvicorn's own timer runs between two requests.
        reading = [one for one in waiting if one.timeout_keep_alive_task is None]
        self._reading = {one: self._reading.get(one, now) for one in reading}
        by_age = sorted(waiting, key=lambda one: self._reading.get(one, now))
        leaving = {one for one, since in self._reading.items() if now - since >= self._head_seconds}
        leaving.update(by_age[: max(0, len(connections) - self._most)])
        for one in leaving:
            one.transport.close()
        return len(leaving)


def _waits(one: HttpToolsProtocol) -> bool:
    """Return whether nothing of this connection is being answered."""
    return one.cycle is None or one.cycle.response_complete
