"""What happens in the workspace reaches the app as Slack tells it, the odd cases included."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.simulator.state.fixtures import DANIEL, DESK, GENERAL, JISOO
from bot.simulator.state.model import Channel, ChannelKind


@pytest.fixture
def heard(peer) -> list[dict[str, Any]]:
    """Every event, with what is around it, the first first."""
    bodies: list[dict[str, Any]] = []

    async def hear(body):
        bodies.append(body)

    for kind in ("message", "app_mention", "tokens_revoked", "app_uninstalled", "channel_archive"):
        peer.bolt.event(kind)(hear)
    return bodies


def kinds(heard: list[dict[str, Any]]) -> list[str]:
    inner = [body["event"] for body in heard]
    return [":".join(filter(None, (one["type"], one.get("subtype")))) for one in inner]


async def test_an_edited_mention_comes_again_as_another_event_of_the_same_message(peer, heard):
    first = await peer.user_actions.say(JISOO.id, DESK, "@Alliance Briefing opkon")
    await peer.user_actions.edit(first, "@Alliance Briefing opcon")

    mentions = [body for body in heard if body["event"]["type"] == "app_mention"]
    assert kinds(heard) == ["message", "app_mention", "message:message_changed", "app_mention"]
    assert [body["event"]["ts"] for body in mentions] == [first.ts, first.ts]
    assert mentions[0]["event_id"] != mentions[1]["event_id"]
    assert mentions[1]["event"]["edited"]["user"] == JISOO.id
    assert mentions[1]["event"]["text"].endswith("opcon")


async def test_a_link_that_slack_unfolds_is_a_change_and_no_second_mention(peer, heard):
    preview = {"title": "A page", "title_link": "https://example.org", "text": "What is on it", "fallback": "A page"}
    said = await peer.user_actions.say(JISOO.id, DESK, "@Alliance Briefing https://example.org")
    await peer.user_actions.unfold(said, preview)

    assert kinds(heard) == ["message", "app_mention", "message:message_changed"]
    assert heard[-1]["event"]["message"]["attachments"] == [preview]
    assert "attachments" not in heard[-1]["event"]["previous_message"]


async def test_a_forwarded_message_has_its_words_and_files_in_an_attachment(peer, heard):
    file = peer.user_actions.upload(JISOO.id, "lamps.pdf", b"lamps")
    about = await peer.user_actions.say(JISOO.id, DESK, "Forty lamps", files=[file.id])
    direct = peer.slack.workspace.direct(DANIEL.id, peer.slack.workspace.app.user_id)
    await peer.user_actions.forward(DANIEL.id, about, direct.id)

    event = heard[-1]["event"]
    (shared,) = event["attachments"]
    assert (event["text"], event["channel_type"]) == ("", "im")
    assert (shared["text"], shared["author_id"], shared["is_share"]) == ("Forty lamps", JISOO.id, True)
    assert [one["id"] for one in shared["files"]] == [file.id]
    assert "files" not in event


async def test_what_another_app_posts_may_be_in_blocks_alone(peer, heard):
    blocks = ({"type": "section", "text": {"type": "mrkdwn", "text": "Forty lamps"}},)
    await peer.user_actions.relay(DESK, "Newswire", blocks=blocks)

    event = heard[-1]["event"]
    assert kinds(heard) == ["message:bot_message"]
    assert (event["text"], event["username"], event["blocks"]) == ("", "Newswire", list(blocks))
    assert (event["bot_id"], event["app_id"]) == ("B08OTHERAPP", "A08OTHERAPP")


async def test_a_message_in_a_private_channel_is_one_of_a_group(peer, heard):
    members = frozenset({JISOO.id, peer.slack.workspace.app.user_id})
    peer.slack.workspace.channels["C1"] = Channel("C1", "kept", members, 0, ChannelKind.PRIVATE)

    await peer.user_actions.say(JISOO.id, "C1", "between us")

    assert heard[-1]["event"]["channel_type"] == "group"


async def test_an_archived_channel_takes_nothing_until_it_is_opened_again(peer, heard):
    await peer.user_actions.archive(JISOO.id, DESK)
    known = await peer.client.conversations_info(channel=DESK)
    with pytest.raises(SlackApiError, match="is_archived"):
        await peer.client.chat_postMessage(channel=DESK, text="too late")
    await peer.user_actions.archive(JISOO.id, DESK, archived=False)

    assert kinds(heard) == ["channel_archive"]
    assert known["channel"]["is_archived"]
    assert (await peer.client.chat_postMessage(channel=DESK, text="again"))["ok"]


async def test_a_revoked_token_is_told_and_works_no_more(peer, heard):
    await peer.user_actions.revoke()

    assert heard[-1]["event"]["tokens"] == {"oauth": [], "bot": [peer.slack.workspace.app.user_id]}
    with pytest.raises(SlackApiError, match="token_revoked"):
        await peer.client.auth_test()


async def test_an_uninstalled_app_hears_of_its_tokens_and_of_itself(peer, heard):
    await peer.user_actions.uninstall()

    assert kinds(heard) == ["tokens_revoked", "app_uninstalled"]
    with pytest.raises(SlackApiError, match="account_inactive"):
        await peer.client.auth_test()


async def test_an_app_that_did_not_subscribe_hears_nothing(peer, heard):
    peer.slack.workspace.app = replace(peer.slack.workspace.app, events=frozenset({"app_mention"}))

    await peer.user_actions.uninstall()
    await peer.user_actions.archive(JISOO.id, GENERAL)

    assert heard == []
