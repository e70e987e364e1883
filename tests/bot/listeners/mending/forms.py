"""A person's hands on the forms of editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.simulator.user.controls import Control
from tests.bot.served import blocks_of
from tests.bot.slack_rules import refused_view, said

if TYPE_CHECKING:
    from bot.simulator.state.model import OpenView
    from tests.bot.served import Team


def modal(team: Team) -> OpenView:
    """The open form on top, which Slack would take."""
    view = team.modals[-1]
    assert refused_view({key: value for key, value in view.body.items() if key != "callback_id" or value}) == []
    return view


def field(team: Team, block: str) -> dict[str, Any]:
    """The element of a form's block."""
    return dict(next(one["element"] for one in blocks_of(modal(team)) if one["block_id"] == block))


def told(team: Team) -> str:
    """Everything the open form says, but for what is filled in."""
    return said(blocks_of(modal(team)))


def values(team: Team, **entered: Any) -> dict[str, Any]:
    """What a person enters into fields: text, a choice, or several as a list."""
    found = {}
    for block, entry in entered.items():
        element = field(team, block)
        kind, action = element["type"], element["action_id"]
        options = [
            {"text": {"type": "plain_text", "text": one}, "value": one}
            for one in (entry if isinstance(entry, list) else [entry])
        ]
        state: dict[str, Any] = {
            "plain_text_input": {"value": entry or None},
            "static_select": {"selected_option": options[0]},
            "external_select": {"selected_option": options[0]},
            "multi_external_select": {"selected_options": options},
        }[kind]
        found[block] = {action: {"type": kind, **state}}
    return found


async def submit(team: Team, **entered: Any) -> dict[str, str]:
    """Hand the open form in with what was entered, by block; return the errors by block."""
    reply, wrong = await team.controls.submit(team.user, modal(team), values(team, **entered))
    assert (reply.status, reply.error) == (200, None)
    assert await team.background.drain(30) == 0
    return dict(wrong)


async def choose(team: Team, block: str, spots: list[str]) -> None:
    """Choose in a field that tells of it at once."""
    element, view = field(team, block), modal(team)
    state = values(team, **{block: spots})[block][element["action_id"]]
    chosen = Control(view, block, element["action_id"], state)
    reply = await team.controls.act(team.user, chosen, {block: {element["action_id"]: state}})
    assert reply.status == 200
    assert await team.background.drain(30) == 0
