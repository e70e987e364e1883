from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from threading import Barrier

import pytest

from store.digests.model import EDITORS, DeliveryOutcome, Draft, Place, Quiet, Standing, State, SubscriptionRequest
from store.digests.outbox import Outbox
from store.digests.schedule import WEEKDAYS, Rule
from store.digests.subscriptions import Roster, RuleTaken, UndoSpent, UndoTooLate, UnknownSubscription

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DAILY = Rule(WEEKDAYS, (time(12, 30),), "UTC")
DUE = NOON + timedelta(minutes=30)
DESK = Place("T1", "C1")


@pytest.fixture
def roster(database):
    return Roster(database)


@pytest.fixture
def outbox(database):
    return Outbox(database)


def order(place=DESK, rule=DAILY, topics=("opcon",)):
    return SubscriptionRequest(place, "U1", topics, rule, Quiet.LINE)


def draft(content="{}", thread=(), generation=1, shown=()):
    return Draft(content, thread, generation, shown)


def sending(outbox, roster, now=DUE, **said):
    """Bring one digest to the point where its request may leave."""
    roster.subscribe(order(), generation=0, at=NOON)
    outbox.materialise(now)
    (claimed,) = outbox.claim(now, limit=10)
    (intended,) = outbox.intend({claimed.id: draft(**said)}, now)
    return intended


def states(outbox):
    return [one.state for one in outbox.listed()]


def test_a_subscription_comes_back_as_it_was_given(roster):
    rule = Rule(("mon",), (time(8, 30), time(17)), "Asia/Seoul", ordinal=1, skip_holidays=("KR",))

    made = roster.subscribe(order(rule=rule), generation=3, at=NOON)

    assert roster.listed(DESK) == (made,)
    assert made.rule == rule
    assert made.next_due_at == datetime(2026, 12, 6, 23, 30, tzinfo=UTC)


def test_the_next_run_of_all_is_the_first_that_is_not_paused(roster):
    late = roster.subscribe(order(rule=Rule(WEEKDAYS, (time(17),), "UTC")), generation=0, at=NOON)
    early = roster.subscribe(order(), generation=0, at=NOON)

    assert roster.next_run(NOON) == early.next_due_at == DUE
    assert roster.next_run(DUE) == late.next_due_at
    roster.pause(early.id)
    assert roster.next_run(NOON) == late.next_due_at
    roster.pause(late.id)
    assert roster.next_run(NOON) is None


def test_a_digest_of_the_same_rule_takes_the_topics_in(roster):
    made = roster.subscribe(order(), generation=0, at=NOON)

    same = roster.subscribe(order(topics=("sma", "opcon")), generation=0, at=NOON + HOUR)
    everything = roster.subscribe(order(topics=()), generation=0, at=NOON + HOUR)

    assert (same.id, same.topics) == (made.id, ("opcon", "sma"))
    assert (everything.id, everything.topics) == (made.id, ())
    assert roster.listed(DESK) == (everything,)


def test_those_who_subscribe_at_once_get_one_digest_between_them(database):
    everybody = Barrier(6)

    def subscribe(number):
        everybody.wait()
        return Roster(database).subscribe(order(topics=(f"topic-{number}",)), generation=0, at=NOON)

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(subscribe, range(6)))

    (one,) = Roster(database).listed(DESK)
    assert {found.id for found in made} == {one.id}
    assert sorted(one.topics) == [f"topic-{number}" for number in range(6)]


def test_a_channel_has_one_list_for_editors_beside_a_digest_of_the_same_rule(roster):
    digest = roster.subscribe(order(), generation=0, at=NOON)

    first, second = (roster.subscribe(order(topics=(EDITORS,)), generation=1, at=NOON) for _ in range(2))

    assert first == second
    assert [one.id for one in roster.listed(DESK)] == [one.id for one in sorted((digest, first), key=lambda s: s.id)]


def test_no_digest_moves_to_where_another_of_its_channel_is(roster):
    evening = Rule(WEEKDAYS, (time(18),), "UTC")
    roster.subscribe(order(), generation=0, at=NOON)
    later = roster.subscribe(order(rule=evening), generation=0, at=NOON)
    elsewhere = roster.subscribe(order(Place("T1", "C2"), rule=evening), generation=0, at=NOON)

    with pytest.raises(RuleTaken, match="already"):
        roster.change(later.id, NOON, rule=DAILY)

    assert roster.change(elsewhere.id, NOON, rule=DAILY).rule == DAILY
    assert roster.find(later.id) == later


