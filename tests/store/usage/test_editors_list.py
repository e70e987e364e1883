"""The editors' list: what is due for a review, and what was asked in vain."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from store.core import BriefingStore
from tests.conftest import NOW, SEEDS

if TYPE_CHECKING:
    from store.db.engine import Database


def test_the_list_has_what_is_due_by_age_times_how_often_and_the_questions_beside_it(database: Database) -> None:
    store = BriefingStore(database, review_days=30)
    store.load(SEEDS, by="tests", at=NOW)
    later = NOW + timedelta(days=31)  # sma was reviewed on 1 October, cfc on 20 November, the others on the 23rd
    store.usage.note_asked({"cfc": 20, "opcon": 1}, later)
    store.usage.note_misses([("zebras", later), ("harbour tolls", later), ("harbour tolls?", later)])

    found = store.editors_list(later)

    assert [(one.topic.slug, one.days, one.asked) for one in found.stale] == [
        ("cfc", 34, 20),
        ("opcon", 31, 1),
        ("sma", 84, 0),
        ("usfk", 31, 0),
    ]
    assert [(gap.text, gap.count) for gap in found.gaps] == [("harbour tolls?", 2), ("zebras", 1)]
    assert (found.on, found.topics, found.review_days, found.days) == (later.date(), 4, 30, 90)
    assert found


def test_there_may_be_nothing_to_do(loaded_store: BriefingStore) -> None:
    assert not loaded_store.editors_list(NOW)


def test_questions_too_long_ago_are_left_out_though_nobody_let_them_go(loaded_store: BriefingStore) -> None:
    loaded_store.usage.note_misses([("harbour tolls", NOW - timedelta(days=91))])

    assert loaded_store.editors_list(NOW).gaps == ()
