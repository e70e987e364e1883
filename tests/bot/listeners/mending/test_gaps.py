"""A question of the editors' list is answered from there, and who asked it told: as an ask, a name or something new."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.simulator.state.fixtures import DANIEL
from bot.simulator.user.controls import Control
from store.usage.editors_list import Miss
from tests.bot.listeners.mending.forms import field, modal, submit, told
from tests.bot.served import opened
from tests.bot.slack_rules import refused, said
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.simulator.state.model import Message
    from store.core import BriefingStore
    from tests.bot.served import Team

QUESTION = "who tunes the harbour organ"


@pytest.fixture
def dialect() -> str:
    """One kind of database: the store's own tests have both."""
    return "sqlite"


@pytest.fixture
async def team(loaded_store: BriefingStore, folder: Path) -> AsyncIterator[Team]:
    """The team over a folder that may be changed; Daniel waits for an answer."""
    async with opened(loaded_store, seeds=folder) as made:
        loaded_store.usage.awaited.put(Miss(QUESTION, made.clock()), DANIEL.id, "en")
        yield made


async def begin(team: Team) -> Message:
    """Choose to answer the question."""
    listed = await team.ask("admin gaps")
    assert refused(listed.blocks) == []
    await team.choose(listed, "edit:gap", QUESTION)
    assert QUESTION in told(team)
    return listed


async def answered(team: Team, store: BriefingStore) -> str:
    """Wait until whoever asked is to be told; return what the question finds now."""
    await until(lambda: not store.usage.awaited.open())
    assert store.usage.gaps() == ()
    assert [one.person for one in store.notices.take(team.clock())] == [DANIEL.id]
    return said((await team.ask(QUESTION)).blocks)


async def test_a_question_becomes_an_ask_of_a_statement(team: Team, loaded_store: BriefingStore) -> None:
    await begin(team)
    view, action = modal(team), field(team, "ask")["action_id"]
    _, offered = await team.controls.suggest(team.user, Control(view, "ask", action, {}), "korean general")

    neither = await submit(team)
    await submit(team, ask="opcon#2")

    assert neither == {"ask": "Choose one of the two."}
    assert [one["value"] for one in offered] == ["cfc#3", "opcon#2"]
    assert "opcon#2 answers this question too. Version 2 is live." in said(team.private[-1].blocks)
    assert "Korean general leads" in await answered(team, loaded_store)


async def test_a_question_becomes_another_name_of_a_topic(team: Team, loaded_store: BriefingStore) -> None:
    await begin(team)

    await submit(team, alias="cfc")

    assert "cfc has another name" in said(team.private[-1].blocks)
    assert "CFC" in await answered(team, loaded_store)


async def test_a_statement_is_written_for_it(team: Team, loaded_store: BriefingStore) -> None:
    await begin(team)
    await team.press(modal(team), "Write a statement")
    asked = field(team, "asks")["initial_value"]

    lacking = await submit(team, text="The harbour master tunes it.", citations=["harbour-gazette-2026#1"])
    entered = {"text": "The harbour master tunes it.", "citations": ["harbour-gazette-2026#1"], "topic": "usfk"}
    await submit(team, **entered)
    await submit(team, **entered)

    assert asked == QUESTION
    assert lacking == {"topic": "Choose its topic."}
    assert "The harbour master tunes it." in await answered(team, loaded_store)


async def test_a_topic_is_made_for_it_with_its_first_statement(
    team: Team, loaded_store: BriefingStore, folder: Path
) -> None:
    await begin(team)
    await team.press(modal(team), "New topic")
    entered = {
        "name": "Harbour organ",
        "id": "harbour organ",
        "category": "history",
        "summary": "The harbour has an organ.",
        "text": "The harbour master tunes the organ.",
        "citations": ["harbour-gazette-2026#1"],
    }

    wrong = await submit(team, **entered)
    entered["id"] = "organ"
    await submit(team, **entered)
    shown = told(team)
    await submit(team, **entered)

    assert "a-z" in wrong["id"]
    assert "The harbour master tunes the organ." in shown
    assert "The topic is added, with organ#1." in said(team.private[-1].blocks)
    assert (folder / "topics" / "organ.md").is_file()
    assert "harbour master" in await answered(team, loaded_store)


async def test_what_was_answered_meanwhile_is_said(team: Team, loaded_store: BriefingStore) -> None:
    listed = await begin(team)
    loaded_store.usage.dismiss(loaded_store.usage.gaps()[0])

    await submit(team, ask="opcon#2")
    late = told(team)
    await team.choose(listed, "edit:gap", QUESTION)

    assert late == "This question is no longer on the list."
    assert "no longer on the list" in said(team.private[-1].blocks)
    assert loaded_store.snapshot.generation == 1
