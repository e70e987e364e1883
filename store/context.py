"""What a request carries along: its number, until when it waits, in which language and by whose clock it is answered.

It goes where contexts go: into the tasks and threads that are begun from the one in which it was set.
"""

from __future__ import annotations

import random
import time
from contextlib import contextmanager
from contextvars import Context, ContextVar, copy_context
from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo
    from gettext import NullTranslations

ENGLISH = "en"

CATALOGUE: ContextVar[NullTranslations | None] = ContextVar("catalogue", default=None)
ZONE: ContextVar[tzinfo] = ContextVar("zone", default=UTC)
REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The number by which all that the log says of it is found; empty outside of one."""
_UNTIL: ContextVar[float | None] = ContextVar("until", default=None)
"""Seconds of the monotonic clock."""


@contextmanager
def numbered() -> Iterator[None]:
    """Give what is done in this block one number."""
    token = REQUEST.set(f"{random.getrandbits(32):08x}")  # it joins lines of the log, and is no secret
    try:
        yield
    finally:
        REQUEST.reset(token)


@contextmanager
def ending_after(seconds: float) -> Iterator[None]:
    """Let the store give up after *seconds* whatever it waits for in this block: Unavailable or DatabaseBusy then."""
    token = _UNTIL.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _UNTIL.reset(token)


def seconds_left() -> float | None:
    """Return how many seconds are left, never less than 0; None where nobody set an end."""
    until = _UNTIL.get()
    return None if until is None else max(0.0, until - time.monotonic())


def without_end() -> Context:
    """Return a copy of this context without an end: for work that nobody waits for."""
    context = copy_context()
    context.run(_UNTIL.set, None)
    return context


@contextmanager
def speaking(catalogue: NullTranslations | None) -> Iterator[None]:
    """Speak from *catalogue* in this block; English where it is None."""
    token = CATALOGUE.set(catalogue)
    try:
        yield
    finally:
        CATALOGUE.reset(token)


def speak(catalogue: NullTranslations | None) -> None:
    """Speak from *catalogue* in the rest of this context; English where it is None."""
    CATALOGUE.set(catalogue)


def language() -> str:
    """Return the code of the language that is spoken: `en` or `ko`."""
    catalogue = CATALOGUE.get()
    return ENGLISH if catalogue is None else catalogue.info()["language"]


@contextmanager
def by_clock_of(zone: str) -> Iterator[None]:
    """Read instants and days by the clock of *zone* in this block."""
    token = ZONE.set(_zone(zone))
    try:
        yield
    finally:
        ZONE.reset(token)


def keep_clock_of(zone: str) -> None:
    """Read instants and days by the clock of *zone* in the rest of this context."""
    ZONE.set(_zone(zone))


def _zone(name: str) -> tzinfo:
    """Return a zone; UTC where this machine has none of that name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC
