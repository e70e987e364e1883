"""What a person does reaches a real bolt app as Slack sends it, and its answers appear as in Slack."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.simulator.delivery.envelope import Reply, Retry
from bot.simulator.state.fixtures import DANIEL, DESK, GENERAL, JISOO
from bot.simulator.state.model import Message, SlackError
from bot.simulator.user.controls import Control


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


BUTTON = {
    "type": "actions",
    "block_id": "row",
    "elements": [{"type": "button", "action_id": "press", "value": "42", "text": plain("Press")}],
}
SELECT = {
    "type": "actions",
    "block_id": "row",
    "elements": [{"type": "external_select", "action_id": "pick", "min_query_length": 1}],
}
NOTE = {
    "type": "input",
    "block_id": "note",
    "label": plain("Note"),
    "element": {"type": "plain_text_input", "action_id": "text", "initial_value": "as before"},
}


def modal(title: str, *blocks: dict[str, Any], **rest: Any) -> dict[str, Any]:
    shown = list(blocks) or [{"type": "divider"}]
    return {"type": "modal", "callback_id": "m", "title": plain(title), "submit": plain("Go"), "blocks": shown, **rest}


def private(peer) -> list[Message]:
    return list(peer.slack.workspace.ephemerals.values())


def public(peer, channel: str = DESK) -> list[Message]:
    return peer.slack.workspace.history(channel)


def titles(peer) -> list[str]:
    return [view.body["title"]["text"] for view in peer.slack.views.stack(JISOO.id)]


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


async def test_a_button_in_a_message_tells_which_message_and_in_a_private_one_does_not(peer):
    seen = []

    @peer.bolt.action("press")
    async def press(ack, body):
        seen.append(body)
        await ack()

    workspace = peer.slack.workspace
    shown = await peer.client.chat_postMessage(channel=DESK, text="x", blocks=[BUTTON])
    hidden = await peer.client.chat_postEphemeral(channel=DESK, user=JISOO.id, text="x", blocks=[BUTTON])
    for ts in (shown["ts"], hidden["message_ts"]):
        await peer.controls.act(JISOO.id, Control(workspace.find(DESK, ts), "row", "press", {}))

    assert [body["container"]["is_ephemeral"] for body in seen] == [False, True]
    assert ["message" in body for body in seen] == [True, False]
    assert {body["actions"][0]["value"] for body in seen} == {"42"}
    assert {body["actions"][0]["block_id"] for body in seen} == {"row"}


async def test_a_control_that_is_not_there_cannot_be_pressed(peer):
    posted = await peer.client.chat_postMessage(channel=DESK, text="x", blocks=[BUTTON])
    message = peer.slack.workspace.find(DESK, posted["ts"])

    with pytest.raises(SlackError, match="invalid_action"):
        await peer.controls.act(JISOO.id, Control(message, "row", "nothing", {}))


async def test_an_external_select_asks_the_app_while_one_types(peer):
    @peer.bolt.options("pick")
    async def suggest(ack, payload):
        await ack(options=[{"text": plain(payload["value"].upper()), "value": "v"}])

    posted = await peer.client.chat_postMessage(channel=DESK, text="x", blocks=[SELECT])
    message = peer.slack.workspace.find(DESK, posted["ts"])

    reply, options = await peer.controls.suggest(JISOO.id, Control(message, "row", "pick", {}), "op")

    assert reply.error is None
    assert options == [{"text": plain("OP"), "value": "v"}]


async def opened(peer, view: dict[str, Any]) -> Any:
    trigger = peer.slack.rights.trigger(JISOO.id)
    answer = await peer.client.views_open(trigger_id=trigger, view=view)
    return peer.slack.views.find(answer["view"]["id"])


async def test_a_submission_carries_every_input_and_closes_the_modal(peer):
    seen = {}

    @peer.bolt.view("m")
    async def submit(ack, view):
        seen.update(view["state"]["values"])
        await ack()

    view = await opened(peer, modal("Note", NOTE))
    _, errors = await peer.controls.submit(JISOO.id, view)

    assert seen == {"note": {"text": {"type": "plain_text_input", "value": "as before"}}}
    assert (errors, titles(peer)) == ({}, [])


@pytest.mark.parametrize(
    ("answer", "errors", "left"),
    [
        ({"response_action": "errors", "errors": {"note": "No."}}, {"note": "No."}, ["Note"]),
        ({"response_action": "update", "view": modal("Other")}, {}, ["Other"]),
        ({"response_action": "push", "view": modal("Next")}, {}, ["Note", "Next"]),
        ({"response_action": "clear"}, {}, []),
    ],
)
async def test_the_answer_to_a_submission_decides_what_is_shown_next(peer, answer, errors, left):
    @peer.bolt.view("m")
    async def submit(ack):
        await ack(**answer)

    view = await opened(peer, modal("Note", NOTE))
    _, told = await peer.controls.submit(JISOO.id, view, {"note": {"text": {"type": "plain_text_input", "value": "x"}}})

    assert (told, titles(peer)) == (errors, left)


async def test_a_modal_grows_to_three_and_no_further(peer):
    view = await opened(peer, modal("One"))
    for title in ("Two", "Three"):
        await peer.client.views_push(trigger_id=peer.slack.rights.trigger(JISOO.id, view.id), view=modal(title))

    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await peer.client.views_push(trigger_id=peer.slack.rights.trigger(JISOO.id, view.id), view=modal("Four"))

    assert titles(peer) == ["One", "Two", "Three"]


async def test_an_update_needs_the_hash_it_was_made_from(peer):
    view = await opened(peer, modal("One"))

    await peer.client.views_update(view_id=view.id, hash=view.hash, view=modal("Two"))

    with pytest.raises(SlackApiError, match="hash_conflict"):
        await peer.client.views_update(view_id=view.id, hash=view.hash, view=modal("Three"))
    with pytest.raises(SlackApiError, match="not_found"):
        await peer.client.views_update(view_id="V0GONE", view=modal("Three"))
    assert titles(peer) == ["Two"]


async def test_a_closed_modal_is_told_to_the_app_that_asked_for_it(peer):
    closed = []

    @peer.bolt.view_closed("m")
    async def close(ack, body):
        closed.append(body["is_cleared"])
        await ack()

    await peer.controls.close(JISOO.id, await opened(peer, modal("Quiet")))
    await peer.controls.close(JISOO.id, await opened(peer, modal("Loud", notify_on_close=True)), everything=True)

    assert (closed, titles(peer)) == ([True], [])


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
