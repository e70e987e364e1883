"""Mentions, direct messages and the message shortcut: the doors where the slash command does not reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.simulator.delivery.envelope import Retry
from bot.simulator.service.faults import Fault, Wrong
from bot.simulator.state.fixtures import DANIEL
from tests.bot.slack_rules import buttons, refused, said

if TYPE_CHECKING:
    from tests.bot.served import Team


@pytest.fixture
def dialect() -> str:
    """One kind of database; `test_commands` has both."""
    return "sqlite"


async def test_a_mention_is_answered_in_its_thread_for_everybody(team: Team) -> None:
    message = await team.say("@alliance opcon")

    (answer,) = team.thread(message)
    assert "You asked “opcon”" in said(answer.blocks)
    assert "Share to channel" not in buttons(answer.blocks)
    assert answer.text.startswith("OPCON: 4 statements")
    assert refused(answer.blocks) == []


async def test_a_mention_inside_a_thread_stays_there(team: Team) -> None:
    first = await team.say("Which command leads?")
    await team.say("@alliance cfc", thread=first.ts)

    (answer,) = team.thread(first)
    assert said(answer.blocks).startswith("CFC · Combined Forces Command")


async def test_a_miss_in_public_never_names_who_asked(team: Team) -> None:
    message = await team.say("@alliance zeppelins over lake constance")

    (answer,) = team.thread(message)
    assert "No briefing on “zeppelins over lake constance”." in said(answer.blocks)
    assert team.user not in repr(answer.blocks) + answer.text
    assert "Jisoo" not in repr(answer.blocks)


async def test_a_mention_without_words_gets_the_chooser(team: Team) -> None:
    message = await team.say("@alliance")

    (answer,) = team.thread(message)
    assert "Ask about one of 4 topics" in said(answer.blocks)


async def test_an_event_that_slack_sends_again_is_answered_once(team: Team) -> None:
    asked = await team.say("Which command leads?")
    inner = {"type": "app_mention", "user": team.user, "text": "<@U0> opcon", "channel": asked.channel, "ts": asked.ts}

    first = await team.hands.event(inner, event_id="Ev1")
    team.clock.advance(seconds=10)
    again = await team.hands.event(inner, event_id="Ev1", retry=Retry(1, "http_timeout"))
    await team.background.drain(5)

    assert (first.status, again.status) == (200, 200)
    assert len(team.thread(asked)) == 1


async def test_a_direct_message_is_answered_in_the_conversation(team: Team) -> None:
    direct = team.slack.workspace.direct(team.user, team.slack.workspace.app.user_id).id

    await team.say("what does seoul pay", channel=direct)

    (answer,) = team.public(direct)
    assert answer.thread_ts is None
    assert "what does seoul pay" in said(answer.blocks)


async def test_the_bot_does_not_answer_itself(team: Team) -> None:
    direct = team.slack.workspace.direct(team.user, team.slack.workspace.app.user_id).id

    await team.say("opcon", channel=direct)
    await team.background.drain(5)

    assert len(team.public(direct)) == 1


async def test_what_fails_behind_the_acknowledgement_is_told_to_the_person_alone(team: Team) -> None:
    team.slack.faults.add(Fault(Wrong.REFUSE, "chat.postMessage", error="fatal_error"))

    message = await team.say("@alliance opcon")

    assert team.thread(message) == []
    assert "Something went wrong (ref " in said(team.private[-1].blocks)


async def test_too_long_a_mention_is_told_to_the_person_alone(team: Team) -> None:
    await team.say("@alliance " + "x" * 501)

    assert said(team.private[-1].blocks) == "Please shorten this to 500 characters."
    assert team.public() == []


async def test_the_shortcut_looks_up_a_message_for_the_one_who_asks(team: Team) -> None:
    message = await team.say("opcon & what then")
    team.user = DANIEL.id

    await team.hands.shortcut(DANIEL.id, message.channel, message.ts, "alliance_lookup")

    (answer,) = team.private
    assert answer.seen_by == DANIEL.id
    assert "opcon & what then" in said(answer.blocks) or "OPCON" in said(answer.blocks)


async def test_a_message_longer_than_a_question_is_looked_up_by_the_topics_it_names(team: Team) -> None:
    message = await team.say("The paper says that OPCON is not the point, and " + "words and " * 30 + "so on.")

    await team.hands.shortcut(team.user, message.channel, message.ts, "alliance_lookup")

    assert "OPCON" in said(team.private[-1].blocks)
    assert refused(team.private[-1].blocks) == []


async def test_the_answer_to_a_shortcut_can_be_shared(team: Team) -> None:
    message = await team.say("opcon")
    await team.hands.shortcut(team.user, message.channel, message.ts, "alliance_lookup")

    await team.press(team.private[-1], "Share to channel")

    assert any("Shared by" in said(shared.blocks) for shared in team.public() + team.thread(message))
