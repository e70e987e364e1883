"""`/alliance admin history` and `rollback <n>`: every generation, and the way back to one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.blocks import admin, browse, load_plan
from bot.listeners.actions import Shown, Where
from bot.listeners.admin.load import failed
from bot.reports.queries import Further
from bot.slack.progress import Progress, shown_or_why_not, shown_while, tell
from store.access.audit import Outcome
from store.history.archive import StoreMoved

if TYPE_CHECKING:
    from bot.blocks.elements import Face
    from bot.listeners.admin.router import AdminDoors
    from bot.slack.payloads import Click, Command
    from store.model import Generation

WHICH = "Say to which: /alliance admin rollback 12. /alliance admin history lists the generations."


async def history(doors: AdminDoors, _command: Command, _asked: str) -> Face:
    """Return the generations, the newest first."""
    return await _page(doors, 0)


async def older(doors: AdminDoors, click: Click) -> Shown:
    """Return the generations from where the last page ended."""
    return Shown(await _page(doors, int(click.value)), Where.NEXT)


async def rollback(doors: AdminDoors, _command: Command, asked: str) -> Face:
    """Return what going back to a generation would change."""
    number = asked.removeprefix("#")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return browse.notice(WHICH)
    return await look_back(doors, int(number))


async def look_back_by_button(doors: AdminDoors, click: Click) -> Shown:
    """Return what going back to the generation of a button would change."""
    return Shown(await look_back(doors, int(click.value)))


async def look_back(doors: AdminDoors, number: int, note: str = "") -> Face:
    """Return what going back to generation *number* would change, with *note* above it."""
    return await asyncio.to_thread(_look_back, doors, number, note)


def _look_back(doors: AdminDoors, number: int, note: str) -> Face:
    doors.desk.store.refresh()
    further = Further(doors.desk.store, doors.desk.archive)
    found = further.between(doors.desk.snapshot.generation, number)
    return load_plan.rollback(found, further.sheet(found), str(doors.seeds), doors.desk.to, note=note)


async def go_back(doors: AdminDoors, click: Click) -> None:
    """Make what was seen live again; what becomes of it is told in the message of the button."""
    doors.desk.background.start(_go_back(doors, click))


async def _go_back(doors: AdminDoors, click: Click) -> None:
    way, by = click.way, f"slack:{click.way.user}"
    target, seen = (int(number) for number in click.value.split(":"))

    def work() -> Generation | None:
        made = doors.desk.archive.roll_back(target, by=by, at=doors.desk.now(), expecting=seen)
        doors.desk.store.refresh()
        return made

    try:
        made = await shown_while(
            doors.outbox, way, asyncio.to_thread(work), lambda: load_plan.so_far(Progress("rolling back"))
        )
    except StoreMoved as error:
        again = await shown_or_why_not(look_back(doors, target, load_plan.STORE_MOVED))
        await tell(doors.outbox, way, again, instead=True)
        await doors.gate.became(way.team, way.user, "rollback", Outcome.FAILED, error.code)
    except Exception as error:
        await failed(doors, click, "rollback", error)
    else:
        await tell(doors.outbox, way, load_plan.back(made, target, by, str(doors.seeds)), instead=True)
        detail = f"generation {made.number} says what {target} said" if made else "nothing changed"
        await doors.gate.became(way.team, way.user, "rollback", Outcome.DONE, detail)


async def _page(doors: AdminDoors, start: int) -> Face:
    made = await asyncio.to_thread(doors.desk.archive.generations)
    return admin.history(made, doors.desk.snapshot.generation, start)
