import pytest

from bot.digests.rate_limit import RateLimiter
from store.digests.model import Place

DESK, OTHER, ABROAD = Place("T1", "C1"), Place("T1", "C2"), Place("T2", "C1")


class Clock:
    at = 100.0

    def __call__(self):
        return self.at


@pytest.fixture
def clock():
    return Clock()


def test_a_channel_gets_one_a_second_and_others_need_not_wait(clock):
    pace = RateLimiter(clock)

    assert [pace.reserve(DESK), pace.reserve(DESK), pace.reserve(DESK)] == [0, 1, 2]
    assert pace.reserve(OTHER) == 0


def test_a_workspace_that_used_its_burst_goes_by_its_rate(clock):
    pace = RateLimiter(clock, per_second=2, burst=2)
    channels = [Place("T1", f"C{n}") for n in range(4)]

    assert [pace.reserve(place) for place in channels] == [0, 0, 0.5, 1.0]
    assert pace.reserve(ABROAD) == 0


def test_a_bucket_fills_again_with_time(clock):
    pace = RateLimiter(clock, per_second=2, burst=1)
    pace.reserve(DESK)
    clock.at += 10

    assert pace.reserve(OTHER) == 0


def test_nothing_of_a_workspace_leaves_while_slack_says_wait(clock):
    pace = RateLimiter(clock)
    pace.close("T1", 30)

    assert pace.reserve(DESK) == 30
    assert pace.reserve(ABROAD) == 0


def test_a_channel_that_slack_refused_waits_alone(clock):
    pace = RateLimiter(clock)
    pace.refused(DESK, 30)

    assert pace.reserve(DESK) == 30
    assert pace.reserve(OTHER) == 0


def test_two_channels_refused_at_once_are_the_whole_workspace(clock):
    pace = RateLimiter(clock)
    pace.refused(DESK, 30)
    pace.refused(OTHER, 20)

    assert pace.reserve(Place("T1", "C9")) == 20
    assert pace.reserve(ABROAD) == 0


async def test_a_turn_that_is_too_far_off_is_not_taken(clock):
    slept = []

    async def sleep(seconds):
        slept.append(seconds)

    pace = RateLimiter(clock, sleep=sleep)
    pace.close("T1", 30)

    assert await pace.wait(DESK, at_most=20) == 30
    assert await pace.wait(DESK, at_most=20) == 30
    clock.at += 29
    assert await pace.wait(DESK, at_most=20) == 0
    assert slept == [1]
