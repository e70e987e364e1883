from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.digests.schedule import LAST, WEEKDAYS, Rule, occurrences
from store.text.zone import instant_of

START = datetime(2024, 1, 1, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
QUARTERS = tuple(time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45))
EVERY_DAY = WEEKDAYS
WORK_DAYS = WEEKDAYS[:5]


def no_holidays(_day, _country):
    return False


def firsts(rule, after, count, is_holiday=no_holidays):
    return [instant.isoformat() for instant in islice(occurrences(rule, after, is_holiday=is_holiday), count)]


def test_weekdays_in_seoul_skip_the_weekend():
    rule = Rule(WORK_DAYS, (time(8, 30),), "Asia/Seoul")
    friday = datetime(2026, 11, 20, tzinfo=UTC)

    dues = firsts(rule, friday, 2)

    assert dues == ["2026-11-22T23:30:00+00:00", "2026-11-23T23:30:00+00:00"]


def test_an_instant_that_is_due_right_now_is_not_after_now():
    rule = Rule(EVERY_DAY, (time(9),), "UTC")

    dues = firsts(rule, datetime(2026, 1, 1, 9, tzinfo=UTC), 1)

    assert dues == ["2026-01-02T09:00:00+00:00"]


def test_several_times_a_day_come_in_order_whatever_the_order_given():
    rule = Rule(EVERY_DAY, (time(17), time(8)), "UTC")

    dues = firsts(rule, datetime(2026, 1, 1, tzinfo=UTC), 3)

    assert [due[11:16] for due in dues] == ["08:00", "17:00", "08:00"]


def test_the_first_monday_and_the_last_friday_of_the_month():
    first = Rule(("mon",), (time(9),), "UTC", ordinal=1)
    last = Rule(("fri",), (time(9),), "UTC", ordinal=LAST)
    new_year = datetime(2026, 1, 1, tzinfo=UTC)

    assert [due[:10] for due in firsts(first, new_year, 2)] == ["2026-01-05", "2026-02-02"]
    assert [due[:10] for due in firsts(last, new_year, 2)] == ["2026-01-30", "2026-02-27"]


def test_a_time_the_clock_skips_runs_at_the_next_valid_instant():
    rule = Rule(EVERY_DAY, (time(2, 30),), "America/New_York")

    dues = firsts(rule, datetime(2026, 3, 8, tzinfo=UTC), 2)

    assert dues == ["2026-03-08T07:00:00+00:00", "2026-03-09T06:30:00+00:00"]


def test_a_time_the_clock_repeats_runs_once_at_its_first_pass():
    rule = Rule(EVERY_DAY, (time(1, 30),), "America/New_York")

    dues = firsts(rule, datetime(2026, 11, 1, tzinfo=UTC), 2)

    assert dues == ["2026-11-01T05:30:00+00:00", "2026-11-02T06:30:00+00:00"]


def test_two_times_inside_one_gap_are_one_occurrence():
    rule = Rule(EVERY_DAY, (time(2, 15), time(2, 45)), "America/New_York")

    dues = firsts(rule, datetime(2026, 3, 8, tzinfo=UTC), 3)

    assert [due[:10] for due in dues] == ["2026-03-08", "2026-03-09", "2026-03-09"]


def test_a_holiday_is_skipped_by_its_local_date():
    rule = Rule(EVERY_DAY, (time(8),), "Asia/Seoul", skip_holidays=("KR",))
    new_year_in_seoul = date(2026, 1, 1)

    dues = firsts(
        rule,
        datetime(2025, 12, 30, 23, tzinfo=UTC),
        1,
        lambda day, country: (day, country) == (new_year_in_seoul, "KR"),
    )

    assert dues == ["2026-01-01T23:00:00+00:00"]


def test_a_rule_that_never_falls_due_ends():
    rule = Rule(EVERY_DAY, (time(8),), "UTC", skip_holidays=("KR",))

    assert firsts(rule, datetime(2026, 1, 1, tzinfo=UTC), 1, lambda _day, _country: True) == []


