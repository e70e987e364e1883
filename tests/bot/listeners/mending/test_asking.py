"""“Ask the editors”: from the click under a miss to the private answer, once, whoever finds it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.lookup.awaited import AnswerWatch
from bot.simulator.state.fixtures import DANIEL, JISOO
from store.model import MAX_QUERY
from tests.bot.served import blocks_of
from tests.bot.slack_rules import buttons, refused, refused_view, said
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from bot.digests.loop import PostingLoop
    from bot.simulator.state.model import Message
    from store.core import BriefingStore
    from tests.bot.served import Team

MISS = "who tunes the harbour organ"
ANSWER = "after the handover who leads the joint command"
TICKED = {"text": {"type": "plain_text", "text": "…"}, "value": "tell"}


async def put(team: Team, place: Message, question: str | None = None, *, tell: bool = True) -> str:
    """Press Ask the editors, send the form; return what takes its place."""
    await team.background.drain(30)  # the miss is counted
    await team.press(place, "Ask the editors")
    body = team.modals[-1].body
    assert refused_view({key: body[key] for key in ("type", "title", "submit", "close", "blocks")}) == []
    shown = next(block["element"]["initial_value"] for block in body["blocks"] if block.get("block_id") == "question")
    written = shown if question is None else question
    entered: dict[str, Any] = {
        "question": {"editors:question": {"type": "plain_text_input", "value": written}},
        "tell": {"editors:tell": {"type": "checkboxes", "selected_options": [TICKED] if tell else []}},
    }
    await team.controls.submit(team.user, team.modals[-1], entered)
    return said(blocks_of(team.modals[-1]))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def told(team: Team, person: str) -> list[Message]:
    """What the bot wrote to *person* alone, the newest first."""
    return team.public(team.slack.workspace.direct(person, team.slack.workspace.app.user_id).id)


def answer_in_files(folder: Path) -> None:
    """Let the folder answer what nobody could."""
    edit(folder / "topics" / "opcon.md", "questions:\n", f"questions:\n  - {MISS}\n")
    edit(
        folder / "topics" / "opcon.md",
        "    cites: [harbour-gazette-2026#2, almanac-peninsula#2]\n",
        f"    cites: [harbour-gazette-2026#2, almanac-peninsula#2]\n    asks: [{MISS}]\n",
    )


async def test_whoever_asked_is_told_once_in_private_when_a_load_answers_it(
    team: Team, loaded_store: BriefingStore, loop: PostingLoop, folder: Path
) -> None:
    team.user = DANIEL.id
    thanks = await put(team, await team.ask(MISS))
    team.user = JISOO.id
    listed = said((await team.ask("admin gaps")).blocks)
    await team.background.drain(30)  # a miss is counted half a second after it
    answer_in_files(folder)

    loaded_store.load(folder, by="test", at=team.clock())
    AnswerWatch(loaded_store, team.clock).look()  # of another replica
    await until(lambda: not loaded_store.usage.awaited.open())
    await loop.tick()
    await loop.tick()

    assert "You are told here, in private" in thanks
    assert f"{MISS}\n  once, last on" in listed
    assert "; 1 asks you" in listed
    assert DANIEL.id not in listed
    (only,) = told(team, DANIEL.id)
    assert f"You asked the editors: “{MISS}” It is answered now:" in only.text
    assert "a Korean general leads the joint command" in only.text
    assert refused(only.blocks) == []
    assert loaded_store.usage.gaps() == ()
    team.user = DANIEL.id
    await team.press(only, "Show it with its sources")
    assert "Korean general leads" in said(team.private[-1].blocks)


async def test_who_does_not_want_to_be_told_is_not_kept(team: Team, loaded_store: BriefingStore) -> None:
    thanks = await put(team, await team.ask(MISS), tell=False)

    assert thanks == "Your question is on the editors' list."
    assert loaded_store.usage.awaited.open() == ()
    assert [(gap.text, gap.wanted) for gap in loaded_store.usage.gaps()] == [(MISS, 1)]


async def test_the_same_person_asks_once_and_another_for_themselves(team: Team, loaded_store: BriefingStore) -> None:
    reply = await team.ask(MISS)
    await put(team, reply)

    again = await put(team, reply)
    team.user = DANIEL.id
    await put(team, reply, "Who tunes the HARBOUR organ?")

    assert again == "You put this question to the editors already."
    assert {one.person for one in loaded_store.usage.awaited.open()} == {JISOO.id, DANIEL.id}
    assert [gap.wanted for gap in loaded_store.usage.gaps()] == [2]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_what_is_answered_by_now_is_said_at_once(team: Team, loaded_store: BriefingStore) -> None:
    told_at_once = await put(team, await team.ask(MISS), ANSWER)

    assert told_at_once == "The briefings answer this by now; ask again."
    assert loaded_store.usage.awaited.open() == ()


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_a_gap_that_is_put_aside_is_told_to_who_waits(
    team: Team, loaded_store: BriefingStore, loop: PostingLoop
) -> None:
    team.user = DANIEL.id
    await put(team, await team.ask(MISS))
    team.user = JISOO.id

    await team.choose(await team.ask("admin gaps"), "admin:dismiss", MISS)
    await loop.tick()

    assert "They looked at it and put it aside" in told(team, DANIEL.id)[0].text
    assert loaded_store.usage.awaited.open() == ()


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_nothing_is_told_while_nothing_answers(
    team: Team, loaded_store: BriefingStore, loop: PostingLoop, folder: Path
) -> None:
    await put(team, await team.ask(MISS))
    edit(folder / "topics" / "opcon.md", "No year has been set", "No year was set")

    loaded_store.load(folder, by="test", at=team.clock())
    looked = AnswerWatch(loaded_store, team.clock).look()
    await loop.tick()

    assert looked == 0
    assert told(team, JISOO.id) == []
    assert [one.text for one in loaded_store.usage.awaited.open()] == [MISS]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_an_empty_question_is_pointed_out_in_the_form(team: Team) -> None:
    await team.press(await team.ask(MISS), "Ask the editors")
    entered = {"question": {"editors:question": {"type": "plain_text_input", "value": " "}}}

    reply = await team.controls.submit(team.user, team.modals[-1], entered)

    assert "Write the question." in str(reply)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_the_button_stands_where_no_statement_answers_and_nowhere_else(team: Team) -> None:
    nothing = await team.ask("m" * MAX_QUERY)
    unsaid = await team.ask("how much does the harbour gazette cost in wartime command")

    assert refused(nothing.blocks) == []
    assert "Ask the editors" in buttons(nothing.blocks)
    assert "Ask the editors" in buttons(unsaid.blocks)
    for other in ("opcon", "opcon#9", "opcon#1", "search zebras", ANSWER):
        assert "Ask the editors" not in buttons((await team.ask(other)).blocks)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_an_answer_whose_question_was_let_go_says_so(
    team: Team, loaded_store: BriefingStore, loop: PostingLoop, folder: Path
) -> None:
    await put(team, await team.ask(MISS))
    answer_in_files(folder)
    loaded_store.load(folder, by="test", at=team.clock())
    await until(lambda: not loaded_store.usage.awaited.open())
    await loop.tick()
    loaded_store.usage.awaited.prune(team.clock() + timedelta(days=1))

    await team.press(told(team, JISOO.id)[0], "Show it with its sources")

    assert "no longer" in said(team.private[-1].blocks)
