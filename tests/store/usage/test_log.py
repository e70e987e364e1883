"""How often topics are asked for: counts by day, summed and let go in time, never who."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

from store.core import BriefingStore
from store.db.schema import asked
from tests.conftest import NOW

if TYPE_CHECKING:
    from store.db.engine import Database


def test_counts_of_a_day_and_of_days_add_up(store: BriefingStore) -> None:
    store.usage.note_asked({"opcon": 2, "sma": 1}, NOW - timedelta(days=1))
    store.usage.note_asked({"opcon": 3}, NOW)
    store.usage.note_asked({"opcon": 1}, NOW + timedelta(hours=1))

    assert store.usage.times_asked(NOW) == {"opcon": 6, "sma": 1}


def test_only_the_last_days_count_and_older_ones_are_let_go(store: BriefingStore) -> None:
    store.usage.note_asked({"sma": 5}, NOW - timedelta(days=89))
    store.usage.note_asked({"opcon": 1}, NOW)

    assert store.usage.times_asked(NOW) == {"opcon": 1, "sma": 5}
    assert store.usage.times_asked(NOW + timedelta(days=1)) == {"opcon": 1}

    store.usage.note_asked({"cfc": 1}, NOW + timedelta(days=2))

    with store.database.read() as connection:
        assert sorted(connection.execute(asked.select().with_only_columns(asked.c.topic)).scalars()) == ["cfc", "opcon"]


def test_the_days_kept_are_those_of_the_setting(database: Database) -> None:
    store = BriefingStore(database, miss_days=7)
    store.usage.note_asked({"sma": 1}, NOW - timedelta(days=7))
    store.usage.note_asked({"opcon": 1}, NOW - timedelta(days=6))

    assert store.usage.times_asked(NOW) == {"opcon": 1}


def test_counts_of_many_processes_at_once_are_all_there(database_url: str) -> None:
    stores = [BriefingStore.open(database_url) for _ in range(4)]
    orders = [{"opcon": 1, "sma": 1, "cfc": 1}, {"cfc": 1, "sma": 1, "opcon": 1}]

    with ThreadPoolExecutor(4) as pool:
        for _ in pool.map(lambda n: stores[n % 4].usage.note_asked(orders[n % 2], NOW), range(40)):
            pass

    assert stores[0].usage.times_asked(NOW) == {"opcon": 40, "sma": 40, "cfc": 40}
    for store in stores:
        store.close()
