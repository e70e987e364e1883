"""What happened, in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from store.lookup.compare import points, shown
from store.model import Holder, PartialDate, Statement, Topic

AS_OF = PartialDate(2026, 11)


def topic(slug: str, *dates: str | None) -> Topic:
    statements = tuple(
        Statement(f"{slug}#{number}", "Said.", AS_OF, Holder.FACT, (), PartialDate.parse(when) if when else None)
        for number, when in enumerate(dates, start=1)
    )
    return Topic(slug, slug, slug, None, "invented", "In short.", date(2026, 11, 23), statements=statements)


def test_the_oldest_comes_first_and_a_year_before_its_months() -> None:
    found = points([topic("opcon", None, "2026-01-24", "2026", "1953-07-27", "2026-01")])

    assert [str(point.when) for point in found] == ["1953-07-27", "2026", "2026-01", "2026-01-24"]


def test_the_newest_may_come_first_and_what_has_no_date_of_its_own_is_no_event() -> None:
    found = points([topic("opcon", None, "2025", "2026")], newest_first=True)

    assert [str(point.when) for point in found] == ["2026", "2025"]


def test_statements_of_one_date_stand_together_in_the_order_of_their_topics() -> None:
    (point,) = points([topic("cfc", "2026"), topic("opcon", "2026", "2026")])

    assert [said.id for _, said in point.said] == ["cfc#1", "opcon#1", "opcon#2"]


def test_what_several_topics_show_stands_once_at_home_where_that_is_among_them() -> None:
    opcon = topic("opcon", "2026")
    cfc, sma = (replace(topic(slug), also=opcon.statements) for slug in ("cfc", "sma"))

    at_home, abroad = shown([cfc, opcon]), shown([cfc, sma])

    assert [(found.slug, said.id) for found, said in at_home] == [("opcon", "opcon#1")]
    assert [(found.slug, said.id) for found, said in abroad] == [("cfc", "opcon#1")]


def test_topics_without_statements_have_no_dates() -> None:
    assert points([topic("cfc")]) == ()
