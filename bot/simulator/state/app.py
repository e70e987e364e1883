"""The app that is tried: what it registered, its secrets, and the rights that are handed to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

EVERY_EVENT = frozenset(
    {
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "channel_archive",
        "channel_unarchive",
        "member_joined_channel",
        "message.channels",
        "message.groups",
        "message.im",
        "tokens_revoked",
    }
)
"""The events that are simulated, by the names an app subscribes to."""


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """A slash command as the manifest registers it."""

    name: str
    description: str
    hint: str


@dataclass(frozen=True, slots=True)
class MessageShortcut:
    """A message shortcut as the manifest registers it."""

    callback_id: str
    name: str


@dataclass(frozen=True, slots=True)
class App:
    """The installed app: the bot's identity and secrets, and what it has registered for."""

    signing_secret: str = field(repr=False)
    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    commands: tuple[SlashCommand, ...] = ()
    shortcuts: tuple[MessageShortcut, ...] = ()
    events: frozenset[str] = EVERY_EVENT
    id: str = "A08K3T5N2QD"
    bot_id: str = "B08JWQ61F4M"
    user_id: str = "U08JX2LT9RB"
    name: str = "Alliance Briefing"
    org_wide: bool = False
    """Whether a whole Enterprise Grid organization installed it, and not this workspace alone."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """The right to open one modal within three seconds."""

    id: str
    user: str
    issued_at: datetime
    view: str | None = None
    """The modal it came from; `views.push` needs one."""


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """The right to answer one interaction: five times within thirty minutes."""

    id: str
    user: str
    channel: str
    issued_at: datetime
    message: str | None = None
    """The ts of the message that was acted on, None for a command."""
    uses: int = 0
