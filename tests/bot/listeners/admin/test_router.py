"""Administrators in Slack: reload, status, history, rollback, each other, the audit and the gaps. On both databases."""

from __future__ import annotations

import re
import shutil
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.simulator.service.slack import Fault, Wrong
from bot.simulator.state.fixtures import AOIFE, DANIEL, JISOO, MINJUN, SLACKBOT, TEAM
from bot.simulator.user.controls import Control
from store.access.admins import Admins, Audit
from store.access.model import AttemptOutcome
from store.core import BriefingStore
from store.db import load_lock
from store.db.engine import Database
from store.history.archive import Archive
from store.mending.model import ReplaceStatement
from tests.bot.served import blocks_of, opened
from tests.bot.slack_rules import buttons, nodes, refused, refused_view, said
from tests.conftest import NOW
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from bot.simulator.state.model import Message
    from tests.bot.served import Team

OLD, NEW = "No year has been set", "The year 2031 has been set"


@pytest.fixture
async def team(loaded_store: BriefingStore, folder: Path) -> AsyncIterator[Team]:
    """The team, whose Han Jisoo is the administrator."""
    async with opened(loaded_store, seeds=folder) as made:
        yield made


def edit(folder: Path, old: str, new: str, topic: str = "opcon") -> None:
    path = folder / "topics" / f"{topic}.md"
    said_so_far = path.read_text()
    assert old in said_so_far
    path.write_text(said_so_far.replace(old, new, 1))


def told(message: Message) -> str:
    assert refused(message.blocks) == []
    return said(message.blocks)


def mentioned(message: Message) -> list[str]:
    return [node["user_id"] for node in nodes(message.blocks) if node.get("type") == "user"]


def confirmed(message: Message, label: str) -> str:
    """What the question behind a button says."""
    (found,) = (
        node for node in nodes(message.blocks) if node.get("type") == "button" and node["text"]["text"] == label
    )
    return str(found["confirm"]["text"]["text"])


async def pressed(team: Team, message: Message, label: str) -> Message:
    """Press a button, wait for all that comes of it, and return the message as it is then, or the one below it."""
    before = {one.ts for one in team.private}
    await team.press(message, label)
    await team.background.drain(30)
    below = [one for one in team.private if one.ts not in before]
    return below[-1] if below else next(one for one in team.private if one.ts == message.ts)


def current(team: Team, message: Message) -> Message:
    """A message as it reads now."""
    return next(one for one in team.private if one.ts == message.ts)


@contextmanager
def pen_held(store: BriefingStore) -> Iterator[None]:
    """Another connection writes; a load waits for it, five seconds at most."""
    other = Database(store.database.url.render_as_string(hide_password=False))
    with other.write() as connection:
        connection.execute(text("UPDATE current_generation SET generation = generation"))
        yield
    other.close()


def tried(store: BriefingStore) -> list[tuple[str, str, str]]:
    """The audit, the oldest first: deed, outcome, detail."""
    return [(one.deed, one.outcome.value, one.detail) for one in Audit(store.database).latest(most=50)][::-1]


# Links


async def test_links_to_pages_are_ended_by_their_address_or_all_and_written_down(
    team: Team, loaded_store: BriefingStore
) -> None:
    how = await team.ask("admin links")
    one = await team.ask("admin links end <https://briefs.example/t/opcon?s=x|briefs.example/t/opcon>")
    every = await team.ask("admin links end all")

    assert "works until its day for whoever has it" in told(how)
    assert "Ended every link to /t/opcon" in told(one)
    assert "Ended every link to a page" in told(every)
    assert loaded_store.links.of("/t/opcon") == (1, 1)
    assert [detail for deed, outcome, detail in tried(loaded_store) if (deed, outcome) == ("links", "done")] == [
        "/t/opcon",
        "all",
    ]


# Reload


