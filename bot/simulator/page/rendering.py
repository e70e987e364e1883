"""What a page shows to one person, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.simulator.state.clocks import MovableClock
from bot.simulator.state.model import SlackError

if TYPE_CHECKING:
    from bot.simulator.service.slack import Slack
    from bot.simulator.state.model import Channel, Json, Message
    from bot.simulator.state.workspace import PageChange


def everything(slack: Slack, user: str) -> Json:
    """Return all that *user* sees: people, channels, messages, modals, Home and the app's commands."""
    workspace = slack.workspace
    app = workspace.app
    return {
        "type": "everything",
        "me": user,
        "now": workspace.clock().timestamp(),
        "leaps": [leap.name for leap in workspace.clock.leaps] if isinstance(workspace.clock, MovableClock) else [],
        "team": {"name": workspace.team.name, "domain": workspace.team.domain},
        "app": {
            "id": app.id,
            "user": app.user_id,
            "name": app.name,
            "commands": [{"name": c.name, "description": c.description, "hint": c.hint} for c in app.commands],
            "shortcuts": [{"callback_id": s.callback_id, "name": s.name} for s in app.shortcuts],
        },
        "people": {person.id: _person(slack, person.id) for person in workspace.people.values()},
        "channels": [_channel(channel, user) for channel in workspace.channels.values() if _visible(channel, user)],
        "messages": _messages(slack, user),
        **views(slack, user),
    }


def change(slack: Slack, user: str, changed: PageChange) -> list[Json]:
    """Return what to tell the page of *user* about a change; nothing when it does not see it."""
    if changed.seen_by not in {None, user}:
        return []
    match changed.kind:
        case "message" | "message_removed":
            return _message_change(slack, user, changed)
        case "views":
            return [{"type": "views", **views(slack, user)}]
        case "clock":
            return [{"type": "clock", "now": slack.workspace.clock().timestamp()}]
        case _:
            return [everything(slack, user)]


def views(slack: Slack, user: str) -> Json:
    """Return the modals of *user*, the front one last, and the App Home."""
    team, app = slack.workspace.team, slack.workspace.app
    home = slack.views.homes.get(user)
    return {
        "modals": [view.as_slack(team, app) for view in slack.views.stack(user)],
        "home": home.as_slack(team, app) if home else None,
    }


def _message_change(slack: Slack, user: str, changed: PageChange) -> list[Json]:
    workspace, channel, ts = slack.workspace, changed.body["channel"], changed.body["ts"]
    if not _visible(workspace.channels[channel], user):
        return []
    if changed.kind == "message_removed":
        return [{"type": "message_removed", **changed.body}]
    try:
        message = workspace.find(channel, ts)
        parent = [workspace.find(channel, message.thread_ts)] if message.thread_ts not in {None, ts} else []
    except SlackError:
        return []
    return [{"type": "message", "channel": channel, "message": _message(slack, m)} for m in (message, *parent)]


def _visible(channel: Channel, user: str) -> bool:
    return channel.known_to(user) and not channel.archived


def _channel(channel: Channel, user: str) -> Json:
    shown = {"id": channel.id, "name": channel.name, "topic": channel.topic, "members": sorted(channel.members)}
    partner = next((member for member in sorted(channel.members) if member != user), user)
    return {**shown, "with": partner if channel.direct else None}


def _person(slack: Slack, user: str) -> Json:
    person = slack.workspace.people[user]
    info = person.as_slack(slack.workspace.team, slack.workspace.clock())
    keys = {"zone": person.zone, "tz_offset": info["tz_offset"], "look": person.look, "bot": person.is_bot}
    return {"id": person.id, "name": person.name, "handle": person.handle, "title": person.title, **keys}


def _messages(slack: Slack, user: str) -> Json:
    workspace = slack.workspace
    shown: Json = {}
    for channel in workspace.channels.values():
        if _visible(channel, user):
            own = [m for m in workspace.ephemerals.values() if (m.channel, m.seen_by) == (channel.id, user)]
            shown[channel.id] = [_message(slack, m) for m in (*workspace.messages[channel.id].values(), *own)]
    return shown


def _message(slack: Slack, message: Message) -> Json:
    return {**slack.workspace.show(message), "ephemeral": message.seen_by is not None}
