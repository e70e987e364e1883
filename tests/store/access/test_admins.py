"""Who may change the briefings, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from store.access.admins import MAX_DETAIL, Admins, Audit, FounderStays
from store.access.model import Admin, Attempt, AttemptOutcome

if TYPE_CHECKING:
    from store.db.engine import Database


HOME, ELSEWHERE = "T1HOME", "T2ELSEWHERE"
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def admins(database: Database) -> Admins:
    return Admins(database, ["UFIRST", "USECOND"])


def test_those_of_the_settings_may_and_the_first_is_named_first(admins: Admins) -> None:
    assert admins.may(HOME, "USECOND")
    assert admins.listed(HOME) == (Admin("UFIRST"), Admin("USECOND"))


def test_nobody_else_may(admins: Admins) -> None:
    assert not admins.may(HOME, "UNEW")
    assert not admins.may(HOME, "")


def test_somebody_who_was_added_may_and_is_listed_with_who_added_them(admins: Admins) -> None:
    assert admins.add(HOME, "UNEW", by="UFIRST", at=AT)

    assert admins.may(HOME, "UNEW")
    assert admins.listed(HOME)[-1] == Admin("UNEW", "UFIRST", AT)


def test_those_added_are_listed_in_the_order_they_were_added(admins: Admins) -> None:
    admins.add(HOME, "UZED", by="UFIRST", at=AT)
    admins.add(HOME, "UABE", by="UZED", at=AT + timedelta(days=1))

    assert [one.person for one in admins.listed(HOME)] == ["UFIRST", "USECOND", "UZED", "UABE"]


def test_adding_somebody_twice_changes_nothing(admins: Admins) -> None:
    admins.add(HOME, "UNEW", by="UFIRST", at=AT)

    assert not admins.add(HOME, "UNEW", by="USECOND", at=AT)
    assert not admins.add(HOME, "UFIRST", by="USECOND", at=AT)
    assert [one.added_by for one in admins.listed(HOME)] == [None, None, "UFIRST"]


def test_the_same_member_id_in_another_workspace_is_somebody_else(admins: Admins) -> None:
    admins.add(HOME, "UNEW", by="UFIRST", at=AT)

    assert not admins.may(ELSEWHERE, "UNEW")
    assert admins.listed(ELSEWHERE) == admins.listed("T3")


def test_somebody_who_was_removed_may_no_longer(admins: Admins) -> None:
    admins.add(HOME, "UNEW", by="UFIRST", at=AT)

    assert admins.remove(HOME, "UNEW")

    assert not admins.may(HOME, "UNEW")
    assert not admins.remove(HOME, "UNEW")


def test_those_of_the_settings_stay(admins: Admins) -> None:
    with pytest.raises(FounderStays, match="ALLIANCE_ADMINS"):
        admins.remove(HOME, "UFIRST")

    assert admins.may(HOME, "UFIRST")


def test_somebody_added_whom_the_settings_name_later_is_listed_once(database: Database) -> None:
    Admins(database).add(HOME, "UNEW", by="UFIRST", at=AT)

    assert Admins(database, ["UNEW"]).listed(HOME) == (Admin("UNEW"),)


@pytest.fixture
def audit(database: Database) -> Audit:
    return Audit(database)


def tried(number: int = 0, outcome: AttemptOutcome = AttemptOutcome.ALLOWED, detail: str = "") -> Attempt:
    return Attempt(AT + timedelta(minutes=number), "T1", f"U{number}", "reload", outcome, detail)


def test_what_was_tried_is_kept_as_it_was(audit: Audit) -> None:
    one = tried(1, AttemptOutcome.DENIED, "seeds")

    audit.note(one)

    assert audit.latest() == (one,)


def test_the_newest_comes_first_and_pages_follow_each_other(audit: Audit) -> None:
    for number in range(5):
        audit.note(tried(number))

    newest = audit.latest(most=3)
    assert [one.person for one in newest] == ["U4", "U3", "U2"]
    assert [one.person for one in audit.latest(newest[-1].number, 3)] == ["U1", "U0"]


def test_what_happened_at_one_instant_stays_in_order(audit: Audit) -> None:
    audit.note(tried(0, AttemptOutcome.ALLOWED))
    audit.note(tried(0, AttemptOutcome.DONE))

    assert [one.outcome for one in audit.latest()] == [AttemptOutcome.DONE, AttemptOutcome.ALLOWED]


def test_a_detail_is_cleaned_and_cut(audit: Audit) -> None:
    audit.note(tried(detail="\x00" + "x" * 1_000))

    (one,) = audit.latest()
    assert one.detail == "x" * MAX_DETAIL


def test_what_is_too_old_goes_the_oldest_first_and_in_small_steps(audit: Audit) -> None:
    for number in range(5):
        audit.note(tried(number))
    before = AT + timedelta(minutes=3)

    steps = [audit.prune(before, most=2) for _ in range(3)]

    assert steps == [2, 1, 0]
    assert [one.person for one in audit.latest()] == ["U4", "U3"]
