"""Mentions, direct messages and the message shortcut: the doors where the slash command does not reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.simulator.delivery.payloads import Retry
from bot.simulator.service.slack import Fault, Wrong
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
    assert "Share" not in buttons(answer.blocks)
    assert answer.text.startswith("OPCON: ")
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
    await team.background.drain(30)

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
    await team.background.drain(30)

    assert len(team.public(direct)) == 1


async def test_what_fails_behind_the_acknowledgement_is_told_to_the_person_alone(team: Team) -> None:
    team.slack.faults.add(Fault(Wrong.REFUSE, "chat.postMessage", error="fatal_error"))

    message = await team.say("@alliance opcon")

    assert team.thread(message) == []
    assert "Slack has a fault of its own just now. Try again in a minute" in said(team.private[-1].blocks)


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

    await team.share(team.private[-1])

    assert any("Shared by" in said(shared.blocks) for shared in team.public() + team.thread(message))


async def test_an_edited_mention_is_answered_once(team: Team) -> None:
    message = await team.say("@alliance opcon")

    edited = await team.hands.edit(message, "@alliance opcon, please")
    await team.hands.edit(edited, "@alliance cfc")
    await team.background.drain(30)

    (answer,) = team.thread(message)
    assert answer.text.startswith("OPCON")


async def test_a_mention_that_comes_with_an_edit_is_answered_once(team: Team) -> None:
    message = await team.say("opcon")

    edited = await team.hands.edit(message, "@alliance opcon")
    await team.hands.edit(edited, "@alliance opcon!")
    await team.background.drain(30)

    assert len(team.thread(message)) == 1


async def test_a_mention_edited_days_later_is_not_answered_again(team: Team) -> None:
    message = await team.say("@alliance opcon")

    team.clock.advance(days=3)
    await team.hands.edit(message, "@alliance opcon?")
    await team.background.drain(30)

    assert len(team.thread(message)) == 1


async def test_two_messages_with_the_same_words_are_two_questions(team: Team) -> None:
    first, second = await team.say("@alliance opcon"), await team.say("@alliance opcon")

    assert (len(team.thread(first)), len(team.thread(second))) == (1, 1)


async def test_a_message_forwarded_to_the_bot_is_read(team: Team) -> None:
    direct = team.slack.workspace.direct(team.user, team.slack.workspace.app.user_id).id
    message = await team.say("opcon")

    await team.hands.forward(team.user, message, direct)
    await team.background.drain(30)

    (answer,) = team.public(direct)
    assert answer.text.startswith("OPCON")


async def test_a_mention_beside_a_forwarded_message_is_about_both(team: Team) -> None:
    message = await team.say("The paper says that OPCON is not the point, and " + "words and " * 50 + "so on.")

    shared = await team.hands.forward(team.user, message, team.channel, "@alliance what of this?")
    await team.background.drain(30)

    (answer,) = team.thread(shared)
    assert "OPCON" in said(answer.blocks)


@pytest.mark.parametrize(
    "shown",
    [
        {"blocks": ({"type": "section", "text": {"type": "mrkdwn", "text": "opcon"}},)},
        {"attachments": ({"id": 1, "title": "opcon", "fallback": "x"},)},
        {"text": "News", "blocks": ({"type": "header", "text": {"type": "plain_text", "text": "opcon"}},)},
    ],
)
async def test_the_shortcut_reads_what_another_app_shows(team: Team, shown: dict[str, Any]) -> None:
    message = await team.hands.relay(team.channel, "Newswire", **shown)

    await team.hands.shortcut(team.user, message.channel, message.ts, "alliance_lookup")

    assert team.private[-1].text.startswith("OPCON")


async def test_the_shortcut_reads_the_preview_of_a_link(team: Team) -> None:
    message = await team.say("https://a.example/x")
    unfolded = await team.hands.unfold(message, {"id": 1, "title": "OPCON", "text": "", "fallback": "OPCON"})

    await team.hands.shortcut(team.user, unfolded.channel, unfolded.ts, "alliance_lookup")

    assert "OPCON" in said(team.private[-1].blocks)


@pytest.mark.parametrize(
    ("asked", "told"), [("pros and cons?", "who holds what"), ("and the history?", "OPCON: timeline")]
)
async def test_a_view_asked_for_in_a_thread_is_of_the_topic_before_it(team: Team, asked: str, told: str) -> None:
    first = await team.say("@alliance opcon")
    await team.say(f"@alliance {asked}", thread=first.ts)

    (_, answer) = team.thread(first)
    assert told in said(answer.blocks)


async def test_a_question_in_a_thread_goes_on_from_the_topic_before_it(team: Team) -> None:
    first = await team.say("@alliance opcon")
    await team.say("@alliance and what holds it back?", thread=first.ts)

    (_, answer) = team.thread(first)
    assert "OPCON" in said(answer.blocks)
    assert "No briefing" not in said(answer.blocks)


async def test_two_topics_that_are_compared_stand_side_by_side(team: Team) -> None:
    message = await team.say("@alliance what is the difference between opcon and cfc?")

    (answer,) = team.thread(message)
    assert "compared" in said(answer.blocks)
