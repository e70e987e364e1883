"""A file or a text of Slack's becomes a document: read, corrected, saved and live, or said why not."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import astuple, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document as WordFile

from bot.blocks import document_form
from bot.simulator.service.slack import Fault, Wrong
from bot.simulator.state.files import EXTERNAL, TOMBSTONE
from bot.simulator.state.fixtures import DANIEL, DESK, GENERAL, JISOO
from bot.simulator.user.controls import Control
from store.access.admins import Admins, Audit
from store.access.model import AttemptOutcome
from store.content import file_marks
from store.core import BriefingStore
from store.db import load_lock
from store.db.engine import Database
from tests.bot.served import SEEDS, blocks_of, control, opened
from tests.bot.slack_rules import buttons, refused, refused_options, refused_view, said
from tests.conftest import NOW
from tests.faults.lines import Line
from tests.store.powers import read_only

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.simulator.state.model import OpenView
    from tests.bot.served import Team

NOTE = """The Price of Lamps
By Ines Okafor
24 January 2026

The garrison pays for half of its lamps, says the cost-sharing agreement that was signed last spring.

Wartime command is nowhere named in it, although both ministers had asked for OPCON to be settled first.
"""
SHORTCUT = "alliance_add"


@pytest.fixture
def dialect() -> str:
    """One kind of database; `test_adding` of the store has both."""
    return "sqlite"


@pytest.fixture
async def team(loaded_store: BriefingStore, folder: Path) -> AsyncIterator[Team]:
    async with opened(loaded_store, seeds=folder) as made:
        yield made


async def uploaded(team: Team, name: str, data: bytes | str = NOTE, *, channel: str = DESK, text: str = "") -> Any:
    """Upload a file with a message; return the message."""
    return await shared(team, {name: data}, channel=channel, text=text)


async def shared(team: Team, files: dict[str, bytes | str], *, channel: str = DESK, text: str = "") -> Any:
    every = [
        team.hands.upload(team.user, name, data.encode() if isinstance(data, str) else data)
        for name, data in files.items()
    ]
    return await team.hands.say(team.user, channel, text, files=[one.id for one in every])


async def begin(team: Team, message: Any) -> None:
    """Choose “Add to briefings” in the menu of a message, and wait for what comes of it."""
    reply = await team.hands.shortcut(team.user, message.channel, message.ts, SHORTCUT)
    assert (reply.status, reply.error) == (200, None)
    await settled(team)


async def settled(team: Team) -> None:
    assert await team.background.drain(30) == 0


async def submit(team: Team, **entered: Any) -> dict[str, str]:
    """Submit the open modal with what was entered, by block; return the errors by block."""
    reply, wrong = await team.controls.submit(team.user, modal(team), values(team, **entered))
    assert (reply.status, reply.error) == (200, None)
    await settled(team)
    return dict(wrong)


def values(team: Team, **entered: Any) -> dict[str, Any]:
    """What a person enters into fields: text, ticks, or the slugs of topics."""
    found = {}
    for block, entry in entered.items():
        element = field(team, block)
        kind, action = element["type"], element["action_id"]
        slugs = entry if isinstance(entry, list) else []
        options = [{"text": {"type": "plain_text", "text": one}, "value": one} for one in slugs]
        state = {
            "plain_text_input": {"value": entry or None},
            "static_select": {"selected_option": {"value": entry}},
            "radio_buttons": {"selected_option": {"value": entry}},
            "multi_external_select": {"selected_options": options},
            "checkboxes": {"selected_options": element.get("options", []) if entry else []},
        }[kind]
        found[block] = {action: {"type": kind, **state}}
    return found


def modal(team: Team) -> OpenView:
    (view,) = team.modals
    checked = {key: value for key, value in view.body.items() if key != "callback_id" or value}
    assert refused_view(checked) == []
    return view


def field(team: Team, block: str) -> dict[str, Any]:
    """The element of a form's block."""
    return dict(next(one["element"] for one in blocks_of(modal(team)) if one["block_id"] == block))


def told(team: Team) -> str:
    """Everything the open modal says."""
    return said(blocks_of(modal(team)))