def test_nothing_is_due_before_its_instant(roster, outbox):
    roster.subscribe(order(), generation=0, at=NOON)

    assert outbox.idle(DUE - timedelta(seconds=1))
    assert outbox.materialise(DUE - timedelta(seconds=1)) == 0
    assert not outbox.idle(DUE)


def test_after_downtime_the_latest_is_pending_and_the_older_are_expired(roster, outbox):
    roster.subscribe(order(), generation=0, at=NOON)

    due = outbox.materialise(DUE + timedelta(days=3))

    assert due == 1
    assert states(outbox) == [State.PENDING, State.EXPIRED, State.EXPIRED, State.EXPIRED]


def test_a_digest_that_never_went_out_expires_when_the_next_is_due(roster, outbox):
    roster.subscribe(order(), generation=0, at=NOON)
    outbox.materialise(DUE)

    outbox.materialise(DUE + timedelta(days=1))

    assert states(outbox) == [State.PENDING, State.EXPIRED]


def test_many_fall_due_at_once(roster, outbox):
    for channel in ("C1", "C2", "C3"):
        roster.subscribe(order(Place("T1", channel)), generation=0, at=NOON)

    assert outbox.materialise(DUE) == 3
    assert len(outbox.claim(DUE, limit=2)) == 2
    assert len(outbox.claim(DUE, limit=2)) == 1


def test_two_processes_never_hold_the_same_delivery(database, roster, outbox):
    roster.subscribe(order(), generation=0, at=NOON)
    outbox.materialise(DUE)
    other = Outbox(database)

    mine, theirs = outbox.claim(DUE, limit=10), other.claim(DUE, limit=10)

    assert len(mine) == 1
    assert theirs == ()


def test_what_others_hold_is_nothing_to_do_until_their_lease_ends(database, roster, outbox):
    roster.subscribe(order(), generation=0, at=NOON)
    outbox.materialise(DUE)
    outbox.claim(DUE, limit=10)
    other = Outbox(database)

    assert other.idle(DUE + MINUTE - timedelta(seconds=1))
    assert not other.idle(DUE + MINUTE)


def test_those_that_have_waited_longest_are_taken_first(roster, outbox):
    for minute in (40, 35, 45):
        rule = Rule(WEEKDAYS, (time(12, minute),), "UTC")
        roster.subscribe(order(Place("T1", f"C{minute}"), rule), generation=0, at=NOON)
    outbox.materialise(NOON + HOUR)

    first, second = (outbox.claim(NOON + HOUR, limit=2) for _ in range(2))

    assert [one.place.channel for one in (*first, *second)] == ["C35", "C40", "C45"]


def test_what_a_dead_process_had_only_claimed_is_claimed_by_another(database, roster, outbox):
    roster.subscribe(order(), generation=0, at=NOON)
    outbox.materialise(DUE)
    outbox.claim(DUE, limit=10)

    taken = Outbox(database).claim(DUE + HOUR, limit=10)

    assert len(taken) == 1


def test_a_process_that_lost_its_lease_cannot_send(database, roster, outbox):
    roster.subscribe(order(), generation=0, at=NOON)
    outbox.materialise(DUE)
    (claimed,) = outbox.claim(DUE, limit=10)
    Outbox(database).claim(DUE + HOUR, limit=10)

    assert outbox.intend({claimed.id: draft()}, DUE + HOUR) == ()


def test_what_a_dead_process_was_sending_is_unsure_and_never_simply_sent_again(database, roster, outbox):
    sending(outbox, roster)
    other = Outbox(database)

    assert other.claim(DUE + 1.5 * MINUTE, limit=10) == ()
    assert other.claim_unsure(DUE + 1.5 * MINUTE, limit=10) == ()
    (unsure,) = other.claim_unsure(DUE + 2 * MINUTE, limit=10)

    assert unsure.state is State.UNSURE
    assert unsure.sent_at == DUE


def test_posted_tells_the_subscription_what_the_channel_knows(roster, outbox):
    one = sending(outbox, roster, generation=7, shown=("opcon", "sma"))

    outbox.record([DeliveryOutcome(one, State.POSTED, DUE, ts="1.2")])

    (subscription,) = roster.listed()
    assert (subscription.told_generation, subscription.shown) == (7, ("opcon", "sma"))
    assert outbox.find(one.id).ts == "1.2"


