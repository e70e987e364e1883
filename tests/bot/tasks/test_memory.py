"""Memory after something large was made."""

from __future__ import annotations

import gc
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


def test_what_there_is_is_no_longer_walked() -> None:
    settle()

    assert gc.get_freeze_count() > 0