def fields(team: Team) -> dict[str, Any]:
    """What the form shows at first, by block."""
    shown = {}
    for block in blocks_of(modal(team)):
        if block["type"] == "input":
            element = block["element"]
            option = element.get("initial_option") or {}
            many = element.get("initial_options")
            shown[block["block_id"]] = (
                [one["value"] for one in many] if many else option.get("value") or element.get("initial_value", "")
            )
    return shown


def in_folder(folder: Path) -> list[str]:
    found = {path.name for path in (folder / "documents").iterdir()}
    return sorted(found - {path.name for path in (SEEDS / "documents").iterdir()})


def audited(store: BriefingStore) -> list[tuple[str, AttemptOutcome, str]]:
    return [(one.person, one.outcome, one.detail) for one in Audit(store.database).latest() if one.deed == "add"][::-1]


# From the menu of a message


async def test_a_file_is_read_and_shown_with_what_is_guessed(team: Team, folder: Path) -> None:
    await begin(team, await uploaded(team, "Lamps 2026.txt"))

    assert modal(team).body["title"]["text"] == "Add to briefings"
    assert "Lamps 2026.txt · text" in told(team)
    assert "2 passages read. " in told(team)
    assert "The garrison pays for half of its lamps" in told(team)
    assert fields(team) == {
        "title": "The Price of Lamps",
        "publisher": "",
        "author": "Ines Okafor",
        "kind": "reference",
        "published": "2026-01-24",
        "url": "",
        "language": "en",
        "topics": ["usfk", "sma", "opcon"],
        "id": "lamps-2026",
    }
    assert in_folder(folder) == []


async def test_the_modal_opens_before_the_file_is_there(team: Team) -> None:
    message = await uploaded(team, "lamps.txt")
    team.slack.faults.add(Fault(Wrong.DELAY, "files.info", seconds=0.3))

    await team.hands.shortcut(team.user, DESK, message.ts, SHORTCUT)

    assert "Reading lamps.txt …" in told(team)
    await settled(team)
    assert fields(team)["id"] == "lamps"


async def test_what_is_submitted_is_saved_and_live(team: Team, loaded_store: BriefingStore, folder: Path) -> None:
    await begin(team, await uploaded(team, "Lamps 2026.txt"))

    assert await submit(team, title="What Lamps Cost", author="", published="2026", topics=["sma", "cfc"]) == {}

    assert "Version 2 is live: " in told(team)
    assert "What Lamps Cost" in told(team)
    assert ", 2 passages, topics SMA, CFC." in told(team)
    source = loaded_store.snapshot.sources["lamps-2026"]
    assert (source.title, source.author, str(source.published)) == ("What Lamps Cost", None, "2026")
    assert source.topics == ("sma", "cfc")
    assert in_folder(folder) == ["lamps-2026.txt", "lamps-2026.txt.yaml"]
    assert audited(loaded_store) == [
        (JISOO.id, AttemptOutcome.ALLOWED, "Lamps 2026.txt"),
        (JISOO.id, AttemptOutcome.ALLOWED, "lamps-2026"),
        (JISOO.id, AttemptOutcome.DONE, "lamps-2026, version 2"),
    ]


async def test_the_document_opens_by_its_button(team: Team) -> None:
    await begin(team, await uploaded(team, "lamps.txt"))
    await submit(team)

    await team.press(modal(team), "Open the document")

    assert "¶1" in said(blocks_of(team.modals[-1]))
    assert "The garrison pays for half" in said(blocks_of(team.modals[-1]))


@pytest.mark.parametrize("channel", [DESK, "direct"])
async def test_a_word_file_comes_from_a_channel_or_a_direct_message(
    team: Team, loaded_store: BriefingStore, channel: str
) -> None:
    file = WordFile()
    file.add_heading("Lamps and Boats", 0)
    file.add_paragraph("The garrison counted the lamps and found that eleven of them were dark.")
    out = BytesIO()
    file.save(out)
    place = team.slack.workspace.direct(team.user, team.slack.workspace.app.user_id).id if channel == "direct" else DESK

    await begin(team, await uploaded(team, "lamps.docx", out.getvalue(), channel=place))
    await submit(team)

    assert loaded_store.snapshot.sources["lamps"].title == "Lamps and Boats"


