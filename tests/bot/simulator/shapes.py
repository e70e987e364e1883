"""What these tests show in Slack, and what is then seen there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.simulator.state.fixtures import DESK, JISOO

if TYPE_CHECKING:
    from bot.simulator.state.model import Message


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


BUTTON = {
    "type": "actions",
    "block_id": "row",
    "elements": [{"type": "button", "action_id": "press", "value": "42", "text": plain("Press")}],
}

SELECT = {
    "type": "actions",
    "block_id": "row",
    "elements": [{"type": "external_select", "action_id": "pick", "min_query_length": 1}],
}

NOTE = {
    "type": "input",
    "block_id": "note",
    "label": plain("Note"),
    "element": {"type": "plain_text_input", "action_id": "text", "initial_value": "as before"},
}


def modal(title: str, *blocks: dict[str, Any], **rest: Any) -> dict[str, Any]:
    shown = list(blocks) or [{"type": "divider"}]
    return {"type": "modal", "callback_id": "m", "title": plain(title), "submit": plain("Go"), "blocks": shown, **rest}


def private(peer) -> list[Message]:
    return list(peer.slack.workspace.ephemerals.values())


def public(peer, channel: str = DESK) -> list[Message]:
    return peer.slack.workspace.history(channel)


def titles(peer) -> list[str]:
    return [view.body["title"]["text"] for view in peer.slack.views.stack(JISOO.id)]