@given(
    after=st.integers(0, 6 * 365 * 86_400).map(
        lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    ),
    zone=st.sampled_from(sorted(available_timezones())),
    times=st.lists(st.times().map(lambda t: t.replace(microsecond=0)), min_size=1, max_size=4, unique=True),
)
def test_occurrences_are_strictly_ascending_and_resume_where_they_stopped(after, zone, times):
    rule = Rule(EVERY_DAY, tuple(times), zone)

    dues = list(islice(occurrences(rule, after, is_holiday=no_holidays), 6))

    assert dues[0] > after
    assert all(before < later for before, later in pairwise(dues))
    assert list(islice(occurrences(rule, dues[2], is_holiday=no_holidays), 3)) == dues[3:]


@pytest.mark.prove
def test_no_zone_loses_or_doubles_a_quarter_hour_at_any_transition_until_2030():
    """The oracle is a clock on the wall: a time is due when the clock first shows it or later."""
    missing, wrong, seen = [], [], 0
    for zone in sorted(available_timezones()):
        for transition in transitions(zone):
            for local, shown in wall_clock(zone, transition):
                seen += 1
                if (due := instant_of(local, ZoneInfo(zone))) != shown:
                    (missing if due < shown else wrong).append((zone, local, due, shown))

    assert (missing, wrong) == ([], [])
    assert seen > 600_000


@pytest.mark.prove
def test_every_zone_runs_each_daily_quarter_hour_once_a_day_across_every_transition():
    for zone in sorted(available_timezones()):
        for transition in transitions(zone):
            start = transition - timedelta(days=2)
            rule = Rule(EVERY_DAY, (time(1, 45), time(2, 30), time(23, 45)), zone)
            dues = list(islice(occurrences(rule, start, is_holiday=no_holidays), 12))
            assert len(set(dues)) == 12
            assert dues[-1] - start < timedelta(days=5)


def transitions(zone):
    """Yield the instants from 2024 to 2030 at which the zone's offset changes, to the quarter hour."""
    info = ZoneInfo(zone)
    for day in range(7 * 365 + 2):
        start = START + timedelta(days=day)
        if start.astimezone(info).utcoffset() != (start + timedelta(days=1)).astimezone(info).utcoffset():
            quarters = (start + QUARTER * n for n in range(1, 97))
            before = start.astimezone(info).utcoffset()
            yield next(q for q in quarters if q.astimezone(info).utcoffset() != before)


def wall_clock(zone, transition):
    """Yield each local quarter hour around the transition with the instant at which a wall clock first reaches it."""
    info = ZoneInfo(zone)
    instant = transition - timedelta(hours=30)
    furthest = instant.astimezone(info).replace(tzinfo=None)
    while instant < transition + timedelta(hours=30):
        instant += QUARTER
        shown = instant.astimezone(info).replace(tzinfo=None)
        while furthest < shown:
            furthest += QUARTER
            yield furthest, instant


def first(rule: Rule, after: datetime, count: int) -> list[str]:
    found = occurrences(rule, after, is_holiday=lambda _day, _country: False)
    return [f"{instant:%Y-%m-%d}" for instant in islice(found, count)]


def test_a_shorter_month_has_its_last_day_for_a_day_that_it_lacks():
    rule = Rule((), (time(9),), "UTC", month_days=(31,))

    assert first(rule, datetime(2027, 1, 1, tzinfo=UTC), 3) == ["2027-01-31", "2027-02-28", "2027-03-31"]


def test_days_that_fall_together_come_once():
    rule = Rule((), (time(9),), "UTC", month_days=(30, 31, LAST))

    assert first(rule, datetime(2027, 2, 1, tzinfo=UTC), 3) == ["2027-02-28", "2027-03-30", "2027-03-31"]


def test_weeks_are_counted_from_the_first():
    rule = Rule(("mon", "fri"), (time(9),), "UTC", weeks=2, since=date(2026, 12, 4))

    after = datetime(2026, 12, 1, tzinfo=UTC)
    assert first(rule, after, 4) == ["2026-12-04", "2026-12-14", "2026-12-18", "2026-12-28"]


def test_a_quarter_has_one_digest():
    rule = Rule(("mon",), (time(9),), "UTC", ordinal=1, months=(1, 4, 7, 10))

    assert first(rule, datetime(2026, 12, 1, tzinfo=UTC), 2) == ["2027-01-04", "2027-04-05"]


def test_days_of_ones_own_are_skipped():
    rule = Rule(WEEKDAYS, (time(9),), "UTC", skip_holidays=("12-25", "2026-12-27"))

    assert first(rule, datetime(2026, 12, 24, 12, tzinfo=UTC), 2) == ["2026-12-26", "2026-12-28"]
