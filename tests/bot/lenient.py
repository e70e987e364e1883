"""A Slack that takes everything, or nothing, and the bot behind its endpoint: for requests by the thousand."""

from __future__ import annotations

import hashlib
import hmac
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from bot.config.settings import AccessRules
from bot.listeners.app import build_app
from bot.tasks.concurrency import Background
from bot.telemetry.series import web_client
from bot.text.sources import no_link
from bot.web.endpoint import Guard, SlackEndpoint
from tests.bot.payload_kinds import ADMIN, HOME, Payload
from tests.hosting import Port, hosted
from tests.paths import SEEDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

    from bot.text.sources import Link
    from store.core import BriefingStore

SECRET, NOW = "8f742231b10e8888abcd99yyyzzz85a5", 1_800_000_000


@dataclass(repr=False)  # asyncio has the repr made of whatever a fixture yields
class Peer:
    """A Slack that takes everything, and the bot behind its endpoint."""

    endpoint: SlackEndpoint
    background: Background
    calls: list[str] = field(default_factory=list)
    refusing: str = ""
    """How Slack refuses every call; empty while it takes all."""
    now: int = NOW
    """Goes on with every request, so that none is a replay of another."""

    async def send(self, one: Payload) -> tuple[int, bytes]:
        self.now += 1
        stamp = str(self.now)
        signed = b"v0:%b:%b" % (stamp.encode(), one.body)
        signature = "v0=" + hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        said: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": one.body, "more_body": False}

        async def send(message: Any) -> None:
            said.append(message)

        headers = [
            (b"content-type", one.content_type.encode()),
            (b"x-slack-request-timestamp", stamp.encode()),
            (b"x-slack-signature", signature.encode()),
        ]
        await self.endpoint({"type": "http", "method": "POST", "headers": headers}, receive, send)
        await self.background.drain(30)
        return said[0]["status"], said[1]["body"]


@asynccontextmanager
async def peer(store: BriefingStore, *, most: int = 0, to: Link = no_link) -> AsyncIterator[tuple[Peer, str]]:
    """Serve the bot over *store*, without a limit of requests where *most* is 0; also give where its Slack is."""
    port, background = Port(), Background()
    calls: list[str] = []

    async def method(request: Request) -> Response:
        name = request.path_params["name"]
        calls.append(name)
        if bot.refusing and name != "auth.test":
            return JSONResponse({"ok": False, "error": bot.refusing})
        told = {"ok": True, "team_id": HOME, "user": "alliance", "view": {"id": "V2"}, "ts": "1.2", "members": []}
        member = {"id": ADMIN, "team_id": HOME, "tz": "Asia/Seoul"}
        channel = {"id": "C1", "is_member": True}
        return JSONResponse({**told, **({"user": member} if name == "users.info" else {}), "channel": channel})

    async def response(request: Request) -> Response:
        if bot.refusing:
            return PlainTextResponse("used_url", 404)
        calls.append(f"response:{(await request.json()).get('text')}")
        return PlainTextResponse("ok")

    slack = Starlette(
        routes=[
            Route("/api/{name}", method, methods=["GET", "POST"]),
            Route("/response/{id}", response, methods=["POST"]),
        ]
    )
    async with hosted(slack, port):
        client = web_client(f"{port.address}/api/")
        app = build_app(
            store,
            token="xoxb-1",
            client=client,
            background=background,
            admins=[ADMIN],
            seeds=SEEDS,
            rules=AccessRules(per_minute=most),
            to=to,
        )
        bot = Peer(
            SlackEndpoint(app, Guard(SECRET), now=lambda: datetime.fromtimestamp(bot.now, UTC)), background, calls
        )
        yield bot, port.address
