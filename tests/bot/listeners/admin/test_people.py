"""Editors in Slack: who makes one, what they may, and what they may not. Administrators themselves: test_router."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.listeners.admin.router import BUTTONS, VERBS
from bot.simulator.state.fixtures import DANIEL, JISOO, MINJUN, TEAM
from store.access.admins import Admins, Audit
from store.access.model import Right
from store.usage.editors_list import Opinion
from tests.bot.served import blocks_of
from tests.bot.slack_rules import buttons, refused, said

if TYPE_CHECKING:
    from bot.digests.loop import PostingLoop
    from bot.simulator.state.model import Message
    from store.core import BriefingStore
    from tests.bot.served import Team

ONLY_ADMINS = sorted(word for word, verb in VERBS.items() if verb.right is Right.ADMIN)


def told(message: Message) -> str:
    assert refused(message.blocks) == []
    return said(message.blocks)


def tried(store: BriefingStore) -> list[tuple[str, str, str]]:
    return [(one.deed, one.outcome.value, one.detail) for one in Audit(store.database).latest()]


async def test_an_administrator_makes_an_editor_and_takes_the_right_back(
    team: Team, loaded_store: BriefingStore
) -> None:
    given = await team.ask(f"admin editors add {DANIEL.id}")
    again = await team.ask(f"admin editors add {DANIEL.id}")
    before = Admins(loaded_store.database).has(Right.EDIT, TEAM.id, DANIEL.id)
    await team.press(given, "Remove")

    assert "may now edit the briefings" in told(given)
    assert "1 editor" in told(given)
    assert "may already" in told(again)
    assert before
    assert "may no longer edit the briefings" in told(team.private[-1])
    assert not Admins(loaded_store.database).has(Right.EDIT, TEAM.id, DANIEL.id)
    assert ("editors add", "done", DANIEL.id) in tried(loaded_store)
    assert ("editors remove", "done", DANIEL.id) in tried(loaded_store)


async def test_an_editor_answers_flags_and_gaps(team: Team, loaded_store: BriefingStore, loop: PostingLoop) -> None:
    await team.ask(f"admin editors add {DANIEL.id}")
    loaded_store.usage.feedback.raise_flag("opcon#1", Opinion.WRONG, MINJUN.id, "", team.clock())
    team.user = DANIEL.id

    listed = told(await team.ask("admin"))
    await team.press(await team.ask("admin flags"), "Settle")
    await loop.tick()

    assert "/alliance admin gaps" in listed
    assert "/alliance admin reload" not in listed
    assert "Closed: wrong, opcon#1" in told(team.private[-1])
    assert loaded_store.usage.feedback.open_flags() == ()
    assert not Admins(loaded_store.database).may(TEAM.id, DANIEL.id)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_an_editor_may_do_nothing_of_an_administrators(team: Team) -> None:
    await team.ask(f"admin editors add {DANIEL.id}")
    team.user = DANIEL.id

    replies = {verb: told(await team.ask(f"admin {verb}")) for verb in ONLY_ADMINS}

    assert {"reload", "rollback", "admins", "editors", "feeds", "add", "audit"} <= {*ONLY_ADMINS}
    assert [verb for verb, reply in replies.items() if "Only administrators may do this" not in reply] == []
    assert {name for name, one in BUTTONS.items() if one.right is Right.EDIT} == {
        "admin:flags",
        "admin:close",
        "admin:dismiss",
        "admin:gaps",
        "admin:stale",
    }


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_everybody_else_reads_who_may_edit(team: Team) -> None:
    await team.ask(f"admin editors add {DANIEL.id}")
    flags = await team.ask("admin flags")
    team.user = MINJUN.id

    refusal = told(await team.ask("admin flags"))

    assert "Settle" not in buttons(flags.blocks)
    assert "Only editors and administrators may do this" in refusal
    assert "behind ⋯ tells them what should change" in refusal


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_nobody_is_called_so(team: Team) -> None:
    assert "Say whom: /alliance admin editors add @name" in told(await team.ask("admin editors add"))
    assert "Try: /alliance admin editors add @name" in told(await team.ask(f"admin editors promote {JISOO.id}"))


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_an_editor_finds_their_panel_in_their_home(team: Team) -> None:
    await team.ask(f"admin editors add {DANIEL.id}")

    await team.hands.open_home(DANIEL.id)
    await team.background.drain(30)

    shown = blocks_of(team.slack.views.homes[DANIEL.id])
    assert "For editors" in said(shown)
    assert "Audit" not in buttons(shown)
