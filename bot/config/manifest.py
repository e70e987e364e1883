"""What Slack is told about the app: its command, shortcut, events and scopes.

`deploy/manifest.json` says the same to Slack itself; the suite holds the two
together. Here it serves the playground, which registers the app, and the
doctor, which compares.
"""

from __future__ import annotations

from typing import Final

COMMAND: Final = "/alliance"
DESCRIPTION: Final = "Look up an alliance topic"

SHORTCUT: Final = "alliance_lookup"
SHORTCUT_NAME: Final = "Ask the briefing store"
ADD_SHORTCUT: Final = "alliance_add"
ADD_SHORTCUT_NAME: Final = "Add to briefings"
SHORTCUTS: Final = {SHORTCUT: SHORTCUT_NAME, ADD_SHORTCUT: ADD_SHORTCUT_NAME}
"""What stands in the menu of a message, by its callback."""

EVENTS: Final = ("app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked")
SCOPES: Final = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "users:read",
)
"""What the bot token must be allowed."""
