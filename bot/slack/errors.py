"""What a person reads when something failed: one handler for every listener."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.blocks import browse, load_plan
from bot.blocks.message import private
from bot.config.logs import unforeseen
from bot.slack.payloads import Way
from store.errors import (
    AllianceError,
    DatabaseBusy,
    LoadRunning,
    MendTheSettings,
    OutcomeUnknown,
    StorageFailed,
    TooLong,
    TryAgain,
    Unavailable,
)

if TYPE_CHECKING:
    from bot.blocks.elements import Face
    from bot.slack.sender import Outbox

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


def face_for(error: BaseException, *, saving: bool = False) -> Face:
    """Return the same in Slack, where people go by their names."""
    told = words_for(error, saving=saving)
    return load_plan.running(error) if isinstance(error, LoadRunning) else browse.notice(told)


@dataclass(frozen=True, slots=True)
class Failures:
    """Answers the person once, by the way that is open."""

    outbox: Outbox

    async def answer(self, error: Exception, body: dict[str, Any]) -> BoltResponse:
        """Return the reply to a command; everything else is told by response URL or modal."""
        told = face_for(error)
        if "command" in body:
            return BoltResponse(status=200, body=private(told))
        if body.get("type") == "block_suggestion":
            return BoltResponse(status=200, body='{"options": []}')
        if body.get("type") in {"block_actions", "message_action"}:
            await self._tell(Way.of(body), told)
        return BoltResponse(status=200)

    async def _tell(self, way: Way, told: Face) -> None:
        if not await self.outbox.respond(way, told, response_type="ephemeral", replace_original=False):
            await self.outbox.open(way, told)
