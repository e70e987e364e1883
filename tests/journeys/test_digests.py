"""A channel's digest from the form to the post and to its end, in a browser whose clock is moved on to its hour."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from bot.simulator.state.fixtures import MINJUN
from tests.journeys.conftest import started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator

    from tests.journeys.conftest import Program, Visit

pytestmark = pytest.mark.browser

A_TICK = 15_000
"""The server looks every five seconds; the machine may be busy."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A playground of our own: what one journey subscribes to, and how late it is there, is no other's."""
    with started(tmp_path_factory.mktemp("digests")) as running:
        yield running


def move_on(seen: Visit, leap: str) -> None:
    """Move the playground's clock on."""
    seen.page.get_by_role("button", name="Move the clock on").click()
    seen.page.get_by_role("menuitem", name=leap, exact=True).click()


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


def test_a_digest_is_set_up_in_a_form_posted_paused_resumed_and_removed(visit):
    seen: Visit = visit(width=1180, height=1180, device_scale_factor=1.5)

    seen.type("/alliance digest")
    form = seen.page.get_by_role("dialog")
    expect(form).to_contain_text("Digest for this channel")
    seen.picture("digest-form")
    choose(form, "Topics", all="All topics", opcon="^OPCON", sma="^SMA")
    form.get_by_label("Time", exact=True).fill("after breakfast")
    press(form, "Save")
    expect(form).to_contain_text("Say one time or more and nothing else: 08:30, or 8:30 am, 5 pm.")
    seen.picture("digest-form-wrong")
    form.get_by_label("Time", exact=True).fill("08:30")
    press(form, "Save")
    expect(form).to_contain_text("OPCON, SMA")
    expect(form).to_contain_text(re.compile(r"Weekdays 08:30 Asia/Seoul\. Next: \w{3} \d+ \w{3}, 08:30 KST\."))
    seen.picture("digest-saved")
    form.get_by_role("button", name="Close").last.click()

    seen.page.get_by_role("button", name="Move the clock on").click()
    seen.picture("clock")
    seen.page.keyboard.press("Escape")
    move_on(seen, "To the next digest")

    expect(seen.page.get_by_role("status")).to_contain_text("8:30 AM now.")
    head = seen.message("Alliance digest ·")
    expect(head).to_contain_text("Where 2 issues stand", timeout=A_TICK)
    expect(head).to_contain_text(re.compile(r"opcon#\d+ \[1"))
    replies = head.locator(".replies")
    expect(replies).to_be_visible(timeout=A_TICK)
    seen.picture("digest-posted")
    replies.click()
    thread = seen.page.get_by_role("complementary", name="Thread")
    expect(thread).to_contain_text("Where it stands")
    expect(thread).to_contain_text("[1] Editors' note on Korea Policy")
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
    expect(asked).to_contain_text("what was posted stays")
    seen.picture("digest-remove")
    press(asked, "Keep")
    expect(asked).to_be_hidden()
    press(listed, "Remove this digest")
    press(asked, "Remove")

    expect(seen.message("removed the digest on OPCON, SMA")).to_be_visible()
    seen.picture("digest-removed")


def test_the_form_fits_a_phone(visit):
    seen: Visit = visit(width=390, height=844, dark=True)

    seen.type("/alliance digest")

    expect(seen.page.get_by_role("dialog")).to_contain_text("Digest for this channel")
    seen.picture("digest-form-phone")
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_clock_says_where_it_cannot_be_moved_to(visit):
    seen: Visit = visit(width=390, height=844, dark=True, person=MINJUN.id)
    status = seen.page.get_by_role("status")

    move_on(seen, "To the next digest")
    expect(status).to_have_text("No digest runs: set one up with /alliance digest.")
    before = seen.page.locator(".topbar-now").inner_text()
    seen.page.get_by_role("button", name="Move the clock on").click()
    seen.picture("clock-phone")
    seen.page.get_by_role("menuitem", name="One hour on").click()

    expect(status).to_contain_text("now.")
    expect(seen.page.locator(".topbar-now")).not_to_have_text(before)
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
