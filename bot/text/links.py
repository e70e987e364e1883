"""Where a citation leads: the public address of a passage or a topic, where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.model import Citation

    Link = Callable[[Citation | str], str | None]
    """Gives the address of a passage, or of the topic with this slug; None where there is none."""


def no_link(_: Citation | str) -> str | None:
    """Return None: there is no public address to point to."""
    return None
