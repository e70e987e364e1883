"""The workspace has bad days on request."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.simulator.service.slack import Fault, Wrong
from bot.simulator.state.fixtures import DESK, GENERAL


def texts(peer) -> list[str]:
    return [message.text for message in peer.slack.workspace.history(DESK)]


async def test_a_dropped_call_was_not_done(peer):
    peer.slack.faults.add(Fault(Wrong.DROP, "chat.postMessage"))

    with pytest.raises(aiohttp.ServerDisconnectedError):
        await peer.client.chat_postMessage(channel=DESK, text="lost")

    assert "lost" not in texts(peer)


async def test_an_accepted_call_may_be_dropped_before_anyone_is_told(peer):
    peer.slack.faults.add(Fault(Wrong.ACCEPT_THEN_DROP, "chat.postMessage"))

    with pytest.raises(aiohttp.ServerDisconnectedError):
        await peer.client.chat_postMessage(channel=DESK, text="done")

    assert texts(peer)[0] == "done"


async def test_a_rate_limit_says_when_to_come_back(peer):
    peer.slack.faults.add(Fault(Wrong.RATE_LIMIT, "chat.postMessage", seconds=7))

    with pytest.raises(SlackApiError) as raised:
        await peer.client.chat_postMessage(channel=DESK, text="again")

    assert (raised.value.response.status_code, raised.value.response.headers["Retry-After"]) == (429, "7")
    assert raised.value.response["error"] == "ratelimited"
    assert "again" not in texts(peer)


async def test_slack_may_be_down(peer):
    peer.slack.faults.add(Fault(Wrong.STATUS, status=503), times=2)

    for _ in range(2):
        with pytest.raises(SlackApiError) as raised:
            await peer.client.auth_test()
        assert raised.value.response.status_code == 503

    assert (await peer.client.auth_test())["ok"]


async def test_slack_may_refuse_in_its_own_words(peer):
    peer.slack.faults.add(Fault(Wrong.REFUSE, "chat.postMessage", error="restricted_action"))

    with pytest.raises(SlackApiError, match="restricted_action"):
        await peer.client.chat_postMessage(channel=DESK, text="no")


async def test_an_answer_may_be_late(peer):
    peer.slack.faults.add(Fault(Wrong.DELAY, "auth.test", seconds=0.2))
    before = asyncio.get_running_loop().time()

    await peer.client.auth_test()

    assert asyncio.get_running_loop().time() - before >= 0.2


async def test_a_fault_waits_for_the_method_it_is_meant_for(peer):
    peer.slack.faults.add(Fault(Wrong.DROP, "chat.postMessage"))

    assert (await peer.client.auth_test())["ok"]

    peer.slack.faults.clear()
    assert (await peer.client.chat_postMessage(channel=DESK, text="well"))["ok"]


async def test_chance_may_decide_what_goes_wrong(peer):
    peer.slack.faults.decide = lambda method: (
        Fault(Wrong.REFUSE, error="fatal_error") if method == "auth.test" else None
    )

    with pytest.raises(SlackApiError, match="fatal_error"):
        await peer.client.auth_test()

    assert (await peer.client.users_list())["ok"]


async def test_one_channel_may_be_limited_for_long_while_others_are_not(peer):
    limited = Fault(Wrong.RATE_LIMIT, "chat.postMessage", seconds=3600, channel=DESK)
    peer.slack.faults.stay(limited)

    await peer.user_actions.join(peer.slack.workspace.app.user_id, GENERAL)
    waits = []
    for _ in range(2):
        with pytest.raises(SlackApiError) as raised:
            await peer.client.chat_postMessage(channel=DESK, text="held")
        waits.append(raised.value.response.headers["Retry-After"])
    elsewhere = await peer.client.chat_postMessage(channel=GENERAL, text="through")
    peer.slack.faults.clear()

    assert waits == ["3600", "3600"]
    assert elsewhere["ok"]
    assert (await peer.client.chat_postMessage(channel=DESK, text="later"))["ok"]


@pytest.mark.parametrize("error", ["restricted_action", "no_permission", "fatal_error", "team_access_not_granted"])
async def test_a_refusal_may_stay(peer, error):
    peer.slack.faults.stay(Fault(Wrong.REFUSE, "chat.postMessage", error=error, channel=DESK))

    for _ in range(2):
        with pytest.raises(SlackApiError) as raised:
            await peer.client.chat_postMessage(channel=DESK, text="not here")
        assert raised.value.response["error"] == error
