"""`/alliance admin digests`: every digest of the workspace, whose it is, when it comes, how the last one went."""

from __future__ import annotations

import asyncio
import re
from functools import partial
from typing import TYPE_CHECKING

from bot.blocks import browse, digest_status
from bot.text.counts import counted
from store.access.model import AttemptOutcome
from store.digests.model import Standing
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.blocks.elements import Card
    from bot.listeners.admin.permissions import AdminContext
    from bot.slack.payloads import Command
    from store.digests.model import Subscription

HOW = N_("Try: /alliance admin digests, digests pause all, digests resume all, or digests give @from @to")
_MEMBER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|([UW][A-Z0-9]{2,})", re.ASCII)


async def digests(context: AdminContext, command: Command, asked: str) -> Card:
    """Return every digest; or pause, resume or give to somebody else what *asked* says."""
    verb, _sep, rest = asked.partition(" ")
    if not verb:
        return await page(context, 0)
    mine = await _mine(context)
    named = [one or two for one, two in _MEMBER.findall(rest)]
    if verb in {"pause", "resume"} and (rest.strip() == "all" or named):
        done = await _all(context, mine, verb, named)
    elif verb in {"pause", "resume"}:
        return browse.notice(f"{_('Say whose: {verb} all, or {verb} @name.', verb=verb)} {_(HOW)}")
    elif verb == "give" and len(named) == 2:
        done = await _given(context, mine, *named)
    else:
        return browse.notice(f"{_('“{asked}” is nothing to do with digests.', asked=asked)} {_(HOW)}")
    await context.permissions.became(command.person, f"digests {verb}", AttemptOutcome.DONE, rest)
    return done


async def page(context: AdminContext, start: int) -> Card:
    """Return every digest of the workspace, whose it is, when it comes and how the last one went."""
    mine = await _mine(context)
    ends = await asyncio.to_thread(context.service.store.outbox.last_ends, [one.id for one in mine])
    return digest_status.every(mine, ends, context.service.snapshot.topics, start)


async def _mine(context: AdminContext) -> list[Subscription]:
    home, found = await context.permissions.home(), await asyncio.to_thread(context.service.store.roster.listed)
    return [one for one in found if one.place.team == home]


async def _all(context: AdminContext, mine: Sequence[Subscription], verb: str, named: Sequence[str]) -> Card:
    """Pause or resume those of the people *named*; all of them where nobody is."""
    wanted = Standing.ACTIVE if verb == "pause" else Standing.PAUSED
    chosen = [one for one in mine if one.standing is wanted and (not named or one.owner in named)]
    roster, now = context.service.store.roster, context.service.now()
    step = roster.pause if verb == "pause" else partial(roster.resume, at=now)
    for one in chosen:
        await asyncio.to_thread(step, one.id)
    done = {"number": len(chosen), "of": counted(len(mine), "digest")}
    return browse.notice(
        _("Paused {number} of {of}.", **done) if verb == "pause" else _("Resumed {number} of {of}.", **done)
    )


async def _given(context: AdminContext, mine: Sequence[Subscription], giver: str, taker: str) -> Card:
    """Make somebody else the owner: who is told of trouble."""
    chosen = [one for one in mine if one.owner == giver]
    for one in chosen:
        await asyncio.to_thread(context.service.store.roster.give, one.id, taker)
    return browse.notice(
        _(
            "{digests} of <@{giver}> are looked after by <@{taker}> now.",
            digests=counted(len(chosen), "digest"),
            giver=giver,
            taker=taker,
        )
    )
