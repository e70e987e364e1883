"""Several hundred ways in which people say when a digest comes, and until when it pauses."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from store.digests.pause_parser import read_until
from store.digests.schedule import WEEKDAYS, Rule
from store.digests.schedule_parser import parse_schedule
from store.digests.schedule_text import ScheduleInvalid, describe, followed, read_zone, zones_like
from store.digests.skipped_days import is_holiday

HERE = Path(__file__).parent


def told(name: str) -> list[tuple[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [(said, meant) for said, _, meant in (line.partition("\t") for line in lines if not line.startswith("#"))]


def heard(said: str) -> str:
    """Return what is understood: the rule, with weekdays, 08:30 and Seoul for what is not said; or what is not."""
    parsed = parse_schedule(said)
    if parsed.wrong:
        return f"! {parsed.wrong[0]}"
    if parsed.rest:
        return f"? {' '.join(parsed.rest)}"
    rule = Rule(
        parsed.days if parsed.says_days else WEEKDAYS[:5],
        parsed.times or (time(8, 30),),
        parsed.zone or "Asia/Seoul",
        parsed.ordinal,
        parsed.skip_holidays,
        parsed.month_days,
        parsed.months,
        parsed.weeks,
    )
    return describe(rule)


def test_several_hundred_schedules_in_words_are_understood_or_refused_by_name() -> None:
    listed = told("schedules.tsv")

    assert {said: heard(said) for said, _ in listed} == dict(listed)
    assert len(listed) >= 300


def test_pauses_in_words_end_on_the_day_that_was_meant_or_are_refused_by_name() -> None:
    meant = {}
    for said, _ in told("pauses.tsv"):
        until = read_until(said, date(2026, 11, 25), pausing=True)
        refused = f"! {until.wrong[0]}" if until.wrong else f"? {' '.join(until.rest)}" if until.rest else ""
        meant[said] = refused or (until.day.isoformat() if until.day else "for good")

    assert meant == dict(told("pauses.tsv"))


@pytest.mark.parametrize("name", ["localtime", "Factory", "posixrules", "posix/Asia/Seoul", "right/UTC", "leapseconds"])
def test_what_lies_beside_the_zones_is_none(name: str) -> None:
    with pytest.raises(ScheduleInvalid, match="is not a time zone"):
        read_zone(name)

    assert name not in zones_like(name)


@pytest.mark.parametrize(
    ("old", "new"),
    [("Europe/Kiev", "Europe/Kyiv"), ("Asia/Calcutta", "Asia/Kolkata"), ("US/Eastern", "America/New_York")],
)
def test_a_zone_that_was_renamed_is_followed(old: str, new: str) -> None:
    assert (read_zone(old), followed(old), followed(new)) == (new, new, new)


def test_half_and_observed_days_are_skipped_as_the_package_has_them() -> None:
    eve, before_eve = date(2026, 12, 24), date(2026, 12, 23)
    observed = date(2026, 7, 3)  # Independence Day is a Saturday

    assert (is_holiday(eve, "GR:half"), is_holiday(before_eve, "GR:half"), is_holiday(eve, "GR")) == (
        True,
        False,
        False,
    )
    assert is_holiday(observed, "US")