def test_what_is_posted_late_does_not_take_back_what_was_told_since(roster, outbox):
    late = sending(outbox, roster, generation=5)
    outbox.record([DeliveryOutcome(late, State.UNSURE, DUE)])
    (unsure,) = outbox.claim_unsure(DUE + MINUTE, limit=10)
    outbox.record([DeliveryOutcome(unsure, State.UNCONFIRMED, DUE)])
    outbox.materialise(DUE + 24 * HOUR)
    (next_,) = outbox.claim(DUE + 24 * HOUR, limit=10)
    (sent,) = outbox.intend({next_.id: draft(generation=9, shown=("sma",))}, DUE + 24 * HOUR)
    outbox.record([DeliveryOutcome(sent, State.POSTED, DUE + 24 * HOUR, ts="2.1")])

    outbox.post_again(late.id, DUE + 25 * HOUR)
    (again,) = outbox.claim(DUE + 25 * HOUR, limit=10)
    (sent,) = outbox.intend({again.id: draft()}, DUE + 25 * HOUR)
    outbox.record([DeliveryOutcome(sent, State.POSTED, DUE + 25 * HOUR, ts="3.1")])

    (subscription,) = roster.listed()
    assert (subscription.told_generation, subscription.shown) == (9, ("sma",))
    assert outbox.find(late.id).ts == "3.1"


def test_a_refusal_waits_as_long_as_slack_asked_and_keeps_its_first_words(roster, outbox):
    one = sending(outbox, roster, content="first")
    outbox.record([DeliveryOutcome(one, State.PENDING, DUE, error="ratelimited", retry_at=DUE + MINUTE)])

    assert outbox.claim(DUE + MINUTE / 2, limit=10) == ()
    (again,) = outbox.claim(DUE + MINUTE, limit=10)
    (intended,) = outbox.intend({again.id: draft("second")}, DUE + MINUTE)

    assert (intended.content, intended.attempts) == ("first", 2)


def test_a_refusal_for_good_pauses_the_subscription_and_says_why(roster, outbox):
    one = sending(outbox, roster, thread=("details",))

    outbox.record([DeliveryOutcome(one, State.FAILED, DUE, error="is_archived")])

    (subscription,) = roster.listed()
    assert (subscription.standing, subscription.paused_because) == (Standing.PAUSED, "is_archived")
    assert states(outbox) == [State.FAILED, State.EXPIRED]


def test_a_lost_answer_is_read_up_in_the_channel_only_after_it_has_settled(roster, outbox):
    one = sending(outbox, roster)
    outbox.record([DeliveryOutcome(one, State.UNSURE, DUE, error="timeout")])

    assert outbox.claim_unsure(DUE + MINUTE / 2, limit=10) == ()
    assert len(outbox.claim_unsure(DUE + MINUTE, limit=10)) == 1


def test_found_in_the_channel_is_posted_and_absent_is_sent_once_more(roster, outbox):
    one = sending(outbox, roster)
    outbox.record([DeliveryOutcome(one, State.UNSURE, DUE)])
    (unsure,) = outbox.claim_unsure(DUE + MINUTE, limit=10)

    assert outbox.record([DeliveryOutcome(unsure, State.PENDING, DUE + MINUTE)])
    assert len(outbox.claim(DUE + MINUTE, limit=10)) == 1


def test_a_late_word_that_it_was_posted_counts_whoever_holds_it(database, roster, outbox):
    one = sending(outbox, roster)
    other = Outbox(database)
    assert other.claim_unsure(DUE + HOUR, limit=10)

    outbox.record([DeliveryOutcome(one, State.POSTED, DUE + HOUR, ts="1.2")])

    assert states(outbox) == [State.POSTED]


def test_a_late_word_of_failure_does_not_count_when_another_holds_it(database, roster, outbox):
    one = sending(outbox, roster)
    other = Outbox(database)
    assert other.claim_unsure(DUE + HOUR, limit=10)

    assert outbox.record([DeliveryOutcome(one, State.FAILED, DUE + HOUR, error="is_archived")]) == ()


def test_the_thread_waits_for_its_head_and_comes_part_by_part(roster, outbox):
    one = sending(outbox, roster, thread=("first", "second"))
    assert outbox.claim(DUE, limit=10) == ()

    outbox.record([DeliveryOutcome(one, State.POSTED, DUE, ts="1.2")])
    (first,) = outbox.claim(DUE, limit=10)
    (first,) = outbox.intend({first.id: draft("first")}, DUE)
    outbox.record([DeliveryOutcome(first, State.POSTED, DUE, ts="1.3")])
    (second,) = outbox.claim(DUE, limit=10)

    assert [(part.part, part.content, part.reply_to) for part in (first, second)] == [
        (1, "first", "1.2"),
        (2, "second", "1.2"),
    ]


