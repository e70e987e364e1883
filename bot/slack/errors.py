"""What a person reads when something failed: one handler for every listener."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.blocks import browse, load_plan
from bot.blocks.message import private
from bot.blocks.modals import modal
from bot.slack.payloads import Way
from bot.text.errors import words_for
from store.errors import (
    LoadRunning,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        """Return the reply to a command or a form; everything else is told by response URL or modal."""
        if body.get("type") == "view_submission":
            return BoltResponse(status=200, body=json.dumps(unsaved(body["view"], words_for(error, saving=True))))
        told = card_for(error)
        if "command" in body:
            return BoltResponse(status=200, body=private(told))
        if body.get("type") == "block_suggestion":
            return BoltResponse(status=200, body='{"options": []}')
        if body.get("type") in {"block_actions", "message_action"}:
            await self.sender.show(Way.of(body), told)
        return BoltResponse(status=200)


def unsaved(view: Mapping[str, Any], told: str) -> dict[str, Any]:
    """Return the answer to a form that could not be taken: in the form, because an empty one closes it as saved."""
    fields = [block["block_id"] for block in view.get("blocks") or () if block.get("type") == "input"]
    if not fields:
        return {"response_action": "update", "view": modal(browse.notice(told))}
    return {"response_action": "errors", "errors": {fields[0]: told}}


def reason(error: SlackApiError) -> str:
    """Return Slack's name for what is wrong; empty when it failed before it could say."""
    data = error.response.data
    return str(data.get("error") or "") if isinstance(data, dict) else ""
