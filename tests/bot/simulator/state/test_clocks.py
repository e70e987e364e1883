"""The playground's time, and how it is moved on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.simulator import Leap, MovableClock
from bot.simulator.state.model import SlackError

A_DAY = timedelta(days=1)
MOMENT = timedelta(seconds=5)


def test_it_tells_the_machines_time_until_it_is_moved() -> None:
    clock = MovableClock()

    assert abs(clock() - datetime.now(UTC)) < MOMENT


def test_a_leap_leads_on_from_now_and_whoever_waits_is_told() -> None:
    told: list[None] = []
    clock = MovableClock([Leap("A day on", lambda now: now + A_DAY)], moved=lambda: told.append(None))

    clock.move_to(clock.destination("A day on"))
    clock.move_to(clock.destination("A day on"))

    assert abs(clock() - datetime.now(UTC) - 2 * A_DAY) < MOMENT
    assert len(told) == 2


def test_it_never_goes_back() -> None:
    clock = MovableClock()
    clock.move_to(clock() + A_DAY)

    clock.move_to(clock() - 2 * A_DAY)

    assert abs(clock() - datetime.now(UTC) - A_DAY) < MOMENT


def test_a_leap_that_leads_nowhere_says_why() -> None:
    clock = MovableClock([Leap("To the fair", lambda _: None, otherwise="There is no fair this year.")])

    with pytest.raises(SlackError) as raised:
        clock.destination("To the fair")

    assert raised.value.detail["said"] == "There is no fair this year."


def test_a_leap_that_nobody_offered_is_refused() -> None:
    with pytest.raises(SlackError, match="invalid_arguments"):
        MovableClock().destination("To the moon")
