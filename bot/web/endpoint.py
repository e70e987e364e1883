"""Slack's endpoint: size, signature, then the app, and nothing in between.

A plain ASGI app rather than bolt's Starlette adapter: one HMAC, the three headers bolt reads, and the answer
as it was given. No line of the log ever holds anything of a body, nor of a header that could carry a secret.

Only what Slack has signed gets through, and only once. Bolt's own verifier is not used: it writes the body
into the log, ends in a 500 on a garbled header, and lets the same request through again for five minutes.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote_to_bytes

from starlette.applications import Starlette

from bot.config.logs import unforeseen
from bot.slack.shapes import shaped
from bot.tasks.clock import utc
from bot.telemetry.series import REFUSED, REQUEST_SECONDS
from store import context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from slack_bolt.response import BoltResponse
    from starlette.types import ASGIApp, Receive, Scope, Send

    from bot.listeners.dispatch import NumberedApp


BODY_SECONDS: Final = 5.0
"""How long a body may take to arrive; Slack itself gives up after three seconds."""

ANSWER_SECONDS: Final = 2.0
"""How long an answer may wait for the database: Slack gives up after three seconds."""

_PASSED_ON = (b"content-type", b"x-slack-retry-num", b"x-slack-retry-reason")

logger = logging.getLogger(__name__)
EVENTS_PATH: Final = "/slack/events"
MAX_BODY_BYTES: Final = 1024 * 1024
WINDOW_SECONDS: Final = 5 * 60
MEMORY_SECONDS: Final = 10 * 60

_TIMESTAMP = re.compile(rb"[0-9]{1,12}")
_SIGNATURE = re.compile(rb"v0=[0-9a-f]{64}")


class Rejection(StrEnum):
    """Why a request was not let through; the words go into the log."""

    MISSING = "missing header"
    GARBLED = "garbled header"
    OLD = "old timestamp"
    FUTURE = "future timestamp"
    WRONG = "wrong signature"
    REPLAY = "replay"


class Guard:
    """Checks requests against the *secret* that Slack signs with.

    The memory of what has passed is this process's own; repeats of an event
    that reach another replica are dropped by its id, in the store.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._passed = Passed()

    def outside(self, timestamp: bytes | None, signature: bytes | None, now: float) -> Rejection | None:
        """Return why the headers alone forbid the request, None when its body is worth reading."""
        if not timestamp or not signature:
            return Rejection.MISSING
        if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
            return Rejection.GARBLED
        age_seconds = now - int(timestamp)
        if age_seconds > WINDOW_SECONDS:
            return Rejection.OLD
        return Rejection.FUTURE if age_seconds < -WINDOW_SECONDS else None

    def inside(self, timestamp: bytes, signature: bytes, body: bytes, now: float) -> Rejection | None:
        """Return why the signature forbids the request, None when it may pass; it passes only once."""
        digest = hmac.digest(self._secret, b"v0:%b:%b" % (timestamp, body), "sha256")
        if not hmac.compare_digest(digest, bytes.fromhex(signature[3:].decode("ascii"))):
            return Rejection.WRONG
        # Slack's own retries carry a new timestamp, and so another signature.
        return None if self._passed.first(digest, now) else Rejection.REPLAY


class Passed:
    """What has passed in the last ten minutes, in bounded memory.

    Two sets take turns, so nothing is forgotten before its time and nothing
    is sorted or scanned. Only signatures that were right come in, so nobody
    but Slack can fill it; beyond *limit* (about 10 MB, 170 requests a second
    for ten minutes) the older half goes early.
    """

    def __init__(self, limit: int = 100_000) -> None:
        self._half = limit // 2
        self._new: set[int] = set()
        self._old: set[int] = set()
        self._turned_at = float("-inf")

    def first(self, digest: bytes, now: float) -> bool:
        """Return whether *digest* is seen for the first time, and remember it."""
        if now - self._turned_at > MEMORY_SECONDS or len(self._new) >= self._half:
            self._old, self._new, self._turned_at = self._new, set(), now
        key = int.from_bytes(digest[:8])
        if key in self._new or key in self._old:
            return False
        self._new.add(key)
        return True

    def __len__(self) -> int:
        return len(self._new) + len(self._old)


class TooLarge(Exception):
    """The body is over the limit."""


class Hurried(Exception):
    """The sender left, or took too long."""


