"""A document from Slack to the store in a browser: uploaded, read, corrected, added, found; and written out later."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.journeys.conftest import started
from tests.paths import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator

    from tests.journeys.conftest import Program, Visit

pytestmark = pytest.mark.browser

READING = 15_000
"""The first file waits for its parser to be loaded; the machine may be busy."""
ARTICLE = """<!doctype html><html lang="en"><head><title>Shipyards at the Table | The Quay Post</title>
<meta property="og:site_name" content="The Quay Post"><meta name="author" content="Hana Whitlock">
<meta property="article:published_time" content="2026-11-20"></head><body><nav><a href="/">Home</a></nav><article>
<h1>Shipyards at the Table</h1>
<p>Negotiators in Seoul offered to repair American hulls in Korean yards, and asked in return that the hours be counted
towards what the host pays under the cost-sharing agreement.</p>
<h2>What the yards want</h2>
<p>The yards want ten years of certainty. A manager in Geoje said that a dry dock kept free for a guest is a dock that
earns nothing, and that nobody would build a second one on a handshake.</p>
<p>Wartime operational control was not on the agenda, although a general asked for a chair at the table.</p>
</article><footer>© 2026 The Quay Post. All rights reserved.</footer></body></html>"""


def word() -> bytes:
    """A Word file with a heading, a list and a table."""
    file = Document()
    file.add_paragraph("Notes from the Drydock Round", style="Title")
    file.add_paragraph("The second round settled how repair hours are counted: by the day, and only for grey hulls.")
    file.add_heading("What was agreed", 1)
    file.add_paragraph("Hours are logged in both capitals.", style="List Bullet")
    file.add_paragraph("USFK keeps the list of hulls.", style="List Bullet")
    table = file.add_table(2, 2)
    for row, cells in zip(table.rows, (("Yard", "Docks"), ("Geoje", "3")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    file.core_properties.author = "Noor Haddad"
    out = BytesIO()
    file.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A seed folder of our own, since what is added is written into it."""
    made = tmp_path_factory.mktemp("adding")
    shutil.copytree(SHIPPED, made / "seeds")
    return made / "seeds"


@pytest.fixture(scope="module")
def program(folder: Path) -> Iterator[Program]:
    with started(folder.parent, ALLIANCE_SEEDS=str(folder)) as running:
        yield running


def upload(seen: Visit, name: str, data: bytes, text: str = "") -> Locator:
    """Send a file; return its message."""
    seen.page.set_input_files(".main input[type=file]", {"name": name, "mimeType": "a/b", "buffer": data})
    expect(seen.page.locator(".compose-files")).to_contain_text(name)
    seen.type(text)
    message = seen.page.locator(".main .message", has=seen.page.locator(".file", has_text=name)).last
    expect(message).to_be_visible()
    return message


def add(message: Locator) -> Locator:
    """Choose “Add to briefings” in the menu of a message; return the modal."""
    message.hover()
    message.get_by_role("button", name="More actions").click()
    message.page.get_by_role("menuitem", name=re.compile("Add to briefings")).click()
    return message.page.get_by_role("dialog")


def menu(form: Locator) -> Locator:
    return form.get_by_role("combobox", name=re.compile("^Topics"))


def field(form: Locator, label: str) -> Locator:
    """The field that is called *label*, and maybe optional."""
    return form.get_by_label(re.compile(f"^{label}"))


def tick(form: Locator, typed: str, option: str) -> None:
    menu(form).click()
    search = form.page.locator(".list-search")
    search.fill(typed)
    form.page.get_by_role("option", name=re.compile(option)).click()
    search.press("Escape")
    expect(search).to_be_hidden()


def press(where: Locator, name: str) -> None:
    where.get_by_role("button", name=name, exact=True).click()


