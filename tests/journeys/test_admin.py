"""An administrator's day in a browser: a mistake in a file, its mend, the load, what changed, and the way back."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import started
from tests.paths import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator

    from tests.journeys.conftest import Program, Visit

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what ships, which an editor may spoil."""
    return shutil.copytree(SHIPPED, tmp_path_factory.mktemp("admin") / "seeds")


@pytest.fixture(scope="module")
def program(seeds: Path) -> Iterator[Program]:
    """A playground of our own, started beside its folder: messages name it by its short path."""
    with started(seeds.parent, ALLIANCE_SEEDS="seeds") as running:
        yield running


def press(where: Locator, name: str) -> None:
    where.get_by_role("button", name=name, exact=True).click()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_mistake_is_named_mended_loaded_seen_and_taken_back(visit, seeds):
    seen: Visit = visit(width=1180, height=960, device_scale_factor=1.5)
    topic = seeds / "topics" / "opcon.md"
    texts = re.findall(r"^    text: (?:>-\n +)?(.*(?:\n {6,}.*)*)\n", topic.read_text(encoding="utf-8"), re.MULTILINE)
    first = texts[0]
    said = "OPCON is wartime operational control, the authority to command South Korean forces in a war."

    edit(topic, first, said)
    edit(topic, "held_by: fact", "held_by: everybody")
    seen.type("/alliance admin reload")
    broken = seen.private("1 problem in seeds")
    expect(broken).to_contain_text(re.compile(r"seeds/topics/opcon\.md:\d+:\d+:"))
    expect(broken).to_contain_text("Nothing was loaded; version 1 stays live.")
    seen.picture("reload-problem")  # it gives way to the plan

    edit(topic, "held_by: everybody", "held_by: fact")
    press(broken, "Try again")
    plan = seen.private("What a reload changes")
    expect(plan).to_contain_text("1 statement changed.")
    expect(plan).to_contain_text(said)
    seen.picture("reload")
    press(plan, "Load this")
    live = seen.private("Version 2 is live")
    expect(live).to_be_visible()
    expect(live).to_contain_text("@Han Jisoo")
    expect(seen.private("What a reload changes")).to_have_count(0)
    seen.picture("reload-done")

    seen.type("/alliance changes")
    changed = seen.private("What changed")
    expect(changed).to_contain_text(said)
    expect(changed).to_contain_text(f"was: {first}")
    expect(changed).to_contain_text("@Han Jisoo")
    seen.picture("reload-changes")

    seen.type("/alliance admin history")
    history = seen.private("2 versions kept, the newest first")
    expect(history).to_contain_text("Version 2, live")
    seen.picture("admin-history")
    press(history, "Roll back to 1")
    look = seen.private("What going back to version 1 changes")
    expect(look).to_contain_text(first)
    seen.picture("rollback")
    press(look, "Roll back to 1")
    expect(seen.private("Version 3 is live")).to_contain_text("It says what version 1 said.")
    seen.picture("rollback-done")
    seen.type("/alliance opcon")
    expect(seen.private("You asked “opcon”")).to_contain_text(first)

    seen.type("/alliance admin audit")
    audit = seen.private("What was tried, the newest first")
    expect(audit).to_contain_text("version 3 says what 1 said")
    seen.picture("admin-audit")


def test_a_question_that_an_editor_adds_to_a_statement_is_answered(visit, seeds):
    seen: Visit = visit(width=1180, height=960, device_scale_factor=1.5)
    topic = seeds / "topics" / "opcon.md"
    question = "whose hand holds the conductor's baton"
    before, statements, after = topic.read_text(encoding="utf-8").partition("statements:\n")
    asks = after.replace("    asks:\n", f"    asks:\n      - {question}\n", 1)

    topic.write_text(before + statements + asks, encoding="utf-8")
    seen.type("/alliance admin reload")
    plan = seen.private("What a reload changes")
    press(plan, "Load this")
    expect(seen.private("is live")).to_be_visible()

    seen.type(f"/alliance {question}")
    answer = seen.private(question)
    expect(answer).to_contain_text("OPCON is")
    expect(answer).not_to_contain_text("near")
    seen.picture("answer-to-an-added-question")


def test_a_folder_that_lost_its_topics_asks_twice(visit, seeds):
    seen: Visit = visit(width=1180, height=1180, device_scale_factor=1.5)
    kept = shutil.copytree(seeds / "topics", seeds.parent / "kept")
    for path in (seeds / "topics").iterdir():
        path.unlink()

    try:
        seen.type("/alliance admin reload")
        plan = seen.private("Look twice.")
        expect(plan).to_contain_text("It has 0 topics where the store has")
        seen.picture("reload-alarm")
        press(plan, "Load this")
        asked = seen.page.get_by_role("alertdialog")
        expect(asked).to_contain_text("What goes:")
        seen.picture("reload-alarm-asked")
        press(asked, "Leave it")
        expect(asked).to_be_hidden()
        press(plan, "Leave it")
        expect(seen.private("Left as it is:")).to_be_visible()
    finally:
        shutil.copytree(kept, seeds / "topics", dirs_exist_ok=True)


def test_somebody_else_reads_who_may(visit):
    seen: Visit = visit(width=1180, height=800, device_scale_factor=1.5, person="U08H6C8VN2T")

    seen.type("/alliance admin reload")

    expect(seen.private("Only administrators may do this:")).to_contain_text("@Han Jisoo")
    seen.picture("admin-denied")


def test_the_list_and_the_administrators_fit_a_phone(visit):
    seen: Visit = visit(width=390, height=844, dark=True)

    seen.type("/alliance admin")
    listed = seen.private("What administrators do")
    expect(listed).to_be_visible()
    seen.picture("admin-phone")
    press(listed, "Administrators")
    expect(seen.private("named in ALLIANCE_ADMINS")).to_be_visible()
    seen.type("/alliance admin status")
    expect(seen.private("Nobody is loading now")).to_be_visible()
    seen.picture("admin-status-phone")
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
