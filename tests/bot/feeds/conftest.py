"""A server of feeds, and what fetches from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.feed_server import feed_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.feed_server import FeedServer


@pytest.fixture
def server() -> Iterator[FeedServer]:
    """A server of feeds on loopback."""
    with feed_server() as made:
        yield made


@pytest.fixture
def dialect() -> str:
    """One kind of database; the tests of the store's own have both."""
    return "sqlite"