async def test_reload_shows_what_would_change_and_loads_it_when_told_to(
    team: Team, folder: Path, loaded_store: BriefingStore
) -> None:
    edit(folder, OLD, NEW)

    plan = await team.ask("admin reload")
    assert "What a reload changes" in told(plan)
    assert "1 statement changed" in told(plan)
    assert "The year 2031 has been set" in told(plan)
    assert "was: No year has been set" in told(plan).replace("\n", "")
    assert "4 topics, 12 statements, 3 documents, 14 passages" in told(plan)
    assert buttons(plan.blocks) == ["Load this", "Leave it"]
    assert loaded_store.snapshot.generation == 1

    done = await pressed(team, plan, "Load this")

    assert done.ts == plan.ts
    assert "Version 2 is live" in told(done)
    assert "1 statement changed." in told(done)
    assert mentioned(done) == [JISOO.id]
    assert "2031" in said((await team.ask("opcon")).blocks)
    assert Archive(loaded_store.database).generation(2).loaded_by == f"slack:{JISOO.id}"
    assert tried(loaded_store) == [
        ("reload", "allowed", ""),
        ("load", "allowed", ""),
        ("load", "done", "version 2"),
    ]


async def test_what_was_loaded_is_shown_by_its_button_and_undone_by_another(
    team: Team, folder: Path, loaded_store: BriefingStore
) -> None:
    edit(folder, OLD, NEW)
    done = await pressed(team, await team.ask("admin reload"), "Load this")

    changes = await pressed(team, done, "What changed")
    assert "The year 2031 has been set" in told(changes)
    assert f"by <@{JISOO.id}>" in told(changes)

    look = await pressed(team, done, "Undo")
    assert "What going back to version 1 changes" in told(look)
    undone = await pressed(team, look, "Roll back to 1")
    assert "Version 3 is live" in told(undone)
    assert loaded_store.snapshot.topics["opcon"].statements[0].text.startswith(OLD)


async def test_a_folder_that_says_what_the_store_says_is_nothing_to_load(team: Team) -> None:
    reply = await team.ask("admin reload")

    assert "Nothing to load: version 1 says what" in told(reply)
    assert buttons(reply.blocks) == []


@pytest.mark.parametrize(("label", "stands"), [("Keep the edit", NEW), ("Take the folder's", OLD)])
async def test_an_edit_that_an_older_folder_lacks_is_shown_with_both_texts_to_choose(
    team: Team, folder: Path, loaded_store: BriefingStore, label: str, stands: str
) -> None:
    loaded_store.load(folder, by="tests", at=NOW)
    mending = loaded_store.mending(folder)
    seen = mending.seen("opcon#1")
    assert seen is not None
    change = ReplaceStatement("opcon#1", replace(seen, text=f"{NEW}."), seen.fingerprint)
    mending.apply(change, by=f"slack:{JISOO.id}", now=NOW)
    edit(folder, f"{NEW}.", f"{OLD} for the handover of wartime command.")

    plan = await team.ask("admin reload")
    assert "Nothing to load, but something to choose." in told(plan)
    assert f"edited: {NEW}" in told(plan).replace("\n", "")
    assert f"folder: {OLD}" in told(plan).replace("\n", "")
    assert buttons(plan.blocks) == ["Keep the edit", "Take the folder's"]
    done = await pressed(team, plan, label)

    assert "Chosen: opcon#1, version" in told(done)
    loaded_store.refresh()
    assert loaded_store.snapshot.topics["opcon"].statements[0].text.startswith(stands)
    assert (NEW in (folder / "topics/opcon.md").read_text()) is (stands == NEW)
    assert tried(loaded_store)[-1][:2] == ("choose", "done")


async def test_leaving_it_leaves_it(team: Team, folder: Path, loaded_store: BriefingStore) -> None:
    edit(folder, OLD, NEW)
    plan = await team.ask("admin reload")

    left = await pressed(team, plan, "Leave it")

    assert left.ts == plan.ts
    assert "Left as it is: version 1 stays live." in told(left)
    assert loaded_store.snapshot.generation == 1


async def test_mistakes_are_told_by_file_line_and_column_and_nothing_changes(
    team: Team, folder: Path, loaded_store: BriefingStore
) -> None:
    edit(folder, "held_by: fact", "held_by: nobody")

    reply = await team.ask("admin reload")

    assert "1 problem in " in told(reply)
    assert "opcon.md:18:14:" in told(reply).replace("\n", "")
    assert "Nothing was loaded; version 1 stays live." in told(reply)
    assert buttons(reply.blocks) == ["Try again", "Load the rest"]

    edit(folder, "held_by: nobody", "held_by: critics")
    again = await pressed(team, reply, "Try again")
    assert again.ts == reply.ts
    assert "1 statement changed" in told(again)
    assert loaded_store.snapshot.generation == 1


