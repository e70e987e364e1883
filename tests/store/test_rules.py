from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.occurrences import LAST, WEEKDAYS, Rule
from store.rules import ScheduleInvalid, describe, read_days, read_time, read_wish, read_zone


def test_a_line_of_words_parts_into_topics_days_time_and_zone():
    wish = read_wish("opcon sma nds weekdays 08:30 Asia/Seoul")

    assert wish.rest == ("opcon", "sma", "nds")
    assert wish.days == WEEKDAYS[:5]
    assert wish.times == (time(8, 30),)
    assert wish.zone == "Asia/Seoul"


def test_days_come_out_in_the_order_of_the_week():
    assert read_days("fri, mondays and wed") == (("mon", "wed", "fri"), None)


def test_the_last_friday_of_the_month_is_an_ordinal():
    assert read_days("last friday of the month") == (("fri",), LAST)


def test_holidays_of_a_country_can_be_skipped():
    assert read_wish("daily 9am KST skip KR holidays").skip_holidays == ("KR",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("08:30", time(8, 30)), ("8am", time(8)), ("12am", time(0)), ("12pm", time(12)), ("5.30pm", time(17, 30))],
)
def test_a_time_is_read_as_people_write_it(text, expected):
    assert read_time(text) == expected


@pytest.mark.parametrize("text", ["25:00", "8:75", "13pm", "0am", "8:3x", "noon"])
def test_what_is_no_time_is_refused_with_an_example(text):
    with pytest.raises(ScheduleInvalid, match="write it like 08:30"):
        read_time(text)


@pytest.mark.parametrize(
    ("text", "zone"), [("KST", "Asia/Seoul"), ("seoul", "Asia/Seoul"), ("america/new_york", "America/New_York")]
)
def test_a_zone_is_found_by_name_city_or_abbreviation(text, zone):
    assert read_zone(text) == zone


def test_an_unknown_zone_gets_the_nearest_names():
    with pytest.raises(ScheduleInvalid, match="Asia/Seoul"):
        read_zone("Asia/Soul")


def test_an_unknown_day_gets_the_nearest_names():
    with pytest.raises(ScheduleInvalid, match="monday"):
        read_days("mnday")


def test_a_calendar_we_do_not_have_is_named():
    with pytest.raises(ScheduleInvalid, match="KR or US"):
        read_wish("daily 09:00 skip FR")


@given(
    days=st.sets(st.sampled_from(WEEKDAYS), min_size=1),
    times=st.sets(st.times().map(lambda t: t.replace(second=0, microsecond=0)), min_size=1, max_size=3),
    zone=st.sampled_from(["Asia/Seoul", "America/Argentina/Buenos_Aires", "UTC"]),
    ordinal=st.sampled_from([None, 1, 4, LAST]),
)
def test_what_we_say_of_a_rule_reads_back_as_the_rule(days, times, zone, ordinal):
    rule = Rule(tuple(day for day in WEEKDAYS if day in days), tuple(sorted(times)), zone, ordinal)

    wish = read_wish(describe(rule).replace(zone, "").replace("UTC", ""))

    assert (wish.days, wish.times, wish.ordinal, wish.rest) == (rule.days, rule.times, rule.ordinal, ())
    assert zone in describe(rule)


@given(st.text(max_size=60))
def test_any_words_are_read_or_refused_with_words(text):
    assert outcome_of(text)


def outcome_of(text):
    try:
        return read_wish(text)
    except ScheduleInvalid as refused:
        return str(refused)
