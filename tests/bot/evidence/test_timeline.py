"""Where what happened is drawn."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.evidence.timeline import MOST_TICKS, extent, short, timeline
from store.model import Holder, PartialDate, Statement, Topic
from tests.bot.invented import CFC

any_date = st.one_of(
    st.builds(PartialDate, st.integers(1, 9999)),
    st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12)),
    st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28)),
)


def topic(*dates: PartialDate | None, also: tuple[Statement, ...] = ()) -> Topic:
    said = [Statement(f"opcon#{n}", "Said.", None, Holder.FACT, (), when) for n, when in enumerate(dates, start=1)]
    return replace(CFC, slug="opcon", statements=tuple(said), also=also)


def test_a_date_known_to_the_day_is_a_point_and_one_known_to_the_year_a_span() -> None:
    drawn = timeline(topic(PartialDate(2025, 7, 1), PartialDate(2026)))

    assert drawn is not None
    day, year = drawn.lanes
    assert (day.is_day, day.start, day.end) == (True, 25.0, 25.0)
    assert (year.is_day, year.start, year.end) == (False, 50.0, 100.0)
    assert [(tick.year, tick.at) for tick in drawn.ticks] == [(2025, 0.0), (2026, 50.0), (2027, 100.0)]


def test_a_single_year_stands_between_its_neighbors() -> None:
    drawn = timeline(topic(PartialDate(2022)))

    assert drawn is not None
    assert [tick.year for tick in drawn.ticks] == [2021, 2022, 2023, 2024]
    assert (drawn.lanes[0].start, drawn.lanes[0].end) == (33.33, 66.67)


def test_statements_of_one_date_share_a_lane_and_the_words_say_the_same() -> None:
    drawn = timeline(topic(PartialDate(2026), None, PartialDate(2025, 12, 15), PartialDate(2026)))

    assert drawn is not None
    assert [lane.label for lane in drawn.lanes] == ["15 Dec 2025 · 3", "2026 · 1, 4"]
    assert drawn.told == "15 Dec 2025: 1 statement, 3; 2026: 2 statements, 1, 4"


def test_what_another_topic_tells_is_drawn_by_its_address() -> None:
    also = Statement("cfc#3", "Said.", None, Holder.FACT, (), PartialDate(2026))

    drawn = timeline(topic(PartialDate(2026), also=(also,)))

    assert drawn is not None
    assert drawn.told == "2026: 2 statements, 1, cfc#3"


def test_the_date_of_a_source_is_no_event() -> None:
    said = Statement("opcon#1", "OPCON is wartime control.", PartialDate(2025, 12, 15), Holder.FACT, ())

    assert timeline(replace(CFC, slug="opcon", statements=(said,))) is None


def test_nothing_dated_is_nothing_drawn() -> None:
    assert timeline(topic(None, None)) is None


def test_three_numbers_in_a_row_are_joined_and_a_long_list_is_cut() -> None:
    assert short([1, 2]) == "1, 2"
    assert short([4, 1, 2, 3]) == "1\N{EN DASH}4"
    assert short([1, 3, 5, 7, 9, 11, 13]) == "1, 3, 5, 7, 9 and 2 more"


@given(st.lists(any_date, min_size=1, max_size=12))
def test_whatever_the_dates_everything_is_on_the_paper_and_in_order(dates: list[PartialDate]) -> None:
    drawn = timeline(topic(*dates))

    assert drawn is not None
    assert 2 <= len(drawn.ticks) <= MOST_TICKS + 1
    assert (drawn.ticks[0].at, drawn.ticks[-1].at) == (0.0, 100.0)
    assert all(0 <= lane.start <= lane.end <= 100 for lane in drawn.lanes)
    assert [lane.start for lane in drawn.lanes] == sorted(lane.start for lane in drawn.lanes)


@given(any_date, any_date)
def test_dates_keep_their_order_in_time(one: PartialDate, other: PartialDate) -> None:
    if one <= other:
        assert extent(one)[0] <= extent(other)[0]