async def test_the_rest_is_loaded_beside_a_bad_document_which_is_named_until_it_is_mended(
    team: Team, folder: Path, loaded_store: BriefingStore
) -> None:
    bad = folder / "documents" / "memo.docx"
    bad.write_bytes(b"no Word file")
    edit(folder, OLD, NEW)

    reply = await team.ask("admin reload")
    assert buttons(reply.blocks) == ["Try again", "Load the rest"]
    plan = await pressed(team, reply, "Load the rest")
    assert "memo.docx is not a Word file" in told(plan)
    done = await pressed(team, plan, "Load this")

    assert "Version 2 is live" in told(done)
    assert "Left as it was until mended: memo.docx is not a Word file" in told(done)
    assert loaded_store.snapshot.topics["opcon"].statements[0].text.startswith(NEW)
    assert "memo.docx: is not a Word file" in told(await team.ask("admin reload")).replace("\n", "")
    status = told(await team.ask("admin status")).replace("\n", "")
    assert "Left as it was until mended, since" in status
    assert "memo.docx: is not a Word file" in status

    bad.unlink()
    loaded_store.load(folder, by="tests", at=NOW)

    assert "until mended" not in told(await team.ask("admin status"))


async def test_of_many_problems_the_first_ten_are_told_and_all_can_be_read(team: Team, folder: Path) -> None:
    for number in range(150):
        (folder / "topics" / f"broken-{number:03}.md").write_text("---\nname: x\n---\nNothing.\n")

    reply = await team.ask("admin reload")

    (listed,) = (node for node in nodes(reply.blocks) if node.get("type") == "rich_text_list")
    assert len(listed["elements"]) == 10
    everything = next(label for label in buttons(reply.blocks) if label.startswith("Show all "))
    await team.press(reply, everything)
    found = set[str]()
    while True:
        (modal,) = team.modals
        assert refused_view({**modal.body}) == []
        found |= set(re.findall(r"broken-\d+", said(modal.body["blocks"])))
        if "Show more" not in buttons(modal.body["blocks"]):
            break
        await team.press(modal, "Show more")
    assert len(found) == 150


async def test_a_long_plan_is_cut_visibly_and_all_of_it_can_be_read(team: Team, folder: Path) -> None:
    lines = "".join(
        f"  - id: {number}\n    text: Claim number {number}.\n    as_of: 2026\n    held_by: fact\n"
        "    cites: [almanac-peninsula#2]\n"
        for number in range(100, 160)
    )
    edit(folder, "disagreements:", f"{lines}disagreements:")

    plan = await team.ask("admin reload")

    assert "and 40 more" in told(plan)
    await team.press(plan, "Show everything")
    found, turned = set[int](), 0
    while True:
        (modal,) = team.modals
        shown = said(modal.body["blocks"])
        found |= {number for number in range(100, 160) if f"Claim number {number}." in shown}
        if "Show more" not in buttons(modal.body["blocks"]):
            break
        await team.press(modal, "Show more")
        turned += 1
    assert found == set(range(100, 160))
    assert turned < 5


async def test_a_page_that_another_process_showed_is_read_anew(loaded_store: BriefingStore, folder: Path) -> None:
    for number in range(12):
        (folder / "topics" / f"broken-{number:03}.md").write_text("---\nname: x\n---\nNothing.\n")
    async with opened(loaded_store, seeds=folder) as one, opened(loaded_store, seeds=folder) as other:
        reply = await one.ask("admin reload")
        everything = next(label for label in buttons(reply.blocks) if label.startswith("Show all "))
        there = other.slack.workspace.whisper(
            other.slack.workspace.channel(other.channel), reply.user, other.user, reply.text, blocks=reply.blocks
        )
        below = await pressed(other, there, everything)

    assert "broken-011" in said(below.blocks)