async def test_the_menu_of_topics_finds_them_while_one_types(team: Team) -> None:
    await begin(team, await uploaded(team, "lamps.txt"))
    asked = Control(modal(team), "topics", document_form.TOPICS, {})

    _, options = await team.controls.suggest(team.user, asked, "joint")

    assert [one["value"] for one in options] == ["cfc"]
    assert refused_options({"options": options}) == []


# Several, and none


async def test_of_several_files_one_is_chosen(team: Team) -> None:
    message = await shared(team, {"lamps.txt": NOTE, "boats.md": NOTE.replace("amps", "oats")})
    await begin(team, message)
    assert [one["text"]["text"] for one in field(team, "file")["options"]] == ["lamps.txt", "boats.md"]

    await submit(team, file=message.files[1])

    assert fields(team)["id"] == "boats"


async def test_a_message_with_neither_file_nor_text_says_so(team: Team) -> None:
    message = await team.hands.say(team.user, DESK, " ")

    await begin(team, message)

    assert "neither a file nor text" in said(team.private[-1].blocks)
    assert team.modals == []


# Pasted text


async def test_the_text_of_a_message_is_offered_as_it_stands(team: Team, loaded_store: BriefingStore) -> None:
    message = await team.hands.say(team.user, DESK, NOTE)
    await begin(team, message)
    assert field(team, "text1")["initial_value"] == NOTE.strip()

    assert await submit(team) == {}
    assert "Pasted text" in told(team)
    assert fields(team)["title"] == "The Price of Lamps"
    assert fields(team)["id"] == "the-price-of-lamps"
    assert await submit(team, id="okafor-2026") == {}

    assert "Version 2 is live" in told(team)
    assert loaded_store.snapshot.sources["okafor-2026"].title == "The Price of Lamps"


async def test_text_is_pasted_in_parts_from_the_command(team: Team, loaded_store: BriefingStore, folder: Path) -> None:
    await team.hands.command(team.user, DESK, "/alliance admin add")
    assert "A file takes more" in told(team)

    await submit(team, text1=NOTE, text2="And one sentence more, about oil and who pays for it.")
    assert "3 passages read. " in told(team)
    await submit(team, title="Lamps", id="lamps")

    document = loaded_store.document("lamps")
    assert document is not None
    assert document.passages[2].text.startswith("And one sentence more")
    assert in_folder(folder) == ["lamps.txt", "lamps.txt.yaml"]


async def test_pasted_text_that_says_nothing_is_refused_at_its_field(team: Team) -> None:
    await team.hands.command(team.user, DESK, "/alliance admin add")

    wrong = await submit(team, text1="***")

    assert wrong == {"text1": "The text: has no text that can be read; write it, or remove the file"}


async def test_a_text_that_no_form_holds_is_sent_back_for_a_file(team: Team) -> None:
    message = await team.hands.say(team.user, DESK, "lamps and oil " * 1_000)

    await begin(team, message)

    assert "Save it as a .txt file" in said(team.private[-1].blocks)


@pytest.mark.parametrize(
    "text", ["a" * 3_000, "word " * 2_000, "One paragraph.\n" * 500, "😀" * 5_000, "가나다 " * 2_500, "x" * 11_999]
)
def test_a_text_is_parted_so_that_every_field_holds_its_part(text: str) -> None:
    parts = document_form.parted(text)

    assert parts is not None
    assert all(len(part.encode("utf-16-le")) // 2 <= document_form.MAX_PART for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


# What is wrong


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        (
            "lamps.odt",
            NOTE,
            "lamps.odt cannot be read as a document; save it as one of .txt, .md, .html, .htm, .pdf, .docx.",
        ),
        ("lamps.txt", bytes(5 * 1024 * 1024 + 1), "lamps.txt is larger than 5 MiB; split it."),
        ("lamps.pdf", NOTE, "lamps.pdf: is not a PDF, whatever its name says; save it as one, or rename it"),
        ("lamps.txt", b"caf\x81", "lamps.txt:1: not UTF-8 (byte 0x81 at offset 3); save it as UTF-8"),
        ("lamps.md", "---\ntitel: x\n---\nA text.", "lamps.md:2:1: 'titel' is not a key of a document"),
    ],
)
async def test_a_file_that_cannot_be_a_document_says_why(team: Team, name: str, data: bytes | str, why: str) -> None:
    await begin(team, await uploaded(team, name, data))

    assert why in told(team)
    assert "submit" not in modal(team).body


