"""What an edit in Slack leads to: the audit, the card, the flag or the question that it settles; and the way back."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.blocks import answer, browse
from bot.blocks.mending import difference
from bot.listeners.admin.status import close_flag
from bot.slack.progress import begun, shown_or_why_not, tell
from bot.slack.sender import Feature, Shown
from bot.text.editors_list import is_answered
from store.access.model import AttemptOutcome
from store.errors import InvalidRequest
from store.mending.model import EditConflict, EditDone, EditRefused
from store.text.language import gettext as _
from store.text.language import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.blocks.elements import Card
    from bot.blocks.mending.statement_form import EditTarget
    from bot.blocks.modals import View
    from bot.listeners.mending.context import EditingContext
    from bot.slack.payloads import Click, Way
    from store.mending.model import FieldProblem


DEED = "edit undo"


@dataclass(frozen=True, slots=True)
class EditResult:
    """What a form that was handed in came to: a form again, what is wrong with it, or a card."""

    view: View | None = None
    card: Card | None = None
    problems: Sequence[FieldProblem] = ()

    @property
    def told(self) -> Card:
        """The card, where there is one."""
        assert self.card is not None  # noqa: S101 - without one there is a view, or there are problems
        return self.card

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, by the field that it is shown under; what belongs to none is shown under the text."""
        found: dict[str, list[str]] = {}
        for one in self.problems:
            found.setdefault(one.field or "text", []).append(told(one.message))
        return {field: " ".join(several) for field, several in found.items()}

    @property
    def sentence(self) -> str:
        """What is wrong, where no field can show it."""
        return " ".join(told(one.message) for one in self.problems)


async def done(editing: EditingContext, outcome: EditDone, target: EditTarget, way: Way) -> Card:
    """Write down an edit that is live, settle what it answers, and return what the editor reads."""
    detail = f"{target.kind} {outcome.key}, version {outcome.generation}"
    await editing.gate.became(way.person, "edit", AttemptOutcome.DONE, detail)
    store, now = editing.service.store, editing.service.now()
    if target.flag:
        await asyncio.to_thread(close_flag, store, target.flag, way.user, now)
    if target.gap:
        # Who waits for the answer is told by `AnswerWatch`.
        gap = await asyncio.to_thread(store.usage.gap, target.gap)
        if gap is not None and is_answered(await editing.service.answered(gap.text)):
            await asyncio.to_thread(store.usage.dismiss, gap)
    return difference.done(outcome, target.kind, _text_of(editing, outcome.key))


def _text_of(editing: EditingContext, key: str) -> str:
    """Return what a statement says now; nothing where it is gone."""
    topic = editing.service.snapshot.topics.get(key.partition("#")[0])
    return next((one.text for one in topic.statements if one.id == key), "") if topic else ""


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
            return difference.undone(outcome, _text_of(editing, outcome.key))
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


def feature(editing: EditingContext) -> Feature:
    """Return the buttons under an edit."""
    return Feature({"edit:undo": partial(undo, editing), "edit:see": partial(see, editing)})
