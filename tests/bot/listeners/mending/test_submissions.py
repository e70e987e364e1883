"""Statements edited, added and retired in Slack: shown as a difference, live at once, undone, in conflict, refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.simulator.state.fixtures import DANIEL, JISOO
from store.access.admins import Audit
from store.core import BriefingStore
from store.db import load_lock
from store.usage.editors_list import Opinion
from tests.bot.listeners.admin.test_router import pen_held
from tests.bot.listeners.mending.forms import choose, field, modal, submit, told
from tests.bot.served import blocks_of, control, opened
from tests.bot.slack_rules import buttons, nodes, refused, refused_options, said
from tests.conftest import NOW
from tests.store.powers import read_only

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.bot.served import Team

OLD, NEW = "No year has been set for the handover of wartime command.", "The handover of command has no year."
sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@pytest.fixture
async def team(loaded_store: BriefingStore, folder: Path) -> AsyncIterator[Team]:
    """The team, whose Han Jisoo is the administrator, over a folder that may be changed."""
    async with opened(loaded_store, seeds=folder) as made:
        yield made


def text(store: BriefingStore, key: str) -> str | None:
    topic = store.snapshot.topics[key.partition("#")[0]]
    return next((one.text for one in topic.statements if one.id == key), None)


def tried(store: BriefingStore) -> list[tuple[str, str, str]]:
    return [(one.deed, one.outcome.value, one.detail) for one in Audit(store.database).latest()]


async def edited(team: Team, new: str = NEW) -> None:
    """Edit the first statement, see what would change, and do it."""
    await team.press(await team.ask("opcon#1"), "Edit")
    assert await submit(team, text=new) == {}
    assert await submit(team) == {}


async def test_an_edit_is_shown_as_a_difference_then_live_and_undone_by_one_button(
    team: Team, loaded_store: BriefingStore, folder: Path
) -> None:
    before = (folder / "topics" / "opcon.md").read_bytes()
    reply = await team.ask("opcon#1")
    await team.press(reply, "Edit")
    first = field(team, "text")["initial_value"]

    await submit(team, text=NEW, as_of="2026-11")
    shown, untouched = told(team), text(loaded_store, "opcon#1")
    struck = [node for node in nodes(modal(team).body["blocks"]) if node.get("style") == {"strike": True}]
    await submit(team)

    assert first == OLD
    assert untouched == OLD
    assert NEW in shown
    assert [node["text"] for node in struck] == [OLD, "2026"]
    assert text(loaded_store, "opcon#1") == NEW
    assert team.modals == []
    live = team.private[-1]
    assert refused(live.blocks) == []
    assert "opcon#1 is changed. Version 2 is live." in said(live.blocks)
    assert ("edit", "done", "replace opcon#1, version 2") in tried(loaded_store)
    assert NEW.encode() in (folder / "topics" / "opcon.md").read_bytes()

    await team.press(live, "Undo")
    await team.background.drain(30)

    assert "Undone: opcon#1 is as it was." in said(team.private[-1].blocks)
    assert text(loaded_store, "opcon#1") == OLD
    assert (folder / "topics" / "opcon.md").read_bytes() == before
    await team.press(live, "Undo")
    await team.background.drain(30)
    assert "Nothing was undone" in said(team.private[-1].blocks)


@sqlite
async def test_what_is_wrong_stands_under_its_field_and_nothing_changes(
    team: Team, loaded_store: BriefingStore
) -> None:
    await team.press(await team.ask("opcon#1"), "Edit")

    wrong = await submit(team, as_of="2026-13", citations=["policy-review-2025#99"])
    nothing = await submit(team, as_of="2026", citations=["harbour-gazette-2026#1"])

    assert "Write the date like" in wrong["as_of"]
    assert "has 4 passages" in wrong["citations"]
    assert nothing == {"text": "Nothing would change."}
    assert loaded_store.snapshot.generation == 1


@sqlite
async def test_what_is_wrong_is_said_in_the_editors_language(team: Team) -> None:
    team.slack.workspace.people[JISOO.id] = replace(JISOO, locale="ko-KR")
    await team.ask("opcon")  # the language is looked up behind the first answer
    await team.background.drain(30)
    await team.press(await team.ask("opcon#1"), "편집")

    wrong = await submit(team, as_of="2026-13")
    nothing = await submit(team, as_of="2026")

    assert wrong["as_of"] == "날짜를 2026-01-24, 2026-01, 2026처럼 적으십시오."
    assert nothing == {"text": "바뀌는 내용이 없습니다."}


@sqlite
async def test_what_was_changed_after_the_difference_is_shown_again(team: Team, loaded_store: BriefingStore) -> None:
    await team.press(await team.ask("opcon#1"), "Edit")
    await submit(team, text=NEW)

    await submit(team, text=f"{NEW} Yet.")
    again, still = told(team), text(loaded_store, "opcon#1")
    await submit(team)

    assert f"{NEW} Yet." in again
    assert still == OLD
    assert text(loaded_store, "opcon#1") == f"{NEW} Yet."


async def test_of_two_editors_at_once_the_second_sees_both_texts(team: Team, loaded_store: BriefingStore) -> None:
    await team.ask(f"admin editors add {DANIEL.id}")
    await team.press(await team.ask("opcon#1"), "Edit")
    await submit(team, text=NEW)
    team.user = DANIEL.id
    await team.background.drain(30)
    await team.ask("help")
    await team.background.drain(30)
    await edited(team, "Ministers have set no year.")
    team.user = JISOO.id

    await submit(team)
    both, held = told(team), text(loaded_store, "opcon#1")
    await submit(team)

    assert "This statement has changed since you opened it." in both
    assert "Ministers have set no year." in both
    assert NEW in both
    assert held == "Ministers have set no year."
    assert text(loaded_store, "opcon#1") == NEW


@sqlite
async def test_retiring_shows_what_goes_and_is_undone(team: Team, loaded_store: BriefingStore) -> None:
    await team.press(await team.ask("opcon#4"), "Edit")
    await team.press(modal(team), "Retire it")
    shown = told(team)

    await submit(team)
    gone = text(loaded_store, "opcon#4")
    await team.press(team.private[-1], "Undo")
    await team.background.drain(30)

    assert "two equal flags since 1971" in shown
    assert gone is None
    assert "opcon#4 is as it was." in said(team.private[-1].blocks)
    assert text(loaded_store, "opcon#4") is not None


async def test_a_statement_is_added_to_a_topic_from_its_card(team: Team, loaded_store: BriefingStore) -> None:
    await team.press(await team.ask("opcon"), "Edit")
    await team.press(modal(team), "Add a statement")

    lacking = await submit(team, text="Seoul wants the handover soon.")
    await choose(team, "citations", ["harbour-gazette-2026#2"])
    read = told(team)
    await submit(
        team,
        text="Seoul wants the handover soon.",
        as_of="2026",
        asks="does Seoul want the handover\n\n",
        holder="official",
    )
    await submit(team)

    assert "citations" in lacking
    assert "Korean general" in read
    assert text(loaded_store, "opcon#5") == "Seoul wants the handover soon."
    assert "Seoul wants the handover soon." in said((await team.ask("does Seoul want the handover")).blocks)


@sqlite
async def test_a_passage_becomes_a_statement_in_the_editors_own_words(team: Team, loaded_store: BriefingStore) -> None:
    await team.press(await team.ask("search satellites"), "Make this a statement")
    cited, empty = field(team, "citations")["initial_options"][0]["value"], field(team, "text").get("initial_value")

    await submit(team, text="Some satellites were never launched.")
    await submit(team)

    assert cited.startswith("policy-review-2025#")
    assert empty is None
    assert text(loaded_store, "opcon#5") == "Some satellites were never launched."


@sqlite
async def test_the_menu_finds_passages_by_words_title_and_address(team: Team) -> None:
    await team.press(await team.ask("opcon#1"), "Edit")
    view, element = modal(team), field(team, "citations")

    found = {}
    for typed in ("satellites", "Harbour", "policy-review-2025#2", "zebra"):
        place = type(control(view, "Retire it"))(view, "citations", element["action_id"], {})
        _, options = await team.controls.suggest(team.user, place, typed)
        found[typed] = [one["value"] for one in options]
        assert not options or refused_options({"options": options}) == []

    assert "policy-review-2025#2" in found["satellites"]
    assert "harbour-gazette-2026#1" in found["Harbour"]
    assert found["policy-review-2025#2"] == ["policy-review-2025#2"]
    assert found["zebra"] == []


@sqlite
async def test_only_who_may_edit_is_offered_it_and_only_where_they_alone_read(team: Team) -> None:
    mine = await team.ask("opcon#1")
    shared = await team.share(mine)
    team.user = DANIEL.id
    others = await team.ask("opcon#1")

    await team.controls.act(DANIEL.id, control(mine, "Edit"))

    assert "Edit" in buttons(mine.blocks)
    assert "Edit" not in buttons(shared.blocks)
    assert "Edit" not in buttons(others.blocks)
    assert "Only administrators may do this" in said(team.private[-1].blocks)


@sqlite
async def test_a_button_on_an_older_answer_edits_what_stands_now(team: Team, loaded_store: BriefingStore) -> None:
    old, gone = await team.ask("opcon#1"), await team.ask("opcon#4")
    await edited(team)
    await team.press(gone, "Edit")
    await team.press(modal(team), "Retire it")
    await submit(team)

    await team.press(old, "Edit")
    now = field(team, "text")["initial_value"]
    await team.press(gone, "Edit")

    assert now == NEW
    assert "no longer have this statement" in said(team.private[-1].blocks)
    assert loaded_store.snapshot.generation == 3


@sqlite
async def test_an_edit_from_a_flag_settles_it(team: Team, loaded_store: BriefingStore) -> None:
    loaded_store.usage.feedback.raise_flag("opcon#1", Opinion.WRONG, DANIEL.id, "It is so", team.clock())
    await team.press(await team.ask("admin flags"), "Edit")

    await submit(team, text=NEW)
    await submit(team)

    assert loaded_store.usage.feedback.open_flags() == ()
    assert text(loaded_store, "opcon#1") == NEW


async def test_an_edit_that_must_wait_for_its_turn_is_told_in_the_form_later(sqlite_url: str, folder: Path) -> None:
    store = BriefingStore.open(sqlite_url)
    store.load(folder, by="tests", at=NOW)
    async with opened(store, seeds=folder) as team:
        await team.press(await team.ask("opcon#1"), "Edit")
        await submit(team, text=NEW)
        with pen_held(store):
            await team.controls.submit(team.user, modal(team), {})
            meanwhile = told(team)
        await team.background.drain(30)

        assert "Working on it" in meanwhile
        assert "opcon#1 is changed. Version 2 is live." in told(team)
        assert "Undo" in buttons(blocks_of(modal(team)))
    store.close()


@sqlite
async def test_while_somebody_loads_the_form_says_so_and_keeps_what_was_written(
    team: Team, loaded_store: BriefingStore
) -> None:
    await team.press(await team.ask("opcon#1"), "Edit")
    await submit(team, text=NEW)

    with load_lock.taken(loaded_store.database, by="slack:U9", at=team.clock()):
        busy = await submit(team)
    await submit(team)

    assert len(busy) == 1
    assert text(loaded_store, "opcon#1") == NEW


@sqlite
async def test_in_a_folder_that_cannot_be_written_the_bot_keeps_the_edit(
    loaded_store: BriefingStore, folder: Path
) -> None:
    with read_only(folder):  # around all of it: threads keep what they were allowed when they began
        async with opened(loaded_store, seeds=folder) as team:
            await edited(team)

            assert "alliance seeds pull" in said(team.private[-1].blocks)
    assert text(loaded_store, "opcon#1") == NEW


@sqlite
async def test_an_editor_is_offered_it_in_the_bots_own_conversation_and_not_in_a_channel(team: Team) -> None:
    direct = team.slack.workspace.direct(JISOO.id, team.slack.workspace.app.user_id).id

    await team.say("opcon#1", channel=direct)
    asked = await team.say("@Alliance Briefing opcon#1")

    assert "Edit" in buttons(team.public(direct)[0].blocks)
    assert "Edit" not in buttons(team.thread(asked)[0].blocks)


@sqlite
async def test_a_document_has_one_menu_for_the_passages_of_a_page(team: Team) -> None:
    page = await team.ask("sources policy-review-2025")
    (menu,) = (node for node in nodes(page.blocks) if node.get("action_id") == "edit:from")

    await team.choose(page, "edit:from", menu["options"][1]["text"]["text"])

    assert field(team, "citations")["initial_options"][0]["value"] == "policy-review-2025#2"
    assert "satellites" in told(team)


@sqlite
async def test_from_the_full_brief_the_form_opens_on_top_and_tells_what_came_of_it(
    team: Team, loaded_store: BriefingStore
) -> None:
    await team.press(await team.ask("opcon"), "Full brief")
    await team.press(modal(team), "Edit")
    (pick,) = (node for node in nodes(modal(team).body["blocks"]) if node.get("action_id") == "edit:pick")
    await team.choose(modal(team), "edit:pick", pick["options"][0]["text"]["text"])

    await submit(team, text=NEW)
    await submit(team)
    live = told(team)
    await team.press(modal(team), "Undo")
    await team.background.drain(30)

    assert "opcon#1 is changed. Version 2 is live." in live
    assert "Undone: opcon#1" in told(team)
    assert text(loaded_store, "opcon#1") == OLD
