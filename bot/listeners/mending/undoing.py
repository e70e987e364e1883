"""What stands under an edit that is live: take it back, or see what it made."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from bot.blocks import answer, browse
from bot.blocks.mending import difference
from bot.listeners.mending.outcomes import Outcomes
from bot.slack.progress import begun, shown_or_why_not, tell
from bot.slack.sender import Shown
from store.access.model import AttemptOutcome
from store.errors import InvalidRequest
from store.mending.model import EditConflict, EditDone, EditRefused
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.blocks.elements import Card
    from bot.listeners.mending.context import EditingContext
    from bot.slack.payloads import Click, Way
    from bot.slack.sender import Press

DEED = "edit undo"


async def undo(editing: EditingContext, click: Click) -> Shown:
    """Take an edit back."""
    if refusal := await editing.refusal(click.way, click.value, deed=DEED):
        return Shown(refusal)
    task = await begun(_undone(editing, click))
    if task.done():
        return Shown(task.result())
    editing.service.background.start(_tell_later(editing, click.way, task))
    return Shown(browse.notice(_("Working on it … What comes of it follows here.")))


async def _undone(editing: EditingContext, click: Click) -> Card:
    way = click.way
    by, name = f"slack:{way.user}", editing.name_of(way.user)
    work = partial(editing.mending.undo, click.number, by=by, now=editing.service.now(), name=name)
    try:
        async with editing.gate.minding(way.person, DEED):
            outcome = await asyncio.to_thread(work)
    except InvalidRequest:
        return browse.notice(_("This edit is not kept any more."))
    match outcome:
        case EditDone():
            detail = f"{outcome.key}, version {outcome.generation}"
            await editing.gate.became(way.person, DEED, AttemptOutcome.DONE, detail)
            return difference.undone(outcome, Outcomes(editing.service, editing.gate).text_of(outcome.key))
        case EditConflict():
            await editing.gate.became(way.person, DEED, AttemptOutcome.FAILED, outcome.key)
            return difference.not_undone(outcome)
        case EditRefused():
            return browse.notice(" ".join(one.message for one in outcome.problems))


async def _tell_later(editing: EditingContext, way: Way, task: asyncio.Task[Card]) -> None:
    await tell(editing.sender, way, await shown_or_why_not(task))


async def see(editing: EditingContext, click: Click) -> Shown:
    """Return a statement, or a topic, as it reads now."""
    brief = editing.service.brief(click.value)
    if brief is None:
        return Shown(browse.notice(_(browse.GONE)))
    return Shown(answer.card(brief, editing.service.snapshot.topics, editing.service.to, share=False))


BUTTONS = {"edit:undo": undo, "edit:see": see}


def buttons(editing: EditingContext) -> Mapping[str, Press]:
    """Return what the buttons under an edit do."""
    return {action: partial(run, editing) for action, run in BUTTONS.items()}