@pytest.mark.parametrize(
    ("mode", "why"),
    [(TOMBSTONE, "was deleted; upload it again."), (EXTERNAL, "is only linked here and lives elsewhere")],
)
async def test_a_file_that_is_gone_or_elsewhere_says_so(team: Team, mode: str, why: str) -> None:
    message = await uploaded(team, "lamps.txt")
    files = team.slack.workspace.files
    files[message.files[0]] = replace(files[message.files[0]], mode=mode)

    await begin(team, message)

    assert why in told(team)


async def test_a_file_of_a_channel_that_the_bot_is_not_in_says_how_to_mend_it(team: Team) -> None:
    await begin(team, await uploaded(team, "lamps.txt", channel=GENERAL))

    assert "is in a channel that I am not in. Invite me" in told(team)


async def test_without_the_scope_an_administrator_is_told_which(team: Team) -> None:
    message = await uploaded(team, "lamps.txt")
    team.slack.scopes -= {"files:read"}

    await begin(team, message)

    assert "lacks the scope files:read" in told(team)


@pytest.mark.parametrize("wrong", [Wrong.STATUS, Wrong.DROP])
async def test_where_slack_fails_one_may_try_again(team: Team, wrong: Wrong) -> None:
    message = await uploaded(team, "lamps.txt")
    team.slack.faults.add(Fault(wrong, "files-pri"), times=2)  # a connection that was kept is tried again once

    await begin(team, message)

    assert "Slack did not hand lamps.txt over just now; try again." in told(team)


async def test_what_is_wrong_stands_at_its_field_and_nothing_is_saved(team: Team, folder: Path) -> None:
    await begin(team, await uploaded(team, "lamps.txt"))

    wrong = await submit(team, title="", published="last winter", url="example", language="Korean", id="../x")

    assert set(wrong) == {"title", "published", "url", "language", "id"}
    assert wrong["published"] == "'published' is not a date: 'last winter'; write 2026, 2026-01, 2026-01-24 or undated."
    assert in_folder(folder) == []
    assert fields(team)["title"] == "The Price of Lamps"


# What is there already


async def test_an_id_that_is_taken_asks_to_replace_or_for_another(team: Team, loaded_store: BriefingStore) -> None:
    await begin(team, await uploaded(team, "lamps.txt"))
    await submit(team, title="Lamps")
    await begin(team, await uploaded(team, "lamps.txt", NOTE + "\nAnd one sentence more, about oil and who pays.\n"))
    assert "A document has the id lamps:" in told(team)
    assert "Replaced, it has 3 passages instead of 2; 2 stay word for word." in told(team)

    assert await submit(team) == {"id": "This is the id of “Lamps”; choose another."}
    assert await submit(team, replace=True, title="Lamps Again") == {}

    assert "Version 3 is live" in told(team)
    assert loaded_store.snapshot.sources["lamps"].title == "Lamps Again"


async def test_no_other_document_is_replaced_than_the_one_that_the_form_names(
    team: Team, loaded_store: BriefingStore, folder: Path
) -> None:
    await begin(team, await uploaded(team, "lamps.txt"))
    await submit(team, title="Lamps")
    await begin(team, await uploaded(team, "lamps.txt", NOTE + "\nAnd one sentence more, about oil and who pays.\n"))

    wrong = await submit(team, replace=True, id="almanac-peninsula")

    title = loaded_store.snapshot.sources["almanac-peninsula"].title
    assert wrong == {"id": f"This is the id of “{title}”; choose another."}
    assert (folder / "documents/almanac-peninsula.md").exists()


async def test_what_replacing_would_do_to_citations_is_said(team: Team) -> None:
    data = (SEEDS / "documents/harbour-gazette-2026.md").read_text().replace("six hours", "five hours")

    await begin(team, await uploaded(team, "harbour-gazette-2026.md", data))

    assert "¶1 would read otherwise or be gone" in told(team)


async def test_the_same_text_under_another_name_is_said_to_be_there(team: Team) -> None:
    data = (SEEDS / "documents/almanac-peninsula.md").read_text()

    await begin(team, await uploaded(team, "copy.md", data))

    assert "The store has this very text already: " in told(team)
    assert "(almanac-peninsula)" in told(team)


