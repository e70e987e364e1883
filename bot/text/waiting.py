"""What a start left alone, in words: why, what it would change, and how to load it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.text.counts import tally
from bot.text.days import moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.changes import WaitingFolder
    from store.model import Generation


def waiting(one: WaitingFolder, folder: str, *, how: str, name: Callable[[str], str] = str) -> str:
    """Return why *folder* was not loaded, what loading it would change, and *how* to load it.

    *name* says who loaded something, as it is read where this is shown.
    """
    before = f" It was loaded before, as generation {one.loaded_as}." if one.loaded_as else ""
    return (
        f"{folder} says something else than what is live, and a start leaves it so: "
        f"{_why(one)}, {_when(one.live, name)}.{before} {waits(one)} {how}"
    )


def waits(one: WaitingFolder) -> str:
    """Return what loading it would change, before the way to do it."""
    return f"What waits: {tally(one.difference)}. To look at it and load it:"


def mentioned(loaded_by: str) -> str:
    """Return who loaded something as a message of Slack's names them."""
    door, _, person = loaded_by.partition(":")
    return f"<@{person}>" if door == "slack" else loaded_by


def _why(one: WaitingFolder) -> str:
    live = one.live
    if live.rollback_to is not None:
        return f"generation {live.number} is a rollback to {live.rollback_to}"
    if one.by_person:
        return f"generation {live.number} holds what somebody changed"
    return f"generation {live.number} was loaded from another folder since"


def _when(live: Generation, name: Callable[[str], str]) -> str:
    return f"{moment(live.loaded_at)}, by {name(live.loaded_by)}"
