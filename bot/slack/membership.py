"""What Slack knows that a reply needs: who is one of ours, a person's zone, who reads a channel; soon or not."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, TypeVar

from slack_sdk.errors import SlackApiError

from bot.config.manifest import COMMAND
from bot.slack.errors import SLACKS_FAULTS, reason
from bot.slack.payloads import Home
from store.digests.schedule_text import zone_called
from store.text import zone
from store.text.language import gettext as _
from store.text.language import ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.payloads import Actor
    from bot.tasks.concurrency import Background

    Member = Mapping[str, Any]

SLACK_SECONDS = 0.8
"""How long a reply waits for each of them: two in turn must leave time within Slack's three seconds."""
PASSING = frozenset({"", "ratelimited", "fatal_error", "internal_error", "service_unavailable", "request_timeout"})
"""Slack's own faults, which say nothing of the channel, nor of the token."""


MOST_MEMBERS = 1_000
"""So many of a channel's members are looked at for guests."""
NEEDED = (
    *("locale", "tz", "team_id", "enterprise_user", "is_stranger"),
    *("is_restricted", "is_ultra_restricted", "deleted", "is_bot"),
)
"""What is taken of somebody; names and profiles are let go."""
HIDDEN = frozenset({"user_not_found", "user_not_visible"})
"""How Slack says that somebody is none of those whom it shows us."""
REMEMBERED_SECONDS, MOST_REMEMBERED = 600.0, 1_000
"""How long, and of how many people, what Slack says is taken for so."""
NEVER = float("-inf")

T = TypeVar("T")

logger = logging.getLogger(__name__)


class Belonging(Enum):
    """What somebody is to the workspace that the bot belongs to."""

    MEMBER = auto()
    GUEST = auto()
    STRANGER = auto()
    NOBODY = auto()
    """A bot, or somebody whose account was deactivated."""


@dataclass(slots=True)
class Directory:
    """Slack's list of people, as far as it was needed; *clock* is monotonic."""

    client: AsyncWebClient
    clock: Callable[[], float] = time.monotonic
    _home: Home | None = field(default=None, init=False)
    _members: OrderedDict[str, tuple[float, Member]] = field(default_factory=OrderedDict, init=False)
    _tried_at: OrderedDict[str, float] = field(default_factory=OrderedDict, init=False)

    async def home(self) -> Home:
        """Return the workspace that the bot belongs to; Slack is asked once. SLACKS_FAULTS where it is silent."""
        if self._home is None:
            async with asyncio.timeout(SLACK_SECONDS):
                told = await self.client.auth_test()
            self._home = Home(str(told.get("team_id") or ""), str(told.get("enterprise_id") or ""))
        return self._home

    async def is_ours(self, person: Actor) -> bool:
        """Return whether *person* is of our workspace; Slack is asked where the payload cannot say."""
        home = await self.home()
        known = home.has(person)
        if known is None:
            known = home.lists(await self._member(person.id))
        return known

    async def belonging(self, person: Actor) -> Belonging:
        """Return what *person* is. SLACKS_FAULTS where Slack does not say in time: nobody is taken for a member."""
        if not await self.is_ours(person):
            return Belonging.STRANGER
        member = await self._member(person.id)
        if not member:
            raise TimeoutError("what answers for Slack says nothing of this person")
        if member.get("is_stranger"):
            return Belonging.STRANGER
        if member.get("deleted") or member.get("is_bot"):
            return Belonging.NOBODY
        is_guest = member.get("is_restricted") or member.get("is_ultra_restricted")
        return Belonging.GUEST if is_guest else Belonging.MEMBER

    async def is_nobody(self, person: Actor) -> bool:
        """Return whether *person* is a bot or has no account any more, as far as Slack says so in time."""
        try:
            return await self.belonging(person) is Belonging.NOBODY
        except SLACKS_FAULTS:
            return False

    def remembered(self, id_: str, background: Background) -> Member:
        """Return what Slack said last of somebody, empty before the first time; it is asked anew beside the reply."""
        at, member = self._members.get(id_, (NEVER, {}))
        last = max(at, self._tried_at.get(id_, NEVER))
        if id_ and self.clock() - last > REMEMBERED_SECONDS:
            _keep(self._tried_at, id_, self.clock())
            background.start(self._learn(id_))
        return member

    async def zone(self, id_: str) -> str:
        """Return the zone that somebody is in, which a form offers; the clock's where Slack does not say in time."""
        try:
            return zone_of(await self._member(id_), str(zone.current()))
        except SLACKS_FAULTS:
            return str(zone.current())

    async def _learn(self, id_: str) -> None:
        try:
            await self._member(id_)
        except SLACKS_FAULTS as error:
            logger.info("person not known yet", extra={"code": "not_known", "why": type(error).__name__})

    async def _member(self, id_: str) -> Member:
        at, member = self._members.get(id_, (NEVER, {}))
        if self.clock() - at > REMEMBERED_SECONDS:
            told = await self._told(id_)
            # Whatever stands between Slack and us may answer for it: what is no person must break no reply.
            member = {key: told[key] for key in NEEDED if key in told} if isinstance(told, dict) else {}
            _keep(self._members, id_, (self.clock(), member))
        return member

    async def _told(self, id_: str) -> object:
        try:
            async with asyncio.timeout(SLACK_SECONDS):
                return (await self.client.users_info(user=id_, include_locale=True)).get("user")
        except SlackApiError as error:
            if reason(error) in HIDDEN:
                return {"is_stranger": True}
            raise


