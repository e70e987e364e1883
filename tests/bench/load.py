"""Signed slash commands over kept-alive connections, built beforehand so that the client is never what is measured."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SECRET = "0123456789abcdef0123456789abcdef"
PATH = "/slack/events"
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_serial = itertools.count()


def signed(text: str, *, port: int) -> bytes:
    """Return the whole HTTP request that Slack would send for `/alliance text` now; no two are alike."""
    form = {
        "command": "/alliance",
        "text": text,
        "api_app_id": "A0BENCH",
        "channel_id": "C0BENCH",
        "channel_name": "bench",
        "enterprise_id": "",
        "is_enterprise_install": "false",
        "response_url": "http://127.0.0.1:9/response",
        "team_domain": "bench",
        "team_id": "T0BENCH",
        "trigger_id": f"{next(_serial)}.{time.monotonic_ns()}",
        "user_id": "U0BENCH",
        "user_name": "bench",
    }
    body = urlencode(form).encode()
    stamp = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={signature}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@dataclass(frozen=True, slots=True)
class Took:
    """One round: requests a second, and the latencies in seconds, sorted."""

    requests: int
    seconds: float
    latencies: tuple[float, ...]
    answered_bytes: int

    @classmethod
    def together(cls, turns: Sequence[Took]) -> Took:
        """Return several turns as one."""
        latencies = sorted(itertools.chain.from_iterable(turn.latencies for turn in turns))
        return cls(
            sum(turn.requests for turn in turns),
            sum(turn.seconds for turn in turns),
            tuple(latencies),
            sum(turn.answered_bytes for turn in turns),
        )

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds

    def percentile(self, percent: float) -> float:
        """Return the latency in seconds that *percent* of the requests stayed within."""
        return self.latencies[min(len(self.latencies) - 1, int(len(self.latencies) * percent / 100))]


class _Connection(asyncio.Protocol):
    """One connection that asks the next question as soon as the last is answered."""

    def __init__(self, requests: Iterator[bytes], latencies: list[float], sizes: list[int]) -> None:
        self.requests = requests
        self.latencies = latencies
        self.sizes = sizes
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.buffer = bytearray()
        self.whole = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._next()

    def _next(self) -> None:
        request = next(self.requests, None)
        if request is None:
            self.transport.close()
            self.done.set_result(None)
            return
        self.sent = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.whole:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            length = LENGTH.search(self.buffer, 0, end)
            self.whole = end + 4 + (int(length[1]) if length else 0)
        if len(self.buffer) >= self.whole:
            self._answered()

    def _answered(self) -> None:
        if not self.buffer.startswith(b"HTTP/1.1 200") or b"went wrong" in self.buffer:
            self.done.set_exception(RuntimeError(bytes(self.buffer[:500]).decode(errors="replace")))
            self.transport.close()
            return
        self.latencies.append(time.perf_counter() - self.sent)
        self.sizes.append(len(self.buffer))
        self.buffer.clear()
        self.whole = 0
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server closed the connection"))


async def drive(port: int, texts: Sequence[str], *, connections: int = 16) -> Took:
    """Ask all *texts* over *connections* connections and return what it took."""
    requests = iter([signed(text, port=port) for text in texts])
    latencies: list[float] = []
    sizes: list[int] = []
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    opened = [
        await loop.create_connection(lambda: _Connection(requests, latencies, sizes), "127.0.0.1", port)
        for _ in range(connections)
    ]
    await asyncio.gather(*(connection.done for _, connection in opened))
    seconds = time.perf_counter() - started
    return Took(len(latencies), seconds, tuple(sorted(latencies)), sum(sizes))


async def ask(port: int, text: str) -> dict[str, Any]:
    """Return the JSON that answers one `/alliance text`."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(signed(text, port=port))
    head = await reader.readuntil(b"\r\n\r\n")
    length = LENGTH.search(head)
    body = await reader.readexactly(int(length[1]) if length else 0)
    writer.close()
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError((head + body).decode(errors="replace"))
    answer: dict[str, Any] = json.loads(body)
    return answer
