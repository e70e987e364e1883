"""From a feed to a citation, in a browser: followed, polled, reviewed, told in a digest, and the passage behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.feed_server import Told, feed_server, rss
from tests.journeys.conftest import started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.feed_server import FeedServer
    from tests.journeys.conftest import Program, Visit

pytestmark = pytest.mark.browser

A_TICK = 15_000
"""The server looks every five seconds; the machine may be busy."""
MEETING = (
    "The defence ministers of both countries met in Seoul on Monday for three hours.",
    "They agreed to look again at the conditions of the OPCON transfer. OPCON moves, they said, once both agree.",
    "No year was named, and officials who asked not to be named said that the satellites were the open question.",
)
COSTS = (
    "Negotiators of both finance ministries opened a second round on what the troops cost.",
    "The Special Measures Agreement runs out in two years, and the SMA talks are to end in spring.",
)


@pytest.fixture(scope="module")
def server() -> Iterator[FeedServer]:
    """A feed of two reports, with their pages."""
    with feed_server() as made:
        first = made.article("/opcon", "Ministers look again at OPCON transfer", *MEETING)
        second = made.article("/sma", "SMA talks open their second round", *COSTS)
        items = Told("Ministers look again at OPCON transfer", first, day=""), Told("SMA talks open", second, day="")
        made.put("/feed", rss(*items))
        yield made


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, server: FeedServer) -> Iterator[Program]:
    """A playground that may ask loopback for feeds."""
    assert server.address
    with started(tmp_path_factory.mktemp("feeds"), FEED_PRIVATE_HOSTS="127.0.0.1") as running:
        yield running


@pytest.mark.prove
def test_a_feed_is_followed_reviewed_told_in_a_digest_and_cited(visit, server: FeedServer) -> None:
    seen: Visit = visit(width=1180, height=1180, device_scale_factor=1.5)

    seen.type(f"/alliance admin feeds add {server.address}/feed")
    expect(seen.private("followed from now on")).to_contain_text("The Harbour Paper")
    seen.type("/alliance admin feeds poll")
    expect(seen.private("reports published")).to_be_visible(timeout=A_TICK)
    seen.type("/alliance admin feeds")
    feeds = seen.private("Followed: 1 feed")
    expect(feeds).to_contain_text("held for review")
    feeds.scroll_into_view_if_needed()
    seen.picture("feeds-list")
    feeds.get_by_role("button", name="Review queue (2)").click()
    queue = seen.private("For review: 2 items")
    expect(queue).to_contain_text("OPCON")
    queue.scroll_into_view_if_needed()
    seen.picture("feeds-queue")
    queue.get_by_role("button", name=re.compile("^Publish Ministers")).click()
    left = seen.private("Published: Ministers look again")
    expect(left).to_contain_text("For review: 1 item")
    left.get_by_role("button", name=re.compile("^Publish SMA")).click()
    expect(seen.private("Nothing waits for review")).to_be_visible()

    seen.type("/alliance news opcon")
    expect(seen.private("1 report on OPCON")).to_contain_text("OPCON moves, they said")
    seen.picture("feeds-news")
    seen.type("/alliance digest subscribe opcon sma reports only weekdays 08:30 Asia/Seoul")
    expect(seen.private("Digest set")).to_contain_text("Reports only.")
    seen.page.get_by_role("button", name="Move the clock on").click()
    seen.page.get_by_role("menuitem", name="To the next digest", exact=True).click()
    digest = seen.message("New on OPCON: 1 report")
    expect(digest).to_be_visible(timeout=A_TICK)
    digest.scroll_into_view_if_needed()
    seen.picture("feeds-digest")
    with seen.page.context.expect_page() as opened:
        digest.get_by_role("link", name="¶2").first.click()

    expect(opened.value.locator("#p2 mark")).to_contain_text("OPCON moves, they said, once both agree.")
    opened.value.screenshot(path=seen.pictures / "feeds-citation.png")
