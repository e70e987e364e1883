"""Whatever Slack sends, and however it is spoiled, is answered: with words where somebody waits for them."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import traceback
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from bot.listeners.app import build_app
from bot.simulator.hosting import Port, hosted
from bot.slack.shapes import TYPES, shaped
from bot.slack.verification import Guard
from bot.tasks.background import Background
from bot.telemetry.web_client import web_client
from bot.web.endpoint import SlackEndpoint
from tests.bot.payload_kinds import ADMIN, HOME, KINDS, Kinds, Payload
from tests.paths import SEEDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

    from store.core import BriefingStore

SECRET, NOW = "8f742231b10e8888abcd99yyyzzz85a5", 1_800_000_000
QUICK, ALL = 400, 12_000
CALLS = ("views.", "chat.", "response")


@pytest.fixture
def dialect() -> str:
    return "sqlite"


@dataclass
class Peer:
    """A Slack that takes everything, and the bot behind its endpoint."""

    endpoint: SlackEndpoint
    background: Background
    calls: list[str] = field(default_factory=list)
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
        await self.endpoint({"type": "http", "headers": headers}, receive, send)
        await self.background.drain(10)
        return said[0]["status"], said[1]["body"]


@asynccontextmanager
async def peer(store: BriefingStore) -> AsyncIterator[tuple[Peer, str]]:
    port, background = Port(), Background()
    calls: list[str] = []

    async def method(request: Request) -> Response:
        name = request.path_params["name"]
        calls.append(name)
        told = {"ok": True, "team_id": HOME, "user": "alliance", "view": {"id": "V2"}, "ts": "1.2", "members": []}
        member = {"id": ADMIN, "team_id": HOME, "tz": "Asia/Seoul"}
        channel = {"id": "C1", "is_member": True}
        return JSONResponse({**told, **({"user": member} if name == "users.info" else {}), "channel": channel})

    async def response(request: Request) -> Response:
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
        app = build_app(store, token="xoxb-1", client=client, background=background, admins=[ADMIN], seeds=SEEDS)
        bot = Peer(SlackEndpoint(app, Guard(SECRET), clock=lambda: bot.now), background, calls)
        yield bot, port.address


def wrong(one: Payload, status: int, body: bytes, calls: list[str], slack: str) -> str:
    """Return what is wrong with an answer; empty when nothing is."""
    if status >= 500 or status not in {200, 400}:
        return f"status {status}"
    fields, kind = one.fields, one.kind
    intact = fields.get("type", "command") == kind and ("command" in fields) == (kind == "command")
    if not intact or kind in {"view_closed", "ssl_check", "legacy"} or one.json:
        return ""
    told = json.loads(body) if body.startswith(b"{") else {}
    if kind == "command":
        return "" if told.get("text") or "views.open" in calls else "a command without words"
    if kind == "view_submission":
        return "" if told.get("response_action") else "a form closed as if saved"
    if kind == "block_suggestion":
        return "" if isinstance(told.get("options"), list) else "no options"
    can = is_text(fields.get("trigger_id")) or str(fields.get("response_url")).startswith(f"{slack}/response/")
    return "" if not can or any(call.startswith(CALLS) for call in calls) else "nobody said a word"


def is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def raised(records: list[logging.LogRecord]) -> str:
    """Return what was logged as an error, and where it was raised; empty when nothing was."""
    for record in records:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return record.getMessage()
        at = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} {at.filename.rpartition('/')[2]}:{at.lineno}"
    return ""


async def sent(store: BriefingStore, count: int, seed: int, caplog: pytest.LogCaptureFixture) -> Counter[str]:
    """Send *count* payloads; return what was wrong and how often, and print the first of each."""
    caplog.set_level(logging.ERROR)
    found: Counter[str] = Counter()
    async with peer(store) as (bot, slack):
        kinds = Kinds(Random(seed), slack)
        for number in range(count):
            one = kinds.draw(mutations=number % 5)
            bot.calls.clear()
            caplog.clear()
            status, body = await bot.send(one)
            fault = raised(caplog.records) or wrong(one, status, body, bot.calls, slack)
            if fault and f"{one.kind}: {fault}" not in found:
                print(one.kind, fault, json.dumps(one.fields)[:1500], status, body[:200], bot.calls)
            found.update([f"{one.kind}: {fault}"] if fault else [])
    return found


async def test_some_hundred_spoiled_payloads_are_answered(
    loaded_store: BriefingStore, caplog: pytest.LogCaptureFixture
) -> None:
    assert await sent(loaded_store, QUICK, 1, caplog) == {}


@pytest.mark.prove
@pytest.mark.timeout(300)
async def test_ten_thousand_spoiled_payloads_are_answered(
    loaded_store: BriefingStore, caplog: pytest.LogCaptureFixture
) -> None:
    assert await sent(loaded_store, ALL, 13, caplog) == {}


def test_every_kind_is_drawn() -> None:
    assert {"command", "block_actions", "view_submission", "view_closed", "shortcut", "message_action"} <= KINDS.keys()
    assert {"block_suggestion", "url_verification", "ssl_check", "app_mention", "app_home_opened"} <= KINDS.keys()
    assert {"block_actions", "view_submission", "event_callback"} <= TYPES


def test_what_has_its_documented_shape_stays_as_it_is() -> None:
    body = Kinds(Random(3), "http://127.0.0.1").click()

    kept = shaped(body)

    assert kept["user"] == body["user"]
    assert kept["actions"] == body["actions"]


def test_what_has_another_shape_counts_as_missing() -> None:
    body = {"type": "block_actions", "user": 7, "team": [1], "view": "x", "actions": [None], "authorizations": {}}

    assert shaped(body) == {"type": "block_actions", "actions": [{"action_id": ""}]}