@pytest.mark.prove
def test_an_article_and_a_word_file_are_added_corrected_and_found(visit, folder):
    seen: Visit = visit(width=1180, height=1250, device_scale_factor=1.5)
    message = upload(seen, "quay-post.html", ARTICLE.encode(), "From this morning's Quay Post, for the money topics")
    message.hover()
    message.get_by_role("button", name="More actions").click()
    seen.picture("adding-menu")
    seen.page.get_by_role("menuitem", name=re.compile("Add to briefings")).click()
    form = seen.page.get_by_role("dialog")

    expect(form).to_contain_text("3 passages read.", timeout=READING)
    expect(field(form, "Title")).to_have_value("Shipyards at the Table")
    expect(field(form, "Publisher")).to_have_value("The Quay Post")
    expect(menu(form)).to_contain_text("OPCON")
    seen.picture("adding-form")

    field(form, "Title").fill("Shipyards and the Price of a Host")
    field(form, "Published").fill("last Friday")
    press(form, "Add")
    expect(form).to_contain_text("'published' is not a date: 'last Friday'")
    seen.picture("adding-wrong")
    field(form, "Published").fill("2026-11-20")
    tick(form, "korus", "^KORUS")
    seen.picture("adding-topics")
    press(form, "Add")

    expect(form).to_contain_text("Version 2 is live: Shipyards and the Price of a Host, 3 passages", timeout=READING)
    seen.picture("adding-done")
    press(form, "Open the document")
    expect(form).to_contain_text("A manager in Geoje said")
    seen.picture("adding-document")
    form.get_by_role("button", name="Close").first.click()

    form = add(upload(seen, "Drydock round (notes).docx", word()))
    expect(form).to_contain_text("5 passages read.", timeout=READING)
    seen.picture("adding-word")
    press(form, "Add")
    expect(form).to_contain_text("Version 3 is live: Notes from the Drydock Round", timeout=READING)
    form.get_by_role("button", name="Close").first.click()

    seen.type("/alliance search dry dock Geoje")
    found = seen.private("A manager in Geoje said")
    expect(found).to_contain_text("The Quay Post")
    seen.picture("adding-found")
    seen.type("/alliance search grey hulls")
    expect(seen.private("only for grey hulls")).to_be_visible()
    assert (folder / "documents/quay-post.html").read_text() == ARTICLE
    sidecar = (folder / "documents/quay-post.html.yaml").read_text()
    assert 'title: "Shipyards and the Price of a Host"' in sidecar
    assert re.search(r"topics: \[.*korus.*\]", sidecar)


def test_text_is_pasted_and_a_mistake_elsewhere_is_named_below_what_was_added(visit, folder):
    seen: Visit = visit(width=1180, height=1250)
    broken = folder / "topics/unfinished.md"
    broken.write_text("---\nname: Unfinished\ncategory: command\n---\n")
    seen.type("/alliance admin add")
    form = seen.page.get_by_role("dialog")
    expect(form).to_contain_text("A file takes more")
    seen.picture("adding-paste")
    form.get_by_label("Text", exact=True).fill(
        "What the harbour master said\n\nThe pilots of Busan will not guide two carriers in one tide, said the harbour "
        "master, whatever the allies agree on."
    )
    press(form, "Next")
    expect(field(form, "Title")).to_have_value("What the harbour master said")
    press(form, "Add")

    expect(form).to_contain_text("is live: What the harbour master said, 1 passage", timeout=READING)
    expect(form).to_contain_text("Left as it was until mended: unfinished.md 'reviewed' is missing")
    seen.picture("adding-beside-a-mistake")
    broken.unlink()
    form.get_by_role("button", name="Close").first.click()


def test_somebody_else_is_told_who_may(visit):
    seen: Visit = visit(person="U08H6C8VN2T")
    message = upload(seen, "mine.txt", b"The pilots of Busan will not guide two carriers in one tide.")

    message.hover()
    message.get_by_role("button", name="More actions").click()
    seen.page.get_by_role("menuitem", name=re.compile("Add to briefings")).click()

    expect(seen.private("Only administrators may do this")).to_be_visible()
    seen.picture("adding-denied")


def test_the_form_fits_a_phone_in_the_dark(visit):
    seen: Visit = visit(width=390, height=844, dark=True)

    form = add(upload(seen, "drydock.docx", word()))

    expect(form).to_contain_text("5 passages read.", timeout=READING)
    seen.picture("adding-phone")
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
