"""Carries what Slack sends to the app: over an open socket, or as a signed request."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bot.simulator.delivery.envelope import Reply, Sort

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.simulator.delivery.envelope import Retry
    from bot.simulator.delivery.sockets import Sockets
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