# What is in the way


async def test_a_mistake_elsewhere_in_the_folder_is_left_as_it_was_and_named(
    team: Team, loaded_store: BriefingStore, folder: Path
) -> None:
    (folder / "topics/broken.md").write_text("---\nname: Broken\n---\n")
    (folder / "documents/locked.pdf").write_bytes(b"no PDF")
    await begin(team, await uploaded(team, "lamps.txt"))

    await submit(team, title="Lamps", topics=["cfc"])

    assert "Version 2 is live" in told(team)
    assert "Left as it was until mended: locked.pdf " in told(team)
    assert "broken.md 'category' is missing" in told(team)
    assert "lamps" in loaded_store.snapshot.sources


async def test_what_would_take_away_what_topics_cite_is_named_above_the_form(
    team: Team, loaded_store: BriefingStore, folder: Path
) -> None:
    gazette = folder / "documents/harbour-gazette-2026.md"
    whole = gazette.read_text("utf-8")
    gazette.write_text("---\ntitle: Gazette\n---\nThey left.\n", "utf-8")
    await begin(team, await uploaded(team, "lamps.txt"))

    await submit(team, title="Lamps", topics=["cfc"])

    assert "Not added. These must be mended first; nothing has changed." in told(team).replace("\n", "")
    assert "harbour-gazette-2026#" in told(team)
    assert (fields(team)["title"], fields(team)["topics"]) == ("Lamps", ["cfc"])
    assert "documents/lamps.txt" not in in_folder(folder)
    assert audited(loaded_store)[-1] == (JISOO.id, AttemptOutcome.FAILED, "lamps: seed_invalid")

    gazette.write_text(whole, "utf-8")
    await submit(team)
    assert "Version 2 is live" in told(team)


async def test_while_somebody_loads_the_form_comes_back(team: Team, loaded_store: BriefingStore, folder: Path) -> None:
    await begin(team, await uploaded(team, "lamps.txt"))

    with load_lock.taken(loaded_store.database, by="minjun", at=team.clock()):
        await submit(team, title="Lamps")

    assert "A load by minjun has been running since" in told(team)
    assert fields(team)["title"] == "Lamps"
    assert in_folder(folder) == []


async def test_a_file_deleted_before_it_was_saved_is_said_to_be(team: Team) -> None:
    message = await uploaded(team, "lamps.txt")
    await begin(team, message)
    files = team.slack.workspace.files
    files[message.files[0]] = replace(files[message.files[0]], mode=TOMBSTONE)

    await submit(team)

    assert "was deleted; upload it again." in told(team)


async def test_whoever_closed_the_form_is_told_directly(team: Team) -> None:
    await begin(team, await uploaded(team, "lamps.txt"))
    view = modal(team)
    team.slack.faults.add(Fault(Wrong.DELAY, "files.info", seconds=0.3))

    await team.controls.submit(team.user, view, {})
    await team.controls.close(team.user, view)
    await settled(team)

    direct = team.slack.workspace.direct(team.user, team.slack.workspace.app.user_id)
    (message,) = team.public(direct.id)
    assert "Version 2 is live: The Price of Lamps, 2 passages" in message.text
    assert buttons(message.blocks) == ["Open the document", "What changed"]
    assert refused(message.blocks) == []


async def test_a_read_only_folder_says_how_the_file_gets_out(loaded_store: BriefingStore, folder: Path) -> None:
    with read_only(folder):  # around all of it: threads keep what they were allowed when they began
        async with opened(loaded_store, seeds=folder) as team:
            await begin(team, await uploaded(team, "lamps.txt"))
            await submit(team, title="Lamps")

            assert "alliance seeds pull" in told(team)
            listed = said((await team.ask("admin files")).blocks)
    assert "2 files that only the bot has" in listed
    assert "documents/lamps.txt.yaml" in listed
    with loaded_store.database.read() as connection:
        assert [one.name for one in file_marks.listed(connection)] == [
            "documents/lamps.txt",
            "documents/lamps.txt.yaml",
        ]


async def test_without_kept_files_the_list_says_so(team: Team) -> None:
    assert "The store keeps no files" in said((await team.ask("admin files")).blocks)


# Who may


