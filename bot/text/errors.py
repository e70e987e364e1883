"""What a person reads when something failed: what happened and what to do next."""

from __future__ import annotations

import logging

from bot.config.logs import unforeseen
from store.errors import (
    AllianceError,
    DatabaseBusy,
    MendTheSettings,
    OutcomeUnknown,
    StorageFailed,
    TooLong,
    TryAgain,
    Unavailable,
)

UNKNOWN = (
    "The database went away while it saved, so it is not known whether this took effect. "
    "Look with /alliance admin history in a moment."
)


logger = logging.getLogger(__name__)


def words_for(error: BaseException, *, saving: bool = False) -> str:
    """Return what happened and what to do next; what nobody foresaw is logged under a short reference.

    *saving* is whether the person wanted something to be changed.
    """
    if not isinstance(error, AllianceError):
        return unforeseen(error)
    passes = isinstance(error, TooLong | TryAgain) and not isinstance(error, OutcomeUnknown)
    level = logging.INFO if passes else logging.ERROR
    logger.log(level, "refused", extra={"code": error.code}, exc_info=error if level == logging.ERROR else None)
    match error:
        case DatabaseBusy():
            return "Busy, please try again."
        case OutcomeUnknown():
            return UNKNOWN
        case StorageFailed() if saving:
            return "Could not save; nothing changed."
        case Unavailable() | MendTheSettings():
            # What an operator must mend is in the log; the person can do nothing about it.
            return "Temporarily unavailable."
        case _:
            return str(error)