async def test_a_folder_that_lost_its_topics_asks_again_and_names_them(
    team: Team, folder: Path, loaded_store: BriefingStore
) -> None:
    for path in (folder / "topics").iterdir():
        path.unlink()

    plan = await team.ask("admin reload")

    assert "Look twice. It has 0 topics where the store has 4." in told(plan).replace("\n", "")
    assert "cfc, opcon, sma, usfk" in confirmed(plan, "Load this")
    done = await pressed(team, plan, "Load this")
    assert "Version 2 is live" in told(done)
    assert not loaded_store.snapshot.topics


async def test_files_that_change_between_look_and_load_are_shown_again(
    team: Team, folder: Path, loaded_store: BriefingStore
) -> None:
    edit(folder, OLD, NEW)
    plan = await team.ask("admin reload")
    edit(folder, NEW, "The year 2032 has been set")

    again = await pressed(team, plan, "Load this")

    assert again.ts == plan.ts
    assert "The files have changed since you looked." in told(again)
    assert "2032" in told(again)
    assert loaded_store.snapshot.generation == 1
    assert tried(loaded_store)[-1] == ("load", "failed", "moved")
    assert "Version 2 is live" in told(await pressed(team, again, "Load this"))


async def test_files_that_break_between_look_and_load_are_named(team: Team, folder: Path) -> None:
    edit(folder, OLD, NEW)
    plan = await team.ask("admin reload")
    edit(folder, "held_by: fact", "held_by: nobody")

    again = await pressed(team, plan, "Load this")

    assert "opcon.md:18:14:" in told(again).replace("\n", "")


async def test_a_folder_that_is_gone_between_look_and_load_is_named(
    team: Team, folder: Path, loaded_store: BriefingStore
) -> None:
    edit(folder, OLD, NEW)
    plan = await team.ask("admin reload")
    shutil.rmtree(folder)

    reply = await pressed(team, plan, "Load this")

    assert str(folder) in told(reply)
    assert tried(loaded_store)[-1] == ("load", "failed", "no_input")


async def test_a_folder_that_is_not_there_is_named(loaded_store: BriefingStore, tmp_path: Path) -> None:
    async with opened(loaded_store, seeds=tmp_path / "nowhere") as team:
        reply = await team.ask("admin reload")

    assert "nowhere" in told(reply)
    assert loaded_store.snapshot.generation == 1


async def test_the_first_load_of_all_can_be_made_in_slack(store: BriefingStore, folder: Path) -> None:
    async with opened(store, seeds=folder) as team:
        plan = await team.ask("admin reload")
        done = await pressed(team, plan, "Load this")

    assert "4 topics added" in told(plan)
    assert "Version 1 is live" in told(done)
    assert buttons(done.blocks) == ["History"]


# Two at once


async def test_of_two_who_reload_at_once_one_runs_and_the_other_is_told_since_when(
    team: Team, folder: Path, loaded_store: BriefingStore
) -> None:
    Admins(loaded_store.database).add(TEAM.id, DANIEL.id, by=JISOO.id, at=team.clock())
    edit(folder, OLD, NEW)
    plans = {}
    for person in (JISOO, DANIEL):
        team.user = person.id
        plans[person.id] = await team.ask("admin reload")

    with pen_held(loaded_store):
        team.user, began = JISOO.id, team.clock()
        await team.press(plans[JISOO.id], "Load this")
        await until(lambda: load_lock.running(loaded_store.database, began) is not None)
        team.user = DANIEL.id
        await team.press(plans[DANIEL.id], "Load this")
        await until(lambda: "has been loading since" in said(team.private[-1].blocks))
        second = team.private[-1]
        status = await team.ask("admin status")
        assert loaded_store.snapshot.generation == 1
    await team.background.drain(30)

    assert mentioned(second) == [JISOO.id]
    assert "has been loading since" in told(second)
    (since,) = (node for node in nodes(second.blocks) if node.get("type") == "date")
    assert since["format"] == "{time}"
    assert abs(since["timestamp"] - began.timestamp()) < 5
    assert mentioned(status)[-1] == JISOO.id
    assert "has been loading since" in told(status)
    assert loaded_store.snapshot.generation == 2
    team.user = JISOO.id
    assert "Version 2 is live" in told(current(team, plans[JISOO.id]))
    assert ("load", "failed", "locked") in tried(loaded_store)
    assert [made.number for made in Archive(loaded_store.database).generations()] == [2, 1]


