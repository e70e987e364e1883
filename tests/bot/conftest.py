"""The bot with its doors open, over the fixture's seeds."""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import pytest

from bot.config import logs
from store.digests.subscriptions import Roster
from tests.bot.posts import posting
from tests.bot.served import opened
from tests.feed_server import feed_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from bot.digests.loop import PostingLoop
    from store.core import BriefingStore
    from tests.bot.served import Team
    from tests.feed_server import FeedServer


HERE = Path(__file__).parent
BOTH = "--both-databases"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave each test here one of the databases: what speaks to them is of the store, and tested there on both."""
    if config.getoption(BOTH):
        return
    there = {one.nodeid for one in items}
    dropped = {one for one in items if _second(one) in there}
    config.hook.pytest_deselected(items=[*dropped])
    items[:] = [one for one in items if one not in dropped]


def _second(item: pytest.Item) -> str | None:
    """Return the same test on the other database where that one is its own, by its name: about half of them each."""
    called = getattr(item, "callspec", None)
    dialect = called.params.get("dialect") if called is not None else None
    if dialect is None or item.get_closest_marker("prove") or HERE not in item.path.parents:
        return None
    its = ("sqlite", "postgresql")[crc32(item.originalname.encode()) % 2]
    return None if dialect == its else item.nodeid.replace(dialect, its)


@pytest.fixture
async def team(loaded_store: BriefingStore) -> AsyncIterator[Team]:
    """A person in a workspace whose bot answers from tests/fixtures/seeds."""
    async with opened(loaded_store) as made:
        yield made


@pytest.fixture
async def loop(team: Team, loaded_store: BriefingStore) -> AsyncIterator[PostingLoop]:
    """What posts digests, beside the doors."""
    async with posting(team, loaded_store) as made:
        yield made


@pytest.fixture
def roster(loaded_store: BriefingStore) -> Roster:
    """The digests that are set up."""
    return Roster(loaded_store.database)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    """A server of feeds on loopback."""
    with feed_server() as made:
        yield made


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, down to DEBUG, as the bot writes it."""
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.set_up("DEBUG", stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
