"""What a process does with its memory once it holds what it will hold for long."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

_ARENA_MAX, _MMAP_THRESHOLD, _TRIM_THRESHOLD = -8, -3, -1
"""How `mallopt` knows the most heaps, what is large, and how much may be free at the end of a heap; see malloc.h."""
HEAPS = 2
LARGE = 1 << 20


def tune_malloc() -> None:
    """Let all threads that start from now on share two heaps, and what is large go back as soon as it is free.

    By itself glibc makes eight heaps a processor, and each keeps what a load left scattered in it; and once 30 MB
    were freed, all below that comes out of heaps too, where small things settle in between.
    """
    with suppress(AttributeError, TypeError, OSError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_ARENA_MAX, HEAPS)
        mallopt(_MMAP_THRESHOLD, LARGE)
        mallopt(_TRIM_THRESHOLD, 8 * LARGE)  # else 128 KiB, and a heap that ends there grows and shrinks all the time


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
