"""Somebody who reads evidence pages, at noon until a test says otherwise."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.bot.readers import reading
from tests.bot.served import Clock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from store.core import BriefingStore
    from tests.bot.readers import Reader

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
async def reader(loaded_store: BriefingStore, clock: Clock) -> AsyncIterator[Reader]:
    async with reading(loaded_store, clock) as made:
        yield made
