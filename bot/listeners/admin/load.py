"""`/alliance admin reload`: read the folder, show what would change, load it when told to."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from bot.blocks import browse, load_plan, problems, report
from bot.blocks.load_plan import LoadProgress
from bot.blocks.modals import modal
from bot.listeners.admin.permissions import why
from bot.slack.errors import card_for
from bot.slack.payloads import number
from bot.slack.progress import shown_or_why_not, shown_while, tell
from bot.slack.sender import Shown, Where
from bot.telemetry.series import span
from store.access.model import AttemptOutcome
from store.errors import SeedsInvalid
from store.loading.request import FolderMoved, FolderShrunk
from store.mending.model import EditDone, NothingToChoose
from store.text.language import gettext as _

if TYPE_CHECKING:
    from bot.blocks.elements import Card
    from bot.listeners.admin.permissions import AdminContext
    from bot.slack.payloads import Click, Command
    from store.changes import Loaded
    from store.mending.model import Side


async def reload(context: AdminContext, _command: Command, _asked: str) -> Card:
    """Return what a load would change, or what is wrong with the files."""
    return await look(context)


async def retry(context: AdminContext, _click: Click) -> Shown:
    """Return the same in place of problems that may have been mended."""
    return Shown(await look(context), Where.INSTEAD)


async def rest(context: AdminContext, _click: Click) -> Shown:
    """Return what a load would change that leaves the bad documents as they are, in place of the problems."""
    return Shown(await look(context, skip_bad=True), Where.INSTEAD)


async def look(context: AdminContext, note: str = "", *, skip_bad: bool = False) -> Card:
    """Return what a load would change, or every reason against it, with *note* above it."""
    return await asyncio.to_thread(_look, context, note, skip_bad=skip_bad)


def _look(context: AdminContext, note: str, *, skip_bad: bool) -> Card:
    store, folder = context.service.store, str(context.seeds)
    store.refresh()  # the plan is held against what the database says, not against what we remember
    try:
        plan = context.loader.plan(context.seeds, skip_bad=skip_bad)
    except SeedsInvalid as error:
        return invalid(context, error)
    found = load_plan.report_of(plan, store.snapshot, folder)
    context.looks.keep(found)
    return load_plan.planned(plan, found, folder, context.service.to, note=note)


def invalid(context: AdminContext, error: SeedsInvalid) -> Card:
    """Return the problems of a folder."""
    found = problems.report_of(error.problems)
    context.looks.keep(found)
    return problems.shown(error.problems, found, context.service.snapshot.generation, str(context.seeds))


async def turn_page(context: AdminContext, click: Click) -> Shown | None:
    """Return a page of the whole list in a modal; None where the folder must be read again for it, which takes time."""
    key, _, start = click.value.rpartition(":")
    where = Where.NEXT if click.view else Where.MODAL
    if key.startswith("changes "):
        found = await asyncio.to_thread(context.service.reports.reopened, key)
        return Shown(report.again(found, context.service.to, number(start)), where)
    found = context.looks.of(key)
    if found is not None:
        return Shown(report.card(found, context.service.to, number(start)), where)
    context.service.background.start(_page_again(context, click, key, number(start)))
    return None


async def _page_again(context: AdminContext, click: Click, key: str, start: int) -> None:
    """Show a page of a list that another process made; what the folder says now, where that is something else."""
    now = await shown_or_why_not(look(context, _(load_plan.MOVED)))
    found = context.looks.of(key)
    card = report.card(found, context.service.to, start) if found else now
    if click.view is None:
        await tell(context.sender, click.way, card)
    else:
        moved = browse.notice(f"{_(load_plan.GONE)} {_('/alliance admin reload reads them anew.')}")
        await context.sender.update(click.view.id, modal(card if found else moved))


async def leave(context: AdminContext, _click: Click) -> Shown:
    """Return that nothing was done, in place of what could have been."""
    live = context.service.snapshot.generation
    return Shown(
        browse.notice(_("Left as it is: version {number} stays live.", number=live) if live else _("Left.")),
        Where.INSTEAD,
    )


async def choose_edit(context: AdminContext, click: Click) -> Shown:
    """Let an edit stand against what the folder says; return what a load would change then."""
    return await _choose(context, click, "edit")


async def choose_folder(context: AdminContext, click: Click) -> Shown:
    """Let what the folder says stand in the place of an edit; return what a load would change then."""
    return await _choose(context, click, "folder")


async def _choose(context: AdminContext, click: Click, side: Side) -> Shown:
    mending, by, now = context.service.store.mending(context.seeds), f"slack:{click.way.user}", context.service.now()
    try:
        done = await asyncio.to_thread(mending.choose, click.value, side, by=by, now=now)
    except NothingToChoose:
        return Shown(await look(context, _(load_plan.NOTHING)), Where.INSTEAD)
    outcome = AttemptOutcome.DONE if isinstance(done, EditDone) else AttemptOutcome.FAILED
    await context.permissions.became(click.way.person, "choose", outcome, f"{click.value}: {side}")
    return Shown(await look(context, load_plan.chosen(done)), Where.INSTEAD)


async def load(context: AdminContext, click: Click) -> None:
    """Load what was seen; what becomes of it is told in the message of the button."""
    context.service.background.start(_load(context, click, sure=False))


async def load_surely(context: AdminContext, click: Click) -> None:
    """Load what was seen, in spite of its alarms."""
    context.service.background.start(_load(context, click, sure=True))


async def _load(context: AdminContext, click: Click, *, sure: bool) -> None:
    way, progress, began = click.way, LoadProgress(), time.monotonic()
    by, seen = f"slack:{way.user}", load_plan.seen(click.value)

    def work() -> Loaded:
        with span("load"):
            return context.loader.load(
                context.seeds,
                by=by,
                at=context.service.now(),
                progress=progress,
                expecting=seen.mark,
                sure=sure,
                skip_bad=seen.skip_bad,
            )

    try:
        done = await shown_while(context.sender, way, asyncio.to_thread(work), lambda: load_plan.so_far(progress))
    except Exception as error:
        await failed(context, click, "load", error)
    else:
        await tell(context.sender, way, load_plan.live(done, by, time.monotonic() - began), instead=True)
        detail = f"version {done.generation}" if done.changed else "nothing changed"
        await context.permissions.became(way.person, "load", AttemptOutcome.DONE, detail)


async def failed(context: AdminContext, click: Click, deed: str, error: Exception) -> None:
    """Show why a deed failed, and write it down; what must be agreed to anew takes the place of what was agreed to."""
    way, told = click.way, card_for(error, saving=True)
    match error:
        case FolderMoved() | FolderShrunk():
            again = await shown_or_why_not(look(context, _(load_plan.MOVED)))
            await tell(context.sender, way, again, instead=True)
        case SeedsInvalid():
            await tell(context.sender, way, invalid(context, error), instead=True)
        case _:
            await tell(context.sender, way, told)
    await context.permissions.became(way.person, deed, AttemptOutcome.FAILED, why(error))
