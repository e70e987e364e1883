"""`alliance feeds …`: its words, JSON and exit codes, against a server on loopback."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.faults.programs import Alliance
from tests.feed_server import PAGE, Told, rss
from tests.paths import SEEDS
from tests.store.feeds.test_linking import OTHER, STORY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.feed_server import FeedServer


@pytest.fixture
def dialect() -> str:
    """One kind of database; the store's own tests have both."""
    return "sqlite"


@pytest.fixture
def alliance(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Alliance:
    """The command line, with the fixture seeds loaded, which may ask loopback."""
    monkeypatch.chdir(tmp_path)
    settings = {
        "DATABASE_URL": database_url,
        "ALLIANCE_SEEDS": str(SEEDS),
        "FEED_PRIVATE_HOSTS": "127.0.0.1",
        "PATH": os.defpath,
    }
    made = Alliance(settings, capsys)
    assert made("load").code == 0
    return made


def paper(server: FeedServer) -> str:
    """Let a feed with two items stand; return its address."""
    first = server.article("/1", "OPCON: ministers meet", STORY)
    second = server.article("/2", "Boats collide in fog", OTHER)
    return server.put("/feed", rss(Told("OPCON: ministers meet", first), Told("Boats collide in fog", second)))


def test_a_feed_is_tested_added_polled_reviewed_and_removed(alliance: Alliance, server: FeedServer) -> None:
    url = paper(server)

    tested = alliance("feeds", "test", url, "--json").json
    assert [one["topics"] for one in tested["items"]] == [["opcon"], []]
    assert alliance("feeds", "list", "--json").json == []
    added = alliance("feeds", "add", url, "--publish", "--json").json
    assert (added["title"], added["mode"]) == ("The Harbour Paper", "publish")
    polled = alliance("feeds", "poll", "--json").json
    assert (len(polled["published"]), polled["held"], polled["feeds"][0]["new"]) == (1, 1, 2)
    assert alliance("feeds", "poll", "--json").json["feeds"] == []
    (held,) = alliance("feeds", "queue", "--json").json
    assert held["title"] == "Boats collide in fog"
    published = alliance("feeds", "publish", held["id"], "--topics", "usfk", "--json").json
    assert (published["state"], published["topics"]) == ("published", ["usfk"])
    dropped = alliance("feeds", "drop", held["id"], "--json").json
    assert dropped["state"] == "dropped"
    assert alliance("feeds", "remove", added["id"]).code == 0
    assert len(alliance("sources", "--json").json) == 4


def test_the_same_is_told_in_words(alliance: Alliance, server: FeedServer) -> None:
    url = paper(server)

    assert "Boats collide in fog · 23 Nov 2026 · no topic · held" in alliance("feeds", "test", url).out
    assert "held for review" in alliance("feeds", "add", url, "--review").out
    assert "2 held for review" in alliance("feeds", "poll", "--now").out
    assert "The Harbour Paper" in alliance("feeds", "list").out
    assert len(alliance("feeds", "queue").out.splitlines()) == 2


def test_a_refused_address_exits_with_65_and_a_line(alliance: Alliance) -> None:
    ran = alliance("feeds", "add", "http://10.0.0.1/feed")

    assert (ran.code, ran.out) == (65, "")
    assert "10.0.0.1 is not a public address" in ran.err


def test_a_page_offers_its_feeds_and_exits_with_65(alliance: Alliance, server: FeedServer) -> None:
    page = server.put("/", "<html><head><link rel=alternate type=application/rss+xml href=/feed></head></html>", PAGE)

    ran = alliance("feeds", "add", page)

    assert ran.code == 65
    assert f"Its feeds: {server.address}/feed" in ran.err


def test_what_is_not_there_exits_with_64(alliance: Alliance) -> None:
    assert alliance("feeds", "remove", "nobody").code == 64
    assert alliance("feeds", "publish", "nobody").code == 64
    assert alliance("feeds", "drop", "nobody").code == 64
