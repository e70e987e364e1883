"""Eight processes poll 200 feeds and some are killed: each feed is asked once, no item comes twice, none is lost."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.feeds.service import FeedService
from bot.tasks.clock import utc
from store.feeds.model import FeedMode
from tests.feed_server import Told, feed_server, rss
from tests.paths import HOUSE
from tests.races.feed_race import RULES
from tests.soundness import unsound

if TYPE_CHECKING:
    from store.core import BriefingStore
    from tests.feed_server import FeedServer

FEEDS, PROCESSES = 200, 8
KILLED_AT = (20, 60, 100, 150)
"""So many feeds were asked when one of the processes is killed."""

# One race at a time: each has processes enough for every core.
pytestmark = [pytest.mark.prove, pytest.mark.timeout(400), pytest.mark.xdist_group("races")]


@pytest.fixture
def dialect() -> str:
    """One kind of database, on which writers do not queue for one lock."""
    return "postgresql"


def story(number: int) -> str:
    """Return a text that no other is like, long enough to be the text itself."""
    words = " ".join(f"{word}{number}-{at}" for at in range(30) for word in ("harbour", "pier", "rope", "salt", "tide"))
    return f"<p>The OPCON talks, day {number}. {words} {' '.join(['and so on'] * 60)}</p>"


def followed(store: BriefingStore, server: FeedServer) -> None:
    """Follow feeds of two stories each, the second of which the next feed has as well."""
    for number in range(FEEDS):
        told = [Told(f"OPCON talks {at}", "", content=story(at), key=f"k{at}") for at in (number, (number + 1) % FEEDS)]
        url = server.put(f"/{number}", rss(*told, title=f"Paper {number}"))
        store.feeds.add(url, f"Paper {number}", mode=FeedMode.PUBLISH, words=(), by="race", at=utc())


def begun(url: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.races.feed_race", url], cwd=HOUSE)


def raced(url: str, server: FeedServer) -> int:
    """Let processes poll, kill some meanwhile, each time with another in its place; return how many died."""
    chance, killed = random.Random(17), 0
    running = [begun(url) for _ in range(PROCESSES)]
    for asked in KILLED_AT:
        until = time.monotonic() + 120
        while len(server.asked) < asked and time.monotonic() < until and any(one.poll() is None for one in running):
            time.sleep(0.01)
        victim = running.pop(chance.randrange(len(running)))
        killed += victim.poll() is None
        victim.kill()
        victim.wait()
        running.append(begun(url))
    for one in running:
        assert one.wait(200) == 0
    return killed


def test_killed_pollers_ask_no_feed_twice_and_lose_no_item(
    loaded_store: BriefingStore, database_url: str, record_property: Any
) -> None:
    with feed_server() as server:
        followed(loaded_store, server)

        killed = raced(database_url, server)
        first = Counter(server.asked)
        later = FeedService(loaded_store, RULES, lambda: utc() + timedelta(hours=7))
        for _ in range(3):
            asyncio.run(later.poll())

    loaded_store.refresh()
    titles = Counter(item.title for item in loaded_store.feeds.news(limit=1_000))
    documents = [id_ for id_ in loaded_store.snapshot.sources if id_.startswith("news-")]
    record_property("race", {"killed": killed, "asked": len(first), "documents": len(documents)})
    assert max(first.values()) == 1
    assert max(Counter(server.asked).values()) <= 2
    assert titles == Counter(f"OPCON talks {number}" for number in range(FEEDS))
    assert len(documents) == FEEDS
    assert unsound(loaded_store.database) == []
