"""What an app answers appears as in Slack: replies to commands, and posts to response URLs."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.simulator.state.fixtures import DANIEL, DESK, GENERAL, JISOO
from bot.simulator.user.controls import Control
from tests.bot.simulator.shapes import BUTTON, private, public


async def test_the_reply_to_a_command_is_private_unless_it_says_otherwise(peer):
    @peer.bolt.command("/alliance")
    async def command(ack, command):
        await ack(text="for all", response_type="in_channel") if command["text"] == "all" else await ack("for you")

    await peer.user_actions.command(JISOO.id, DESK, "/alliance")
    await peer.user_actions.command(DANIEL.id, DESK, "/alliance all")

    assert [(message.text, message.seen_by) for message in private(peer)] == [("for you", JISOO.id)]
    assert public(peer)[0].text == "for all"


async def test_a_reply_beyond_slacks_limits_is_not_shown(peer):
    @peer.bolt.command("/alliance")
    async def command(ack):
        await ack(blocks=[{"type": "divider"}] * 51)

    await peer.user_actions.command(JISOO.id, DESK, "/alliance")

    assert private(peer)[0].text == "/alliance failed with the error “invalid_blocks”"


async def pressed(peer, **post: Any) -> AsyncWebhookClient:
    """Press a button and return the response URL that came with it."""
    urls = []

    @peer.bolt.action("press")
    async def press(ack, body):
        urls.append(body["response_url"])
        await ack()

    ephemeral = await peer.client.chat_postEphemeral(channel=DESK, user=JISOO.id, text="x", blocks=[BUTTON], **post)
    message = peer.slack.workspace.find(DESK, ephemeral["message_ts"])
    await peer.controls.act(JISOO.id, Control(message, "row", "press", {}))
    return AsyncWebhookClient(urls[0])


async def test_a_response_url_answers_privately_in_public_or_in_the_place_of_the_message(peer):
    url = await pressed(peer)
    where = next(iter(peer.slack.workspace.ephemerals))

    await url.send_dict({"text": "private"})
    await url.send_dict({"text": "public", "response_type": "in_channel"})
    await url.send_dict({"text": "instead", "replace_original": True})
    after = {ts: message.text for ts, message in peer.slack.workspace.ephemerals.items()}
    await url.send_dict({"delete_original": True})

    assert after[where] == "instead"
    assert "private" in after.values()
    assert public(peer)[0].text == "public"
    assert where not in peer.slack.workspace.ephemerals


async def test_a_response_url_reaches_a_channel_that_the_bot_is_not_in(peer):
    @peer.bolt.command("/alliance")
    async def command(ack, respond):
        await ack()
        await respond("shared", response_type="in_channel")

    await peer.user_actions.command(JISOO.id, GENERAL, "/alliance")

    assert public(peer, GENERAL)[0].text == "shared"


async def test_a_response_url_works_five_times(peer):
    url = await pressed(peer)

    answers = [await url.send_dict({"text": str(n)}) for n in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert answers[-1].body == "used_url"


async def test_a_response_url_works_for_thirty_minutes(peer):
    url = await pressed(peer)
    peer.clock.advance(minutes=30, seconds=1)

    answer = await url.send_dict({"text": "late"})

    assert (answer.status_code, answer.body) == (404, "expired_url")


async def test_a_response_url_can_answer_in_a_thread(peer):
    parent = public(peer)[0]
    url = await pressed(peer)

    await url.send_dict({"text": "in the thread", "response_type": "in_channel", "thread_ts": parent.ts})

    assert [message.text for message in peer.slack.workspace.thread(DESK, parent.ts)] == [parent.text, "in the thread"]


@pytest.mark.parametrize("body", ["", "[]", "not json"])
async def test_a_response_that_is_no_message_is_refused(peer, body):
    url = await pressed(peer)

    async with aiohttp.ClientSession() as session, session.post(url.url, data=body) as answer:
        assert (answer.status, (await answer.json())["error"]) == (400, "invalid_payload")
