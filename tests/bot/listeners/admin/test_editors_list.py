"""The editors' list in Slack: now for an administrator, and weekly in a channel, once whatever happens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.digests.poster import EVENT_TYPE
from bot.simulator.service.slack import Fault, Wrong
from bot.simulator.state.fixtures import DANIEL, DESK
from store.digests.subscriptions import Roster
from tests.bot.posts import posting
from tests.bot.served import blocks_of
from tests.bot.slack_rules import buttons, refused, said

if TYPE_CHECKING:
    from bot.digests.loop import PostingLoop
    from bot.simulator.state.model import Message
    from store.core import BriefingStore
    from tests.bot.served import Team

SATURDAY = datetime(2027, 6, 5, 3, tzinfo=UTC)
MONDAY = datetime(2027, 6, 7, 0, 0, tzinfo=UTC)
"""09:00 on Monday the 7th in Seoul, half a year after the fixture seeds were reviewed."""
NOTHING = "Nothing to look after: no topic is due for a review, and every question found an answer."


@pytest.fixture
async def team(team: Team) -> Team:
    """The team on a Saturday; Han Jisoo is the administrator."""
    team.clock.at = SATURDAY
    return team


def told(message: Message) -> str:
    assert refused(message.blocks) == []
    return said(message.blocks).replace("\n: ", ": ")


def posted(team: Team) -> list[Message]:
    """The lists in the channel, the oldest first."""
    every = team.slack.workspace.messages[DESK].values()
    heads = [one for one in every if (one.metadata or {}).get("event_type") == EVENT_TYPE]
    return [one for one in heads if not one.thread_ts or one.thread_ts == one.ts]


# Now


async def test_an_administrator_sees_what_is_due_and_what_was_asked_in_vain(
    team: Team, loaded_store: BriefingStore
) -> None:
    await team.ask("usfk")
    await team.ask("usfk")
    await team.ask("zebra pottery")
    await team.background.drain(30)

    shown = await team.ask("admin stale")

    assert "4 topics are due for a review. 1 question found nothing." in told(shown)
    assert "USFK: last reviewed 23 Nov 2026, 194 days ago; asked for twice in 90 days" in told(shown)
    assert "SMA: last reviewed 1 Oct 2026, 247 days ago; not asked for in 90 days" in told(shown)
    assert "“zebra pottery”: once, last on 5 Jun 2027" in told(shown)
    assert buttons(shown.blocks)[0] == "USFK"
    assert loaded_store.usage.times_asked(team.clock()) == {"usfk": 2}


async def test_nobody_else_sees_it(team: Team) -> None:
    team.user = DANIEL.id

    assert "Only administrators" in told(await team.ask("admin stale"))
    assert "Only administrators" in told(await team.ask("admin weekly"))


async def test_with_nothing_to_do_it_says_so_in_a_line(team: Team) -> None:
    team.clock.at = datetime(2026, 11, 24, 9, tzinfo=UTC)

    assert told(await team.ask("admin stale")) == NOTHING


async def test_the_verbs_are_in_the_list_of_what_administrators_do(team: Team) -> None:
    shown = told(await team.ask("admin"))

    assert "/alliance admin stale" in shown
    assert "/alliance admin weekly [Mon 09:00]" in shown


# Every week


async def test_weekly_brings_the_list_on_mondays_at_nine_where_the_person_is(team: Team, loop: PostingLoop) -> None:
    shown = await team.ask("admin weekly")
    await team.ask("zebra pottery")
    await team.background.drain(30)

    team.clock.at = MONDAY
    await loop.tick()
    await loop.tick()

    assert told(shown).startswith(
        "Set. \nThe editors' list. Mon 09:00 Asia/Seoul. Next: Mon 7 Jun, 09:00 KST. One line on quiet days."
    )
    (message,) = posted(team)
    assert "Editors' list · Mon 7 Jun 2027" in told(message)
    assert "4 topics are due for a review. 1 question found nothing." in told(message)
    assert buttons(message.blocks)[-2:] == ["Change", "Stop"]


async def test_the_next_list_comes_a_week_later_as_things_stand_then(team: Team, loop: PostingLoop) -> None:
    await team.ask("admin weekly")
    team.clock.at = MONDAY
    await loop.tick()
    await team.ask("zebra pottery")
    await team.background.drain(30)
    team.clock.at = MONDAY + timedelta(days=6)
    await loop.tick()
    team.clock.at = MONDAY + timedelta(days=7)
    await loop.tick()

    first, second = posted(team)
    assert "found nothing" not in told(first)
    assert "1 question found nothing" in told(second)


async def test_a_week_with_nothing_to_do_is_one_line(team: Team, loop: PostingLoop) -> None:
    team.clock.at = datetime(2026, 11, 28, 3, tzinfo=UTC)
    await team.ask("admin weekly")
    team.clock.at = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)
    await loop.tick()

    (message,) = posted(team)
    assert told(message).startswith(NOTHING)


async def test_an_answer_that_got_lost_does_not_double_the_list(team: Team, loop: PostingLoop) -> None:
    await team.ask("admin weekly")
    team.slack.faults.add(Fault(Wrong.ACCEPT_THEN_DROP, "chat.postMessage"))
    for seconds in range(0, 1_200, 60):
        team.clock.at = MONDAY + timedelta(seconds=seconds)
        await loop.tick()

    assert len(posted(team)) == 1


async def test_two_processes_bring_it_once(team: Team, loop: PostingLoop, loaded_store: BriefingStore) -> None:
    await team.ask("admin weekly")
    team.clock.at = MONDAY
    async with posting(team, loaded_store) as other:
        await loop.tick()
        await other.tick()

    assert len(posted(team)) == 1


async def test_weekly_again_moves_the_list_and_never_makes_a_second(team: Team, loaded_store: BriefingStore) -> None:
    await team.ask("admin weekly")
    moved = await team.ask("admin weekly Fri 16:00 America/New_York")
    again = await team.ask("admin weekly")

    assert "Fri 16:00 America/New_York. Next: Fri 11 Jun" in told(moved)
    assert "Fri 16:00 America/New_York" in told(again)
    assert len(Roster(loaded_store.database).listed()) == 1


async def test_words_that_are_no_schedule_are_told(team: Team, loaded_store: BriefingStore) -> None:
    shown = await team.ask("admin weekly opcon")

    assert "“opcon” is no day, time or zone." in told(shown)
    assert "/alliance admin weekly Mon 09:00 Asia/Seoul" in told(shown)
    assert Roster(loaded_store.database).listed() == ()


async def test_the_list_and_news_stand_beside_each_other(team: Team, loaded_store: BriefingStore) -> None:
    await team.ask("admin weekly")
    team.clock.advance(seconds=1)
    await team.ask("digest subscribe opcon Mon 09:00")
    await team.ask("digest subscribe sma")

    editors, news = Roster(loaded_store.database).listed()

    assert (editors.for_editors, news.for_editors, news.topics) == (True, False, ("opcon", "sma"))
    assert "1. The editors' list" in told(await team.ask("digest list"))


async def test_the_verbs_of_digests_work_on_the_list(team: Team, loop: PostingLoop) -> None:
    await team.ask("admin weekly")

    paused = told(await team.ask("digest pause"))
    resumed = told(await team.ask("digest resume"))
    moved = told(await team.ask("digest move 10:00"))
    preview = told(await team.ask("digest preview"))
    left = told(await team.ask("digest unsubscribe opcon"))
    await team.press(await team.ask("digest unsubscribe"), "Remove")
    gone = told(team.private[-1])
    team.clock.at = MONDAY + timedelta(days=1)
    await loop.tick()

    assert paused.startswith("Paused. \nThe editors' list. ")
    assert "Next: Mon 7 Jun, 09:00 KST" in resumed
    assert "Next: Mon 7 Jun, 10:00 KST" in moved
    assert "4 topics are due for a review." in preview
    assert "This digest does not follow OPCON: The editors' list." in left
    assert gone.startswith("Removed the editors' list (Mon 10:00 Asia/Seoul). The channel is told.")
    assert posted(team) == []


async def test_the_form_changes_when_it_comes_and_keeps_what_it_is(team: Team, loaded_store: BriefingStore) -> None:
    shown = await team.ask("admin weekly")
    await team.press(shown, "Change")
    form = team.modals[-1]
    (chosen,) = next(one["element"]["initial_options"] for one in blocks_of(form) if one.get("block_id") == "topics")

    entered = {"times": {"digest:times": {"type": "plain_text_input", "value": "17:00"}}}
    _, wrong = await team.controls.submit(team.user, form, entered)

    (one,) = Roster(loaded_store.database).listed()
    assert (chosen["text"]["text"], wrong) == ("The editors' list", {})
    assert one.for_editors
    assert f"{one.rule.times[0]:%H:%M}" == "17:00"


async def test_the_bot_must_be_in_the_channel(team: Team, loaded_store: BriefingStore) -> None:
    team.slack.faults.add(Fault(Wrong.REFUSE, "conversations.info", error="channel_not_found"))

    assert "Invite me first" in told(await team.ask("admin weekly"))
    assert Roster(loaded_store.database).listed() == ()
