"""A document added where the seed folder is read-only, kept by the store, and written out into a checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import started
from tests.journeys.test_adding import ARTICLE, READING, add, press, upload
from tests.paths import SHIPPED
from tests.store.powers import humbling, read_only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.conftest import Program, Visit

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("read-only")
    shutil.copytree(SHIPPED, place / "seeds")
    return place


@pytest.fixture(scope="module")
def program(place: Path) -> Iterator[Program]:
    with read_only(place / "seeds"), started(place, under=humbling(), ALLIANCE_SEEDS="seeds") as running:
        yield running


@pytest.mark.prove
def test_the_store_keeps_a_file_until_it_is_pulled(visit, place):
    seen: Visit = visit(width=1180, height=1000)
    form = add(upload(seen, "quay-post.html", ARTICLE.encode()))
    expect(form).to_contain_text("3 passages read.", timeout=READING)
    press(form, "Add")
    expect(form).to_contain_text("the bot keeps the file. To write it out: alliance seeds pull", timeout=READING)
    seen.picture("adding-kept")
    form.get_by_role("button", name="Close").last.click()
    seen.type("/alliance admin files")
    expect(seen.private("files that only the bot has")).to_contain_text("documents/quay-post.html")
    seen.picture("adding-files")
    assert not (place / "seeds/documents/quay-post.html").exists()

    checkout = Path(shutil.copytree(SHIPPED, place / "checkout"))
    settings = {"PATH": os.defpath, "DATABASE_URL": f"sqlite:///{place / 'alliance.db'}"}
    command = [str(Path(sys.executable).parent / "alliance"), "seeds", "pull", "checkout"]
    done = subprocess.run(command, cwd=place, env=settings, capture_output=True, text=True, check=True)

    assert "documents/quay-post.html: written into checkout" in done.stdout
    assert (checkout / "documents/quay-post.html").read_text() == ARTICLE
