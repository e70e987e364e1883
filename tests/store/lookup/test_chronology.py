"""Statements in the order of their dates."""

from __future__ import annotations

from datetime import date

from store.lookup.chronology import points
from store.model import Holder, PartialDate, Statement, Topic


def topic(slug: str, *dates: str | None) -> Topic:
    statements = tuple(
        Statement(f"{slug}#{number}", "Said.", PartialDate.parse(when) if when else None, Holder.FACT, ())
        for number, when in enumerate(dates, start=1)
    )
    return Topic(slug, slug, slug, None, "invented", "In short.", date(2026, 11, 23), statements=statements)


def test_the_oldest_comes_first_a_year_before_its_months_and_the_undated_last() -> None:
    found = points([topic("opcon", None, "2026-01-24", "2026", "1953-07-27", "2026-01")])

    assert [str(point.when) for point in found] == ["1953-07-27", "2026", "2026-01", "2026-01-24", "None"]


def test_the_newest_may_come_first_and_the_undated_still_come_last() -> None:
    found = points([topic("opcon", None, "2025", "2026")], newest_first=True)

    assert [str(point.when) for point in found] == ["2026", "2025", "None"]


def test_statements_of_one_date_stand_together_in_the_order_of_their_topics() -> None:
    (point,) = points([topic("cfc", "2026"), topic("opcon", "2026", "2026")])

    assert [said.id for _, said in point.said] == ["cfc#1", "opcon#1", "opcon#2"]


def test_topics_without_statements_have_no_dates() -> None:
    assert points([topic("cfc")]) == ()
