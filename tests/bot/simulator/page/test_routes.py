"""What the playground page gets from its server, and who may ask."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from bot.simulator.app import LocalOnly
from bot.simulator.state.fixtures import AOIFE, ARCHIVED, DANIEL, DESK, JISOO

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

BUTTON = {
    "type": "actions",
    "block_id": "row",
    "elements": [{"type": "button", "action_id": "press", "text": {"type": "plain_text", "text": "Press"}}],
}
NOTE = {
    "type": "input",
    "block_id": "note",
    "label": {"type": "plain_text", "text": "Note"},
    "element": {"type": "plain_text_input", "action_id": "text"},
}
MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Hello"},
    "submit": {"type": "plain_text", "text": "Go"},
    "callback_id": "m",
    "blocks": [NOTE],
}


@asynccontextmanager
async def page(peer, person: str = JISOO.id, **query: str) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    url = f"{peer.address}/playground/live"
    async with aiohttp.ClientSession() as session, session.ws_connect(url, params={"as": person, **query}) as socket:
        yield socket


async def perform(peer, name: str, person: str = JISOO.id, **asked: Any) -> dict[str, Any]:
    url = f"{peer.address}/playground/{name}"
    async with aiohttp.ClientSession() as session, session.post(url, json={"user": person, **asked}) as answer:
        return dict(await answer.json())


def texts(everything: dict[str, Any], channel: str = DESK) -> list[str]:
    return [message["text"] for message in everything["messages"][channel]]


async def test_a_page_is_told_everything_that_its_person_sees(peer):
    async with page(peer) as socket:
        everything = await socket.receive_json()

    names = {channel["name"] for channel in everything["channels"]}
    assert everything["me"] == JISOO.id
    assert names >= {"alliance-desk", "general", ""}
    assert ARCHIVED not in {channel["id"] for channel in everything["channels"]}
    assert everything["app"]["commands"][0]["name"] == "/alliance"


async def test_a_person_sees_only_their_own_conversations(peer):
    async with page(peer, AOIFE.id) as socket:
        everything = await socket.receive_json()

    assert {channel["with"] for channel in everything["channels"]} == {None}


async def test_a_new_message_reaches_every_page_and_a_private_one_only_its_reader(peer):
    async with page(peer, JISOO.id) as jisoo, page(peer, DANIEL.id) as daniel:
        await jisoo.receive_json()
        await daniel.receive_json()
        await peer.client.chat_postEphemeral(channel=DESK, user=JISOO.id, text="private")
        await peer.client.chat_postMessage(channel=DESK, text="public")

        to_jisoo = [(await jisoo.receive_json())["message"]["text"] for _ in range(2)]
        to_daniel = (await daniel.receive_json())["message"]["text"]

    assert to_jisoo == ["private", "public"]
    assert to_daniel == "public"


async def test_what_only_one_person_saw_is_gone_when_the_page_is_loaded_again(peer):
    await peer.client.chat_postEphemeral(channel=DESK, user=JISOO.id, text="private")

    async with page(peer) as socket:
        kept = texts(await socket.receive_json())
    async with page(peer, fresh="1") as socket:
        gone = texts(await socket.receive_json())

    assert "private" in kept
    assert "private" not in gone


async def test_a_removed_message_leaves_the_page(peer):
    posted = await peer.client.chat_postMessage(channel=DESK, text="x")

    async with page(peer) as socket:
        await socket.receive_json()
        await peer.client.chat_delete(channel=DESK, ts=posted["ts"])
        told = await socket.receive_json()

    assert told == {"type": "message_removed", "channel": DESK, "ts": posted["ts"]}


async def test_what_is_typed_is_a_message_or_a_command(peer):
    @peer.bolt.command("/alliance")
    async def command(ack):
        await ack("answered")

    said = await perform(peer, "send", channel=DESK, text="a <b> & c")
    commanded = await perform(peer, "send", channel=DESK, text="/alliance opcon")
    failed = await perform(peer, "send", channel=DESK, text="/nonsense")

    assert said == commanded == {"ok": True}
    assert failed["error"] == "invalid_command"
    assert peer.slack.workspace.history(DESK)[0].text == "a &lt;b&gt; &amp; c"
    assert "answered" in [message.text for message in peer.slack.workspace.ephemerals.values()]


async def test_a_command_in_a_thread_is_refused_as_slack_refuses_it(peer):
    parent = peer.slack.workspace.history(DESK)[0]

    await perform(peer, "send", channel=DESK, text="/alliance opcon", thread_ts=parent.ts)

    (refused,) = peer.slack.workspace.ephemerals.values()
    assert (refused.text, refused.thread_ts) == ("/alliance is not supported in threads. Sorry!", parent.ts)
    assert peer.heard == []


async def test_a_modal_is_filled_in_refused_and_taken_through_the_page(peer):
    @peer.bolt.action("press")
    async def press(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @peer.bolt.view("m")
    async def submit(ack, view):
        wrong = view["state"]["values"]["note"]["text"]["value"] == "wrong"
        await ack(response_action="errors", errors={"note": "Not this."}) if wrong else await ack()

    posted = await peer.client.chat_postMessage(channel=DESK, text="x", blocks=[BUTTON])
    async with page(peer) as socket:
        await socket.receive_json()
        await perform(peer, "act", channel=DESK, ts=posted["ts"], block_id="row", action_id="press")
        view = (await socket.receive_json())["modals"][0]
        refused = await perform(peer, "submit", view=view["id"], values=typed("wrong"))
        taken = await perform(peer, "submit", view=view["id"], values=typed("right"))
        closed = (await socket.receive_json())["modals"]

    assert refused["errors"] == {"note": "Not this."}
    assert taken == {"ok": True, "errors": {}}
    assert closed == []


def typed(value: str) -> dict[str, Any]:
    return {"note": {"text": {"type": "plain_text_input", "value": value}}}


async def test_a_failing_app_is_told_to_the_page(peer):
    posted = await peer.client.chat_postMessage(channel=DESK, text="x", blocks=[BUTTON])

    told = await perform(peer, "act", channel=DESK, ts=posted["ts"], block_id="row", action_id="press")

    assert told == {"ok": False, "error": "http_404", "status": 404}


async def test_a_person_dismisses_only_what_is_theirs(peer):
    answer = await peer.client.chat_postEphemeral(channel=DESK, user=JISOO.id, text="x")

    await perform(peer, "dismiss", DANIEL.id, channel=DESK, ts=answer["message_ts"])
    before = list(peer.slack.workspace.ephemerals)
    await perform(peer, "dismiss", JISOO.id, channel=DESK, ts=answer["message_ts"])

    assert before == [answer["message_ts"]]
    assert peer.slack.workspace.ephemerals == {}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "OWN"}, 200),
        ({"Host": "localhost:3000", "Origin": "http://localhost:3000"}, 200),
        ({"Origin": "https://example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Host": "example.org"}, 403),
        ({"Host": "127.0.0.1.example.org"}, 403),
    ],
)
async def test_a_foreign_page_cannot_drive_the_workspace(peer, headers, status):
    headers = {name: peer.address if value == "OWN" else value for name, value in headers.items()}
    asked = {"user": JISOO.id, "channel": DESK, "text": "hello"}

    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{peer.address}/playground/send", json=asked) as answer,
    ):
        assert answer.status == status


async def test_another_machine_is_refused_whatever_its_host_header_says():
    said: list[dict[str, Any]] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200})

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", b"127.0.0.1:3000")]}
    for client in (("203.0.113.9", 5000), ("127.0.0.1", 5000), ("::1", 5000)):
        await LocalOnly(app)({**scope, "client": client}, app, send)

    assert [message["status"] for message in said if "status" in message] == [403, 200, 200]


async def test_a_foreign_page_cannot_listen(peer):
    async with aiohttp.ClientSession(headers={"Origin": "https://example.org"}) as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as raised:
            await session.ws_connect(f"{peer.address}/playground/live")

    assert raised.value.status == 403


async def test_a_form_of_another_site_is_not_taken(peer):
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{peer.address}/playground/send", data={"user": "x"}) as answer,
    ):
        assert answer.status == 415


async def test_an_action_that_makes_no_sense_is_refused(peer):
    assert (await perform(peer, "send"))["error"] == "invalid_arguments"
    assert (await perform(peer, "send", channel="C0", text="x"))["error"] == "channel_not_found"
    assert (await perform(peer, "submit", view="V0"))["error"] == "not_found"


async def test_the_page_may_load_only_what_is_its_own(peer):
    async with aiohttp.ClientSession() as session, session.get(peer.address) as answer:
        html, policy = await answer.text(), answer.headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?://|<script>|style=|\son\w+=", html)
