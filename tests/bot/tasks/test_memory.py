"""Memory after something large was made."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from typing import TYPE_CHECKING

import psutil
import pytest

from bot.lookup.service import LookupService
from bot.tasks.clock import utc
from bot.tasks.concurrency import Background
from bot.tasks.memory import HEAPS, settle
from bot.text.sources import no_link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.core import BriefingStore

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


HEAPS_OF_THREADS = """
import ctypes, sys, threading
from bot.tasks.memory import tune_malloc
if sys.argv[1:]:
    tune_malloc()
libc, together = ctypes.CDLL(None), threading.Barrier(6)
libc.malloc.restype, libc.fopen.restype = ctypes.c_void_p, ctypes.c_void_p
def work():
    together.wait()
    libc.malloc(100_000)
    together.wait()
threads = [threading.Thread(target=work) for _ in range(6)]
[one.start() for one in threads], [one.join() for one in threads]
file = libc.fopen(b"/dev/stdout", b"w")
libc.malloc_info(0, ctypes.c_void_p(file))
libc.fclose(ctypes.c_void_p(file))
"""


@pytest.mark.parametrize(("told", "shared"), [([], False), (["share"], True)])
def test_threads_share_two_heaps(told: list[str], shared: bool) -> None:
    command = [sys.executable, "-c", HEAPS_OF_THREADS, *told]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)

    assert (ran.stdout.count("<heap nr=") <= HEAPS) is shared


LARGE_BLOCKS = """
import sys, psutil
from bot.tasks.memory import tune_malloc
if sys.argv[1:]:
    tune_malloc()
del (large := [bytearray(16 << 20)])[0]  # from now on glibc takes what is smaller from its heap
blocks = [bytes(bytearray(1 << 20)) for _ in range(64)]
last, before = blocks[-1], psutil.Process().memory_full_info().uss
del blocks
print((before - psutil.Process().memory_full_info().uss) >> 20)
"""


@pytest.mark.parametrize(("told", "gone"), [([], False), (["tune"], True)])
def test_what_is_large_goes_back_as_soon_as_it_is_free(told: list[str], gone: bool) -> None:
    command = [sys.executable, "-c", LARGE_BLOCKS, *told]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)

    assert (int(ran.stdout) > 48) is gone


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


async def test_it_is_settled_once_a_generation(loaded_store: BriefingStore) -> None:
    settled, work = [], Background()
    service = LookupService(loaded_store, work, no_link, utc, lambda: settled.append(loaded_store.snapshot.generation))

    for asked in ("opcon", "sma", "who commands in a war?"):
        await service.look_up(asked)
    await work.drain(5)

    assert settled == [1]
