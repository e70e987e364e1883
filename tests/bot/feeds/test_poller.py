"""Rounds of polling over real HTTP: what comes of each kind of feed, and what none of them stops."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.config.settings import FeedRules
from bot.feeds.client import safe_client
from bot.feeds.poller import Poller
from bot.feeds.service import FeedService
from bot.telemetry.series import REGISTRY
from store.access.notices import ADMINISTRATORS
from store.feeds.model import FeedMode
from tests.bot.served import Clock
from tests.feed_server import ATOM, JSON_FEED, PAGE, Told, atom, json_feed, rss
from tests.store.feeds.test_linking import OTHER, STORY

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.feeds.client import Fetched, SafeClient
    from store.core import BriefingStore
    from tests.feed_server import FeedServer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ISO = "2026-11-23T08:00:00+09:00"


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@asynccontextmanager
async def polling(store: BriefingStore, clock: Clock) -> AsyncIterator[Poller]:
    async with safe_client(("127.0.0.1",)) as client:
        yield Poller(store, client, clock)


def follow(store: BriefingStore, url: str, *, mode: FeedMode = FeedMode.PUBLISH) -> None:
    store.feeds.add(url, f"Paper {url[-5:]}", mode=mode, words=(), by="tests", at=NOW)


async def test_rss_atom_and_json_feed_become_reports_with_the_text_of_their_pages(
    loaded_store: BriefingStore, server: FeedServer, clock: Clock
) -> None:
    link = server.article("/1", "OPCON: ministers meet", STORY)
    server.article("/2", "A ship for USFK", OTHER)
    follow(loaded_store, server.put("/feed", rss(Told("OPCON: ministers meet", link, "They met."))))
    follow(loaded_store, server.put("/atom", atom(Told("A ship for USFK", "/2", "It came.", ISO)), ATOM))
    wordy = "<p>" + "The SMA talks went on into the night without a result. " * 40 + "</p>"
    follow(loaded_store, server.put("/json", json_feed(Told("SMA talks", "/3", wordy, ISO)), JSON_FEED))

    async with polling(loaded_store, clock) as poller:
        done = await poller.round()

    assert (len(done.polled), len(done.published), done.held) == (3, 3, 0)
    found = [loaded_store.document(id_) for id_ in done.published]
    texts = {one.source.title: one.passages[0].text for one in found if one is not None}
    assert texts["OPCON: ministers meet"] == STORY
    assert texts["A ship for USFK"] == OTHER


async def test_one_feed_that_breaks_stops_no_other(
    loaded_store: BriefingStore, server: FeedServer, clock: Clock
) -> None:
    follow(loaded_store, server.put("/page", "<html><body>Hello</body></html>", PAGE))
    follow(loaded_store, server.put("/broken", b"\x00\x01\x02 no feed at all"))
    follow(loaded_store, server.put("/gone", b"", status=410))
    follow(loaded_store, server.put("/away", b"", status=302, headers={"Location": "http://10.0.0.1/"}))
    follow(loaded_store, server.put("/none", rss()))
    wordy = "<p>" + "The OPCON talks went on into the night. " * 60 + "</p>"
    follow(loaded_store, server.put("/good", rss(Told("OPCON talks", "", content=wordy))))

    async with polling(loaded_store, clock) as poller:
        done = await poller.round()

    errors = {one.url.rpartition("/")[2]: one.error for one in done.polled}
    assert len(done.published) == 1
    assert errors["none"] is None
    assert {name: error is not None for name, error in errors.items() if name != "none"} == {
        "page": True, "broken": True, "gone": True, "away": True, "good": False
    }  # fmt: skip


async def test_each_feed_is_asked_once_a_period_and_by_what_it_said(
    loaded_store: BriefingStore, server: FeedServer, clock: Clock
) -> None:
    follow(loaded_store, server.put("/feed", rss(), headers={"ETag": '"7"'}))

    async with polling(loaded_store, clock) as poller:
        await poller.round()
        await poller.round()
        clock.at += timedelta(hours=2)
        done = await poller.round()

    assert server.asked == ["/feed", "/feed"]
    assert server.headers["/feed"]["If-None-Match"] == '"7"'
    assert done.polled[0].unchanged


async def test_a_feed_that_moved_for_good_is_asked_there(
    loaded_store: BriefingStore, server: FeedServer, clock: Clock
) -> None:
    server.put("/new", rss())
    follow(loaded_store, server.put("/old", b"", status=301, headers={"Location": "/new"}))

    async with polling(loaded_store, clock) as poller:
        await poller.round()

    assert loaded_store.feeds.listed()[0].url == server.address + "/new"


async def test_a_feed_that_fails_for_a_day_is_told_to_administrators_once(
    loaded_store: BriefingStore, server: FeedServer, clock: Clock
) -> None:
    follow(loaded_store, server.put("/feed", b"", status=500))
    told = []

    async with polling(loaded_store, clock) as poller:
        for _ in range(8):
            await poller.round()
            told += loaded_store.notices.take(clock.at)
            clock.at += timedelta(hours=26)

    assert [one.person for one in told] == [ADMINISTRATORS]
    assert "fails (HTTP 500)" in told[0].words


async def test_a_feed_that_is_gone_is_told_and_not_asked_again(
    loaded_store: BriefingStore, server: FeedServer, clock: Clock
) -> None:
    follow(loaded_store, server.put("/feed", b"", status=410))

    async with polling(loaded_store, clock) as poller:
        await poller.round()
        clock.at += timedelta(days=30)
        await poller.round()

    assert server.asked == ["/feed"]
    assert len(loaded_store.notices.take(clock.at)) == 1


async def test_retry_after_is_obeyed(loaded_store: BriefingStore, server: FeedServer, clock: Clock) -> None:
    follow(loaded_store, server.put("/feed", b"", status=429, headers={"Retry-After": "172800"}))

    async with polling(loaded_store, clock) as poller:
        await poller.round()
        clock.at += timedelta(days=1, hours=20)
        await poller.round()

    assert server.asked == ["/feed"]


async def test_a_page_that_is_away_is_asked_again_and_then_done_without(
    loaded_store: BriefingStore, server: FeedServer, clock: Clock
) -> None:
    link = server.put("/1", b"", PAGE, status=503)
    follow(loaded_store, server.put("/feed", rss(Told("OPCON: talks", link, "The ministers met in Seoul."))))

    async with polling(loaded_store, clock) as poller:
        published = []
        for _ in range(4):
            published += (await poller.round()).published
            clock.at += timedelta(minutes=11)

    assert server.asked.count("/1") == 3
    (document,) = (loaded_store.document(id_) for id_ in published)
    assert document is not None
    assert document.passages[0].text == "The ministers met in Seoul."


class Stumbling:
    """A client that stumbles over one address, as only a fault of ours would."""

    def __init__(self, client: SafeClient, over: str) -> None:
        self._client = client
        self._over = over

    async def fetch(self, url: str, **more: str | None) -> Fetched:
        if url.endswith(self._over):
            raise RuntimeError(self._over)
        return await self._client.fetch(url, **more)  # type: ignore[arg-type]  # as they came


async def test_a_fault_of_ours_over_one_feed_stops_no_other(
    loaded_store: BriefingStore, server: FeedServer, clock: Clock
) -> None:
    follow(loaded_store, server.put("/odd", rss()))
    follow(loaded_store, server.put("/even", rss()))

    async with safe_client(("127.0.0.1",)) as client:
        done = await Poller(loaded_store, Stumbling(client, "/odd"), clock).round()  # type: ignore[arg-type]  # it fetches

    assert {one.url.rpartition("/")[2]: one.error is None for one in done.polled} == {"odd": False, "even": True}


def counted(series: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(series, labels) or 0.0


async def test_whoever_watches_sees_what_came_of_polls_and_how_old_the_oldest_is(
    loaded_store: BriefingStore, server: FeedServer, clock: Clock
) -> None:
    follow(
        loaded_store, server.put("/feed", rss(Told("A ship for USFK", server.article("/1", "A", OTHER), "It came.")))
    )
    follow(loaded_store, server.put("/page", PAGE, "text/html"))
    outcomes = ("changed", "unchanged", "invalid")
    before = {outcome: counted("alliance_feeds_polls_total", outcome=outcome) for outcome in outcomes}

    async with polling(loaded_store, clock) as poller:
        await poller.round()
    clock.at += timedelta(hours=2)
    await FeedService(loaded_store, FeedRules(), clock).show()

    more = {outcome: counted("alliance_feeds_polls_total", outcome=outcome) - before[outcome] for outcome in outcomes}
    assert more == {"changed": 1, "unchanged": 0, "invalid": 1}
    assert counted("alliance_feeds_oldest_poll_seconds") == 2 * 3_600
    assert counted("alliance_feeds_held") == loaded_store.feeds.waits()
