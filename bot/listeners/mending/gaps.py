"""A question that no statement answers is answered: as an ask, as a name, by a statement or a topic that is new."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.blocks import browse
from bot.blocks.mending import gap_form, statement_form
from bot.blocks.mending.statement_form import ADD, NEW_TOPIC, EditTarget
from bot.blocks.modals import modal, updated
from bot.listeners.mending import submissions
from bot.listeners.mending.outcomes import EditResult, done
from bot.listeners.mending.statements import open_new, told_at
from bot.lookup.typeahead import statements_like
from bot.slack.sender import Feature, Shown, open_form
from store.mending.model import AddAlias, AddAsk, EditConflict, EditDone, EditRefused, FieldProblem, StatementDraft
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.blocks.elements import Element
    from bot.listeners.mending.context import EditingContext
    from bot.slack.payloads import Click, Way
    from store.mending.model import EditOutcome
    from store.usage.editors_list import Gap

NO_GAP = N_("This question is no longer on the list.")


async def open_gap(editing: EditingContext, click: Click) -> Shown | None:
    """Open the form that answers a question of the list."""
    if refusal := await editing.refusal(click.way, "gap"):
        return Shown(refusal)
    gap = await _gap(editing, click.value)
    if gap is None:
        return Shown(browse.notice(_(NO_GAP)))
    await open_form(editing.sender, click, gap_form.draw(gap, statement_form.TOPIC, *told_at(click)))
    return None


async def write(editing: EditingContext, click: Click) -> Shown | None:
    """Open the form of a statement that is to answer a question of the list."""
    gap = await _gap(editing, click.value)
    if gap is None:
        return Shown(browse.notice(_(NO_GAP)))
    return await open_new(editing, click, EditTarget(ADD, "", gap=gap.id), StatementDraft("", asks=(gap.text,)))


async def new_topic(editing: EditingContext, click: Click) -> Shown | None:
    """Open the form of a topic with its first statement, which may answer a question of the list."""
    gap = await _gap(editing, click.value)
    draft = StatementDraft("", asks=(gap.text,) if gap else ())
    return await open_new(editing, click, EditTarget(NEW_TOPIC, "", gap=gap.id if gap else ""), draft)


async def _gap(editing: EditingContext, id_: str) -> Gap | None:
    return await asyncio.to_thread(editing.service.store.usage.gap, id_)


async def submit(editing: EditingContext, view: Mapping[str, Any], way: Way) -> dict[str, Any]:
    """Return Slack's answer to the form: what is to be chosen, or that the question is answered."""
    id_, statement, topic = gap_form.read(view)
    if refusal := await editing.refusal(way, begun=True):
        return updated(modal(refusal))
    gap = await _gap(editing, id_)
    if gap is None:
        return updated(modal(browse.notice(_(NO_GAP))))
    url, channel = gap_form.told_at(view)
    target = EditTarget("ask" if statement else "alias", statement or topic, gap=id_, url=url, channel=channel)
    if bool(statement) == bool(topic):
        result = EditResult(problems=(FieldProblem("ask", _("Choose one of the two.")),))
    else:
        change = AddAsk(statement, gap.text) if statement else AddAlias(topic, gap.text)
        result = await _came_to(editing, await editing.apply(change, way), target, way)
    return submissions.answer(editing, result, way, target)


async def _came_to(editing: EditingContext, outcome: EditOutcome, target: EditTarget, way: Way) -> EditResult:
    match outcome:
        case EditDone():
            return EditResult(card=await done(editing, outcome, target, way))
        case EditRefused():
            return EditResult(problems=[replace(one, field=target.kind) for one in outcome.problems])
        case EditConflict():
            return EditResult(problems=(FieldProblem(target.kind, _("It is being changed; try again.")),))


async def _statements(editing: EditingContext, typed: str) -> list[Element]:
    return gap_form.options(statements_like(typed, editing.service.snapshot))


def feature(editing: EditingContext) -> Feature:
    """Return what answers questions of the list."""
    buttons = {"edit:gap": open_gap, "edit:answer": write, "edit:new-topic": new_topic}
    return Feature(
        {action: partial(run, editing) for action, run in buttons.items()},
        {gap_form.CALLBACK: partial(submit, editing)},
        {gap_form.STATEMENT: partial(_statements, editing)},
    )
