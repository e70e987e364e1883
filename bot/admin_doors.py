"""`/alliance admin …` and its buttons: one table of verbs, each behind the gate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot import admin_faces
from bot.actions import Shown, deliver
from bot.payloads import Click

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from pathlib import Path

    from slack_bolt.async_app import AsyncApp

    from bot.admin_gate import Gate
    from bot.desk import Desk
    from bot.outbox import Outbox
    from bot.payloads import Command
    from bot.pieces import Face

    Run = Callable[["AdminDoors", Command, str], Awaitable[Face | None]]
    Press = Callable[["AdminDoors", Click], Awaitable[Shown | None]]


@dataclass(frozen=True, slots=True)
class AdminDoors:
    """Answers administrators in Slack, and tells everybody else who they are. *seeds* is the folder they load."""

    desk: Desk
    gate: Gate
    outbox: Outbox
    seeds: Path

    async def answer(self, command: Command, rest: str) -> Face | None:
        """Return the reply to `/alliance admin …`; None when something opened instead."""
        word, _, asked = rest.partition(" ")
        verb = VERBS.get(word.lower())
        deed, detail = (word.lower(), asked) if verb else ("admin", rest)
        refusal = await self.gate.refusal(command.team, command.user, deed or "admin", detail)
        if refusal is not None:
            return refusal
        return admin_faces.unknown(word) if verb is None else await verb.run(self, command, asked.strip())

    async def press(self, click: Click) -> Shown | None:
        """Return what a button brings up; None when it has shown that itself, or is none of ours."""
        if click.deed == "admin:verb":
            return await self._again(click)
        pressed = BUTTONS.get(click.deed)
        if pressed is None:
            return None
        deed = click.deed.removeprefix("admin:")
        refusal = await self.gate.refusal(click.way.team, click.way.user, deed, click.value)
        return await pressed(self, click) if refusal is None else Shown(refusal)

    async def _again(self, click: Click) -> Shown | None:
        """A button that does what a verb without words does."""
        face = await self.answer(click.way.typed(f"admin {click.value}"), click.value)
        return None if face is None else Shown(face)


@dataclass(frozen=True, slots=True)
class Verb:
    """What follows `/alliance admin`: *does* is its line in the list; with a *label* it is a button there too."""

    run: Run
    does: str
    label: str = ""
    words: str = ""
    """What may be typed behind it, as the list shows it."""


async def choose(_doors: AdminDoors, _command: Command, _asked: str) -> Face:
    """Return the list of verbs."""
    listed = [(word, verb.words, verb.does, verb.label) for word, verb in VERBS.items() if word]
    return admin_faces.chooser(listed)


VERBS: dict[str, Verb] = {
    "": Verb(choose, "this list"),
}
"""Every verb; whoever may use one may use all."""

BUTTONS: Mapping[str, Press] = {}
"""What the buttons do, by the first two parts of their action, `admin:load`."""


def register(app: AsyncApp, doors: AdminDoors) -> None:
    """Make *app* take the buttons of administrators."""

    async def clicked(body: dict[str, Any]) -> BoltResponse:
        click = Click.of(body)
        shown = await doors.press(click)
        if shown is not None:
            await deliver(doors.outbox, click, shown)
        return BoltResponse(status=200)

    app.action(re.compile("^admin:"))(clicked)
