"""What happens in the workspace, as the Events API tells it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.simulator.delivery.payloads import TOKEN
from bot.simulator.state.model import ChannelKind

if TYPE_CHECKING:
    from bot.simulator.state.model import Channel, Json, Message
    from bot.simulator.state.workspace import Workspace


def envelope(workspace: Workspace, inner: Json, event_id: str) -> Json:
    """An `event_callback` around *inner*."""
    app, team = workspace.app, workspace.team
    installed = {
        "enterprise_id": team.enterprise or None,
        "team_id": None if app.org_wide else team.id,
        "user_id": app.user_id,
        "is_bot": True,
        "is_enterprise_install": app.org_wide,
    }
    channel = workspace.channels.get(str(inner.get("channel")))
    return {
        "token": TOKEN,
        "team_id": team.id,
        "context_team_id": team.id,
        **({"enterprise_id": team.enterprise, "context_enterprise_id": team.enterprise} if team.enterprise else {}),
        "api_app_id": app.id,
        "event": inner,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(workspace.clock().timestamp()),
        "authorizations": [installed],
        "is_ext_shared_channel": bool(channel and channel.connected),
        "event_context": f"4-{event_id}",
    }


def subscription(inner: Json) -> str:
    """The name under which an app subscribes to an event: `message.im`, `app_mention`."""
    if inner["type"] != "message":
        return str(inner["type"])
    return f"message.{ChannelKind(inner['channel_type']).family}"


def said(shown: Json, channel: Channel) -> Json:
    """A `message` event: something was posted."""
    subtype = {"subtype": "file_share"} if shown.get("files") else {}
    place = {"channel": channel.id, "channel_type": channel.kind.value, "event_ts": shown["ts"]}
    return {**shown, **subtype, **place, "type": "message"}


def mentioned(shown: Json, channel: Channel) -> Json:
    """An `app_mention` event. Of an edited message it comes again, with the ts of the first."""
    at = shown.get("edited", shown)["ts"]
    subtype = {"subtype": "file_share"} if shown.get("files") else {}
    return {**shown, **subtype, "channel": channel.id, "event_ts": at, "type": "app_mention"}


def changed(workspace: Workspace, before: Json, after: Json, channel: Channel) -> Json:
    """A `message_changed` event: somebody edited, or Slack unfolded a link."""
    at = workspace.ts()
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": after,
        "previous_message": before,
        "channel": channel.id,
        "channel_type": channel.kind.value,
        "ts": at,
        "event_ts": at,
    }


def home_opened(workspace: Workspace, user: str, channel: Channel, view: Json | None) -> Json:
    """An `app_home_opened` event, with the Home that was published last."""
    shown = {"view": view} if view else {}
    at = workspace.ts()
    return {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": "home", "event_ts": at, **shown}


def joined(workspace: Workspace, user: str, channel: Channel) -> Json:
    """A `member_joined_channel` event."""
    where = {"channel": channel.id, "channel_type": "C", "team": workspace.team.id}
    return {"type": "member_joined_channel", "user": user, **where, "event_ts": workspace.ts()}


def archived(workspace: Workspace, user: str, channel: Channel) -> Json:
    """A `channel_archive` event, or `channel_unarchive` when it was opened again."""
    kind = "channel_archive" if channel.archived else "channel_unarchive"
    return {"type": kind, "channel": channel.id, "user": user, "event_ts": workspace.ts()}


def tokens_revoked(workspace: Workspace) -> Json:
    """A `tokens_revoked` event: the bot's token works no more."""
    return {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [workspace.app.user_id]}}


def forwarded(workspace: Workspace, message: Message) -> Json:
    """The attachment in which a forwarded *message* travels: its words, its blocks and its files."""
    shown, author = workspace.show(message), workspace.people[message.user]
    link = f"https://{workspace.team.domain}.slack.com/archives/{message.channel}/p{message.ts.replace('.', '')}"
    inner = {"team": workspace.team.id, "channel": message.channel, "ts": message.ts}
    return {
        "id": 1,
        "ts": message.ts,
        "channel_id": message.channel,
        "channel_team": workspace.team.id,
        "author_id": author.id,
        "author_name": author.name,
        "is_msg_unfurl": True,
        "is_share": True,
        "from_url": link,
        "original_url": link,
        "fallback": f"[{message.ts}] {author.handle}: {message.text}",
        "text": message.text,
        "mrkdwn_in": ["text"],
        "footer": "From a conversation",
        "message_blocks": [{**inner, "message": {"blocks": shown.get("blocks", [])}}],
        **({"files": shown["files"]} if shown.get("files") else {}),
    }
