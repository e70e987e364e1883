"""Deliveries that ended long ago go, and nothing that a digest still needs. On both databases."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from store.digests.model import DeliveryOutcome, Draft, Place, Quiet, State, SubscriptionRequest
from store.digests.outbox import Outbox
from store.digests.schedule import WEEKDAYS, Rule
from store.digests.subscriptions import Roster

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
DUE = NOON + timedelta(minutes=30)
DAILY = Rule(WEEKDAYS, (time(12, 30),), "UTC")
LONG_AFTER = DUE + 100 * DAY


@pytest.fixture
def roster(database):
    return Roster(database)


@pytest.fixture
def outbox(database):
    return Outbox(database)


def subscribe(roster, channel="C1"):
    return roster.subscribe(
        SubscriptionRequest(Place("T1", channel), "U1", (), DAILY, Quiet.LINE), generation=0, at=NOON
    )


def ended(outbox, at, state=State.POSTED, thread=()):
    """Bring the one digest that falls due at that instant to its end."""
    outbox.materialise(at)
    (claimed,) = outbox.claim(at, limit=10)
    (sent,) = outbox.intend({claimed.id: Draft("{}", thread, 1, ())}, at)
    doubted = DeliveryOutcome(sent, State.UNSURE, at)
    if state is State.UNCONFIRMED:
        outbox.record([doubted])
        outbox.claim_unsure(at + timedelta(hours=1), limit=1)
    outbox.record([replace(doubted, state=state, ts="1.1")])


def left(outbox):
    return [(one.due_at, one.part, one.state) for one in outbox.listed()]


def test_old_ends_go_and_the_last_of_each_digest_stays(roster, outbox):
    subscribe(roster)
    for day in range(3):
        ended(outbox, DUE + day * DAY)

    gone = outbox.prune(LONG_AFTER)

    assert gone == 2
    assert left(outbox) == [(DUE + 2 * DAY, 0, State.POSTED)]


def test_what_ended_lately_stays(roster, outbox):
    subscribe(roster)
    for day in range(3):
        ended(outbox, DUE + day * DAY)

    assert outbox.prune(DUE + DAY) == 1
    assert len(left(outbox)) == 2


@pytest.mark.parametrize("state", [State.UNSURE, State.PENDING])
def test_what_is_under_way_stays_whatever_its_age_with_its_thread(roster, outbox, state):
    subscribe(roster)
    ended(outbox, DUE, state, thread=("{}", "{}"))

    assert outbox.prune(LONG_AFTER) == 0
    assert [one[2] for one in left(outbox)] == [state, State.WAITING, State.WAITING]


def test_the_owner_can_still_post_again_what_nobody_could_settle(roster, outbox):
    subscribe(roster)
    ended(outbox, DUE, State.UNCONFIRMED, thread=("{}",))
    head = outbox.listed()[0]

    outbox.prune(LONG_AFTER)

    assert outbox.post_again(head.id, LONG_AFTER)


def test_of_a_digest_that_was_removed_nothing_stays(roster, outbox):
    one = subscribe(roster)
    ended(outbox, DUE)
    roster.unsubscribe(one.id, by="U1", at=DUE)

    outbox.prune(LONG_AFTER)

    assert left(outbox) == []


def test_a_thread_that_nobody_releases_any_more_goes_with_its_head(roster, outbox):
    one = subscribe(roster)
    ended(outbox, DUE, State.UNCONFIRMED, thread=("{}",))
    roster.unsubscribe(one.id, by="U1", at=DUE)

    outbox.prune(LONG_AFTER)

    assert left(outbox) == []


def test_it_goes_in_small_steps(roster, outbox):
    subscribe(roster)
    for day in range(5):
        ended(outbox, DUE + day * DAY)

    steps = [outbox.prune(LONG_AFTER, most=3) for _ in range(3)]

    assert steps == [3, 1, 0]


def test_what_was_pruned_is_not_made_due_again(roster, outbox):
    subscribe(roster)
    for day in range(3):
        ended(outbox, DUE + day * DAY)
    outbox.prune(LONG_AFTER)

    assert outbox.materialise(DUE + 2 * DAY) == 0