def test_a_thread_that_fails_leaves_its_head_and_its_subscription_alone(roster, outbox):
    one = sending(outbox, roster, thread=("first",))
    outbox.record([DeliveryOutcome(one, State.POSTED, DUE, ts="1.2")])
    (part,) = outbox.claim(DUE, limit=10)
    (part,) = outbox.intend({part.id: draft()}, DUE)

    outbox.record([DeliveryOutcome(part, State.FAILED, DUE, error="thread_not_found")])

    assert roster.listed()[0].standing is Standing.ACTIVE
    assert states(outbox) == [State.POSTED, State.FAILED]


def test_the_owner_can_post_again_what_nobody_could_settle(roster, outbox):
    one = sending(outbox, roster)
    outbox.record([DeliveryOutcome(one, State.UNSURE, DUE)])
    (unsure,) = outbox.claim_unsure(DUE + MINUTE, limit=10)
    outbox.record([DeliveryOutcome(unsure, State.UNCONFIRMED, DUE + MINUTE, error="missing_scope")])

    assert outbox.post_again(one.id, DUE + HOUR)
    assert not outbox.post_again(one.id, DUE + HOUR)
    assert len(outbox.claim(DUE + HOUR, limit=10)) == 1


def test_a_new_digest_lets_an_older_one_go_with_its_thread(roster, outbox):
    one = sending(outbox, roster, thread=("details",))
    outbox.record([DeliveryOutcome(one, State.PENDING, DUE, error="ratelimited", retry_at=DUE + HOUR)])

    outbox.materialise(DUE + timedelta(days=1))

    assert states(outbox) == [State.PENDING, State.EXPIRED, State.EXPIRED]


def test_a_pause_lets_what_is_due_go_and_resuming_makes_nothing_up(roster, outbox):
    made = roster.subscribe(order(), generation=0, at=NOON)
    outbox.materialise(DUE)

    roster.pause(made.id)
    resumed = roster.resume(made.id, at=DUE + timedelta(days=2, minutes=1))

    assert states(outbox) == [State.EXPIRED]
    assert resumed.next_due_at == DUE + timedelta(days=3)


def test_a_change_names_only_what_changes(roster):
    made = roster.subscribe(order(), generation=0, at=NOON)

    changed = roster.change(made.id, NOON, topics=("opcon", "sma"))

    assert changed.topics == ("opcon", "sma")
    assert (changed.rule, changed.quiet, changed.next_due_at) == (made.rule, made.quiet, made.next_due_at)


def test_what_is_unsubscribed_is_gone_and_says_so(roster, outbox):
    made = roster.subscribe(order(), generation=0, at=NOON)
    outbox.materialise(DUE)

    roster.unsubscribe(made.id, by="U1", at=NOON)

    assert roster.listed() == ()
    assert outbox.claim(DUE, limit=10) == ()
    with pytest.raises(UnknownSubscription, match="no digest"):
        roster.find(made.id)


def test_of_many_who_bring_a_digest_back_at_once_one_does(database, roster):
    gone = roster.unsubscribe(roster.subscribe(order(), generation=3, at=NOON).id, by="U1", at=NOON)
    ready = Barrier(6)

    def undo(_):
        ready.wait()
        try:
            return Roster(database).undo(gone.key, at=NOON + HOUR).id
        except UndoSpent:
            return None

    with ThreadPoolExecutor(6) as pool:
        back = [one for one in pool.map(undo, range(6)) if one]

    assert back == [gone.digest.id]
    assert [one.told_generation for one in roster.listed()] == [3]


def test_what_was_posted_while_a_digest_was_gone_is_not_told_again(roster, outbox):
    intended = sending(outbox, roster, generation=7, shown=("opcon",))
    gone = roster.unsubscribe(intended.subscription, by="U1", at=DUE)
    outbox.record([DeliveryOutcome(intended, State.POSTED, DUE, ts="1.1")])

    back = roster.undo(gone.key, at=DUE + HOUR)

    assert (back.told_generation, back.shown) == (7, ("opcon",))
    assert back.next_due_at == DUE + timedelta(days=1)


def test_a_removed_digest_is_forgotten_after_its_day(roster):
    gone = roster.unsubscribe(roster.subscribe(order(), generation=0, at=NOON).id, by="U1", at=NOON)

    assert roster.prune(NOON) == 0
    assert roster.prune(NOON + HOUR) == 1
    with pytest.raises(UndoTooLate):
        roster.undo(gone.key, at=NOON + HOUR)


def test_a_second_tick_at_the_same_instant_makes_nothing_twice(database, roster, outbox):
    roster.subscribe(order(), generation=0, at=NOON)

    assert outbox.materialise(DUE) == 1
    assert Outbox(database).materialise(DUE) == 0
    assert len(outbox.listed()) == 1
