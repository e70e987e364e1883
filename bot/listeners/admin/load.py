"""`/alliance admin reload`: read the folder, show what would change, load it when told to."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

from bot.blocks import browse, load_plan, report
from bot.listeners import reports
from bot.listeners.actions import Shown, Where
from bot.listeners.admin.permissions import why
from bot.slack.errors import face_for
from bot.slack.progress import Progress, shown_or_why_not, shown_while, tell
from store.access.audit import Outcome
from store.errors import SeedsInvalid
from store.loading.loader import FolderMoved, FolderShrunk

if TYPE_CHECKING:
    from bot.blocks.elements import Face
    from bot.blocks.report import Sheet
    from bot.listeners.admin.router import AdminDoors
    from bot.slack.payloads import Click, Command
    from store.loading.loader import Loaded

MOST_LOOKS = 8


class Looks:
    """The long lists that were shown lately, so that their next pages need no reading of the whole folder."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Sheet] = OrderedDict()

    def keep(self, sheet: Sheet) -> None:
        """Remember a list by its key; the oldest is forgotten."""
        self._kept[sheet.key] = sheet
        self._kept.move_to_end(sheet.key)
        if len(self._kept) > MOST_LOOKS:
            self._kept.popitem(last=False)

    def of(self, key: str) -> Sheet | None:
        """Return the list of that key; None when another process showed it, or too many came since."""
        return self._kept.get(key)


async def reload(doors: AdminDoors, _command: Command, _asked: str) -> Face:
    """Return what a load would change, or what is wrong with the files."""
    return await look(doors)


async def retry(doors: AdminDoors, _click: Click) -> Shown:
    """Return the same in place of problems that may have been mended."""
    return Shown(await look(doors), Where.INSTEAD)


async def look(doors: AdminDoors, note: str = "") -> Face:
    """Return what a load would change, or every reason against it, with *note* above it."""
    return await asyncio.to_thread(_look, doors, note)


def _look(doors: AdminDoors, note: str) -> Face:
    store, folder = doors.desk.store, str(doors.seeds)
    store.refresh()  # the plan is held against what the database says, not against what we remember
    try:
        plan = doors.loader.plan(doors.seeds)
    except SeedsInvalid as error:
        return invalid(doors, error)
    sheet = load_plan.sheet_of(plan, store.snapshot, folder)
    doors.looks.keep(sheet)
    return load_plan.planned(plan, sheet, folder, doors.desk.to, note=note)


def invalid(doors: AdminDoors, error: SeedsInvalid) -> Face:
    """Return the problems of a folder."""
    sheet = load_plan.sheet_of_problems(error.problems)
    doors.looks.keep(sheet)
    return load_plan.problems(error.problems, sheet, doors.desk.snapshot.generation, str(doors.seeds))


async def turn_page(doors: AdminDoors, click: Click) -> Shown | None:
    """Return a page of the whole list in a modal; None where the folder must be read again for it, which takes time."""
    key, _, start = click.value.rpartition(":")
    where = Where.NEXT if click.view else Where.MODAL
    if key.startswith("changes "):
        return Shown(await reports.more(doors.desk, key, int(start)), where)
    sheet = doors.looks.of(key)
    if sheet is not None:
        return Shown(report.face(sheet, doors.desk.to, int(start)), where)
    doors.desk.background.start(_page_again(doors, click, key, int(start)))
    return None


async def _page_again(doors: AdminDoors, click: Click, key: str, start: int) -> None:
    """Show a page of a list that another process made; what the folder says now, where that is something else."""
    now = await shown_or_why_not(look(doors, load_plan.MOVED))
    sheet = doors.looks.of(key)
    face = report.face(sheet, doors.desk.to, start) if sheet else now
    if click.view is None:
        await tell(doors.outbox, click.way, face)
    else:
        moved = browse.notice(f"{load_plan.GONE} /alliance admin reload reads them anew.")
        await doors.outbox.update(click.view.id, face if sheet else moved)


async def leave(doors: AdminDoors, _click: Click) -> Shown:
    """Return that nothing was done, in place of what could have been."""
    live = doors.desk.snapshot.generation
    return Shown(browse.notice(f"Left as it is: generation {live} stays live." if live else "Left."), Where.INSTEAD)


async def load(doors: AdminDoors, click: Click) -> None:
    """Load what was seen; what becomes of it is told in the message of the button."""
    doors.desk.background.start(_load(doors, click, sure=False))


async def load_surely(doors: AdminDoors, click: Click) -> None:
    """Load what was seen, in spite of its alarms."""
    doors.desk.background.start(_load(doors, click, sure=True))


async def _load(doors: AdminDoors, click: Click, *, sure: bool) -> None:
    way, progress, began = click.way, Progress(), time.monotonic()
    by = f"slack:{way.user}"

    def work() -> Loaded:
        return doors.loader.load(
            doors.seeds, by=by, at=doors.desk.now(), progress=progress, expecting=click.value, sure=sure
        )

    try:
        done = await shown_while(doors.outbox, way, asyncio.to_thread(work), lambda: load_plan.so_far(progress))
    except Exception as error:
        await failed(doors, click, "load", error)
    else:
        await tell(doors.outbox, way, load_plan.live(done, by, time.monotonic() - began), instead=True)
        detail = f"generation {done.generation}" if done.changed else "nothing changed"
        await doors.gate.became(way.team, way.user, "load", Outcome.DONE, detail)


async def failed(doors: AdminDoors, click: Click, deed: str, error: Exception) -> None:
    """Show why a deed failed, and write it down; what must be agreed to anew takes the place of what was agreed to."""
    way, told = click.way, face_for(error, saving=True)
    match error:
        case FolderMoved() | FolderShrunk():
            again = await shown_or_why_not(look(doors, load_plan.MOVED))
            await tell(doors.outbox, way, again, instead=True)
        case SeedsInvalid():
            await tell(doors.outbox, way, invalid(doors, error), instead=True)
        case _:
            await tell(doors.outbox, way, told)
    await doors.gate.became(way.team, way.user, deed, Outcome.FAILED, why(error))
