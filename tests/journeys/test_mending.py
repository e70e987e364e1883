"""People put right what the briefings lack, in a browser: a question without an answer goes to the editors."""

from __future__ import annotations

import re
import shutil
import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from bot.simulator.state.fixtures import DANIEL
from tests.journeys.conftest import started
from tests.paths import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator

    from tests.journeys.conftest import Program, Visit

pytestmark = pytest.mark.browser

QUESTION = "what does an empty dock cost the yard in Geoje"
READING = 15_000
"""The first file waits for its parser to be loaded; the machine may be busy."""
ARTICLE = b"""<!doctype html><html lang="en"><head><title>Shipyards at the Table | The Quay Post</title>
<meta property="og:site_name" content="The Quay Post"><meta property="article:published_time" content="2026-11-20">
</head><body><article><h1>Shipyards at the Table</h1>
<p>Negotiators in Seoul offered to repair American hulls in Korean yards, and asked in return that the hours be counted
towards what the host pays under the cost-sharing agreement.</p>
<p>The yards want ten years of certainty. A manager in Geoje said that a dry dock kept free for a guest is a dock that
earns nothing, and that nobody would build a second one on a handshake.</p>
<p>Wartime operational control was not on the agenda, although a general asked for a chair at the table.</p>
</article><footer>All rights reserved.</footer></body></html>"""


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what ships, which editors may change."""
    return shutil.copytree(SHIPPED, tmp_path_factory.mktemp("mending") / "seeds")


@pytest.fixture(scope="module")
def program(seeds: Path) -> Iterator[Program]:
    """A playground of our own."""
    with started(seeds.parent, ALLIANCE_SEEDS="seeds") as running:
        yield running


def press(where: Locator, name: str) -> None:
    where.get_by_role("button", name=name, exact=True).click()


def upload(seen: Visit) -> Locator:
    """Send the article, choose “Add to briefings” in the menu of its message; return the form."""
    seen.page.set_input_files(".main input[type=file]", {"name": "quay.html", "mimeType": "a/b", "buffer": ARTICLE})
    expect(seen.page.locator(".compose-files")).to_contain_text("quay.html")
    seen.type("From the Quay Post")
    message = seen.page.locator(".main .message", has=seen.page.locator(".file", has_text="quay.html")).last
    message.hover()
    message.get_by_role("button", name="More actions").click()
    seen.page.get_by_role("menuitem", name=re.compile("Add to briefings")).click()
    return seen.page.get_by_role("dialog")


@pytest.mark.prove
def test_from_a_raw_document_to_a_cited_statement_that_answers_whoever_asked_the_editors(visit):
    asker: Visit = visit(width=390, height=844, person=DANIEL.id)
    asker.type(f"/alliance {QUESTION}")
    press(asker.last, "Ask the editors")
    form = asker.page.get_by_role("dialog", name="Ask the editors")
    expect(form.get_by_text("Tell me in private when it is answered")).to_be_visible()
    asker.picture("ask-editors-phone")
    press(form, "Ask")
    expect(asker.page.get_by_text("You are told here, in private")).to_be_visible()
    asker.page.get_by_role("dialog").get_by_role("button", name="Close").first.click()

    editor: Visit = visit(width=1280, height=1000)
    began = time.monotonic()
    form = upload(editor)
    expect(form).to_contain_text("3 passages read.", timeout=READING)
    press(form, "Add")
    expect(form).to_contain_text(re.compile(r"Version \d+ is live"), timeout=READING)
    form.get_by_role("button", name="Close").first.click()
    editor.type("/alliance search “dry dock kept free”")
    found = editor.private("best first")
    expect(found).to_contain_text("A manager in Geoje said")
    editor.picture("passage")
    press(found, "Make this a statement")
    form = editor.page.get_by_role("dialog", name="Add a statement")
    expect(form).to_contain_text("A manager in Geoje said")
    form.get_by_label("Statement", exact=True).fill("Empty docks cost the Geoje yard money, its manager says.")
    form.get_by_label(re.compile("^Questions it answers")).fill(QUESTION)
    form.get_by_role("combobox", name=re.compile("^Topic")).click()
    editor.page.locator(".list-search").fill("sma")
    editor.page.get_by_role("option", name=re.compile("^SMA")).click()
    editor.picture("add-form")
    press(form, "Show the change")
    expect(form.get_by_role("button", name="Add it")).to_be_visible()
    editor.picture("add-difference")
    press(form, "Add it")
    expect(editor.private("is added. Version")).to_contain_text("Empty docks cost the Geoje yard money")
    editor.picture("add-live")
    editor.type(f"/alliance {QUESTION}")
    expect(editor.private("Empty docks cost")).to_contain_text("20 Nov 2026")
    print(f"from the upload to the answer: {time.monotonic() - began:.1f} s")
    editor.picture("add-answers")

    told: Visit = visit(width=1280, height=1000, person=DANIEL.id)
    told.page.get_by_role("button", name="Alliance Briefing").click()
    expect(told.page.locator(".home")).to_contain_text("topics")
    told.page.get_by_role("tab", name="Messages").click()
    answer = told.message("You asked the editors")
    expect(answer).to_contain_text("Empty docks cost the Geoje yard money", timeout=READING)
    press(answer, "Show it with its sources")
    expect(told.private("Empty docks cost")).to_contain_text("Quay Post")
    told.picture("asker-told")


def test_a_statement_is_edited_seen_as_a_difference_live_in_the_history_and_undone(visit, seeds):
    seen: Visit = visit(width=1280, height=1000)
    topic = seeds / "topics" / "opcon.md"
    before = topic.read_bytes()
    seen.type("/alliance opcon#1")
    press(seen.private("opcon#1"), "Edit opcon#1")
    form = seen.page.get_by_role("dialog", name="Edit a statement")
    expect(form.get_by_label("Statement", exact=True)).to_be_visible()
    seen.picture("edit-form")

    form.get_by_label("Statement", exact=True).fill("Nobody has set a year for the transfer yet.")
    press(form, "Show the change")
    expect(form.locator("s, del").first).to_be_visible()
    seen.picture("edit-difference")
    press(form, "Make it live")
    live = seen.private("opcon#1 is changed. Version")
    expect(live).to_be_visible()
    seen.picture("edit-live")
    changed = topic.read_bytes()
    seen.type("/alliance admin history")
    expect(seen.private("versions kept")).to_contain_text("@Han Jisoo")
    seen.picture("edit-history")
    press(live, "Undo this edit of opcon#1")
    expect(seen.private("Undone: opcon#1 is as it was.")).to_be_visible()
    seen.picture("edit-undone")

    assert b"Nobody has set a year for the transfer yet." in changed
    assert topic.read_bytes() == before


@pytest.mark.prove
def test_a_flag_leads_its_editor_into_the_form_and_its_reader_to_the_mended_statement(visit):
    reader: Visit = visit(width=390, height=844, person=DANIEL.id)
    reader.type("/alliance opcon#2")
    answer = reader.private("opcon#2")
    answer.get_by_role("button", name="More options").click()
    reader.page.get_by_role("menuitem", name=re.compile("Helpful, wrong or outdated")).click()
    form = reader.page.get_by_role("dialog", name="Feedback")
    form.get_by_role("radio", name=re.compile("^Outdated")).check()
    form.get_by_label(re.compile("^What should editors know")).fill("The general is Korean by now.")
    reader.picture("flag-phone")
    press(form, "Send")
    expect(reader.page.get_by_text("you are told here when it is settled")).to_be_visible()
    reader.page.get_by_role("dialog").get_by_role("button", name="Close").first.click()

    editor: Visit = visit(width=1280, height=1000)
    editor.type("/alliance admin flags")
    flags = editor.private("to settle")
    expect(flags).to_contain_text("The general is Korean by now.")
    editor.picture("flags")
    press(flags, "Edit opcon#2")
    form = editor.page.get_by_role("dialog", name="Edit a statement")
    form.get_by_label("Statement", exact=True).fill("A Korean general leads in a war.")
    press(form, "Show the change")
    press(form, "Make it live")
    expect(editor.private("opcon#2 is changed.")).to_be_visible()
    editor.type("/alliance admin flags")
    expect(editor.private("Nothing is flagged")).to_be_visible()

    told: Visit = visit(width=1280, height=1000, person=DANIEL.id)
    told.page.get_by_role("button", name="Alliance Briefing").click()
    expect(told.page.locator(".home")).to_contain_text("topics")
    told.page.get_by_role("tab", name="Messages").click()
    expect(told.message("has been looked at and settled")).to_be_visible(timeout=READING)
    told.picture("flag-told")