async def test_two_bots_over_one_database_take_turns_as_well(
    loaded_store: BriefingStore, database_url: str, folder: Path
) -> None:
    Admins(loaded_store.database).add(TEAM.id, DANIEL.id, by=JISOO.id, at=NOW)
    edit(folder, OLD, NEW)
    replica = BriefingStore.open(database_url)
    async with opened(loaded_store, seeds=folder) as one, opened(replica, seeds=folder) as other:
        other.user = DANIEL.id
        first, second = await one.ask("admin reload"), await other.ask("admin reload")
        with pen_held(loaded_store):
            await one.press(first, "Load this")
            await until(lambda: load_lock.running(replica.database, NOW) is not None)
            await other.press(second, "Load this")
            await until(lambda: "has been loading since" in said(other.private[-1].blocks))
        await one.background.drain(30)

        assert mentioned(other.private[-1]) == [JISOO.id]
        assert "Version 2 is live" in told(current(one, first))
        assert "Nothing changed; version 2 stands" in told(await pressed(other, second, "Load this"))
    replica.close()


async def test_a_load_that_takes_long_says_how_far_it_is(team: Team, folder: Path, loaded_store: BriefingStore) -> None:
    edit(folder, OLD, NEW)
    plan = await team.ask("admin reload")

    with pen_held(loaded_store):
        await team.press(plan, "Load this")
        await until(lambda: said(current(team, plan).blocks).endswith(" …"))
        assert re.match(r"(Loading|Reading topics: 4 of 4|Writing what changed) …", told(current(team, plan)))
        assert buttons(current(team, plan).blocks) == []
    await team.background.drain(30)

    assert "Version 2 is live" in told(current(team, plan))


async def test_what_slack_cannot_be_told_is_done_and_audited_all_the_same(
    team: Team, folder: Path, loaded_store: BriefingStore
) -> None:
    edit(folder, OLD, NEW)
    plan = await team.ask("admin reload")
    team.slack.faults.add(Fault(Wrong.DROP, "response_url"))

    below = await pressed(team, plan, "Load this")

    assert "Version 2 is live" in told(below)
    assert tried(loaded_store)[-1] == ("load", "done", "version 2")


async def test_a_folder_that_takes_long_to_read_is_answered_at_once_and_the_plan_follows(
    postgresql_url: str, folder: Path
) -> None:
    store, other = BriefingStore.open(postgresql_url), Database(postgresql_url)
    store.load(folder, by="tests", at=NOW)
    edit(folder, OLD, NEW)
    async with opened(store, seeds=folder) as team:
        with other.write() as connection:
            # Whoever plans a load must read this table; nobody else does.
            connection.execute(text("LOCK TABLE kept_file IN ACCESS EXCLUSIVE MODE"))
            before = time.monotonic()
            reply = await team.ask("admin reload")
            took = time.monotonic() - before
        await team.background.drain(30)

        assert f"Reading {folder} …" in told(reply)
        assert took < 3
        assert "1 statement changed" in told(team.private[-1])
        assert "Version 2 is live" in told(await pressed(team, team.private[-1], "Load this"))
    store.close()
    other.close()


async def test_a_rollback_during_a_load_is_refused_in_the_same_words(
    team: Team, folder: Path, loaded_store: BriefingStore
) -> None:
    edit(folder, OLD, NEW)
    await pressed(team, await team.ask("admin reload"), "Load this")
    look = await team.ask("admin rollback 1")

    with load_lock.taken(loaded_store.database, by=f"slack:{DANIEL.id}", at=team.clock()):
        refusal = await pressed(team, look, "Roll back to 1")

    assert mentioned(refusal) == [DANIEL.id]
    assert "has been loading since" in told(refusal)
    assert loaded_store.snapshot.generation == 2


# Status and history


async def test_status_says_what_is_live_and_that_nobody_loads(team: Team, folder: Path) -> None:
    reply = await team.ask("admin status")

    assert "Version 1 is live" in told(reply)
    assert "4 topics, 12 statements, 3 documents, 14 passages" in told(reply)
    assert str(folder) in told(reply)
    assert "Nobody is loading now" in told(reply)
    assert buttons(reply.blocks) == ["Reload", "History"]


