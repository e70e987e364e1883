"""Following a topic: a direct message when it changes, at most once a day, none otherwise, and the way out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.simulator.service.slack import Fault, Wrong
from tests.bot.slack_rules import buttons, said

if TYPE_CHECKING:
    from pathlib import Path

    from bot.digests.loop import PostingLoop
    from bot.simulator.state.model import Message
    from store.core import BriefingStore
    from tests.bot.served import Team

OLD, NEW = "No year has been set", "The year 2031 has been set"


@pytest.fixture
def dialect() -> str:
    return "sqlite"


def change(store: BriefingStore, folder: Path, team: Team, old: str = OLD, new: str = NEW) -> None:
    file = next(one for one in (folder / "topics").glob("*.md") if old in one.read_text(encoding="utf-8"))
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    store.load(folder, by="editor", at=team.clock())


def told(team: Team) -> list[Message]:
    """What came in the person's own conversation with the bot, details in threads left out."""
    direct = team.slack.workspace.direct(team.user, team.slack.workspace.app.user_id).id
    return [one for one in team.public(direct) if one.thread_ts is None or one.thread_ts == one.ts]


async def next_day(team: Team, loop: PostingLoop) -> None:
    team.clock.advance(days=1)
    await loop.tick()


async def test_a_followed_topic_tells_when_it_changes_once_and_is_silent_otherwise(
    team: Team, loop: PostingLoop, loaded_store: BriefingStore, folder: Path
) -> None:
    await team.ask("follow opcon")
    await next_day(team, loop)
    quiet = len(told(team))
    change(loaded_store, folder, team)

    await next_day(team, loop)
    await loop.tick()
    (message,) = told(team)
    await next_day(team, loop)

    assert quiet == 0
    assert NEW in said(message.blocks)
    assert told(team) == [message]


async def test_two_topics_come_in_one_message_a_day(team: Team, loaded_store: BriefingStore) -> None:
    await asyncio.gather(*(team.ask(f"follow {name}") for name in ("opcon", "sma", "opcon")))

    (one,) = loaded_store.roster.listed()
    assert sorted(one.topics) == ["opcon", "sma"]
    assert one.place.channel.startswith("D")


async def test_unfollowing_the_last_one_ends_it(team: Team, loaded_store: BriefingStore) -> None:
    await team.ask("follow opcon")
    await team.ask("follow sma")

    first, last = await team.ask("unfollow opcon"), await team.ask("unfollow sma")
    none = await team.ask("unfollow sma")

    assert said(first.blocks) == "You no longer follow OPCON."
    assert "You no longer follow" in said(last.blocks)
    assert "You do not follow" in said(none.blocks)
    assert loaded_store.roster.listed() == ()


async def test_what_is_followed_is_listed_each_with_the_way_out(team: Team) -> None:
    nothing = await team.ask("following")
    await team.ask("follow opcon")

    listed = await team.ask("following")
    await team.press(listed, "Unfollow")
    gone = await team.ask("following")

    assert "You follow no topic yet." in said(nothing.blocks)
    assert "OPCON" in said(listed.blocks)
    assert "You follow no topic yet." in said(gone.blocks)


async def test_the_full_brief_has_the_button(team: Team, loaded_store: BriefingStore) -> None:
    await team.press(await team.ask("opcon"), "Full brief")

    await team.press(team.modals[-1], "Follow")

    assert [one.topics for one in loaded_store.roster.listed()] == [("opcon",)]
    assert "You follow OPCON" in said(team.modals[-1].body["blocks"])
    assert buttons(team.modals[-1].body["blocks"]) == ["Unfollow", "All I follow"]


async def test_what_names_no_topic_is_not_followed_and_a_silent_slack_is_said(
    team: Team, loaded_store: BriefingStore
) -> None:
    how, miss = await team.ask("follow"), await team.ask("follow zeppelins")
    team.slack.faults.add(Fault(Wrong.REFUSE, "conversations.open", error="missing_scope"))
    refused = await team.ask("follow opcon")

    assert "Say which topic" in said(how.blocks)
    assert "No briefing on “zeppelins”." in said(miss.blocks)
    assert "lacks a permission" in said(refused.blocks)
    assert loaded_store.roster.listed() == ()


async def test_a_digest_of_ones_own_that_is_no_follow_stays_as_it_is(team: Team, loaded_store: BriefingStore) -> None:
    direct = team.slack.workspace.direct(team.user, team.slack.workspace.app.user_id).id
    await team.say("digest subscribe sma weekdays 09:00 Asia/Seoul", channel=direct)

    await team.ask("follow opcon")

    assert sorted(one.topics for one in loaded_store.roster.listed()) == [("opcon",), ("sma",)]
