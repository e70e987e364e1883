from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.digests.schedule import LAST, WEEKDAYS, Rule
from store.digests.schedule_parser import hear, read_wish
from store.digests.schedule_text import ScheduleInvalid, describe


def test_a_line_of_words_parts_into_topics_days_time_and_zone():
    wish = read_wish("opcon sma nds weekdays 08:30 Asia/Seoul")

    assert wish.rest == ("opcon", "sma", "nds")
    assert wish.days == WEEKDAYS[:5]
    assert wish.times == (time(8, 30),)
    assert wish.zone == "Asia/Seoul"


def test_days_come_out_in_the_order_of_the_week():
    assert read_wish("fri, mondays and wed").days == ("mon", "wed", "fri")


def test_the_last_friday_of_the_month_is_an_ordinal():
    wish = read_wish("last friday of the month")

    assert (wish.days, wish.ordinal) == (("fri",), LAST)


def test_holidays_of_a_country_can_be_skipped():
    assert read_wish("daily 9am KST skip KR holidays").skip_holidays == ("KR",)


def test_a_calendar_we_do_not_have_is_named():
    with pytest.raises(ScheduleInvalid, match="KR or US"):
        read_wish("daily 09:00 skip FR")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", WEEKDAYS[:5]),
        ("Mon\u2013Wed", WEEKDAYS[:3]),
        ("monday through friday", WEEKDAYS[:5]),
        ("sat to mon", ("mon", "sat", "sun")),
        ("every day", WEEKDAYS),
        ("each day", WEEKDAYS),
        ("every weekday", WEEKDAYS[:5]),
    ],
)
def test_days_are_read_as_people_write_them(text, days):
    wish = read_wish(f"opcon {text} 08:30")

    assert (wish.days, wish.rest) == (days, ("opcon",))


def test_a_time_may_have_its_half_of_the_day_behind_a_space():
    assert read_wish("8 am 5:30 PM").times == (time(8), time(17, 30))


@pytest.mark.parametrize("text", ["skip KR and US holidays", "skip US, Korean holidays", "skip kr skip us"])
def test_the_holidays_of_both_countries_can_be_skipped(text):
    wish = read_wish(f"daily {text} nds")

    assert (wish.skip_holidays, wish.rest) == (("KR", "US"), ("nds",))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("first and third monday", "“first” and “third” need a digest each."),
        ("first 09:00", "“first” needs a day of the week, like “first monday”."),
        ("last weekday", "“last” needs a day of the week, like “last monday”."),
        ("09:00 Asia/Seoul UTC", "A digest has one time zone, not Asia/Seoul and UTC."),
        ("daily skip", "Say whose holidays to skip"),
        ("09:00 UTC+9", "“UTC+9” is not a time zone by its name. Write it like Asia/Seoul."),
    ],
)
def test_what_would_be_understood_in_part_is_refused(text, says):
    with pytest.raises(ScheduleInvalid, match="^" + says.replace("+", "[+]")):
        read_wish(text)


def test_everything_that_is_wrong_is_named_at_once():
    wrong = hear("opcon 25:00 Asia/Soul skip FR").wrong

    assert [one.split(" ")[0] for one in wrong] == ["“25:00”", "“Asia/Soul”", "“FR”"]


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
