from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.digests.schedule import LAST, QUARTER_ENDS, QUARTERS, WEEKDAYS, Rule
from store.digests.schedule_parser import parse_schedule
from store.digests.schedule_text import ScheduleInvalid, describe, read_zone, zones_like
from store.errors import TooLong


def test_a_line_of_words_parts_into_topics_days_time_and_zone():
    parsed = parse_schedule("opcon sma nds weekdays 08:30 Asia/Seoul")

    assert parsed.rest == ("opcon", "sma", "nds")
    assert parsed.days == WEEKDAYS[:5]
    assert parsed.times == (time(8, 30),)
    assert parsed.zone == "Asia/Seoul"


def test_days_come_out_in_the_order_of_the_week():
    assert parse_schedule("fri, mondays and wed").days == ("mon", "wed", "fri")


def test_the_last_friday_of_the_month_is_an_ordinal():
    parsed = parse_schedule("last friday of the month")

    assert (parsed.days, parsed.ordinal) == (("fri",), LAST)


def test_holidays_of_a_country_can_be_skipped():
    assert parse_schedule("daily 9am KST skip KR holidays").skip_holidays == ("KR",)


def test_a_calendar_we_do_not_have_is_named():
    (wrong,) = parse_schedule("daily 09:00 skip Atlantis").wrong

    assert "“Atlantis” is no country whose holidays we know" in wrong


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
    parsed = parse_schedule(f"opcon {text} 08:30")

    assert (parsed.days, parsed.rest) == (days, ("opcon",))


def test_a_time_may_have_its_half_of_the_day_behind_a_space():
    assert parse_schedule("8 am 5:30 PM").times == (time(8), time(17, 30))


@pytest.mark.parametrize("text", ["skip KR and US holidays", "skip US, Korean holidays", "skip kr skip us"])
def test_the_holidays_of_both_countries_can_be_skipped(text):
    parsed = parse_schedule(f"daily {text} nds")

    assert (parsed.skip_holidays, parsed.rest) == (("KR", "US"), ("nds",))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("first and third monday", "“first” and “third” need a digest each."),
        ("first 09:00", "“first” needs a day of the week, like “first monday”."),
        ("last weekday", "“last weekday” cannot be: say the last day of the month, or the last friday."),
        ("09:00 Asia/Seoul UTC", "A digest has one time zone, not Asia/Seoul and UTC."),
        ("daily skip", "Say whose holidays to skip"),
        ("09:00 UTC+9", "“UTC+9” is not a time zone by its name. Write it like Asia/Seoul."),
    ],
)
def test_what_would_be_understood_in_part_is_refused(text, says):
    assert " ".join(parse_schedule(text).wrong).startswith(says)


def test_everything_that_is_wrong_is_named_at_once():
    wrong = parse_schedule("opcon 25:00 Asia/Soul skip Atlantis").wrong

    assert [one.split(" ")[0] for one in wrong] == ["“25:00”", "“Asia/Soul”", "“Atlantis”"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on the 15 of the month", (15,)),
        ("the 1st and 15th", (1, 15)),
        ("the 15th of each month", (15,)),
        ("day 31", (31,)),
        ("monthly on the 3rd", (3,)),
        ("last day of the month", (LAST,)),
        ("at the end of the month", (LAST,)),
        ("the 15th and the last day", (15, LAST)),
        ("quarterly", (1,)),
    ],
)
def test_days_of_the_month_are_read_and_are_no_times(text, days):
    parsed = parse_schedule(f"opcon {text} 09:00")

    assert (parsed.month_days, parsed.times, parsed.days, parsed.rest) == (days, (time(9),), (), ("opcon",))


@pytest.mark.parametrize(
    ("text", "days", "weeks"),
    [
        ("every 3 fridays", ("fri",), 3),
        ("every 2 weeks on tuesday", ("tue",), 2),
        ("every other week mon", ("mon",), 2),
        ("every other monday", ("mon",), 2),
        ("biweekly thu", ("thu",), 2),
        ("every three weeks fri", ("fri",), 3),
        ("weekly monday", ("mon",), 1),
    ],
)
def test_every_so_many_weeks_is_read(text, days, weeks):
    parsed = parse_schedule(f"{text} 09:00")

    assert (parsed.days, parsed.weeks, parsed.times, parsed.rest) == (days, weeks, (time(9),), ())


def test_quarterly_with_a_weekday_means_the_first_of_the_quarter():
    parsed = parse_schedule("quarterly monday 09:00")

    assert (parsed.days, parsed.ordinal, parsed.months) == (("mon",), 1, QUARTERS)


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("0830", time(8, 30)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("08:30:00", time(8, 30)),
        ("8:30 p.m.", time(20, 30)),
        ("8 a.m.", time(8)),
        ("\uff10\uff18\uff1a\uff13\uff10", time(8, 30)),
        ("8.30", time(8, 30)),
    ],
)
def test_times_are_read_as_people_write_them(text, local):
    parsed = parse_schedule(f"weekdays {text} opcon")

    assert (parsed.times, parsed.rest) == ((local,), ("opcon",))