async def test_status_before_the_first_load_says_so(store: BriefingStore, folder: Path) -> None:
    async with opened(store, seeds=folder) as team:
        assert "Nothing has been loaded yet" in told(await team.ask("admin status"))
        assert "Nothing has been loaded yet" in told(await team.ask("admin history"))


async def test_history_lists_every_generation_with_the_way_to_its_changes_and_back(team: Team, folder: Path) -> None:
    edit(folder, OLD, NEW)
    await pressed(team, await team.ask("admin reload"), "Load this")

    reply = await team.ask("admin history")

    shown = told(reply)
    assert shown.index("Version 2, live") < shown.index("Version 1")
    assert mentioned(reply) == [JISOO.id]
    assert "1 statement changed" in shown
    assert buttons(reply.blocks) == ["Changes", "Roll back"]
    assert "The year 2031" in told(await pressed(team, reply, "Changes"))
    assert "What going back to version 1 changes" in told(await pressed(team, reply, "Roll back"))


async def test_a_long_history_comes_in_pages(team: Team, folder: Path, loaded_store: BriefingStore) -> None:
    texts = [NEW, OLD] * 15
    for before, after in zip([OLD, *texts], texts, strict=False):
        edit(folder, before, after)
        loaded_store.load(folder, by="slack:U08H6A31KQX", at=team.clock())

    seen, reply = set[str](), await team.ask("admin history")
    while True:
        seen |= {line.partition(",")[0] for line in told(reply).splitlines() if line.startswith("Version ")}
        if "Show older" not in buttons(reply.blocks):
            break
        reply = await pressed(team, reply, "Show older")
    assert len(seen) == 31


# Rollback


async def test_a_reload_prunes_the_history_which_says_so(database: Database, folder: Path) -> None:
    store = BriefingStore(database, history_days=1)
    store.load(folder, by="the first", at=NOW - timedelta(days=9))
    edit(folder, OLD, "Nobody has set a year")
    store.load(folder, by="the second", at=NOW - timedelta(days=8))
    edit(folder, "Nobody has set a year", NEW)
    async with opened(store, seeds=folder) as team:
        done = await pressed(team, await team.ask("admin reload"), "Load this")

        assert "Version 3 is live" in told(done)
        history = told(await team.ask("admin history"))
        assert "2 versions kept" in history
        assert "The history begins with version 2: earlier ones were pruned." in history
        assert "Version 1 has been pruned" in told(await team.ask("admin rollback 1"))
        assert "no history" in told(await team.ask(f"opcon at {NOW - timedelta(days=8.5):%Y-%m-%d}"))


async def test_rollback_shows_what_would_change_and_makes_a_new_generation(
    team: Team, folder: Path, loaded_store: BriefingStore
) -> None:
    edit(folder, OLD, NEW)
    await pressed(team, await team.ask("admin reload"), "Load this")

    look = await team.ask("admin rollback 1")
    assert "What going back to version 1 changes" in told(look)
    assert "was: The year 2031 has been set" in told(look).replace("\n", "")
    assert "the next reload brings back what they say" in told(look)
    assert loaded_store.snapshot.generation == 2
    done = await pressed(team, look, "Roll back to 1")

    assert done.ts == look.ts
    assert "Version 3 is live" in told(done)
    assert "It says what version 1 said." in told(done)
    assert OLD in said((await team.ask("opcon")).blocks)
    assert tried(loaded_store)[-1] == ("rollback", "done", "version 3 says what 1 said")
    newest, _, older = told(await team.ask("admin history")).partition("Version 2")
    assert "rollback to 1" in newest
    assert "rollback" not in older
    status = told(await team.ask("admin status"))
    assert "Rolled back to version 1 " in status
    assert "A start leaves the folder alone. What waits: 1 statement changed." in status


async def test_what_was_rolled_back_comes_again_with_the_next_reload_as_it_was_said(
    team: Team, folder: Path, loaded_store: BriefingStore
) -> None:
    edit(folder, OLD, NEW)
    await pressed(team, await team.ask("admin reload"), "Load this")
    await pressed(team, await team.ask("admin rollback 1"), "Roll back to 1")

    plan = await team.ask("admin reload")

    assert "1 statement changed" in told(plan)
    assert "Version 4 is live" in told(await pressed(team, plan, "Load this"))
    assert loaded_store.snapshot.topics["opcon"].statements[0].text.startswith(NEW)


