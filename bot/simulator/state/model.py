"""The nouns of the simulated workspace: who is there, what was said, what is open."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import datetime

    from bot.simulator.state.app import App

Json: TypeAlias = dict[str, Any]
"""A JSON object as Slack writes it; typed no further because its shapes are Slack's."""


class SlackError(Exception):
    """A refusal by Slack's name for it, `channel_not_found`; *detail* is what else the answer carries."""

    def __init__(self, error: str, **detail: Any) -> None:
        super().__init__(error)
        self.error = error
        self.detail = detail

    def as_slack(self) -> Json:
        """The refusal as an answer."""
        return {"ok": False, "error": self.error, **self.detail}


class ChannelKind(StrEnum):
    """Where people talk: in a channel, in a private one, or one to one; by the name that events have for it."""

    CHANNEL = "channel"
    PRIVATE = "group"
    DIRECT = "im"

    @property
    def family(self) -> str:
        """What scopes and subscriptions call it: `channels:read`, `message.groups`."""
        return "im" if self is ChannelKind.DIRECT else f"{self.value}s"


@dataclass(frozen=True, slots=True)
class Team:
    """The workspace itself. *enterprise* is the id of the Enterprise Grid organization that it belongs to, if any."""

    id: str
    name: str
    domain: str
    enterprise: str = ""
    enterprise_name: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A member, or a bot's user. *zone* is an IANA name; *look* says how the avatar is drawn."""

    id: str
    handle: str
    name: str
    title: str
    zone: str
    is_admin: bool = False
    is_bot: bool = False
    look: str = "0"
    home: str = ""
    """Their workspace, where it is another: a guest of a shared channel."""
    teams: tuple[str, ...] = ()
    """Every workspace of the organization that they are in, on Enterprise Grid."""
    restricted: bool = False
    """Whether they are a guest, who sees only some channels."""
    ultra_restricted: bool = False
    """Whether they are a guest of one channel alone."""
    deleted: bool = False
    """Whether their account was deactivated."""
    locale: str = "en-US"
    """In which language their Slack is."""

    def as_slack(self, team: Team, at: datetime) -> Json:
        """The member as `users.info` shows it; the offset from UTC is the one at *at*."""
        offset = at.astimezone(ZoneInfo(self.zone)).utcoffset()
        return {
            "id": self.id,
            "team_id": self.home or team.id,
            "name": self.handle,
            "deleted": self.deleted,
            "real_name": self.name,
            "tz": self.zone,
            "tz_label": self.zone.rpartition("/")[2].replace("_", " "),
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": {
                "real_name": self.name,
                "display_name": self.name,
                "title": self.title,
                "team": team.id,
                **({"api_app_id": "", "always_active": True} if self.is_bot else {}),
            },
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.restricted,
            "is_ultra_restricted": self.ultra_restricted,
            "is_bot": self.is_bot,
            **({"is_stranger": True} if self.home and not self.teams else {}),
            **({"enterprise_user": {"id": self.id, "teams": list(self.teams)}} if self.teams else {}),
            "is_app_user": False,
            "updated": 0,
        }


@dataclass(frozen=True, slots=True)
class Channel:
    """A place for messages. *members* are user ids; a direct one has exactly two."""

    id: str
    name: str
    members: frozenset[str]
    created: int
    kind: ChannelKind = ChannelKind.CHANNEL
    topic: str = ""
    archived: bool = False
    connected: tuple[str, ...] = ()
    """The other workspaces that share it by Slack Connect."""
    org_shared: bool = False
    """Whether other workspaces of the organization share it."""

    @property
    def direct(self) -> bool:
        """Whether it is a conversation one to one."""
        return self.kind is ChannelKind.DIRECT

    def known_to(self, viewer: str) -> bool:
        """Whether *viewer* may know of it: everybody of a channel, its members of any other."""
        return self.kind is ChannelKind.CHANNEL or viewer in self.members

    def as_slack(self, viewer: str) -> Json:
        """The channel as `conversations.info` shows it to *viewer*."""
        shared = {"id": self.id, "created": self.created, "is_archived": self.archived, "updated": self.created * 1000}
        if self.direct:
            partner = next((member for member in sorted(self.members) if member != viewer), viewer)
            return {**shared, "is_im": True, "user": partner, "is_org_shared": False, "priority": 0}
        return {
            **shared,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": True,
            "is_group": False,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.kind is ChannelKind.PRIVATE,
            "is_general": self.name == "general",
            "is_member": viewer in self.members,
            "is_shared": bool(self.connected),
            "is_ext_shared": bool(self.connected),
            "is_org_shared": self.org_shared,
            "connected_team_ids": list(self.connected),
            "num_members": len(self.members),
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }


@dataclass(frozen=True, slots=True)
class Message:
    """One message. *seen_by* is the only person who sees it, or None when everyone does."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    bot_id: str | None = None
    thread_ts: str | None = None
    metadata: Json | None = None
    edited_ts: str | None = None
    seen_by: str | None = None
    subtype: str | None = None
    username: str | None = None
    reactions: tuple[Json, ...] = ()
    files: tuple[str, ...] = ()
    """The ids of what was uploaded with it."""
    attachments: tuple[Json, ...] = ()
    """What is shown below it: a forwarded message, the preview of a link."""
    by_app: str | None = None
    """The app that posted it, where it is not ours."""

    def as_slack(self, team: Team, app_id: str, *, with_metadata: bool = False) -> Json:
        """The message as `conversations.history` shows it."""
        bot = {"bot_id": self.bot_id, "app_id": self.by_app or app_id} if self.bot_id else {}
        optional = {
            "subtype": self.subtype,
            "username": self.username,
            "blocks": list(self.blocks),
            "attachments": list(self.attachments),
            "thread_ts": self.thread_ts,
            "metadata": self.metadata if with_metadata else None,
            "edited": {"user": self.user, "ts": self.edited_ts} if self.edited_ts else None,
            "reactions": list(self.reactions),
        }
        present = {name: value for name, value in optional.items() if value}
        return {
            "type": "message",
            "user": self.user,
            "ts": self.ts,
            "text": self.text,
            "team": team.id,
            **bot,
            **present,
        }


@dataclass(frozen=True, slots=True)
class OpenView:
    """An open modal or a person's App Home. *body* is what the app sent; *values* what is filled in."""

    id: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    values: Json = field(default_factory=dict)

    def as_slack(self, team: Team, app: App) -> Json:
        """The view as `views.open` answers it and as interactions carry it."""
        empty: Json = {"submit": None, "close": None, "private_metadata": "", "callback_id": "", "external_id": ""}
        flags = {"clear_on_close": False, "notify_on_close": False, "title": None}
        ours = {
            "id": self.id,
            "team_id": team.id,
            "app_id": app.id,
            "app_installed_team_id": team.enterprise if app.org_wide else team.id,
            "bot_id": app.bot_id,
            "hash": self.hash,
            "root_view_id": self.root,
            "previous_view_id": self.previous,
            "state": {"values": self.values},
        }
        return {**empty, **flags, **self.body, **ours}
