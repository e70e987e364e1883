# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text.dates import find, run


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("December 15, 2025", "2025-12-15"),
        ("Dec. 15, 2025", "2025-12-15"),
        ("Sept 3 2025", "2025-09-03"),
        ("15 December 2025", "2025-12-15"),
        ("15th of December, 2025", "2025-12-15"),
        ("2025-12-15T09:00:00Z", "2025-12-15"),
        ("2025/12/15", "2025-12-15"),
        ("2025.12.15.", "2025-12-15"),
        ("15-Dec-2025", "2025-12-15"),
        ("2025년 12월 15일", "2025-12-15"),
        ("2025년 12월", "2025-12"),
        ("December 2025", "2025-12"),
        ("2025-12", "2025-12"),
        ("Winter 2025", "2025"),
        ("24/12/2025", "2025-12-24"),
        ("12/24/2025", "2025-12-24"),
        ("2026. 3. 9.", "2026-03-09"),
        ("2026. 12. 31", "2026-12-31"),
        ("2026-3-9", "2026-03-09"),
        ("’26.3.9.(월)", "2026-03-09"),
        ("24.12.2025", "2025-12-24"),
        ("6.5.2018", "2018-05-06"),
        ("March 9-10, 2026", "2026-03-09"),
        ("9–10 March 2026", "2026-03-09"),
        ('9" June 2014', "2014-06"),
        ("the 9th of March, 2026", "2026-03-09"),
        ("the 9th day of March, 2026", "2026-03-09"),
        ("March the 9th, 2026", "2026-03-09"),
        ("09-MAR-26", "2026-03-09"),
        ("09-MAR-98", "1998-03-09"),
        ("30 March – 2 April 2026", "2026-03-30"),
        ("March 30 – April 2, 2026", "2026-03-30"),
    ],
)
def test_a_date_keeps_the_precision_it_was_written_with(written: str, date: str) -> None:
    assert [str(found.date) for found in find(written)] == [date]


def test_eight_digits_are_a_date_only_where_somebody_looks_for_one() -> None:
    assert str(run("20260309_minutes")) == "2026-03-09"
    assert str(run("call-20260309142200")) == "2026-03-09"
    assert run("120260309") is None
    assert list(find("Order 20260309")) == []


def test_of_a_day_and_month_that_may_be_swapped_only_the_year_is_sure() -> None:
    assert [str(found.date) for found in find("03/04/2025")] == ["2025"]


@pytest.mark.parametrize("text", ["2025", "31 February 2025", "2025-13-01", "1950-53", "version 2.10.2025.1", "may 12"])
def test_what_is_not_a_date_is_not_found(text: str) -> None:
    assert list(find(text)) == []


@given(st.dates())
def test_every_day_of_the_years_we_read_is_found(day: object) -> None:
    found = [str(dated.date) for dated in find(str(day))]

    assert found == ([str(day)] if "1900" <= str(day)[:4] <= "2100" else [])


@given(st.text())
def test_any_text_is_searched_without_an_error(text: str) -> None:
    assert all(0 <= dated.start < dated.end <= len(text) for dated in find(text))