async def test_nobody_else_may_and_they_are_told_who(team: Team, loaded_store: BriefingStore, folder: Path) -> None:
    message = await uploaded(team, "lamps.txt")
    team.user = DANIEL.id

    await begin(team, message)

    assert "Only administrators may do this" in said(team.private[-1].blocks)
    assert team.modals == []
    assert audited(loaded_store) == [(DANIEL.id, AttemptOutcome.DENIED, "lamps.txt")]
    assert in_folder(folder) == []


async def test_whoever_lost_the_right_meanwhile_may_not_save(team: Team, loaded_store: BriefingStore, folder) -> None:
    admins, home = Admins(loaded_store.database), team.slack.workspace.team.id
    admins.add(home, DANIEL.id, by=JISOO.id, at=team.clock())
    message = await uploaded(team, "lamps.txt")
    team.user = DANIEL.id
    await begin(team, message)
    admins.remove(home, DANIEL.id)

    await submit(team)

    assert "Only administrators may do this" in told(team)
    assert in_folder(folder) == []


# Together


async def test_of_two_who_add_one_id_at_once_one_is_told(loaded_store: BriefingStore, folder: Path) -> None:
    async with two(loaded_store, folder) as (one, other):
        await begin(one, await uploaded(one, "lamps.txt"))
        await begin(other, await uploaded(other, "lamps.txt", NOTE.replace("lamps", "boats")))

        await asyncio.gather(submit(one), submit(other))

        answers = sorted(told(each).split("\n")[0] for each in (one, other))
        assert answers[1].startswith("Version 2 is live")
        assert answers[0].startswith("Not added.")
    assert in_folder(folder) == ["lamps.txt", "lamps.txt.yaml"]


@asynccontextmanager
async def two(store: BriefingStore, folder: Path) -> AsyncIterator[tuple[Team, Team]]:
    async with opened(store, seeds=folder) as one, opened(store, seeds=folder) as other:
        yield one, other


async def test_the_chooser_of_administrators_opens_the_form(team: Team) -> None:
    chooser = await team.ask("admin")

    await team.controls.act(team.user, control(chooser, "Add text"))

    assert field(team, "text1")["type"] == "plain_text_input"


async def test_a_folder_that_lost_its_topics_is_not_loaded_along(team: Team, folder: Path) -> None:
    await begin(team, await uploaded(team, "lamps.txt"))
    for path in (folder / "topics").iterdir():
        path.unlink()

    await submit(team, topics=[])

    assert (
        "It has 0 topics where the store has 4. Nothing has changed; look at it first: /alliance admin reload"
        in told(team)
    )
    assert in_folder(folder) == []


def test_what_slack_keeps_with_the_form_is_small() -> None:
    assert len(json.dumps(astuple(document_form.FormTarget("F" * 20, "C" * 20)))) < 3_000


@pytest.mark.parametrize("dialect", ["postgresql"])
async def test_when_nobody_knows_whether_it_is_live_the_person_is_told_what_to_do(
    loaded_store: BriefingStore, folder: Path, database_url: str
) -> None:
    line = Line(database_url)
    store = BriefingStore(Database(line.url, wait_seconds=1))
    store.refresh()
    async with opened(store, seeds=folder) as team:
        await begin(team, await uploaded(team, "lamps.txt"))
        line.breaks("answer lost", dead=True)

        await submit(team)

        assert "it is not known whether this took effect" in told(team)
        assert "Then /alliance admin reload loads what was saved and is not live yet." in told(team)
    line.close()
    store.close()
    assert in_folder(folder) == ["lamps.txt", "lamps.txt.yaml"]
    assert not loaded_store.load(folder, by="tests", at=NOW).changed


async def test_the_file_of_a_forwarded_message_can_be_added(team: Team) -> None:
    message = await uploaded(team, "lamps.txt")
    forwarded = await team.hands.forward(team.user, message, DESK, "for the briefings")

    await begin(team, forwarded)

    assert fields(team)["title"] == "The Price of Lamps"


async def test_the_words_of_another_apps_blocks_can_be_added(team: Team) -> None:
    shown = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "The lamps cost <https://a.example|more> &amp; more."},
    }
    message = await team.hands.relay(DESK, "Newswire", text="News", blocks=(shown,))

    await begin(team, message)

    assert "The lamps cost more & more." in repr(blocks_of(modal(team)))