def _keep(known: OrderedDict[str, T], id_: str, what: T) -> None:
    known[id_] = what
    if len(known) > MOST_REMEMBERED:
        known.popitem(last=False)


def zone_of(member: Member, usual: str) -> str:
    """Return the zone that Slack says somebody is in; *usual* where it says none, or none of ours."""
    return zone_called(str(member.get("tz") or "")) or usual


async def conversation_with(client: AsyncWebClient, user: str) -> str:
    """Return the bot's own conversation with somebody. SLACKS_FAULTS where Slack is silent."""
    async with asyncio.timeout(SLACK_SECONDS):
        opened = await client.conversations_open(users=user)
    return str((opened.get("channel") or {}).get("id") or "")


async def trouble(client: AsyncWebClient) -> str | None:
    """Return what is wrong with the bot's token, by Slack's name; None while it works, "" where Slack does not say."""
    try:
        await client.auth_test()
    except SLACKS_FAULTS as error:
        code = reason(error)
        return "" if code in PASSING else code
    return None


async def own_name(client: AsyncWebClient) -> str:
    """Return the name by which the bot is invited; the command's where Slack does not say in time."""
    try:
        async with asyncio.timeout(SLACK_SECONDS):
            return str((await client.auth_test()).get("user"))
    except SLACKS_FAULTS:
        return COMMAND[1:]


@dataclass(frozen=True, slots=True)
class ChannelReaders:
    """Whether the bot is in a channel, and who reads it beside the people of our workspace, in words."""

    joined: bool = True
    others: str = ""


async def readers(client: AsyncWebClient, channel: str) -> ChannelReaders:
    """Return who reads a channel; nobody but us where Slack does not say in time: the owner hears what goes wrong."""
    try:
        async with asyncio.timeout(SLACK_SECONDS):
            told = await client.conversations_info(channel=channel)
    except SLACKS_FAULTS as error:
        code = reason(error)
        if code in PASSING:
            return ChannelReaders()
        if code in {"channel_not_found", "not_in_channel"}:
            return ChannelReaders(joined=False)
        raise
    found = told.get("channel") or {}
    return ChannelReaders(bool(found.get("is_member") or found.get("is_im")), _others(found))


async def guests(client: AsyncWebClient, channel: str) -> int:
    """Return how many guests of our workspace read a channel, among its first members; 0 where Slack does not say."""
    try:
        async with asyncio.timeout(SLACK_SECONDS):
            there, known = await asyncio.gather(
                client.conversations_members(channel=channel, limit=MOST_MEMBERS), client.users_list(limit=MOST_MEMBERS)
            )
    except SLACKS_FAULTS:
        return 0
    ids = set(there.get("members") or ())
    return sum(
        bool(one.get("is_restricted") or one.get("is_ultra_restricted"))
        for one in known.get("members") or ()
        if one.get("id") in ids
    )


def _others(channel: Mapping[str, Any]) -> str:
    """Return who else reads a channel, by what `conversations.info` says of it; empty where nobody does."""
    if channel.get("is_ext_shared"):
        count = len(channel.get("connected_team_ids") or ())
        return ngettext("people of another organization", "people of {number} other organizations", max(count, 1))
    if channel.get("is_pending_ext_shared") or channel.get("pending_shared"):
        return _("people of another organization, once they accept the invitation,")
    if channel.get("is_org_shared") or channel.get("is_global_shared"):
        return _("people of your organization's other workspaces")
    return ""
