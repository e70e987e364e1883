"""Whether the reply that is being drawn offers to edit: only editors are offered it, and only where they alone read."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_EDITS: ContextVar[bool] = ContextVar("edits", default=False)


@contextmanager
def offering(*, edits: bool) -> Iterator[None]:
    """Let what is drawn in this block offer to edit, or not."""
    token = _EDITS.set(edits)
    try:
        yield
    finally:
        _EDITS.reset(token)


def offers_edits() -> bool:
    """Return whether it does; nothing that is drawn outside of a reply to one person ever does."""
    return _EDITS.get()
