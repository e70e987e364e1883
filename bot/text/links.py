"""Where a citation leads: the public address of a passage, a topic or two, where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.model import Citation

    Shown = Citation | str | tuple[str, str]
    """What has an address: a passage, the topic with a slug, two topics side by side."""

    Link = Callable[[Shown], str | None]
    """Gives the address of what is shown; None where there is none."""


def no_link(_: Shown) -> str | None:
    """Return None: there is no public address to point to."""
    return None