@pytest.mark.parametrize(
    ("text", "skipped"),
    [
        ("skip JP holidays", ("JP",)),
        ("skip Germany and korean holidays", ("DE", "KR")),
        ("skip 24 Dec", ("12-24",)),
        ("skip Dec 24 and 2026-12-31", ("12-24", "2026-12-31")),
        ("skip KR holidays and 1 May at", ("KR", "05-01")),
    ],
)
def test_holidays_of_any_country_and_days_of_ones_own_are_skipped(text, skipped):
    parsed = parse_schedule(f"daily {text} 09:00")

    assert (parsed.skip_holidays, parsed.times, parsed.rest) == (skipped, (time(9),), ())


def test_days_may_be_parted_by_slashes():
    assert parse_schedule("Mon/Wed/Fri 09:00").days == ("mon", "wed", "fri")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("every second friday", "may be every 2 weeks or once a month"),
        ("every 2nd mon 9:00", "may be every 2 weeks or once a month"),
        ("every 2 weeks 09:00", "“every 2 weeks” needs its day"),
        ("every 20 weeks monday", "A digest comes every 1 to 8 weeks"),
        ("monthly 09:00", "“monthly” needs its day"),
        ("weekly 09:00", "“weekly” needs its day"),
        ("monday the 15th", "need a digest each"),
        ("24 Dec 09:00", "“24 Dec” is a single date"),
        ("daily 09:00 CST", "may be America/Chicago or Asia/Shanghai"),
        ("daily 09:00 IST", "may be Asia/Kolkata or Europe/Dublin"),
        ("skip Christmas", "“Christmas” is no country"),
        ("weekdays 09:00 Etc/localtime", "is not a time zone we know"),
    ],
)
def test_what_may_mean_two_things_or_nothing_is_refused_by_name(text, says):
    assert says in " ".join(parse_schedule(text).wrong)


@pytest.mark.parametrize("name", ["localtime", "Factory", "posixrules", "leapseconds"])
def test_a_file_beside_the_zones_is_no_zone(name):
    with pytest.raises(ScheduleInvalid):
        read_zone(name)
    assert name not in zones_like(name)


def test_more_words_than_a_schedule_needs_are_not_read():
    with pytest.raises(TooLong, match="500 characters"):
        parse_schedule("opcon " * 100)


@given(
    days=st.lists(st.integers(1, 31) | st.just(LAST), min_size=1, max_size=3, unique=True),
    months=st.sampled_from([(), QUARTERS]),
)
def test_what_we_say_of_days_of_the_month_reads_back(days, months):
    days = tuple(sorted(days, key=lambda day: day % 33))
    months = QUARTER_ENDS if months and days == (LAST,) else months  # the last day of a quarter is one of its end
    rule = Rule((), (time(9),), "Asia/Seoul", month_days=days, months=months)

    parsed = parse_schedule(describe(rule))

    assert (parsed.month_days, parsed.months, parsed.rest) == (days, months, ())


@given(
    days=st.sets(st.sampled_from(WEEKDAYS), min_size=1),
    times=st.sets(st.times().map(lambda t: t.replace(second=0, microsecond=0)), min_size=1, max_size=3),
    zone=st.sampled_from(["Asia/Seoul", "America/Argentina/Buenos_Aires", "UTC"]),
    ordinal=st.sampled_from([None, 1, 4, LAST]),
)
def test_what_we_say_of_a_rule_reads_back_as_the_rule(days, times, zone, ordinal):
    rule = Rule(tuple(day for day in WEEKDAYS if day in days), tuple(sorted(times)), zone, ordinal)

    parsed = parse_schedule(describe(rule).replace(zone, "").replace("UTC", ""))

    assert (parsed.days, parsed.times, parsed.ordinal, parsed.rest) == (rule.days, rule.times, rule.ordinal, ())
    assert zone in describe(rule)


@pytest.mark.parametrize(
    "text",
    [
        "quarterly on the last day",
        "last friday of the quarter",
        "weekdays skip GR holidays and GR half days and 24 Dec",
        "weekdays skip GR half days",
        "daily except sundays",
    ],
)
def test_what_we_say_of_quarters_and_skips_reads_back(text):
    parsed = parse_schedule(text)
    rule = Rule(
        parsed.days, (time(9),), "Asia/Seoul", parsed.ordinal, parsed.skip_holidays, parsed.month_days, parsed.months
    )

    again = parse_schedule(describe(rule))

    assert (again.days, again.ordinal, again.skip_holidays) == (parsed.days, parsed.ordinal, parsed.skip_holidays)
    assert (again.month_days, again.months, again.rest) == (parsed.month_days, parsed.months, ())


@given(st.text(max_size=60))
def test_any_words_are_read_or_refused_with_words(text):
    assert outcome_of(text)


def outcome_of(text):
    try:
        return parse_schedule(text)
    except ScheduleInvalid as refused:
        return str(refused)
