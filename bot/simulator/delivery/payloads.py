"""What Slack sends when a person does something, as values: commands and interactions. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.simulator.state.model import ChannelKind, Message

if TYPE_CHECKING:
    from bot.simulator.state.model import Channel, Json, OpenView, Person
    from bot.simulator.state.workspace import Workspace


TOKEN = "playground-verification-token"  # noqa: S105  Slack's deprecated token; it opens nothing

# What is *granted* below are the rights that go with an interaction: a trigger and a response URL.


def _team(workspace: Workspace, person: Person) -> str:
    return person.home or workspace.team.id


def _head(kind: str, workspace: Workspace, person: Person, *, team: str = "") -> Json:
    """What every interaction begins with; *team* is the workspace it happened in, ours unless it is said."""
    org = _organization(workspace)
    return {
        "type": kind,
        "team": None
        if workspace.app.org_wide
        else {"id": team or workspace.team.id, "domain": workspace.team.domain, **org},
        "user": {
            "id": person.id,
            "username": person.handle,
            "name": person.handle,
            "team_id": _team(workspace, person),
        },
        "api_app_id": workspace.app.id,
        "token": TOKEN,
        "enterprise": {"id": org["enterprise_id"], "name": org["enterprise_name"]} if org else None,
        "is_enterprise_install": workspace.app.org_wide,
    }


def _organization(workspace: Workspace) -> Json:
    """What names the Enterprise Grid organization, nothing where there is none."""
    team = workspace.team
    return {"enterprise_id": team.enterprise, "enterprise_name": team.enterprise_name} if team.enterprise else {}


def _place(channel: Channel) -> Json:
    hidden = {ChannelKind.DIRECT: "directmessage", ChannelKind.PRIVATE: "privategroup"}
    return {"id": channel.id, "name": hidden.get(channel.kind, channel.name)}


def command(workspace: Workspace, person: Person, channel: Channel, typed: str, granted: Json) -> Json:
    """The form of a slash command, typed as `/name text`."""
    name, _, text = typed.strip().partition(" ")
    return {
        "token": TOKEN,
        "team_id": _team(workspace, person),
        "team_domain": workspace.team.domain,
        **{f"channel_{key}": value for key, value in _place(channel).items()},
        "user_id": person.id,
        "user_name": person.handle,
        "command": name,
        "text": text.strip(),
        "api_app_id": workspace.app.id,
        **_organization(workspace),
        "is_enterprise_install": str(workspace.app.org_wide).lower(),
        **granted,
    }


def _message_part(workspace: Workspace, channel: Channel, message: Message) -> Json:
    """Where an element stands in a message. An ephemeral message is not sent along, as in Slack."""
    ephemeral = message.seen_by is not None
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
    }
    shown = {} if ephemeral else {"message": workspace.show(message)}
    return {"container": container, "channel": _place(channel), **shown}


def _view_part(workspace: Workspace, view: OpenView) -> Json:
    return {"container": {"type": "view", "view_id": view.id}, "view": view.as_slack(workspace.team, workspace.app)}


def action_in_message(workspace: Workspace, person: Person, message: Message, done: Json, granted: Json) -> Json:
    """A `block_actions` payload from a message; what was *done* is `actions`, and `state`, what every input holds."""
    channel = workspace.channels[message.channel]
    return {
        **_head("block_actions", workspace, person),
        **_message_part(workspace, channel, message),
        **granted,
        **done,
    }


def action_in_view(workspace: Workspace, person: Person, view: OpenView, action: Json, trigger_id: str) -> Json:
    """A `block_actions` payload from a modal or App Home."""
    return {
        **_head("block_actions", workspace, person),
        **_view_part(workspace, view),
        "trigger_id": trigger_id,
        "actions": [action],
    }


def suggestion(workspace: Workspace, person: Person, place: Message | OpenView, asked: Json) -> Json:
    """A `block_suggestion` payload: what a typeahead asks for. *asked* is `action_id`, `block_id` and `value`."""
    if isinstance(place, Message):
        part = _message_part(workspace, workspace.channels[place.channel], place)
    else:
        part = _view_part(workspace, place)
    return {**_head("block_suggestion", workspace, person), **part, **asked}


def submission(workspace: Workspace, person: Person, view: OpenView, trigger_id: str) -> Json:
    """A `view_submission` payload."""
    return {
        **_head("view_submission", workspace, person, team=person.home),
        "view": view.as_slack(workspace.team, workspace.app),
        "trigger_id": trigger_id,
        "response_urls": [],
    }


def closing(workspace: Workspace, person: Person, view: OpenView, *, cleared: bool) -> Json:
    """A `view_closed` payload."""
    shown = view.as_slack(workspace.team, workspace.app)
    return {**_head("view_closed", workspace, person, team=person.home), "view": shown, "is_cleared": cleared}


def message_shortcut(workspace: Workspace, person: Person, message: Message, callback_id: str, granted: Json) -> Json:
    """A `message_action` payload: a shortcut chosen on a message."""
    channel = workspace.channels[message.channel]
    return {
        **_head("message_action", workspace, person),
        "callback_id": callback_id,
        **granted,
        "action_ts": workspace.ts(),
        "message_ts": message.ts,
        "message": workspace.show(message),
        "channel": _place(channel),
    }


class Sort(StrEnum):
    """What is sent, by the name Socket Mode has for it."""

    COMMAND = "slash_commands"
    INTERACTIVE = "interactive"
    EVENT = "events_api"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the app answered in time. *error* is Slack's name for what went wrong, None when nothing did."""

    error: str | None = None
    body: Json = field(default_factory=dict)
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """A further try to hand over an event: which one, and why."""

    number: int
    reason: str = "http_timeout"
