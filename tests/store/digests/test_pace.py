"""How fast posts leave, from all processes together. On both databases."""

from datetime import UTC, datetime, time, timedelta

import pytest

from store.digests.model import DeliveryOutcome, Place, Quiet, State, SubscriptionRequest
from store.digests.outbox import Outbox
from store.digests.pace import Pace
from store.digests.schedule import WEEKDAYS, Rule
from store.digests.subscriptions import Roster

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DUE = NOON + timedelta(minutes=30)
SECOND = timedelta(seconds=1)
SLOW = Pace(per_second=2, burst=4)


@pytest.fixture
def outbox(database):
    return Outbox(database, pace=SLOW)


@pytest.fixture
def other(database):
    return Outbox(database, pace=SLOW)


def due(database, count, team="T1", *, one_channel=False):
    """Make so many digests that fall due at DUE, each in a channel of its own or all in one."""
    roster = Roster(database)
    for number in range(count):
        rule = Rule(WEEKDAYS, (time(12, 30), time(13 + number // 60, number % 60)), "UTC")
        place = Place(team, "C0" if one_channel else f"C{number}")
        roster.subscribe(SubscriptionRequest(place, "U1", (), rule, Quiet.LINE), generation=0, at=NOON)
    Outbox(database).materialise(DUE)


def test_a_workspace_gets_its_burst_and_then_its_rate_whoever_claims(database, outbox, other):
    due(database, 12)

    taken = [
        len(one.claim(DUE + at * SECOND, limit=100)) for at, one in ((0, outbox), (0, other), (1, other), (3, outbox))
    ]

    assert taken == [4, 0, 2, 4]


def test_a_claim_waits_until_a_second_is_worth_it(database, outbox):
    due(database, 6)
    outbox.claim(DUE, limit=100)

    assert outbox.claim(DUE + SECOND / 2, limit=100) == ()


def test_a_restart_does_not_fill_the_bucket(database, outbox):
    due(database, 6)
    outbox.claim(DUE, limit=100)

    assert Outbox(database, pace=SLOW).claim(DUE, limit=100) == ()


def test_workspaces_do_not_wait_for_each_other(database, outbox):
    due(database, 6)
    due(database, 6, team="T2")

    taken = [one.place.team for _ in range(3) for one in outbox.claim(DUE, limit=5)]

    assert sorted(taken) == ["T1"] * 4 + ["T2"] * 4


def test_what_slack_asked_one_process_all_heed(database, outbox, other):
    due(database, 4)
    outbox.hold_back("T1", DUE, DUE + 30 * SECOND)

    assert other.claim(DUE + 29 * SECOND, limit=100) == ()
    assert len(other.claim(DUE + 30 * SECOND, limit=100)) == 4


@pytest.mark.parametrize("hours", [-2, -24, 24])
def test_a_clock_that_was_set_holds_up_nothing(database, outbox, hours):
    due(database, 4)
    with_clock = DUE + timedelta(hours=hours)
    elsewhen = Outbox(database, pace=SLOW)
    elsewhen.hold_back("T1", with_clock, with_clock + SECOND)
    due_now = [len(one.claim(DUE, limit=100)) for one in (outbox, elsewhen)]

    assert due_now == [4, 0]


def test_what_was_not_sent_makes_room_for_others(database, outbox):
    due(database, 6)
    quiet = outbox.claim(DUE, limit=100)

    outbox.record([DeliveryOutcome(one, State.QUIET, DUE) for one in quiet])

    assert len(outbox.claim(DUE, limit=100)) == 2


def test_of_one_channel_only_so_many_are_held_and_each_other_is_put_off_once_until_its_turn(database):
    due(database, 50, one_channel=True)
    outbox = Outbox(database, pace=Pace(per_second=1_000, burst=1_000))

    first = outbox.claim(DUE, limit=100)
    early = outbox.claim(DUE + 19 * SECOND, limit=100)
    waits = sorted(one.retry_at for one in outbox.listed() if one.state is State.PENDING)

    assert (len(first), early) == (20, ())
    assert waits == [DUE + number * SECOND for number in range(20, 50)]


def test_a_channel_is_held_by_one_process_at_a_time(database, outbox, other):
    due(database, 3, one_channel=True)
    (mine,) = outbox.claim(DUE, limit=1)

    theirs = other.claim(DUE, limit=100)
    outbox.record([DeliveryOutcome(mine, State.QUIET, DUE)])

    assert theirs == ()
    assert len(other.claim(DUE + 5 * SECOND, limit=100)) == 2


def test_the_backlog_says_how_many_wait_and_since_when(database, outbox):
    assert outbox.backlog(DUE).digests == 0
    due(database, 6)
    outbox.record([DeliveryOutcome(one, State.QUIET, DUE) for one in outbox.claim(DUE, limit=2)])

    backlog = outbox.backlog(DUE + 90 * SECOND)

    assert (backlog.digests, backlog.since, backlog.lag_seconds(DUE + 90 * SECOND)) == (4, DUE, 90)
