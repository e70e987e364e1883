"""What is kept for some time only: how long the settings say, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.config.settings import Settings
from bot.web.lifespan import prune
from store.access.model import Attempt, AttemptOutcome
from store.access.notices import Notice
from tests.conftest import NOW

if TYPE_CHECKING:
    from store.core import BriefingStore


async def test_each_sort_goes_after_its_own_days(store: BriefingStore) -> None:
    for days in (0, 100, 400):
        at = NOW - timedelta(days=days)
        store.audit.note(Attempt(at, "T1", "U1", "reload", AttemptOutcome.DONE, f"{days} days ago"))
        store.notices.add(Notice(f"{days} days ago", "U1", "…"), at)
    store.notices.take(NOW)

    gone = await prune(store, Settings(), NOW)

    assert gone == 3
    assert {one.detail for one in store.audit.latest()} == {"0 days ago", "100 days ago"}
    assert not store.notices.add(Notice("0 days ago", "U1", "…"), NOW)
    assert store.notices.add(Notice("100 days ago", "U1", "…"), NOW)
