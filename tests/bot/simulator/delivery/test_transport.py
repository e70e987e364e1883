"""Socket Mode, with bolt's own handlers at the other end."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler as AiohttpHandler
from slack_bolt.adapter.socket_mode.websockets import AsyncSocketModeHandler as WebsocketsHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.simulator.delivery.payloads import Reply, Retry
from bot.simulator.state.fixtures import DESK, JISOO
from bot.simulator.user.controls import Control
from tests.bot.sockets import connected_anew
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HANDLERS = [AiohttpHandler, WebsocketsHandler]


@asynccontextmanager
async def connected(peer, handler_class: type = AiohttpHandler) -> AsyncIterator[Any]:
    handler, before = handler_class(peer.bolt, "xapp-test"), len(peer.slack.sockets.open)
    await handler.connect_async()
    await until(lambda: len(peer.slack.sockets.open) > before)
    try:
        yield handler
    finally:
        await handler.close_async()
        await until(lambda: len(peer.slack.sockets.open) <= before)


def private(peer) -> list[str]:
    return [message.text for message in peer.slack.workspace.ephemerals.values()]


@pytest.mark.parametrize("handler", HANDLERS)
async def test_a_command_is_answered_through_the_socket(peer, handler):
    @peer.bolt.command("/alliance")
    async def command(ack, command):
        await ack(f"you said {command['text']}")

    async with connected(peer, handler):
        reply = await peer.user_actions.command(JISOO.id, DESK, "/alliance opcon")

    assert reply.error is None
    assert private(peer) == ["you said opcon"]
    assert peer.heard == []


async def test_interactions_and_events_come_through_the_socket_too(peer):
    heard = []

    @peer.bolt.action("press")
    async def press(ack, respond):
        await ack()
        await respond("pressed")

    @peer.bolt.event("message")
    async def message(event, request):
        heard.append((event["text"], request.headers.get("x-slack-retry-num")))

    element = {"type": "button", "action_id": "press", "text": {"type": "plain_text", "text": "Press"}}
    row = {"type": "actions", "block_id": "row", "elements": [element]}
    inner = {"type": "message", "channel_type": "im", "channel": "D1", "user": JISOO.id, "text": "hi", "ts": "1.0"}

    async with connected(peer):
        posted = await peer.client.chat_postMessage(channel=DESK, text="x", blocks=[row])
        shown = peer.slack.workspace.find(DESK, posted["ts"])
        acted = await peer.controls.act(JISOO.id, Control(shown, "row", "press", {}))
        await peer.user_actions.event(inner, retry=Retry(2, "timeout"))
        await until(lambda: private(peer) == ["pressed"])

    assert acted == Reply(status=200)
    assert heard == [("hi", ["2"])]


async def test_without_a_socket_the_app_is_called_over_http_again(peer):
    @peer.bolt.command("/alliance")
    async def command(ack):
        await ack("here")

    async with connected(peer):
        pass
    await peer.user_actions.command(JISOO.id, DESK, "/alliance")

    assert private(peer) == ["here"]
    assert len(peer.heard) == 1


async def test_a_deaf_socket_times_out_before_the_persons_eyes(peer):
    peer.slack.delivery.patience_seconds = 0.05

    async with connected(peer):
        peer.slack.sockets.deaf = True
        await peer.user_actions.command(JISOO.id, DESK, "/alliance")

    assert private(peer) == ["/alliance failed with the error “operation_timeout”"]


async def test_a_refresh_makes_the_app_connect_anew(peer):
    @peer.bolt.command("/alliance")
    async def command(ack):
        await ack("still here")

    async with connected(peer):
        first = peer.slack.sockets.open[0]
        await peer.slack.sockets.say_goodbye("refresh_requested")
        await connected_anew(peer.slack.sockets, first)
        await peer.user_actions.command(JISOO.id, DESK, "/alliance")

    assert private(peer) == ["still here"]


async def test_envelopes_take_turns_between_connections(peer):
    reached = []

    @peer.bolt.command("/alliance")
    async def command(ack):
        await ack()

    async with connected(peer) as one, connected(peer) as two:
        for handler in (one, two):
            handler.client.on_message_listeners.append(lambda said, to=handler: noted(reached, said, to))
        for _ in range(4):
            await peer.user_actions.command(JISOO.id, DESK, "/alliance")

    assert [reached.count(handler) for handler in (one, two)] == [2, 2]


async def noted(reached: list[Any], said: aiohttp.WSMessage, to: Any) -> None:
    if said.type is aiohttp.WSMsgType.TEXT and "envelope_id" in said.data:
        reached.append(to)


async def test_only_the_app_token_opens_a_connection(peer):
    bot = AsyncWebClient("xoxb-test", base_url=f"{peer.address}/api/")

    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await bot.apps_connections_open(app_token="xoxb-test")


async def test_a_ticket_opens_one_connection(peer):
    address = (await peer.client.apps_connections_open(app_token="xapp-test"))["url"]

    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(address) as socket:
            hello = await socket.receive_json()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(address)

    assert (hello["type"], hello["connection_info"]["app_id"]) == ("hello", peer.slack.workspace.app.id)
