"""`/alliance admin admins`: who may change the briefings; adding and removing people."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.blocks import admin, browse
from bot.slack.errors import reason
from bot.slack.respond import Shown
from store.access.model import AttemptOutcome
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from typing import Any

    from bot.blocks.elements import Card
    from bot.listeners.admin.context import AdminContext
    from bot.slack.payloads import Click, Command, Way

    Member = Mapping[str, Any]

_ID = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|@?([UW][A-Z0-9]{6,})", re.ASCII)
LOOKING_SECONDS = 1.5
"""How long a name is looked for: a large workspace has many pages of members."""
A_PAGE = 500


async def admins(context: AdminContext, command: Command, asked: str) -> Card:
    """List who may, or add or remove the person who is named."""
    word, _sep, name = asked.partition(" ")
    if not word:
        return await _listed(context)
    if word.lower() not in {"add", "remove"}:
        return browse.notice(_("“{word}” is neither add nor remove. Try: /alliance admin admins add @name", word=word))
    person = await _person(context, name.strip()) if name.strip() else None
    if person is None:
        return await _listed(context, admin.nobody_called(name.strip()))
    return await (_add if word.lower() == "add" else _remove)(context, command.way, person)


async def add(context: AdminContext, click: Click) -> Shown:
    """Add the person who was picked."""
    return Shown(await _add(context, click.way, click.value))


async def remove(context: AdminContext, click: Click) -> Shown:
    """Remove the person whose button was pressed."""
    return Shown(await _remove(context, click.way, click.value))


async def _add(context: AdminContext, way: Way, person: str) -> Card:
    refused = await _unfit(context, person)
    if refused:
        await context.permissions.became(way.person, "admins add", AttemptOutcome.FAILED, person)
        return admin.about_person(person, refused)
    home, admins_ = await context.permissions.home(), context.permissions.admins
    new = await asyncio.to_thread(lambda: admins_.add(home, person, by=way.user, at=context.service.now()))
    await context.permissions.became(way.person, "admins add", AttemptOutcome.DONE, person)
    return await _listed(
        context, admin.about_person(person, _("may now change the briefings") if new else _("may already"))
    )


async def _remove(context: AdminContext, way: Way, person: str) -> Card:
    home = await context.permissions.home()
    gone = await asyncio.to_thread(context.permissions.admins.remove, home, person)
    await context.permissions.became(
        way.person, "admins remove", AttemptOutcome.DONE if gone else AttemptOutcome.FAILED, person
    )
    done = _("may no longer change the briefings") if gone else _("is no administrator")
    return await _listed(context, admin.about_person(person, done))


async def _listed(context: AdminContext, above: Card | None = None) -> Card:
    home = await context.permissions.home()
    return admin.admins(await asyncio.to_thread(context.permissions.admins.listed, home), above)


async def _unfit(context: AdminContext, person: str) -> str:
    """Return why somebody cannot be an administrator; nothing when they can."""
    try:
        member = (await context.sender.client.users_info(user=person)).get("user") or {}
    except SlackApiError as error:
        if reason(error) in {"user_not_found", "user_not_visible"}:
            return _("is nobody whom I know in this workspace")
        raise
    if member.get("is_bot") or person == "USLACKBOT":
        return _("is a bot; only people can be administrators")
    if member.get("deleted"):
        return _("has no account here any more")
    if not (await context.permissions.directory.home()).lists(member):
        return _("belongs to another workspace; only people of this one can be administrators")
    return ""


async def _person(context: AdminContext, name: str) -> str | None:
    """Return the id of whoever *name* stands for; None when it is nobody, several, or takes too long to find."""
    given = _ID.fullmatch(name)
    if given:
        return given[1] or given[2]
    wanted = name.removeprefix("@").casefold()
    try:
        async with asyncio.timeout(LOOKING_SECONDS):
            found = [str(one["id"]) async for one in _members(context) if wanted in _names(one)]
    except TimeoutError:
        return None
    return found[0] if len(found) == 1 else None


async def _members(context: AdminContext) -> AsyncIterator[Member]:
    cursor = ""
    while True:
        told = await context.sender.client.users_list(limit=A_PAGE, cursor=cursor)
        for member in told.get("members") or []:
            yield member
        cursor = str((told.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return


def _names(member: Member) -> set[str]:
    profile = member.get("profile") or {}
    names = (member.get("name"), member.get("real_name"), profile.get("display_name"), profile.get("real_name"))
    return {str(name).casefold() for name in names if name}
