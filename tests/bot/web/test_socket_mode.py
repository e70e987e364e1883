"""Socket Mode through bolt's own handler, and how it is taken leave of."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from bot.config import manifest
from bot.config.settings import Settings
from bot.config.tokens import SecretStr
from bot.listeners.app import build_app
from bot.simulator import build_workspace
from bot.simulator.delivery.payloads import Sort
from bot.simulator.state.fixtures import DESK, JISOO
from bot.telemetry.series import web_client
from bot.web.health import Health
from bot.web.routes import build_web
from tests.bot.sockets import connected_anew
from tests.hosting import Port, hosted
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.applications import Starlette

    from store.core import BriefingStore

BOT, APP = "xoxb-2345-6789-abcdefgh", "xapp-1-A0-123-abcdef"


@dataclass(frozen=True, slots=True)
class Peer:
    """A Slack that the bot connects to."""

    workspace: Starlette
    address: str

    @property
    def slack(self) -> Any:
        return self.workspace.state.slack

    async def ask(self, text: str) -> Any:
        return await self.workspace.state.user_actions.command(JISOO.id, DESK, f"/alliance {text}")

    def private(self) -> list[str]:
        return [message.text for message in self.slack.workspace.ephemerals.values()]


@pytest.fixture
def dialect() -> str:
    """The kind of database does not matter here."""
    return "sqlite"


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    port = Port()
    workspace = build_workspace(
        events_url=None, signing_secret="", bot_token=BOT, app_token=APP, address=port.address, scopes=manifest.SCOPES
    )
    async with hosted(workspace, port) as address:
        yield Peer(workspace, address)


@asynccontextmanager
async def running(store: BriefingStore, peer: Peer, health: Health, *, app_token: str = APP) -> AsyncIterator[None]:
    """The bot by Socket Mode, with everything that runs beside its routes."""
    settings = Settings(
        slack_bot_token=SecretStr(BOT),
        slack_app_token=SecretStr(app_token),
        slack_api_url=f"{peer.address}/api/",
    )
    app = build_app(store, token=BOT, client=web_client(settings.slack_api_url))
    web = build_web(app, store, settings, health=health)
    async with web.router.lifespan_context(web):
        yield


async def ready(health: Health) -> bool:
    return not await health.reasons()


async def test_a_command_is_answered_through_the_socket(loaded_store: BriefingStore, peer: Peer) -> None:
    async with running(loaded_store, peer, Health()):
        await until(lambda: peer.slack.sockets.connected)
        reply = await peer.ask("opcon")

    assert reply.error is None
    assert peer.private()[0].startswith("OPCON")


async def test_a_spoiled_payload_is_answered_through_the_socket_too(loaded_store: BriefingStore, peer: Peer) -> None:
    async with running(loaded_store, peer, Health()):
        await until(lambda: peer.slack.sockets.connected)
        form = {"type": "view_submission", "user": 7, "team": [], "view": {"id": None, "state": 3}}
        reply = await peer.slack.delivery.send(Sort.INTERACTIVE, form)

    assert (reply.error, reply.body["response_action"]) == (None, "update")


async def test_the_bot_is_ready_once_its_pings_come_back(loaded_store: BriefingStore, peer: Peer) -> None:
    health = Health()
    async with running(loaded_store, peer, health), asyncio.timeout(10):
        while not await ready(health):  # noqa: ASYNC110 - what is awaited has no event
            await asyncio.sleep(0.01)


async def test_without_a_connection_the_bot_is_alive_but_not_ready(loaded_store: BriefingStore, peer: Peer) -> None:
    health = Health()
    async with running(loaded_store, peer, health, app_token="xapp-1-another"):
        await until(lambda: health.trouble is None)
        reasons = await health.reasons()

    assert reasons == ["slack_disconnected"]


async def test_a_connection_that_slack_closes_is_made_again(loaded_store: BriefingStore, peer: Peer) -> None:
    async with running(loaded_store, peer, Health()):
        await until(lambda: peer.slack.sockets.connected)
        (first,) = peer.slack.sockets.open
        await peer.slack.sockets.say_goodbye()
        await connected_anew(peer.slack.sockets, first)
        reply = await peer.ask("opcon")

    assert reply.error is None


async def test_an_envelope_that_has_arrived_is_answered_before_leaving(loaded_store: BriefingStore, peer: Peer) -> None:
    async with running(loaded_store, peer, Health()):
        await until(lambda: peer.slack.sockets.connected)
        asked = [asyncio.create_task(peer.ask(text)) for text in ("opcon", "zebra husbandry", "sma")]
        await until(lambda: peer.slack.sockets.sent == 3)
    replies = await asyncio.gather(*asked)

    assert [reply.error for reply in replies] == [None, None, None]
    assert not peer.slack.sockets.connected
