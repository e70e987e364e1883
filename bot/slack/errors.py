"""What a person reads when something failed: one handler for every listener."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.blocks import browse, load_plan
from bot.blocks.message import private
from bot.slack.payloads import Way
from bot.text.errors import words_for
from store.errors import (
    LoadRunning,
)

if TYPE_CHECKING:
    from slack_sdk.errors import SlackApiError

    from bot.blocks.elements import Card
    from bot.slack.sender import Sender


def card_for(error: BaseException, *, saving: bool = False) -> Card:
    """Return the same in Slack, where people go by their names."""
    told = words_for(error, saving=saving)
    return load_plan.running(error) if isinstance(error, LoadRunning) else browse.notice(told)


@dataclass(frozen=True, slots=True)
class ErrorHandler:
    """Answers the person once, by the way that is open."""

    sender: Sender

    async def answer(self, error: Exception, body: dict[str, Any]) -> BoltResponse:
        """Return the reply to a command; everything else is told by response URL or modal."""
        told = card_for(error)
        if "command" in body:
            return BoltResponse(status=200, body=private(told))
        if body.get("type") == "block_suggestion":
            return BoltResponse(status=200, body='{"options": []}')
        if body.get("type") in {"block_actions", "message_action"}:
            await self.sender.show(Way.of(body), told)
        return BoltResponse(status=200)


def reason(error: SlackApiError) -> str:
    """Return Slack's name for what is wrong; empty when it failed before it could say."""
    data = error.response.data
    return str(data.get("error") or "") if isinstance(data, dict) else ""
