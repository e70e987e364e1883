"""Helpful, Wrong, Outdated: counted per statement, flagged to administrators, closed once, told in private."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.simulator.state.fixtures import DANIEL, JISOO
from store.usage.editors_list import Opinion
from tests.bot.served import blocks_of, control
from tests.bot.slack_rules import buttons, refused, refused_view, said

if TYPE_CHECKING:
    from bot.digests.loop import PostingLoop
    from bot.simulator.state.model import Message
    from store.core import BriefingStore
    from tests.bot.served import Team

MENU = "Helpful, wrong or outdated?"


def form_of(team: Team) -> dict[str, Any]:
    body = team.modals[-1].body
    assert refused_view({key: body[key] for key in ("type", "title", "submit", "close", "blocks")}) == []
    return body


async def say(team: Team, place: Message, which: str, note: str = "") -> str:
    """Open the form from an answer's menu, choose, write a note, send; return what takes the form's place."""
    await team.press(place, MENU)
    option = {"text": {"type": "plain_text", "text": which}, "value": which}
    entered = {
        "which": {"feedback:which": {"type": "radio_buttons", "selected_option": option}},
        "note": {"feedback:note": {"type": "plain_text_input", "value": note or None}},
    }
    await team.controls.submit(team.user, team.modals[-1], entered)
    return said(blocks_of(team.modals[-1]))


async def test_a_flag_is_listed_for_administrators_without_a_name_until_one_closes_it(
    team: Team, loaded_store: BriefingStore, loop: PostingLoop
) -> None:
    team.user = DANIEL.id
    thanks = await say(team, await team.ask("opcon#3"), "wrong", "It is three satellites: <!here>")
    team.user = JISOO.id

    listed = await team.ask("admin flags")
    await team.press(listed, "Settle")
    closed = said(team.private[-1].blocks)
    await team.press(listed, "Settle")
    await loop.tick()

    assert "without your name" in thanks
    assert "Wrong: opcon#3" in said(listed.blocks)
    assert "It is three satellites: <!here>" in said(listed.blocks)
    assert "Two of five promised satellites" in said(listed.blocks)
    assert DANIEL.id not in str(listed.blocks)
    assert refused(listed.blocks) == []
    assert "Closed: wrong, opcon#3" in closed
    assert "closed already" in said(team.private[-1].blocks)
    told = team.public(team.slack.workspace.direct(DANIEL.id, team.slack.workspace.app.user_id).id)
    assert "opcon#3, has been looked at and settled" in told[0].text
    assert "Nothing is flagged" in said((await team.ask("admin flags")).blocks)
    assert loaded_store.usage.feedback.counts() == {"opcon#3": {"wrong": 1}}


async def test_the_same_person_flags_the_same_once(team: Team, loaded_store: BriefingStore) -> None:
    reply = await team.ask("opcon#3")
    await say(team, reply, "outdated")

    again = await say(team, reply, "outdated")
    team.user = DANIEL.id
    await say(team, await team.ask("opcon#3"), "outdated")

    assert "You said so already" in again
    assert {one.person for one in loaded_store.usage.feedback.open_flags()} == {JISOO.id, DANIEL.id}
    assert loaded_store.usage.feedback.counts() == {"opcon#3": {"outdated": 2}}


async def test_helpful_counts_once_a_day_and_keeps_nobody(team: Team, loaded_store: BriefingStore) -> None:
    reply = await team.ask("opcon")

    first = await say(team, reply, "helpful")
    second = await say(team, reply, "helpful")

    assert "Thank you, noted" in first
    assert "already" in second
    assert loaded_store.usage.feedback.counts() == {"opcon": {"helpful": 1}}
    assert loaded_store.usage.feedback.open_flags() == ()


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_under_an_answer_the_three_stand_in_its_menu(team: Team, loaded_store: BriefingStore) -> None:
    reply = await team.ask("has a year been set for the transfer of wartime command?")

    await team.press(reply, "Helpful")
    await team.press(reply, "Wrong")

    assert "Thank you" in said(team.private[-1].blocks)
    assert form_of(team)["title"]["text"] == "Feedback"
    assert next(iter(loaded_store.usage.feedback.counts())).startswith("opcon#")


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_who_is_no_administrator_sees_and_closes_no_flags(team: Team, loaded_store: BriefingStore) -> None:
    await say(team, await team.ask("opcon#3"), "wrong")
    listed = await team.ask("admin flags")
    team.user = DANIEL.id

    await team.controls.act(team.user, control(listed, "Settle"))

    assert "Only administrators may do this" in said(team.private[-1].blocks)
    assert "Settle" not in buttons((await team.ask("admin flags")).blocks)
    assert len(loaded_store.usage.feedback.open_flags()) == 1


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_many_flags_come_in_pages(team: Team, loaded_store: BriefingStore) -> None:
    for number in range(30):
        loaded_store.usage.feedback.raise_flag("opcon#1", Opinion.WRONG, f"U{number:09d}", "n" * 500, team.clock())

    first = await team.ask("admin flags")
    await team.press(first, "Show more")

    assert refused(first.blocks) == []
    assert "30 flags to settle" in said(first.blocks)
    assert "Settle" in buttons(team.private[-1].blocks)


def test_settled_flags_are_forgotten_in_time(loaded_store: BriefingStore) -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    loaded_store.usage.feedback.raise_flag("opcon#1", Opinion.WRONG, "U1", "", at)
    (one,) = loaded_store.usage.feedback.open_flags()
    loaded_store.usage.feedback.close(one.id, "U2", at)

    assert loaded_store.usage.feedback.prune(at) == 0
    assert loaded_store.usage.feedback.prune(at + timedelta(days=1)) == 1
