"""`alliance load --watch`: something that is done again whenever the files of a folder change, until told to stop."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from store.errors import MendTheSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import FrameType

WAKE_MILLISECONDS = 500
"""How long the watch sleeps at most: it must hear a signal, and see that the folder itself was replaced."""
QUIET_MILLISECONDS = 300
"""A change is over once nothing has changed for so long: an editor saves in steps."""
GATHER_MILLISECONDS = 3_000
AGAIN_SECONDS = 5.0
"""After so long is tried again what could not be done, though no file has changed."""


@contextmanager
def until_stopped() -> Iterator[threading.Event]:
    """Give an event that the first SIGINT or SIGTERM sets; a second one ends the process as if there were no watch."""
    stop = threading.Event()

    def leave(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, before[signal.Signals(number)])
        # Not print: the signal may have come in the middle of one.
        os.write(2, b"Stopping.\n")
        stop.set()

    before = {number: signal.signal(number, leave) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def watch(folder: Path, load: Callable[[], bool], stop: threading.Event, *, ignored: str = "") -> None:
    """Call *load* now and after each change in *folder*, until *stop* is set.

    *load* returns whether it could do what it does; when not, it is called
    again after AGAIN_SECONDS. Paths that begin with *ignored* are no change.
    """
    again_at = 0.0
    for changed in _changes(folder, stop, ignored):
        if changed or time.monotonic() >= again_at:
            again_at = float("inf") if load() else time.monotonic() + AGAIN_SECONDS


def _changes(folder: Path, stop: threading.Event, ignored: str) -> Iterator[bool]:
    """Yield twice a second whether anything may have changed, until *stop* is set."""
    yield False
    while not stop.is_set():
        found = _identity(folder)
        if found is None:
            # Whoever replaces a folder lets it go first; it may be back at any moment.
            stop.wait(WAKE_MILLISECONDS / 1_000)
            yield True
            continue
        changed = True  # between the last call and the beginning of this watch
        for changes in _watched(folder, stop, ignored):
            replaced = _identity(folder) != found
            yield changed or bool(changes) or replaced
            changed = False
            if replaced:
                break


def _watched(folder: Path, stop: threading.Event, ignored: str) -> Iterator[object]:
    """Yield what changed, and nothing every half second in which nothing did; end when the folder has gone."""
    from watchfiles import watch as notified  # noqa: PLC0415 - only this command waits for it

    try:
        yield from notified(
            folder,
            watch_filter=lambda _, path: not (ignored and path.startswith(ignored)),
            debounce=GATHER_MILLISECONDS,
            step=QUIET_MILLISECONDS,
            rust_timeout=WAKE_MILLISECONDS,
            yield_on_timeout=True,
            stop_event=stop,
        )
    except FileNotFoundError:
        return
    except OSError as error:
        raise MendTheSettings(
            f"{folder} cannot be watched ({error}); try it with WATCHFILES_FORCE_POLLING=1"
        ) from error


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
