"""What a start says: that it is not done, that nothing was loaded, and which folder it left alone and why. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.text.counts import tally
from bot.text.days import moment
from bot.text.limits import by_whom
from store.errors import TryAgain
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.changes import WaitingFolder


class StillStarting(TryAgain):
    """This process has not read what the store holds yet."""

    code = "starting"

    def __init__(self) -> None:
        super().__init__(_("I am still starting. Please ask again in a few seconds."))


class NothingLoaded(TryAgain):
    """The store was read, and nothing was ever loaded into it."""

    code = "nothing_loaded"

    def __init__(self) -> None:
        super().__init__(
            _("Nothing has been loaded yet, so there is nothing to ask. Administrators load it: /alliance admin reload")
        )


def waiting(one: WaitingFolder, folder: str, *, how: str, name: Callable[[str], str] = str) -> str:
    """Return why *folder* was not loaded, what loading it would change, and *how* to load it.

    *name* says who loaded something, as it is read where this is shown.
    """
    before = _("It was loaded before, as version {number}.", number=one.loaded_as) if one.loaded_as else ""
    told = _(
        "{folder} says something else than what is live, and a start leaves it so: {why}, {when}.",
        folder=folder,
        why=_why(one),
        when=_("{moment}, by {person}", moment=moment(one.live.loaded_at), person=name(one.live.loaded_by)),
    )
    return " ".join(filter(None, (told, before, waits(one), how)))


def waits(one: WaitingFolder) -> str:
    """Return what loading it would change, before the way to do it."""
    return _("What waits: {tally}. To look at it and load it:", tally=tally(one.difference))


def mentioned(loaded_by: str) -> str:
    """Return who loaded something as a message of Slack's names them."""
    door, _, person = loaded_by.partition(":")
    return f"<@{person}>" if door == "slack" else by_whom(loaded_by)


def _why(one: WaitingFolder) -> str:
    live = one.live
    if live.rollback_to is not None:
        return _(
            "version {live_number} is a rollback to {rollback_to}",
            live_number=live.number,
            rollback_to=live.rollback_to,
        )
    if one.by_person:
        return _("version {live_number} holds what somebody changed", live_number=live.number)
    return _("version {live_number} was loaded from another folder since", live_number=live.number)
