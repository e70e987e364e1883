"""What a person does with buttons, menus and modals reaches a real bolt app as Slack sends it."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.simulator.state.fixtures import DESK, JISOO
from bot.simulator.state.model import SlackError
from bot.simulator.user.controls import Control
from tests.bot.simulator.shapes import BUTTON, NOTE, SELECT, modal, plain, titles


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
