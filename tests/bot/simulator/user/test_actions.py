"""What a person does reaches a real bolt app as Slack sends it, and its answers appear as in Slack."""

from __future__ import annotations

import asyncio

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier

from bot.simulator.delivery.payloads import Reply, Retry
from bot.simulator.state.fixtures import DESK, GENERAL, JISOO
from tests.bot.simulator.shapes import BUTTON, modal, private, public, titles


async def test_a_command_is_signed_and_carries_what_slack_sends(peer):
    seen = {}

    @peer.bolt.command("/alliance")
    async def command(ack, body):
        seen.update(body)
        await ack()

    reply = await peer.user_actions.command(JISOO.id, DESK, "/alliance  who <commands> & why? ")

    headers = peer.heard[0]
    signed = peer.user_actions.slack.delivery.headers(b"x", "text/plain")
    assert reply == Reply(status=200)
    assert (seen["command"], seen["text"]) == ("/alliance", "who <commands> & why?")
    assert (seen["user_id"], seen["channel_id"], seen["channel_name"]) == (JISOO.id, DESK, "alliance-desk")
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert headers["x-slack-signature"].startswith("v0=")
    assert SignatureVerifier("a signing secret of the tests").is_valid_request(b"x", signed)
    assert private(peer) == []


async def test_a_command_that_takes_longer_than_slack_waits_fails_before_the_persons_eyes(peer):
    peer.slack.delivery.patience_seconds = 0.05

    @peer.bolt.command("/alliance")
    async def command(ack):
        await asyncio.sleep(0.3)
        await ack("too late")

    reply = await peer.user_actions.command(JISOO.id, DESK, "/alliance")

    assert reply == Reply("operation_timeout")
    assert private(peer)[0].text == "/alliance failed with the error “operation_timeout”"


async def test_a_failing_or_missing_app_is_told_to_the_person(peer):
    await peer.user_actions.command(JISOO.id, DESK, "/alliance")
    peer.slack.delivery.events_url = "http://127.0.0.1:1/"
    await peer.user_actions.command(JISOO.id, DESK, "/alliance")

    assert {message.text for message in private(peer)} == {"/alliance failed with the error “dispatch_failed”"}


async def test_a_command_nobody_registered_never_reaches_the_app(peer):
    reply = await peer.user_actions.command(JISOO.id, DESK, "/allianse opcon")

    assert reply.error == "invalid_command"
    assert peer.heard == []
    assert "`/allianse` is not a valid command" in private(peer)[0].text


async def test_a_command_opens_a_modal_once_and_within_three_seconds(peer):
    triggers = []

    @peer.bolt.command("/alliance")
    async def command(ack, body):
        triggers.append(body["trigger_id"])
        await ack()

    for _ in range(2):
        await peer.user_actions.command(JISOO.id, DESK, "/alliance")
    opened = await peer.client.views_open(trigger_id=triggers[0], view=modal("Hello"))
    errors = [await view_error(peer, triggers[0]), await view_error(peer, "no such trigger")]
    peer.clock.advance(seconds=3.1)
    errors.append(await view_error(peer, triggers[1]))

    assert opened["view"]["title"]["text"] == "Hello"
    assert titles(peer) == ["Hello"]
    assert errors == ["exchanged_trigger_id", "invalid_trigger_id", "expired_trigger_id"]


async def view_error(peer, trigger_id: str) -> str:
    with pytest.raises(SlackApiError) as raised:
        await peer.client.views_open(trigger_id=trigger_id, view=modal("Again"))
    return raised.value.response["error"]


async def test_a_mention_is_heard_with_its_text_escaped(peer):
    heard = []

    @peer.bolt.event("app_mention")
    async def mention(event, say):
        heard.append(event["text"])
        await say("yes?", thread_ts=event["ts"])

    said = await peer.user_actions.say(
        JISOO.id, DESK, "@Alliance Briefing what is <opcon> & why? https://example.org/a?b=1&c=2"
    )

    bot = peer.slack.workspace.app.user_id
    assert heard == [f"<@{bot}> what is &lt;opcon&gt; &amp; why? <https://example.org/a?b=1&amp;c=2>"]
    assert [message.text for message in peer.slack.workspace.thread(DESK, said.ts)][1:] == ["yes?"]


async def test_a_channel_without_the_bot_is_none_of_its_business(peer):
    await peer.user_actions.say(JISOO.id, GENERAL, "@Alliance Briefing are you here?")

    assert peer.heard == []


async def test_an_event_can_come_again_as_slack_sends_it_again(peer):
    seen = []

    @peer.bolt.event("message")
    async def message(body):
        seen.append(body["event_id"])

    inner = {"type": "message", "channel_type": "im", "channel": "D1", "user": JISOO.id, "text": "x", "ts": "1.0"}
    await peer.user_actions.event(inner, event_id="Ev1")
    await peer.user_actions.event(inner, event_id="Ev1", retry=Retry(1, "http_error"))

    assert seen == ["Ev1", "Ev1"]
    assert "x-slack-retry-num" not in peer.heard[0]
    assert (peer.heard[1]["x-slack-retry-num"], peer.heard[1]["x-slack-retry-reason"]) == ("1", "http_error")


async def test_opening_the_home_lets_the_app_publish_it(peer):
    @peer.bolt.event("app_home_opened")
    async def home(event, client):
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [BUTTON]})

    await peer.user_actions.open_home(JISOO.id)

    assert peer.slack.views.homes[JISOO.id].body["blocks"] == [BUTTON]


async def test_a_message_shortcut_carries_the_message(peer):
    seen = {}

    @peer.bolt.shortcut("brief_message")
    async def shortcut(ack, body, respond):
        seen.update(body)
        await ack()
        await respond("briefed")

    about = public(peer)[0]
    await peer.user_actions.shortcut(JISOO.id, DESK, about.ts, "brief_message")

    assert (seen["message"]["text"], seen["message_ts"]) == (about.text, about.ts)
    assert [(message.text, message.seen_by) for message in private(peer)] == [("briefed", JISOO.id)]


async def test_a_person_joining_is_an_event(peer):
    joined = []

    @peer.bolt.event("member_joined_channel")
    async def join(event):
        joined.append((event["user"], event["channel"]))

    await peer.user_actions.join(peer.slack.workspace.app.user_id, GENERAL)

    assert joined == [(peer.slack.workspace.app.user_id, GENERAL)]
    assert peer.slack.workspace.app.user_id in peer.slack.workspace.channel(GENERAL).members


async def test_the_bot_is_invited_to_a_channel_by_slacks_own_command(peer):
    joined = []

    @peer.bolt.event("member_joined_channel")
    async def join(event):
        joined.append(event["channel"])

    await peer.user_actions.command(JISOO.id, GENERAL, "/invite @Alliance Briefing")
    unknown = await peer.user_actions.command(JISOO.id, GENERAL, "/invite @nobody")

    assert joined == [GENERAL]
    assert (await peer.client.chat_postMessage(channel=GENERAL, text="hello"))["ok"]
    assert unknown.error == "user_not_found"
