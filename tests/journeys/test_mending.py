"""People put right what the briefings lack, in a browser: a question without an answer goes to the editors."""

from __future__ import annotations

import shutil
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

QUESTION = "what colour are the harbour zebras"


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


def test_a_question_without_an_answer_reaches_the_editors_without_a_name(visit):
    asker: Visit = visit(width=390, height=844, person=DANIEL.id)

    asker.type(f"/alliance {QUESTION}")
    press(asker.private("No briefing on"), "Ask the editors")
    form = asker.page.get_by_role("dialog", name="Ask the editors")
    expect(form.get_by_text("Tell me in private when it is answered")).to_be_visible()
    asker.picture("ask-editors-phone")
    press(form, "Ask")
    expect(asker.page.get_by_text("You are told here, in private")).to_be_visible()

    editor: Visit = visit(width=1280, height=1000)
    editor.type("/alliance admin gaps")
    gaps = editor.private(QUESTION)
    expect(gaps).to_contain_text("; 1 asks you")
    expect(gaps).not_to_contain_text("Daniel")
    editor.picture("gaps")


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
    live = seen.private("opcon#1 reads so now: version 2.")
    expect(live).to_be_visible()
    seen.picture("edit-live")
    changed = topic.read_bytes()
    seen.type("/alliance admin history")
    expect(seen.private("Version 2")).to_contain_text("@Han Jisoo")
    seen.picture("edit-history")
    press(live, "Undo this edit of opcon#1")
    expect(seen.private("Undone: opcon#1 is as it was before. Version 3.")).to_be_visible()
    seen.picture("edit-undone")

    assert b"Nobody has set a year for the transfer yet." in changed
    assert topic.read_bytes() == before