class SlackFirst(Starlette):
    """Routes, but what Slack sends goes to its endpoint at once: the way through them took a tenth of an answer."""

    slack: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, Slack's first."""
        if self.slack and scope["type"] == "http" and scope["path"] == EVENTS_PATH:
            await self.slack(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


class SlackEndpoint:
    """Answers `POST /slack/events`. A body may take *patience_seconds*, its signature is held against *now*."""

    def __init__(
        self,
        app: NumberedApp,
        guard: Guard,
        *,
        now: Callable[[], datetime] = utc,
        patience_seconds: float = BODY_SECONDS,
    ) -> None:
        self._app = app
        self._guard = guard
        self._now = now
        self._patience_seconds = patience_seconds
        self._took = REQUEST_SECONDS.labels("http")
        for reason in Rejection:
            REFUSED.labels(reason.value)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer what Slack signed; refuse everything else without a word."""
        if scope["method"] != "POST":
            await _answer(send, 405)
            return
        headers: dict[bytes, bytes] = dict(reversed(scope["headers"]))
        try:
            body = await self._verified(headers, receive)
        except TooLarge:
            REFUSED.labels("too large").inc()
            logger.warning("refused", extra={"code": "too_large"})
            await _answer(send, 413)
        except Hurried:
            REFUSED.labels("slow body").inc()
            await _answer(send, 408)
        else:
            if isinstance(body, Rejection):
                REFUSED.labels(str(body)).inc()
                logger.warning("refused", extra={"code": "sig_invalid", "reason": str(body)})
                await _answer(send, 401)
            else:
                with self._took.time(), context.ending_after(ANSWER_SECONDS):
                    await self._dispatch(headers, body, send)

    async def _verified(self, headers: dict[bytes, bytes], receive: Receive) -> bytes | Rejection:
        """Return the body if Slack signed it; what is refused by its headers alone is never read."""
        if _announced(headers) > MAX_BODY_BYTES:
            raise TooLarge
        timestamp = headers.get(b"x-slack-request-timestamp", b"")
        signature = headers.get(b"x-slack-signature", b"")
        refusal = self._guard.outside(timestamp, signature, self._now().timestamp())
        if refusal is not None:
            return refusal
        body = await _read(receive, self._patience_seconds)
        return self._guard.inside(timestamp, signature, body, self._now().timestamp()) or body

    async def _dispatch(self, headers: dict[bytes, bytes], body: bytes, send: Send) -> None:
        # Only these: bolt would obey x-slack-bolt-lazy-only from anybody, as no signature covers headers.
        passed_on: dict[str, str | Sequence[str]] = {
            name.decode(): headers[name].decode("latin-1") for name in _PASSED_ON if name in headers
        }
        try:
            payload = _decoded(body.decode(), passed_on)
        except (ValueError, AttributeError, TypeError, RecursionError):
            REFUSED.labels("bad body").inc()
            logger.warning("refused", extra={"code": "bad_body"})
            await _answer(send, 400)
            return
        try:
            response: BoltResponse = await self._app.answer(payload, passed_on)
        except Exception as error:
            # Bolt's own handler answers for our listeners; this is for what fails before one is found.
            await _answer(send, 200, unforeseen(error).encode())
        else:
            kind = response.headers.get("content-type", ["text/plain; charset=utf-8"])[0]
            await _answer(send, response.status, (response.body or "").encode(), kind.encode("latin-1"))


def _decoded(body: str, headers: dict[str, str | Sequence[str]]) -> dict[str, Any]:
    """Return the JSON of an event, the fields of a command, or the interaction in its field.

    ValueError or TypeError where it is none of them. Not read by bolt: it looks
    for the word "payload" anywhere in a body, and takes a command that speaks of
    one for an interaction. Nor by urllib, whose reader of forms took a fifth of the whole answer.
    """
    decoded: Any
    if body.startswith("{") or "json" in headers.get("content-type", ""):
        decoded = json.loads(body)
    else:
        decoded = dict(fields(body))
        if "payload" in decoded and "command" not in decoded:
            decoded = json.loads(decoded["payload"])
    if not isinstance(decoded, dict):
        raise TypeError("not an object")
    return shaped(decoded)


def fields(form: str) -> Iterator[tuple[str, str]]:
    """Yield the names and values of a form as `parse_qsl` does, blank ones too."""
    for field in form.split("&"):
        if field:
            name, _, value = field.partition("=")
            marked = "%" in field or "+" in field
            yield (_unquoted(name), _unquoted(value)) if marked else (name, value)


def _unquoted(text: str) -> str:
    # As `unquote_plus`, in a third of the time: that looks for where the text is not ASCII first.
    return unquote_to_bytes(text.replace("+", " ")).decode(errors="replace")


def _announced(headers: dict[bytes, bytes]) -> int:
    """Return the length the sender announces; 0 when there is none that makes sense."""
    length = headers.get(b"content-length", b"0")[:16]
    return int(length) if length.isdigit() else 0


async def _read(receive: Receive, patience_seconds: float) -> bytes:
    """Return the whole body; TooLarge as soon as it is over the limit, whatever was announced."""
    body, more = bytearray(), True
    try:
        async with asyncio.timeout(patience_seconds):
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Hurried
                body += message.get("body", b"")
                if len(body) > MAX_BODY_BYTES:
                    raise TooLarge
                more = message.get("more_body", False)
    except TimeoutError:
        raise Hurried from None
    return bytes(body)


async def _answer(send: Send, status: int, body: bytes = b"", kind: bytes = b"text/plain; charset=utf-8") -> None:
    headers = [(b"content-type", kind), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
