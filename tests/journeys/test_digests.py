"""A channel's digest from the form to the post and to its end, in a browser; its hour is brought forward."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from store.database import Database
from store.schema import subscription
from tests.journeys.conftest import started

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator

    from tests.journeys.conftest import Program, Visit

pytestmark = pytest.mark.browser

A_TICK = 15_000
"""The server looks every five seconds; the machine may be busy."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("digests")


@pytest.fixture(scope="module")
def program(folder: Path) -> Iterator[Program]:
    """A playground of our own: what one journey subscribes to is no other's."""
    with started(folder) as running:
        yield running


def fall_due(folder: Path) -> None:
    """Move the clock on, as a digest sees it: its next run was a minute ago."""
    database = Database(f"sqlite:///{folder / 'alliance.db'}")
    with database.write() as connection:
        due = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=1)
        running = update(subscription).where(subscription.c.next_due_at.is_not(None))
        connection.execute(running.values(next_due_at=due))
    database.close()


def press(where: Locator, name: str) -> None:
    where.get_by_role("button", name=name, exact=True).click()


def choose(form: Locator, field: str, **options: str) -> None:
    """Open a menu of the form and take, or put back, what it offers for what is typed."""
    form.get_by_role("combobox", name=field, exact=True).click()
    search = form.page.locator(".list-search")
    for typed, option in options.items():
        search.fill(typed)
        form.page.get_by_role("option", name=re.compile(option)).click()
    search.press("Escape")
    expect(search).to_be_hidden()


def test_a_digest_is_set_up_in_a_form_posted_paused_resumed_and_removed(visit, folder):
    seen: Visit = visit(width=1180, height=1180, device_scale_factor=1.5)

    seen.type("/alliance digest")
    form = seen.page.get_by_role("dialog")
    expect(form).to_contain_text("Digest for this channel")
    seen.picture("digest-form")
    choose(form, "Topics", all="All topics", opcon="^OPCON", sma="^SMA")
    form.get_by_label("Time", exact=True).fill("half past eight")
    press(form, "Save")
    expect(form).to_contain_text("is not a time; write it like 08:30 or 5pm.")
    seen.picture("digest-form-wrong")
    form.get_by_label("Time", exact=True).fill("08:30")
    press(form, "Save")
    expect(form).to_contain_text("OPCON, SMA")
    expect(form).to_contain_text(re.compile(r"Weekdays 08:30 Asia/Seoul\. Next: \w{3} \d+ \w{3}, 08:30 KST\."))
    seen.picture("digest-saved")
    form.get_by_role("button", name="Close").last.click()

    fall_due(folder)

    head = seen.message("Alliance digest ·")
    expect(head).to_contain_text("Where 2 issues stand", timeout=A_TICK)
    expect(head).to_contain_text("Issue of the day: OPCON")
    replies = head.locator(".replies")
    expect(replies).to_be_visible(timeout=A_TICK)
    seen.picture("digest-posted")
    replies.click()
    thread = seen.page.get_by_role("complementary", name="Thread")
    expect(thread).to_contain_text("Where it stands")
    expect(thread).to_contain_text("[1] Korea Policy")
    seen.picture("digest-thread")

    seen.type("/alliance digest pause")
    expect(seen.private("Paused. OPCON, SMA.")).to_be_visible()
    press(seen.private("Paused. OPCON, SMA."), "Resume")
    expect(seen.private("Running again. OPCON, SMA.")).to_be_visible()
    seen.type("/alliance digest list")
    listed = seen.private("1 digest in this channel")
    expect(listed).to_contain_text("1. OPCON, SMA")
    seen.picture("digest-list")

    press(listed, "Remove this digest")
    asked = seen.page.get_by_role("alertdialog")
    expect(asked).to_contain_text("What was posted stays.")
    seen.picture("digest-remove")
    press(asked, "Keep")
    expect(asked).to_be_hidden()
    press(listed, "Remove this digest")
    press(asked, "Remove")

    expect(seen.private("Removed the digest on OPCON, SMA.")).to_be_visible()
    seen.picture("digest-removed")


def test_the_form_fits_a_phone(visit):
    seen: Visit = visit(width=390, height=844, dark=True)

    seen.type("/alliance digest")

    expect(seen.page.get_by_role("dialog")).to_contain_text("Digest for this channel")
    seen.picture("digest-form-phone")
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
