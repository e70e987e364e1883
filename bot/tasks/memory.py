"""What a process does with its memory once it holds what it will hold for long."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

_ARENA_MAX = -8
"""How `mallopt` knows the most heaps; see malloc.h."""
HEAPS = 2


def share_heaps() -> None:
    """Let all threads that start from now on share two heaps.

    By itself glibc makes eight a processor, and each keeps what a load left scattered in it.
    """
    with suppress(AttributeError, TypeError, OSError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, HEAPS)


def settle() -> None:
    """Take what there is from the collector, which would walk it for ever, and give the system back what is free.

    What was taken from it before, and is held in a circle alone by now, goes first: nobody would look at it again.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    trim()


def trim() -> None:
    """Give the system back what is free. Nothing waits for it: it holds no lock of Python's."""
    # Of 5,000 topics' index a fifth of the memory was of what it was made from; glibc alone can be asked for it.
    with suppress(AttributeError, TypeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