async def test_rollback_asks_for_a_number_and_knows_which_there_are(team: Team) -> None:
    assert "Say to which" in told(await team.ask("admin rollback"))
    assert "Say to which" in told(await team.ask("admin rollback yesterday"))
    assert "There is no version 99; the history lists those that are kept." in told(await team.ask("admin rollback 99"))
    assert "version 1 is the live one" in told(await team.ask("admin rollback 1"))


async def test_a_rollback_after_another_load_is_shown_again(
    team: Team, folder: Path, loaded_store: BriefingStore
) -> None:
    edit(folder, OLD, NEW)
    loaded_store.load(folder, by="tests", at=team.clock())
    look = await team.ask("admin rollback 1")
    edit(folder, NEW, "The year 2032 has been set")
    loaded_store.load(folder, by="tests", at=team.clock())

    again = await pressed(team, look, "Roll back to 1")

    assert "Something was loaded since you looked." in told(again)
    assert "was: The year 2032 has been set" in told(again).replace("\n", "")
    assert loaded_store.snapshot.generation == 3
    assert "Version 4 is live" in told(await pressed(team, again, "Roll back to 1"))


# Administrators


async def test_administrators_are_added_by_name_by_id_and_by_the_menu(team: Team, loaded_store: BriefingStore) -> None:
    await team.ask("admin admins add @daniel.reyes")
    await team.ask(f"admin admins add {MINJUN.id}")
    listed = await team.ask("admin admins")
    (menu,) = (node for node in nodes(listed.blocks) if node.get("type") == "users_select")
    block = next(one["block_id"] for one in blocks_of(listed) if menu in one.get("elements", ()))
    chosen = {"type": "users_select", "selected_user": AOIFE.id}
    await team.controls.act(team.user, Control(listed, block, menu["action_id"], chosen))

    reply = await team.ask("admin admins")
    assert "4 administrators" in told(reply)
    assert [one.person for one in Admins(loaded_store.database, [JISOO.id]).listed(TEAM.id)] == [
        JISOO.id,
        DANIEL.id,
        MINJUN.id,
        AOIFE.id,
    ]
    assert ("admins add", "done", DANIEL.id) in tried(loaded_store)
    team.user = DANIEL.id
    assert "What administrators do" in told(await team.ask("admin"))


async def test_an_administrator_is_removed_after_a_question_and_may_no_longer(
    team: Team, loaded_store: BriefingStore
) -> None:
    listed = await team.ask("admin admins add <@U08H6C8VN2T|daniel>")
    assert "They can no longer" in confirmed(listed, "Remove")

    gone = await pressed(team, listed, "Remove")

    assert "may no longer change the briefings" in told(gone)
    team.user = DANIEL.id
    assert "Only administrators may do this" in told(await team.ask("admin"))
    assert not Admins(loaded_store.database).may(TEAM.id, DANIEL.id)


async def test_those_of_the_settings_cannot_be_removed_from_slack(team: Team, loaded_store: BriefingStore) -> None:
    reply = await team.ask(f"admin admins remove {JISOO.id}")

    assert "ALLIANCE_ADMINS names them" in told(reply)
    assert tried(loaded_store)[-1] == ("admins", "failed", "founder")
    assert "What administrators do" in told(await team.ask("admin"))


@pytest.mark.parametrize(
    ("person", "why"),
    [
        (SLACKBOT.id, "is a bot"),
        ("U0NOBODYHERE", "is nobody whom I know"),
        ("U0FOREIGNER", "belongs to another workspace"),
    ],
)
async def test_only_people_of_this_workspace_can_be_administrators(team: Team, person: str, why: str) -> None:
    people = team.slack.workspace.people
    people["U0FOREIGNER"] = replace(AOIFE, id="U0FOREIGNER", home="T0ELSEWHERE")

    reply = await team.ask(f"admin admins add {person}")

    assert why in told(reply)
    assert "1 administrator" in told(await team.ask("admin admins"))


