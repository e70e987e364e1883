"""`/alliance admin admins` and `editors`: who may change the briefings; giving and taking these rights."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.blocks import browse
from bot.blocks.mending import rights
from bot.slack.errors import reason
from bot.slack.sender import Shown
from store.access.model import AttemptOutcome
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from typing import Any

    from bot.blocks.elements import Card
    from bot.listeners.admin.permissions import AdminContext
    from bot.slack.payloads import Click, Command, Way
    from store.access.admins import Roll

    Member = Mapping[str, Any]

_ID = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|@?([UW][A-Z0-9]{6,})", re.ASCII)
LOOKING_SECONDS = 1.5
"""How long a name is looked for: a large workspace has many pages of members."""
A_PAGE = 500


@dataclass(frozen=True, slots=True)
class RightVerb:
    """The verb that gives and takes one right, and its buttons."""

    words: rights.RollWords
    given: str
    taken: str
    lacking: str
    of: Callable[[AdminContext], Roll]

    async def run(self, context: AdminContext, command: Command, asked: str) -> Card:
        """List who has it, or give it to or take it from the person who is named."""
        word, _sep, name = asked.partition(" ")
        if not word:
            return await self._listed(context)
        if word.lower() not in {"add", "remove"}:
            told = _(
                "“{word}” is neither add nor remove. Try: /alliance admin {verb} add @name",
                word=word,
                verb=self.words.verb,
            )
            return browse.notice(told)
        person = await _person(context, name.strip()) if name.strip() else None
        if person is None:
            return await self._listed(context, rights.nobody_called(self.words, name.strip()))
        return await (self._add if word.lower() == "add" else self._remove)(context, command.way, person)

    async def add(self, context: AdminContext, click: Click) -> Shown:
        """Give it to the person who was picked."""
        return Shown(await self._add(context, click.way, click.value))

    async def remove(self, context: AdminContext, click: Click) -> Shown:
        """Take it from the person whose button was pressed."""
        return Shown(await self._remove(context, click.way, click.value))

    async def _add(self, context: AdminContext, way: Way, person: str) -> Card:
        deed = f"{self.words.verb} add"
        refused = await _unfit(context, person)
        if refused:
            await context.permissions.became(way.person, deed, AttemptOutcome.FAILED, person)
            return rights.about_person(self.words, person, refused)
        home, roll = await context.permissions.home(), self.of(context)
        new = await asyncio.to_thread(lambda: roll.add(home, person, by=way.user, at=context.service.now()))
        await context.permissions.became(way.person, deed, AttemptOutcome.DONE, person)
        context.permissions.known.refresh_soon()
        told = _(self.given) if new else _("may already")
        return await self._listed(context, rights.about_person(self.words, person, told))

    async def _remove(self, context: AdminContext, way: Way, person: str) -> Card:
        home = await context.permissions.home()
        gone = await asyncio.to_thread(self.of(context).remove, home, person)
        outcome = AttemptOutcome.DONE if gone else AttemptOutcome.FAILED
        await context.permissions.became(way.person, f"{self.words.verb} remove", outcome, person)
        context.permissions.known.refresh_soon()
        told = _(self.taken) if gone else _(self.lacking)
        return await self._listed(context, rights.about_person(self.words, person, told))

    async def _listed(self, context: AdminContext, above: Card | None = None) -> Card:
        home = await context.permissions.home()
        return rights.roll(self.words, await asyncio.to_thread(self.of(context).listed, home), above)


ADMINS = RightVerb(
    rights.ADMINS,
    N_("may now change the briefings"),
    N_("may no longer change the briefings"),
    N_("is no administrator"),
    lambda context: context.permissions.admins,
)
EDITORS = RightVerb(
    rights.EDITORS,
    N_("may now edit the briefings"),
    N_("may no longer edit the briefings"),
    N_("is no editor"),
    lambda context: context.permissions.admins.editors,
)


async def _unfit(context: AdminContext, person: str) -> str:
    """Return why somebody cannot have a right; nothing when they can."""
    try:
        member = (await context.sender.client.users_info(user=person)).get("user") or {}
    except SlackApiError as error:
        if reason(error) in {"user_not_found", "user_not_visible"}:
            return _("is nobody whom I know in this workspace")
        raise
    if member.get("is_bot") or person == "USLACKBOT":
        return _("is a bot; only people can have this right")
    if member.get("deleted"):
        return _("has no account here any more")
    if not (await context.permissions.directory.home()).lists(member):
        return _("belongs to another workspace; only people of this one can have this right")
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
