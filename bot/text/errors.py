"""What a person reads when something failed: what happened and what to do next."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.config.logs import unforeseen
from bot.text.limits import cut
from store.errors import (
    AllianceError,
    DatabaseBusy,
    InvalidRequest,
    MendTheFiles,
    MendTheSettings,
    OutcomeUnknown,
    StorageFailed,
    TryAgain,
    Unavailable,
)
from store.text.language import N_, told
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.errors import Problem

MOST_LEFT, MAX_LEFT = 5, 1_000
NO_FAULTS = (InvalidRequest, MendTheFiles, TryAgain)
"""What a person said or wrote that cannot be, or what passes: no fault of ours. Its words, or ours, quote theirs."""
UNKNOWN = N_(
    "The database went away while it saved, so it is not known whether this took effect. Look with "
    "/alliance admin history in a moment."
)


logger = logging.getLogger(__name__)


class Spoiled(InvalidRequest):
    """Something that Slack handed over incomplete, or that an older release had drawn."""

    code = "spoiled"

    def __init__(self) -> None:
        super().__init__(_("This came incomplete, or from an older version of me. Please begin anew: /alliance help"))


def words_for(error: BaseException, *, saving: bool = False) -> str:
    """Return what happened and what to do next; what nobody foresaw is logged under a short reference.

    *saving* is whether the person wanted something to be changed.
    """
    if not isinstance(error, AllianceError):
        return unforeseen(error)
    _log(error)
    match error:
        case DatabaseBusy():
            return _("Busy, please try again.")
        case OutcomeUnknown():
            return _(UNKNOWN)
        case StorageFailed() if saving:
            return _("Could not save; nothing changed. Try again in a few minutes.")
        case Unavailable() | MendTheSettings():
            # What an operator must mend is in the log; the person can do nothing about it.
            return _("Temporarily unavailable. Try again in a few minutes; if it stays so, tell whoever runs the bot.")
        case _:
            return in_words(error)


def in_words(error: AllianceError) -> str:
    """Return what the error says, in the language that is spoken: it was raised where nobody speaks any."""
    return told(error.message)


def _log(error: AllianceError) -> None:
    if isinstance(error, NO_FAULTS) and not isinstance(error, OutcomeUnknown):
        logger.info("refused", extra={"code": error.code})
    else:
        logger.error("refused", extra={"code": error.code}, exc_info=error)


def left_out(found: Sequence[Problem]) -> str:
    """Return the files that are left as they are, with what is wrong in each."""
    told = "; ".join(f"{one.file.rpartition('/')[2]} {one.message}" for one in found[:MOST_LEFT])
    more = len(found) - MOST_LEFT
    told = cut(told, MAX_LEFT)
    return f"{told}; {_('and {left:,} more', left=more)}" if more > 0 else told
