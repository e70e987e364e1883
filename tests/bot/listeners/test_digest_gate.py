"""The end of a digest: asked first, told in its channel with who it was, undone once and for a day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.config.settings import AccessRules
from bot.simulator.service.slack import Fault, Wrong
from bot.simulator.state.fixtures import DANIEL, DESK
from store.digests.model import Standing
from tests.bot.listeners.test_digests import MONDAY, SATURDAY
from tests.bot.served import opened
from tests.bot.slack_rules import buttons, nodes, refused, said

if TYPE_CHECKING:
    from bot.digests.loop import PostingLoop
    from bot.simulator.state.model import Message
    from store.core import BriefingStore
    from store.digests.subscriptions import Roster
    from tests.bot.served import Team


@pytest.fixture
def dialect() -> str:
    """One kind of database; `test_outbox` has both."""
    return "sqlite"


@pytest.fixture
async def team(team: Team) -> Team:
    team.clock.at = SATURDAY
    return team


async def remove(team: Team) -> Message:
    """Set a digest up and remove it in words; return what the channel is told."""
    await team.ask("digest subscribe opcon weekdays 08:30")
    await team.press(await team.ask("digest unsubscribe"), "Remove")
    return await channel_is_told(team)


async def channel_is_told(team: Team) -> Message:
    await team.background.drain(30)
    found = team.public(DESK)[0]
    assert refused(found.blocks) == []
    return found


def named(message: Message) -> list[str]:
    return [node["user_id"] for node in nodes(message.blocks) if node.get("type") == "user"]


async def test_words_ask_first_and_keeping_changes_nothing(team: Team, roster: Roster) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30")
    asked = await team.ask("digest unsubscribe")

    await team.press(asked, "Keep")

    assert "Kept" in said(team.private[-1].blocks)
    assert len(roster.listed()) == 1
    assert team.public(DESK) == []


async def test_the_channel_reads_who_removed_what(team: Team, roster: Roster) -> None:
    notice = await remove(team)

    assert roster.listed() == ()
    assert "removed the digest on OPCON (Weekdays 08:30 Asia/Seoul)" in said(notice.blocks)
    assert named(notice) == [team.user]
    assert buttons(notice.blocks) == ["Undo"]
    assert buttons(team.private[-1].blocks) == ["Undo"]


async def test_somebody_else_brings_it_back_and_the_channel_reads_that_too(team: Team, roster: Roster) -> None:
    notice = await remove(team)
    team.user = DANIEL.id

    await team.press(notice, "Undo")

    (back,) = roster.listed()
    assert back.topics == ("opcon",)
    assert back.next_due_at == MONDAY
    assert "Brought back. " in said(team.private[-1].blocks)
    told = await channel_is_told(team)
    assert "brought back the digest on OPCON" in said(told.blocks)
    assert named(told) == [DANIEL.id]


async def test_undo_works_once_and_says_so(team: Team, roster: Roster) -> None:
    notice = await remove(team)
    private = team.private[-1]

    await team.press(notice, "Undo")
    await team.press(notice, "Undo")
    await team.press(private, "Undo")

    assert len(roster.listed()) == 1
    assert all("brought this digest back already" in said(one.blocks) for one in team.private[-2:])


async def test_undo_ends_after_a_day(team: Team, roster: Roster) -> None:
    notice = await remove(team)
    team.clock.advance(days=1, seconds=1)

    await team.press(notice, "Undo")

    assert roster.listed() == ()
    assert "for a day, and that is over" in said(team.private[-1].blocks)


async def test_an_old_undo_does_not_undo_a_later_removal(team: Team, roster: Roster) -> None:
    first = await remove(team)
    await team.press(first, "Undo")
    await team.press(await team.ask("digest unsubscribe"), "Remove")

    await team.press(first, "Undo")

    assert roster.listed() == ()


async def test_a_digest_that_was_set_up_meanwhile_takes_the_topics_in(team: Team, roster: Roster) -> None:
    notice = await remove(team)
    await team.ask("digest subscribe sma weekdays 08:30")

    await team.press(notice, "Undo")

    (one,) = roster.listed()
    assert one.topics == ("sma", "opcon")


async def test_a_paused_digest_comes_back_paused(team: Team, roster: Roster) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30")
    await team.ask("digest pause")
    await team.press(await team.ask("digest unsubscribe"), "Remove")

    await team.press(team.private[-1], "Undo")

    (one,) = roster.listed()
    assert (one.standing, one.next_due_at) == (Standing.PAUSED, None)


async def test_nothing_is_told_twice_or_lost_over_an_undo(team: Team, roster: Roster, loop: PostingLoop) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30")
    team.clock.at = MONDAY
    await loop.tick()
    told = roster.listed()[0].told_generation
    await team.press(await team.ask("digest unsubscribe"), "Remove")

    await team.press(team.private[-1], "Undo")
    tick = await loop.tick()

    assert told > 0
    assert roster.listed()[0].told_generation == told
    assert tick.due == 0


async def test_who_may_not_set_digests_up_may_not_undo_either(loaded_store: BriefingStore, roster: Roster) -> None:
    async with opened(loaded_store, rules=AccessRules()) as team:
        team.clock.at = SATURDAY
        notice = await remove(team)
        people = team.slack.workspace.people
        people[DANIEL.id] = replace(people[DANIEL.id], restricted=True)
        team.user = DANIEL.id

        await team.press(notice, "Undo")

        assert "You are a guest" in said(team.private[-1].blocks)
        assert roster.listed() == ()


async def test_a_channel_that_cannot_be_told_keeps_no_digest_from_going(team: Team, roster: Roster) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30")
    asked = await team.ask("digest unsubscribe")
    team.slack.faults.add(Fault(Wrong.REFUSE, "chat.postMessage", error="not_in_channel"))

    await team.press(asked, "Remove")
    await team.background.drain(30)
    await team.press(team.private[-1], "Undo")

    assert len(roster.listed()) == 1


async def test_both_are_in_the_audit(team: Team, loaded_store: BriefingStore) -> None:
    await team.press(await remove(team), "Undo")

    deeds = [(one.deed, one.person, one.detail) for one in loaded_store.audit.latest()]

    assert ("digest undo", team.user, f"{DESK}: Weekdays 08:30 Asia/Seoul") in deeds
    assert ("digest stop", team.user, f"{DESK}: Weekdays 08:30 Asia/Seoul") in deeds
