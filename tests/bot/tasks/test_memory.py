"""Memory after something large was made."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import psutil
import pytest

from bot.tasks.memory import settle

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECES, PIECE_BYTES = 60_000, 1_024


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_a_large_thing_was_made_from_goes_back_to_the_system() -> None:
    pieces = [bytes(PIECE_BYTES) for _ in range(PIECES)]
    last = pieces[-1]
    del pieces
    before = psutil.Process().memory_full_info().uss

    settle()

    assert before - psutil.Process().memory_full_info().uss > PIECES * PIECE_BYTES / 2
    assert last


class Ring:
    """Holds itself."""

    def __init__(self) -> None:
        self.self = self


def test_what_was_let_go_in_a_circle_goes_the_next_time() -> None:
    ring = Ring()
    gone = weakref.ref(ring)
    settle()
    del ring

    settle()

    assert gone() is None


def test_what_there_is_is_no_longer_walked() -> None:
    settle()

    assert gc.get_freeze_count() > 0
