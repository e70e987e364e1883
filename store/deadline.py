"""How long whoever asks can wait: carried along to where the store waits for its database. Pure.

It goes where contexts go: into the tasks and threads that are begun from the
one in which it was set.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import Context, ContextVar, copy_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNTIL: ContextVar[float | None] = ContextVar("until", default=None)
"""Seconds of the monotonic clock."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let the store give up after *seconds* whatever it waits for in this block: Unavailable or DatabaseBusy then."""
    token = _UNTIL.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _UNTIL.reset(token)


def left() -> float | None:
    """Return how many seconds are left, never less than 0; None where nobody set an end."""
    until = _UNTIL.get()
    return None if until is None else max(0.0, until - time.monotonic())


def lifted() -> Context:
    """Return a copy of this context without an end: for work that nobody waits for."""
    context = copy_context()
    context.run(_UNTIL.set, None)
    return context