async def test_adding_somebody_while_a_load_writes_is_answered_in_time_and_done_after_it(
    sqlite_url: str, folder: Path
) -> None:
    store = BriefingStore.open(sqlite_url)
    store.load(folder, by="tests", at=NOW)
    async with opened(store, seeds=folder) as team:
        with pen_held(store):
            before = time.monotonic()
            reply = await team.ask("admin admins add @daniel.reyes")
            took = time.monotonic() - before
        await team.background.drain(30)

        assert "Working on it …" in told(reply)
        assert took < 3
        assert "may now change the briefings" in told(team.private[-1])
        assert Admins(store.database).may(TEAM.id, DANIEL.id)
    store.close()


async def test_a_name_that_is_nobodys_leads_to_the_menu(team: Team) -> None:
    reply = await team.ask("admin admins add @zebra")

    assert "“@zebra” is not exactly one person here." in told(reply)
    assert [node["type"] for node in nodes(reply.blocks) if node.get("type") == "users_select"] == ["users_select"]


async def test_neither_add_nor_remove_is_named(team: Team) -> None:
    assert "“promote” is neither add nor remove." in told(await team.ask("admin admins promote @daniel.reyes"))


# Audit and gaps


async def test_the_audit_shows_who_tried_what_and_what_became_of_it(team: Team) -> None:
    team.user = DANIEL.id
    await team.ask("admin rollback 1 <!here>")
    team.user = JISOO.id

    reply = await team.ask("admin audit")

    assert mentioned(reply) == [JISOO.id, DANIEL.id]
    assert "denied" in told(reply)
    assert "rollback" in told(reply)


async def test_a_long_audit_comes_in_pages(team: Team) -> None:
    for number in range(50):
        await team.ask(f"admin status {number}")

    seen, reply = "", await team.ask("admin audit")
    while True:
        seen += f"{told(reply)}\n"
        if "Show older" not in buttons(reply.blocks):
            break
        reply = await pressed(team, reply, "Show older")
    assert all(f"\n{number}\n" in seen for number in range(50))


async def test_gaps_are_the_questions_that_found_nothing(team: Team) -> None:
    assert "Every question found an answer." in told(await team.ask("admin gaps"))
    for _ in range(3):
        await team.ask("zebra husbandry")
    await team.ask("<!channel> zeppelins of glass")
    await team.background.drain(30)

    reply = await team.ask("admin gaps")

    assert "zebra husbandry" in told(reply)
    assert "3 times, last " in told(reply)


async def test_a_gap_that_is_dismissed_is_gone_until_it_is_asked_again(team: Team, loaded_store: BriefingStore) -> None:
    for question in ("zebra husbandry", "zeppelins of glass " * 8):
        await team.ask(question)
    await team.background.drain(30)

    listed = await team.ask("admin gaps")
    await team.choose(listed, "admin:dismiss", "zebra husbandry")
    await team.choose(listed, "admin:dismiss", "zebra husbandry")

    assert refused(listed.blocks) == []
    assert [gap.text[:9] for gap in loaded_store.usage.gaps()] == ["zeppelins"]
    assert "zebra" not in told(team.private[-1])
    assert tried(loaded_store)[-1] == ("gaps dismiss", "done", "")
    await team.ask("Zebra  husbandry!")
    await team.background.drain(30)
    assert [gap.count for gap in loaded_store.usage.gaps()] == [1, 1]


async def test_the_buttons_of_the_list_do_what_their_words_do(team: Team) -> None:
    reply = await team.ask("admin")

    for label, shows in (("Status", "is live"), ("History", "kept, the newest first"), ("Gaps", "found an answer")):
        assert shows in told(await pressed(team, reply, label))


async def test_a_button_of_somebody_who_was_removed_meanwhile_does_nothing(
    team: Team, folder: Path, loaded_store: BriefingStore
) -> None:
    await team.ask("admin admins add @daniel.reyes")
    edit(folder, OLD, NEW)
    team.user = DANIEL.id
    plan = await team.ask("admin reload")
    Admins(loaded_store.database).remove(TEAM.id, DANIEL.id)

    reply = await pressed(team, plan, "Load this")

    assert "Only administrators may do this" in told(reply)
    assert loaded_store.snapshot.generation == 1
    assert tried(loaded_store)[-1] == ("load", AttemptOutcome.DENIED.value, "")
