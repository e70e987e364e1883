"""Sharing: what is posted is seen first, comes once with a note of one's own, and can be taken back by the sharer."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.simulator.service.slack import Fault, Wrong
from bot.simulator.state.fixtures import DANIEL, DESK, JISOO, SUMMIT
from tests.bot.served import blocks_of, control
from tests.bot.slack_rules import buttons, refused, refused_view, said

if TYPE_CHECKING:
    from bot.simulator.state.model import Message
    from tests.bot.served import Team

QUESTION = "has a year been set for opcon transfer?"


@pytest.fixture
def dialect() -> str:
    """One kind of database: nothing here is SQL of its own."""
    return "sqlite"


def now(team: Team, message: Message) -> Message:
    return team.slack.workspace.find(message.channel, message.ts)


async def test_the_form_shows_what_the_channel_would_get_and_asks_for_a_note(team: Team) -> None:
    await team.press(await team.ask("opcon"), "Share")

    form = team.modals[-1].body
    assert refused_view({key: form[key] for key in ("type", "title", "submit", "close", "blocks")}) == []
    assert "A note of your own" in said(form["blocks"])
    assert "Shared by" in said(form["blocks"])
    assert "Mind:" not in said(form["blocks"])
    assert team.public() == []


async def test_a_note_stands_above_what_is_shared_and_is_no_markup(team: Team) -> None:
    shared = await team.share(await team.ask("opcon"), "For <!channel>: *the line* for Monday")

    assert "For <!channel>: *the line* for Monday" in said(shared.blocks)
    assert refused(shared.blocks) == []
    assert "<!channel>" not in shared.text


async def test_an_answer_is_shared_alone_and_its_message_says_so(team: Team) -> None:
    reply = await team.ask("opcon#1")

    shared = await team.share(reply)

    assert "opcon#1" in said(shared.blocks)
    assert "What the sources say" not in said(shared.blocks)
    assert {"Shared ✓", "Remove"} <= {*buttons(now(team, reply).blocks)}
    assert "Share" not in buttons(now(team, reply).blocks)
    assert refused(now(team, reply).blocks) == []


async def test_two_forms_of_one_message_share_it_once(team: Team) -> None:
    reply = await team.ask("opcon")
    await team.press(reply, "Share")
    first = team.modals[-1]
    await team.press(reply, "Share")
    second = team.modals[-1]

    await asyncio.gather(*(team.controls.submit(team.user, form, {}) for form in (first, second)))
    await team.background.drain(30)

    assert len(team.public()) == 1


async def test_the_sharer_takes_it_back_and_a_second_press_says_it_is_gone(team: Team) -> None:
    reply = await team.ask("opcon")
    await team.share(reply)

    await team.press(now(team, reply), "Remove")
    first = said(team.private[-1].blocks)
    await team.press(now(team, reply), "Remove")

    assert team.public() == []
    assert "Removed from the channel." in first
    assert "no longer in the channel" in said(team.private[-1].blocks)


async def test_nobody_else_takes_it_back(team: Team) -> None:
    reply = await team.ask("opcon")
    await team.share(reply)
    pressed = control(now(team, reply), "Remove")
    team.user = DANIEL.id

    await team.controls.act(team.user, pressed)

    assert len(team.public()) == 1


async def test_where_the_bot_is_no_member_it_is_shared_and_cannot_be_taken_back(team: Team) -> None:
    team.channel = SUMMIT
    reply = await team.ask("opcon")

    await team.share(reply)

    assert len(team.public(SUMMIT)) == 1
    assert "Shared ✓" in buttons(now(team, reply).blocks)
    assert "Remove" not in buttons(now(team, reply).blocks)


async def test_what_slack_refused_can_be_shared_again(team: Team) -> None:
    reply = await team.ask("opcon")
    team.slack.faults.add(Fault(Wrong.REFUSE, "chat.postMessage", error="restricted_action"))
    await team.press(reply, "Share")
    await team.controls.submit(team.user, team.modals[-1], {})
    await team.background.drain(30)
    failed = team.public()

    await team.share(reply)

    assert failed == []
    assert len(team.public()) == 1


async def test_guests_and_other_organizations_are_named_before(team: Team) -> None:
    workspace = team.slack.workspace
    workspace.people[DANIEL.id] = replace(workspace.people[DANIEL.id], restricted=True)
    workspace.channels[DESK] = replace(workspace.channels[DESK], connected=("T0ELSEWHERE",))

    await team.press(await team.ask("opcon"), "Share")

    told = said(blocks_of(team.modals[-1]))
    assert "Mind: people of another organization read this channel too." in told
    assert "Mind: 1 guest reads this channel too." in told


async def test_shared_says_again_that_it_was(team: Team) -> None:
    reply = await team.ask("opcon")
    await team.share(reply)

    await team.press(now(team, reply), "Shared ✓")

    assert "shared already" in said(team.private[-1].blocks)
    assert team.user == JISOO.id
