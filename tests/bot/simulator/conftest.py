"""A simulated workspace on a real port, with Slack's own client, and a small real bolt app behind it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from bot.simulator import build_workspace
from bot.simulator.methods import SCOPES
from tests.bot.served import Clock
from tests.hosting import Port, hosted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from bot.simulator.service.slack import Slack
    from bot.simulator.user.actions import UserActions
    from bot.simulator.user.controls import Controls

BOT_TOKEN = "xoxb-test"
APP_TOKEN = "xapp-test"
SIGNING_SECRET = "a signing secret of the tests"
EVERY_SCOPE = frozenset().union(*SCOPES.values())


@dataclass(repr=False)  # asyncio has the repr made of whatever a fixture yields
class Peer:
    """The workspace as a test holds it."""

    address: str
    slack: Slack
    user_actions: UserActions
    controls: Controls
    client: AsyncWebClient
    clock: Clock
    bolt: AsyncApp
    heard: list[dict[str, str]]
    """The headers of each request that the app got, the first first."""


@asynccontextmanager
async def served(**options: Any) -> AsyncIterator[Peer]:
    """Serve a workspace and, before it on the same port, a bolt app: as `alliance try` does."""
    port, clock = Port(), Clock()
    workspace = build_workspace(
        events_url=f"{port.address}/slack/events",
        signing_secret=SIGNING_SECRET,
        bot_token=BOT_TOKEN,
        scopes=EVERY_SCOPE,
        app_token=APP_TOKEN,
        clock=clock,
        **options,
    )
    client = AsyncWebClient(BOT_TOKEN, base_url=f"{port.address}/api/", retry_handlers=[])
    bolt = AsyncApp(client=client, signing_secret=SIGNING_SECRET, process_before_response=True)
    heard: list[dict[str, str]] = []
    routes = [Route("/slack/events", _endpoint(bolt, heard), methods=["POST"]), Mount("/", workspace)]
    state = workspace.state
    async with hosted(Starlette(routes=routes), port) as address:
        yield Peer(address, state.slack, state.user_actions, state.controls, client, clock, bolt, heard)


def _endpoint(bolt: AsyncApp, heard: list[dict[str, str]]) -> Callable[[Request], Any]:
    handler = AsyncSlackRequestHandler(bolt)

    async def endpoint(request: Request) -> Response:
        heard.append(dict(request.headers))
        return await handler.handle(request)

    return endpoint


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    async with served() as made:
        yield made
