"""Feeds that are all due at once beside the bare fetch and parse of the same, in one run.

python tests/bench/feeds.py [--feeds 1000] [--entries 20]

The floor fetches each feed by aiohttp, four at a time, and gives it to feedparser, right here: no address is looked at,
nothing is written. Ours fetches, parses in the process with limits, and writes feeds and entries; the entries have
none of the feeds' words, so that what is measured is polling and not the reading of articles. Then once more, when
every feed answers 304.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import aiohttp
import feedparser

from bot.config.settings import FeedRules
from bot.feeds.service import FeedService
from bot.tasks.clock import utc
from store.core import BriefingStore
from store.feeds.model import FeedMode
from tests.bench.ledger import Row, append
from tests.feed_server import Told, feed_server, rss

RULES = FeedRules(("127.0.0.1",))
AT_ONCE = 4


async def bare(urls: list[str]) -> None:
    """Fetch and parse."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(session: aiohttp.ClientSession, url: str) -> None:
        async with turns, session.get(url) as answer:
            data = await answer.read()
        assert feedparser.parse(io.BytesIO(data)).entries

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(one(session, url) for url in urls))


def main() -> None:
    """Print how long each takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--entries", type=int, default=20)
    parser.add_argument("--rows", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, feed_server() as server:
        store = BriefingStore.of(f"sqlite:///{Path(folder) / 'bench.db'}")
        store.migrate()
        urls = []
        for number in range(options.feeds):
            told = [
                Told(f"Report {number}-{at}", f"/{number}/{at}", "It was said. " * 20) for at in range(options.entries)
            ]
            urls.append(server.put(f"/{number}", rss(*told), headers={"ETag": f'"{number}"'}))
            store.feeds.add(urls[-1], "A", mode=FeedMode.REVIEW, words=("no such word",), by="bench", at=utc())
        floor = timed(lambda: asyncio.run(bare(urls)))
        ours = timed(lambda: asyncio.run(FeedService(store, RULES).poll()))
        later = FeedService(store, RULES, lambda: utc() + timedelta(hours=7))
        unchanged = timed(lambda: asyncio.run(later.poll()))
        failed = [one.url for one in store.feeds.listed() if one.failures]
        store.close()
    assert not failed, failed[:3]
    told = f"{options.feeds:,} feeds of {options.entries} entries due at once"
    print(f"\n{told}: {ours:.1f} s, {ours / floor:.1f} of the bare fetch and parse ({floor:.1f} s)", flush=True)
    print(f"  the same, all unchanged: {unchanged:.1f} s, {unchanged / floor:.1f}", flush=True)
    measured = [(told, ours), ("the same, all unchanged", unchanged)]
    append(options.rows, [Row(what, took / floor, "of the bare fetch and parse") for what, took in measured])


def timed(work: object) -> float:
    """Return how many seconds *work* takes."""
    began = time.perf_counter()
    work()  # type: ignore[operator]  # a callable
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
