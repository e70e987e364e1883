"""What is told once, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from store.access.notices import ADMINISTRATORS, Notice, PendingNotices

if TYPE_CHECKING:
    from store.db.engine import Database

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ONE = Notice("waits abc 3", ADMINISTRATORS, "Something waits.")


@pytest.fixture
def notices(database: Database) -> PendingNotices:
    return PendingNotices(database)


def test_a_notice_is_given_out_once(notices: PendingNotices) -> None:
    assert notices.add(ONE, AT)

    assert notices.take(AT) == (ONE,)
    assert notices.take(AT + timedelta(days=1)) == ()


def test_what_was_told_under_a_key_is_not_told_again(notices: PendingNotices) -> None:
    notices.add(ONE, AT)
    notices.take(AT)

    assert not notices.add(ONE, AT + timedelta(days=1))
    assert notices.take(AT + timedelta(days=1)) == ()


def test_what_could_not_be_told_comes_again_later(notices: PendingNotices) -> None:
    notices.add(ONE, AT)
    (taken,) = notices.take(AT)

    notices.put_back(taken, AT + timedelta(minutes=15))

    assert notices.take(AT + timedelta(minutes=14)) == ()
    assert notices.take(AT + timedelta(minutes=15)) == (ONE,)


def test_at_most_so_many_are_given_out_at_once_those_that_waited_longest_first(notices: PendingNotices) -> None:
    for minute in range(3):
        notices.add(Notice(f"{minute}", "U1", "…"), AT + timedelta(minutes=minute))

    assert [one.key for one in notices.take(AT + timedelta(hours=1), most=2)] == ["0", "1"]


def test_what_was_told_long_ago_is_forgotten_and_what_waits_is_not(notices: PendingNotices) -> None:
    notices.add(ONE, AT)
    notices.take(AT)
    notices.add(Notice("other", "U1", "…"), AT)

    assert notices.prune(AT + timedelta(days=1)) == 1
    assert [one.key for one in notices.take(AT)] == ["other"]
