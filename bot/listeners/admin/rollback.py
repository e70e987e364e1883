"""`/alliance admin history` and `rollback <n>`: every generation, and the way back to one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.blocks import admin, browse, load_plan
from bot.blocks.load_plan import LoadProgress
from bot.listeners.admin.load import failed
from bot.slack.payloads import number
from bot.slack.progress import shown_or_why_not, shown_while, tell
from bot.slack.sender import Shown
from store.access.model import AttemptOutcome
from store.history.archive import StoreMoved
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from bot.blocks.elements import Card
    from bot.listeners.admin.permissions import AdminContext
    from bot.slack.payloads import Click, Command
    from store.model import Generation

WHICH = N_("Say to which: /alliance admin rollback 12. /alliance admin history lists the versions.")


async def history(context: AdminContext, start: int) -> Card:
    """Return the generations, the newest first."""
    made = await asyncio.to_thread(context.service.archive.generations)
    return admin.history(made, context.service.snapshot.generation, start)


async def rollback(context: AdminContext, _command: Command, asked: str) -> Card:
    """Return what going back to a generation would change."""
    given = asked.removeprefix("#")
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        return browse.notice(_(WHICH))
    return await look_back(context, int(given))


async def look_back_by_button(context: AdminContext, click: Click) -> Shown:
    """Return what going back to the generation of a button would change."""
    return Shown(await look_back(context, click.number))


async def look_back(context: AdminContext, number: int, note: str = "") -> Card:
    """Return what going back to generation *number* would change, with *note* above it."""
    return await asyncio.to_thread(_look_back, context, number, note)


def _look_back(context: AdminContext, number: int, note: str) -> Card:
    context.service.store.refresh()
    reports = context.service.reports
    found = reports.between(context.service.snapshot.generation, number)
    return load_plan.rollback(found, reports.report(found), str(context.seeds), context.service.to, note=note)


async def go_back(context: AdminContext, click: Click) -> None:
    """Make what was seen live again; what becomes of it is told in the message of the button."""
    target, _, seen = click.value.partition(":")
    context.service.background.start(_go_back(context, click, number(target), number(seen)))


async def _go_back(context: AdminContext, click: Click, target: int, seen: int) -> None:
    way, by = click.way, f"slack:{click.way.user}"

    def work() -> Generation | None:
        made = context.service.archive.roll_back(target, by=by, at=context.service.now(), expecting=seen)
        context.service.store.refresh()
        return made

    try:
        made = await shown_while(
            context.sender, way, asyncio.to_thread(work), lambda: load_plan.so_far(LoadProgress("rolling back"))
        )
    except StoreMoved as error:
        again = await shown_or_why_not(look_back(context, target, _(load_plan.STORE_MOVED)))
        await tell(context.sender, way, again, instead=True)
        await context.permissions.became(way.person, "rollback", AttemptOutcome.FAILED, error.code)
    except Exception as error:
        await failed(context, click, "rollback", error)
    else:
        await tell(context.sender, way, load_plan.back(made, target, by, str(context.seeds)), instead=True)
        detail = f"version {made.number} says what {target} said" if made else "nothing changed"
        await context.permissions.became(way.person, "rollback", AttemptOutcome.DONE, detail)
