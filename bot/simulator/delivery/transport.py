"""Carries what Slack sends to the app: over an open socket of Socket Mode, or as a signed request."""

from __future__ import annotations

import asyncio
import json
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.simulator.delivery.payloads import Reply, Sort

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.simulator.delivery.payloads import Retry
    from bot.simulator.state.model import Json
    from bot.simulator.state.workspace import Workspace


PATIENCE_SECONDS = 3.0
"""How long Slack waits for an acknowledgement."""


@dataclass(slots=True)
class Transport:
    """The way to the app. An open socket is preferred, as in Slack."""

    workspace: Workspace
    sockets: Sockets
    events_url: str | None
    patience_seconds: float = PATIENCE_SECONDS

    async def send(self, sort: Sort, payload: Json, retry: Retry | None = None) -> Reply:
        """Hand *payload* over and return the app's reply."""
        payload = {name: value for name, value in payload.items() if name not in self.workspace.left_out}
        if self.sockets.connected:
            return await self.sockets.send(sort, payload, retry, self.patience_seconds)
        if self.events_url is None:
            return Reply("dispatch_failed")
        try:
            async with asyncio.timeout(self.patience_seconds):
                return await self._post(self.events_url, *_encoded(sort, payload), retry)
        except TimeoutError:
            return Reply("operation_timeout")
        except aiohttp.ClientError:
            return Reply("dispatch_failed")

    async def _post(self, url: str, body: bytes, content_type: str, retry: Retry | None) -> Reply:
        headers = self.headers(body, content_type, retry)
        async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as response:
            return _reply(response.status, response.content_type, await response.text())

    def headers(self, body: bytes, content_type: str, retry: Retry | None = None) -> dict[str, str]:
        """The headers Slack sends with *body*, the signature among them."""
        timestamp = str(int(self.workspace.clock().timestamp()))
        verifier = SignatureVerifier(self.workspace.app.signing_secret)
        signature = verifier.generate_signature(timestamp=timestamp, body=body)
        again = {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason} if retry else {}
        return {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature or "",
            **again,
        }


def _encoded(sort: Sort, payload: Mapping[str, object]) -> tuple[bytes, str]:
    form = "application/x-www-form-urlencoded"
    match sort:
        case Sort.COMMAND:
            return urlencode({name: str(value) for name, value in payload.items()}).encode(), form
        case Sort.INTERACTIVE:
            return urlencode({"payload": json.dumps(payload)}).encode(), form
        case Sort.EVENT:
            return json.dumps(payload).encode(), "application/json"


def _reply(status: int, content_type: str, text: str) -> Reply:
    if status != 200:
        return Reply(f"http_{status}", status=status)
    if content_type == "application/json" and text:
        try:
            body = json.loads(text)
        except ValueError:
            return Reply("invalid_command_response", status=status)
        return Reply(body=body if isinstance(body, dict) else {}, status=status)
    return Reply(body={"text": text} if text.strip() else {}, status=status)


@dataclass(slots=True)
class Sockets:
    """The app's open connections, the tickets to open more, and the envelopes not yet acknowledged."""

    app_id: str
    tickets: set[str] = field(default_factory=set)
    open: list[WebSocket] = field(default_factory=list)
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    deaf: bool = False
    """When set, connections stay up but no envelope goes out: the way Socket Mode fails in real life."""
    sent: int = 0
    """How many envelopes have gone out."""

    @property
    def connected(self) -> bool:
        """Whether the app has a connection."""
        return bool(self.open)

    def issue_ticket(self) -> str:
        """A fresh right to connect once."""
        ticket = str(uuid.uuid4())
        self.tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """Keep one connection, from hello to goodbye."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self.tickets:
            await socket.close(4401)
            return
        self.tickets.discard(ticket)
        await socket.accept()
        self.open.append(socket)
        try:
            await socket.send_text(json.dumps(self._hello()))
            await self._listen(socket)
        except WebSocketDisconnect:
            pass
        finally:
            self.open.remove(socket)

    async def send(self, sort: Sort, payload: Json, retry: Retry | None, patience_seconds: float) -> Reply:
        """Send an envelope through one of the connections and return what was acknowledged."""
        envelope_id = str(uuid.uuid4())
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self.waiting[envelope_id] = answer
        try:
            async with asyncio.timeout(patience_seconds):
                if not self.deaf:
                    await self._next().send_text(json.dumps(_envelope(envelope_id, sort, payload, retry)))
                return Reply(body=await answer, status=200)
        except TimeoutError:
            return Reply("operation_timeout")
        except (WebSocketDisconnect, RuntimeError):
            return Reply("dispatch_failed")
        finally:
            del self.waiting[envelope_id]

    async def say_goodbye(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to leave: `warning` comes first in real life, `refresh_requested` closes."""
        farewell = {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}
        for socket in tuple(self.open):
            await socket.send_text(json.dumps(farewell))
            if reason != "warning":
                await socket.close()

    async def _listen(self, socket: WebSocket) -> None:
        while True:
            said = json.loads(await socket.receive_text())
            answer = self.waiting.get(said.get("envelope_id", ""))
            if answer is not None and not answer.done():
                payload = said.get("payload")
                answer.set_result(payload if isinstance(payload, dict) else {})

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open),
            "connection_info": {"app_id": self.app_id},
            "debug_info": {"host": "playground", "build_number": 1, "approximate_connection_time": 18060},
        }

    def _next(self) -> WebSocket:
        self.sent += 1
        return self.open[self.sent % len(self.open)]


def _envelope(envelope_id: str, sort: Sort, payload: Json, retry: Retry | None) -> Json:
    envelope: Json = {
        "envelope_id": envelope_id,
        "type": sort.value,
        "payload": payload,
        "accepts_response_payload": sort is not Sort.EVENT,
    }
    if sort is Sort.EVENT:
        envelope |= {"retry_attempt": retry.number if retry else 0, "retry_reason": retry.reason if retry else ""}
    return envelope
