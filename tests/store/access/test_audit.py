"""The audit, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from store.access.audit import MAX_DETAIL, Audit
from store.access.model import Attempt, AttemptOutcome

if TYPE_CHECKING:
    from store.db.engine import Database

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


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
