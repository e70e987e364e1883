"""The Web API answers as Slack's does, to Slack's own client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.simulator.methods import SCOPES
from bot.simulator.state.fixtures import ARCHIVED, DANIEL, DESK, GENERAL, JISOO
from bot.simulator.state.model import Channel, ChannelKind
from tests.bot.simulator.conftest import EVERY_SCOPE

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from slack_sdk.web.async_slack_response import AsyncSlackResponse


CHANNEL, PRIVATE, DIRECT = ChannelKind.CHANNEL, ChannelKind.PRIVATE, ChannelKind.DIRECT


async def refusal(call: Awaitable[AsyncSlackResponse]) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as raised:
        await call
    return dict(raised.value.response.data)


def section(text: str, **rest: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **rest}


async def test_the_bot_learns_who_it_is_and_what_it_may_do(peer):
    answer = await peer.client.auth_test()

    app, team = peer.slack.workspace.app, peer.slack.workspace.team
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == (app.user_id, app.bot_id, team.id)
    assert set(answer.headers["x-oauth-scopes"].split(",")) == EVERY_SCOPE


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-somebody-else", "invalid_auth"), ("xapp-test", "not_allowed_token_type")],
)
async def test_a_wrong_token_is_refused_by_slacks_name_for_it(peer, token, error):
    client = AsyncWebClient(token, base_url=f"{peer.address}/api/")

    assert (await refusal(client.auth_test()))["error"] == error


@pytest.mark.parametrize("error", ["account_inactive", "invalid_auth", "token_expired", "token_revoked"])
async def test_a_dead_token_is_refused_by_the_name_of_its_death(peer, error):
    peer.slack.dead_token = error

    refused = [await refusal(call) for call in (peer.client.auth_test(), peer.client.users_info(user=JISOO.id))]
    peer.slack.dead_token = ""

    assert [answer["error"] for answer in refused] == [error, error]
    assert (await peer.client.auth_test())["ok"]


async def test_a_missing_scope_is_named_with_those_that_were_given(peer):
    peer.slack.scopes = frozenset({"commands"})

    answer = await refusal(peer.client.chat_postMessage(channel=DESK, text="x"))

    assert answer == {"ok": False, "error": "missing_scope", "needed": "chat:write", "provided": "commands"}


async def test_a_scope_for_direct_conversations_does_not_open_channels(peer):
    peer.slack.scopes = frozenset({"im:history"})
    direct = peer.slack.workspace.direct(JISOO.id, peer.slack.workspace.app.user_id)

    own = await peer.client.conversations_history(channel=direct.id)
    answer = await refusal(peer.client.conversations_history(channel=DESK))

    assert own["ok"]
    assert answer["needed"] == "channels:history"


@pytest.mark.parametrize(
    ("kind", "needed"), [(DIRECT, "im:read"), (PRIVATE, "groups:read"), (CHANNEL, "channels:read")]
)
async def test_each_kind_of_conversation_asks_for_a_scope_of_its_own(peer, kind, needed):
    bot = peer.slack.workspace.app.user_id
    peer.slack.workspace.channels["C1"] = Channel("C1", "kept", frozenset({JISOO.id, bot}), 0, kind)

    peer.slack.scopes = frozenset(SCOPES["conversations.info"]) - {needed}
    answer = await refusal(peer.client.conversations_info(channel="C1"))
    peer.slack.scopes = frozenset({needed})
    known = await peer.client.conversations_info(channel="C1")

    assert (answer["error"], answer["needed"]) == ("missing_scope", needed)
    assert known["channel"]["id"] == "C1"


async def test_a_private_channel_is_one_of_its_members_only(peer):
    bot = peer.slack.workspace.app.user_id
    peer.slack.workspace.channels["C1"] = Channel("C1", "kept", frozenset({JISOO.id}), 0, PRIVATE)
    peer.slack.workspace.channels["C2"] = Channel("C2", "ours", frozenset({JISOO.id, bot}), 0, PRIVATE)

    unknown = await refusal(peer.client.conversations_info(channel="C1"))
    ours = (await peer.client.conversations_info(channel="C2"))["channel"]

    assert unknown["error"] == "channel_not_found"
    assert (ours["name"], ours["is_private"]) == ("ours", True)


async def test_an_unknown_method_is_said_to_be_one(peer):
    answer = await refusal(peer.client.api_call("chat.shout"))

    assert answer == {"ok": False, "error": "unknown_method", "req_method": "chat.shout"}


async def test_a_post_appears_in_the_channel_with_its_metadata(peer):
    metadata = {"event_type": "digest", "event_payload": {"id": "d1"}}

    posted = await peer.client.chat_postMessage(
        channel="#alliance-desk", text="hello", blocks=[section("*hello*")], metadata=metadata, unfurl_links=False
    )
    bare = await peer.client.conversations_history(channel=DESK, limit=1)
    full = await peer.client.conversations_history(channel=DESK, limit=1, include_all_metadata=True)

    assert posted["channel"] == DESK
    assert posted["message"]["bot_id"] == peer.slack.workspace.app.bot_id
    assert bare["messages"][0]["ts"] == posted["ts"]
    assert "metadata" not in bare["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": GENERAL, "text": "x"}, "not_in_channel"),
        ({"channel": ARCHIVED, "text": "x"}, "is_archived"),
        ({"channel": DESK, "text": ""}, "no_text"),
        ({"channel": DESK, "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": DESK, "text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
        ({"channel": DESK, "text": "x", "metadata": {"event_type": "no payload"}}, "invalid_metadata_schema"),
        ({"channel": DESK, "text": "x", "blocks": [section("x" * 2800) for _ in range(5)]}, "msg_blocks_too_long"),
    ],
)
async def test_a_post_that_slack_would_refuse_is_refused(peer, arguments, error):
    assert (await refusal(peer.client.api_call("chat.postMessage", json=arguments)))["error"] == error


async def test_a_call_without_a_needed_argument_names_it(peer):
    answer = await refusal(peer.client.api_call("chat.postMessage", json={"text": "x"}))

    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


async def test_a_reply_is_counted_at_its_parent_and_kept_out_of_the_history(peer):
    parent = await peer.client.chat_postMessage(channel=DESK, text="parent")
    reply = await peer.client.chat_postMessage(channel=DESK, text="reply", thread_ts=parent["ts"])

    history = await peer.client.conversations_history(channel=DESK, limit=1)
    thread = await peer.client.conversations_replies(channel=DESK, ts=parent["ts"])

    assert (history["messages"][0]["ts"], history["messages"][0]["reply_count"]) == (parent["ts"], 1)
    assert [message["ts"] for message in thread["messages"]] == [parent["ts"], reply["ts"]]
    assert thread["messages"][1]["thread_ts"] == parent["ts"]


async def test_a_history_is_read_page_by_page_the_newest_first(peer):
    stamps = [(await peer.client.chat_postMessage(channel=DESK, text=str(n)))["ts"] for n in range(5)]

    pages = [
        [message["ts"] for message in page["messages"]]
        async for page in await peer.client.conversations_history(
            channel=DESK, limit=2, oldest=stamps[0], inclusive=True
        )
    ]

    assert [len(page) for page in pages] == [2, 2, 1]
    assert [ts for page in pages for ts in page] == stamps[::-1]


async def test_oldest_and_latest_leave_out_their_own_ends(peer):
    stamps = [(await peer.client.chat_postMessage(channel=DESK, text=str(n)))["ts"] for n in range(3)]

    page = await peer.client.conversations_history(channel=DESK, oldest=stamps[0], latest=stamps[2])

    assert [message["ts"] for message in page["messages"]] == [stamps[1]]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [({"limit": 0}, "invalid_limit"), ({"limit": 1001}, "invalid_limit"), ({"cursor": "!"}, "invalid_cursor")],
)
async def test_a_page_that_cannot_be_is_refused(peer, arguments, error):
    answer = await refusal(peer.client.conversations_history(channel=DESK, **arguments))

    assert answer["error"] == error


async def test_the_bot_reads_only_where_it_is(peer):
    assert (await refusal(peer.client.conversations_history(channel=GENERAL)))["error"] == "not_in_channel"

    await peer.user_actions.join(peer.slack.workspace.app.user_id, GENERAL)

    assert (await peer.client.conversations_history(channel=GENERAL))["messages"]


async def test_a_message_is_taken_back_by_its_author_only(peer):
    posted = await peer.client.chat_postMessage(channel=DESK, text="one", blocks=[section("one")])
    theirs = next(ts for ts, m in peer.slack.workspace.messages[DESK].items() if m.user == DANIEL.id)

    await peer.client.chat_delete(channel=DESK, ts=posted["ts"])

    assert (await refusal(peer.client.chat_delete(channel=DESK, ts=posted["ts"])))["error"] == "message_not_found"
    assert (await refusal(peer.client.chat_delete(channel=DESK, ts=theirs)))["error"] == "cant_delete_message"


async def test_an_ephemeral_message_is_seen_by_one_and_kept_nowhere(peer):
    answer = await peer.client.chat_postEphemeral(channel=DESK, user=JISOO.id, text="psst")

    history = await peer.client.conversations_history(channel=DESK, limit=1)

    assert peer.slack.workspace.find(DESK, answer["message_ts"]).seen_by == JISOO.id
    assert history["messages"][0]["text"] != "psst"
    assert (await refusal(peer.client.chat_delete(channel=DESK, ts=answer["message_ts"])))[
        "error"
    ] == "message_not_found"


async def test_a_post_to_a_person_opens_their_direct_conversation(peer):
    posted = await peer.client.chat_postMessage(channel=DANIEL.id, text="good morning")
    opened = await peer.client.conversations_open(users=DANIEL.id, return_im=True)

    assert posted["channel"] == opened["channel"]["id"]
    assert opened["channel"]["is_im"]


async def test_channels_are_described_as_the_bot_sees_them(peer):
    desk = (await peer.client.conversations_info(channel=DESK))["channel"]
    general = (await peer.client.conversations_info(channel=GENERAL))["channel"]

    assert (desk["name"], desk["is_member"], general["is_member"]) == ("alliance-desk", True, False)


async def test_people_come_with_their_time_zones(peer):
    jisoo = (await peer.client.users_info(user=JISOO.id))["user"]
    everyone = (await peer.client.users_list())["members"]

    assert (jisoo["tz"], jisoo["tz_offset"], jisoo["is_admin"]) == ("Asia/Seoul", 32400, True)
    assert {person["tz"] for person in everyone} >= {"Asia/Seoul", "America/New_York", "Europe/London"}
    assert (await refusal(peer.client.users_info(user="U0NOBODY")))["error"] == "user_not_found"


async def test_the_api_takes_forms_as_well_as_json(peer):
    form = {"channel": DESK, "text": "hello", "blocks": '[{"type":"divider"}]', "token": "xoxb-test"}

    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{peer.address}/api/chat.postMessage", data=form) as answer,
    ):
        told = await answer.json()

    assert told["ok"]
    assert told["message"]["blocks"][0]["type"] == "divider"


async def test_a_body_that_is_no_json_is_said_to_be_none(peer):
    headers = {"content-type": "application/json", "authorization": "Bearer xoxb-test"}
    url = f"{peer.address}/api/chat.postMessage"

    async with aiohttp.ClientSession(headers=headers) as session, session.post(url, data="{") as answer:
        assert (await answer.json())["error"] == "invalid_json"
