"""The editors' list: what is due for a review, and what was asked in vain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from store.core import BriefingStore
from store.model import Nothing
from store.usage.editors_list import due, judged, overdue
from tests.bot.invented import BRIEF, CFC, OPCON, topics
from tests.conftest import NOW, SEEDS

if TYPE_CHECKING:
    from store.db.engine import Database


TODAY = date(2026, 11, 23)


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


def reviewed(slug: str, days_ago: int):
    return replace(CFC, slug=slug, reviewed=TODAY - timedelta(days=days_ago))


def test_a_review_is_due_the_day_after_those_allowed() -> None:
    topic = reviewed("cfc", 180)

    assert not due(topic, TODAY, 180)
    assert due(topic, TODAY + timedelta(days=1), 180)


def test_a_brief_knows_that_its_review_is_due_and_other_answers_stay() -> None:
    old, new, miss = replace(BRIEF, topic=reviewed("cfc", 200)), replace(BRIEF, topic=OPCON), Nothing("x", (), 1)

    assert judged(old, TODAY, 180) == replace(old, stale=True)
    assert judged(new, TODAY, 180) is new
    assert judged(miss, TODAY, 180) is miss


def test_what_is_old_and_much_asked_for_comes_first() -> None:
    listed = [reviewed("never-asked", 900), reviewed("rarely", 400), reviewed("often", 200), reviewed("fresh", 10)]

    found = overdue(listed, TODAY, 180, {"often": 50, "rarely": 2, "fresh": 1_000})

    assert [(one.topic.slug, one.days, one.asked) for one in found] == [
        ("often", 200, 50),
        ("rarely", 400, 2),
        ("never-asked", 900, 0),
    ]


def test_what_nobody_asked_for_is_sorted_by_age_then_by_name() -> None:
    listed = [reviewed("b", 200), reviewed("a", 200), reviewed("old", 300)]

    assert [one.topic.slug for one in overdue(listed, TODAY, 180, {})] == ["old", "a", "b"]


@given(st.lists(topics(), max_size=8), st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(1, 3650))
def test_nothing_is_listed_that_is_not_due_and_nothing_due_is_left_out(listed, today, allowed) -> None:
    found = [one.topic for one in overdue(listed, today, allowed, {})]

    assert sorted(map(id, found)) == sorted(id(topic) for topic in listed if due(topic, today, allowed))
