"""The app's Home: what changed, one's own digests and questions, topics, and the administrators' panel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.simulator.state.fixtures import DANIEL, JISOO
from tests.bot.served import blocks_of
from tests.bot.slack_rules import buttons, nodes, refused_view, said

if TYPE_CHECKING:
    from pathlib import Path

    from bot.simulator.state.model import OpenView
    from store.core import BriefingStore
    from tests.bot.served import Team


@pytest.fixture
def dialect() -> str:
    """One kind of database: nothing here is SQL of its own."""
    return "sqlite"


async def opened(team: Team) -> Any:
    await team.hands.open_home(team.user)
    view: OpenView = team.slack.views.homes[team.user]
    assert refused_view({"type": "home", "blocks": blocks_of(view)}) == []
    return view


async def test_the_home_has_a_field_and_every_topic_as_a_button(team: Team) -> None:
    home = await opened(team)

    assert "Ask about one of 4 topics" in said(blocks_of(home))
    assert {"OPCON", "CFC", "SMA", "USFK"} <= {*buttons(blocks_of(home))}
    await team.press(home, "SMA")
    assert "Special Measures" in said(blocks_of(team.modals[-1]))


async def test_what_changed_this_week_stands_there_and_opens(
    team: Team, loaded_store: BriefingStore, folder: Path
) -> None:
    team.clock.at = datetime(2026, 12, 20, tzinfo=UTC)
    quiet = said(blocks_of(await opened(team)))
    told = (folder / "topics/opcon.md").read_text(encoding="utf-8")
    (folder / "topics/opcon.md").write_text(told.replace("No year has been set", "No year at all has been set"))
    loaded_store.load(folder, by="tests", at=team.clock() - timedelta(days=1))

    home = await opened(team)
    await team.press(home, "See it")

    assert "Nothing changed this week." in quiet
    assert "Changed · OPCON: " in said(blocks_of(home))
    assert "No year at all has been set" in said(blocks_of(home))
    assert "What changed" in said(blocks_of(team.modals[-1]))


async def test_ones_own_digests_stand_there_with_their_buttons(team: Team) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30")

    mine = await opened(team)
    await team.press(mine, "Pause")
    team.user = DANIEL.id
    others = await opened(team)

    assert "OPCON" in said(blocks_of(mine))
    assert "Weekdays 08:30" in said(blocks_of(mine))
    assert "Paused." in said(blocks_of(team.slack.views.stack(JISOO.id)[-1]))
    assert "You look after none." in said(blocks_of(others))


async def test_what_one_asked_last_is_asked_again_by_a_button_and_nobody_else_sees_it(team: Team) -> None:
    await team.ask("why two commands?")
    await team.ask("sma")

    mine = await opened(team)
    await team.press(mine, "sma")
    answered = said(blocks_of(team.modals[-1]))
    team.user = DANIEL.id
    others = await opened(team)

    assert buttons(blocks_of(mine)).index("sma") < buttons(blocks_of(mine)).index("why two commands?")
    assert "Special Measures" in answered
    assert "why two commands?" not in str(blocks_of(others))


async def test_what_one_asked_goes_after_a_day(team: Team) -> None:
    await team.ask("why two commands?")
    team.clock.advance(days=1)

    assert "why two commands?" not in str(blocks_of(await opened(team)))


async def test_administrators_have_a_panel_and_others_none(team: Team) -> None:
    panel = await opened(team)
    await team.press(panel, "Flags")
    shown = said(blocks_of(team.modals[-1]))
    team.user = DANIEL.id

    assert "0 flags to settle" in said(blocks_of(panel))
    assert "Nothing is flagged" in shown
    assert "For administrators" not in said(blocks_of(await opened(team)))


async def test_what_a_person_follows_is_told_in_words_for_a_direct_message_has_no_name(team: Team) -> None:
    await team.ask("follow opcon")

    home = blocks_of(await opened(team))

    assert "Direct message" in said(home)
    assert not [one for one in nodes(home) if one.get("type") == "channel"]
