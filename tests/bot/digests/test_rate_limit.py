import pytest

from bot.digests.rate_limit import REMEMBERED, RateLimiter
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


def test_it_is_told_once_that_a_workspace_closed(clock):
    pace = RateLimiter(clock)

    assert [pace.close("T1", 30), pace.close("T1", 40)] == [True, False]
    clock.at += 41
    assert pace.close("T1", 30)


def test_channels_whose_turn_is_long_past_are_let_go(clock):
    pace = RateLimiter(clock)
    for number in range(REMEMBERED):
        pace.reserve(Place("T1", f"D{number}"))
    clock.at += 10

    pace.reserve(DESK)
    pace.reserve(OTHER)

    assert pace.remembered == 2


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
