"""What Slack knows that a reply needs: a person's zone, whether the bot is in a channel, its name; soon or not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.config.manifest import COMMAND
from bot.slack.errors import SLACKS_FAULTS, reason
from store.digests.schedule_text import zones_like

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

SLACK_SECONDS = 0.8
"""How long a reply waits for each of them: two in turn must leave time within Slack's three seconds."""
PASSING = frozenset({"", "ratelimited", "fatal_error", "internal_error", "service_unavailable", "request_timeout"})
"""Slack's own faults, which say nothing of the channel."""


async def zone_of(client: AsyncWebClient, user: str) -> str:
    """Return the person's own zone; UTC where Slack does not say in time, or says none of ours."""
    try:
        async with asyncio.timeout(SLACK_SECONDS):
            told = await client.users_info(user=user)
    except SLACKS_FAULTS:
        return "UTC"
    zone = str((told.get("user") or {}).get("tz") or "UTC")
    return zone if zone in zones_like(zone) else "UTC"


async def own_name(client: AsyncWebClient) -> str:
    """Return the name by which the bot is invited; the command's where Slack does not say in time."""
    try:
        async with asyncio.timeout(SLACK_SECONDS):
            return str((await client.auth_test()).get("user"))
    except SLACKS_FAULTS:
        return COMMAND[1:]


async def joined(client: AsyncWebClient, channel: str) -> bool:
    """Return whether the bot can post there; yes where Slack does not say in time: the owner hears if it cannot."""
    try:
        async with asyncio.timeout(SLACK_SECONDS):
            told = await client.conversations_info(channel=channel)
    except SLACKS_FAULTS as error:
        code = reason(error) if isinstance(error, SlackApiError) else ""
        if code in PASSING:
            return True
        if code in {"channel_not_found", "not_in_channel"}:
            return False
        raise
    found = told.get("channel") or {}
    return bool(found.get("is_member") or found.get("is_im"))
