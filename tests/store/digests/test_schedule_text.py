from datetime import time

import pytest

from store.digests.schedule_text import ScheduleInvalid, read_time, read_zone, zone_called


@pytest.mark.parametrize(
    ("text", "expected"),
    [("08:30", time(8, 30)), ("8am", time(8)), ("12am", time(0)), ("12pm", time(12)), ("5.30pm", time(17, 30))],
)
def test_a_time_is_read_as_people_write_it(text, expected):
    assert read_time(text) == expected


@pytest.mark.parametrize("text", ["25:00", "8:75", "13pm", "0am", "8:3x", "8:30:15", "2460", "half"])
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


def test_a_zone_that_is_like_none_gets_an_example():
    with pytest.raises(ScheduleInvalid, match="Write it like Asia/Seoul"):
        read_zone("Mars/Olympus")


@pytest.mark.parametrize(("name", "zone"), [("Asia/Seoul", "Asia/Seoul"), ("Europe/Kiev", "Europe/Kyiv")])
def test_a_zone_is_known_by_its_name_and_by_the_one_it_had(name: str, zone: str) -> None:
    assert zone_called(name) == zone


@pytest.mark.parametrize("name", ["", "asia/seoul", "America", "../UTC", "localtime", "posix/UTC", "a\0b", "x" * 300])
def test_what_lies_beside_the_zones_is_none(name: str) -> None:
    assert zone_called(name) is None
