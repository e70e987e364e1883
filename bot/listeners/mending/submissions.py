"""The form of a statement handed in: what is wrong with it, what would change, or, once that was seen, done."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bot.blocks import browse
from bot.blocks.mending import statement_form
from bot.blocks.mending.statement_form import ADD, RETIRE, StatementForm
from bot.blocks.modals import modal, updated
from bot.listeners.mending.outcomes import EditResult, done
from bot.slack.payloads import Way, view_id
from bot.slack.progress import begun, shown_or_why_not, tell
from store.mending.model import (
    AddStatement,
    EditConflict,
    EditDone,
    EditRefused,
    FieldProblem,
    NewTopic,
    ReplaceStatement,
    RetireStatement,
    StatementDraft,
)
from store.text import clean
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.blocks.mending.statement_form import EditTarget
    from bot.listeners.mending.context import EditingContext
    from store.mending.model import WantedEdit

WORKING = N_("Working on it … The result is shown here.")
GONE = N_("This statement was retired already.")


async def submit(editing: EditingContext, view: Mapping[str, Any], way: Way) -> dict[str, Any]:
    """Return Slack's answer to the form. What was seen as a difference is done; anything else is shown first."""
    target = statement_form.EditTarget.of(view)
    if refusal := await editing.refusal(way, begun=True):
        return updated(modal(refusal))
    form = StatementForm(target, StatementDraft(""))
    if target.kind != RETIRE:
        filled = statement_form.read(view, editing.service.snapshot.sources)
        target = replace(target, subject=filled.topic or target.subject)
        form = StatementForm(target, filled.draft, new=filled.new)
    change = wanted(form)
    seen = target.planned == mark(change)
    task = await begun(_applied(editing, form, change, way) if seen else _planned(editing, form, change))
    if task.done():
        return answer(editing, task.result(), way, target)
    editing.service.background.start(_follow(editing, task, view_id(view), form))
    return updated(modal(browse.notice(_(WORKING))))


def wanted(form: StatementForm) -> WantedEdit:
    """Return the change that a form asks for."""
    target, new = form.target, form.new
    match target.kind:
        case statement_form.RETIRE:
            return RetireStatement(target.subject, target.seen)
        case statement_form.ADD:
            return AddStatement(target.subject, form.draft)
        case statement_form.NEW_TOPIC:
            return NewTopic(new.id, new.name, new.category, new.summary, new.aliases, form.draft)
        case _:
            return ReplaceStatement(target.subject, form.draft, target.seen)


def mark(change: WantedEdit) -> str:
    """Return a change in one word: two that would be shown alike have the same."""
    match change:
        case NewTopic(id=topic, first=draft):
            told = (change.name, change.category, change.summary, *change.aliases)
            return f"{mark(AddStatement(topic, draft))} {sha256(json.dumps(told).encode()).hexdigest()[:16]}"
        case AddStatement(topic, draft) | ReplaceStatement(topic, draft):
            asks = tuple(dict.fromkeys(map(clean, draft.asks)))
            others = tuple(sorted({*draft.topics} - {topic.partition("#")[0]}))
            said = replace(draft, text=clean(draft.text), asks=asks, topics=others)
            return f"{topic} {said.fingerprint}"
        case _:
            return RETIRE


async def look_at_retiring(editing: EditingContext, target: EditTarget) -> EditResult:
    """Return the form that shows what would go."""
    form = StatementForm(replace(target, kind=RETIRE), StatementDraft(""))
    return await _planned(editing, form, wanted(form))


async def _planned(
    editing: EditingContext, form: StatementForm, change: WantedEdit, conflict: EditConflict | None = None
) -> EditResult:
    """Return the form with what would change, or what is in its way; with both texts after a *conflict*."""
    if isinstance(change, AddStatement) and not change.topic:
        return EditResult(problems=(FieldProblem("topic", _("Choose its topic.")),))
    plan = await asyncio.to_thread(partial(editing.mending.plan, change, now=editing.service.now()))
    if plan.conflict and conflict is None:
        return await _both(editing, form.target, plan.conflict)
    if plan.problems or plan.conflict:
        return EditResult(problems=plan.problems or (FieldProblem("", _("It is being changed; try again.")),))
    draft = plan.after or plan.before or StatementDraft("")
    target, cited = replace(form.target, planned=mark(change)), await editing.cited(draft.citations)
    shown = StatementForm(target, draft, cited, plan, conflict=conflict, new=form.new)
    return EditResult(view=statement_form.draw(shown, editing.service.snapshot.topics))


async def _both(editing: EditingContext, target: EditTarget, conflict: EditConflict) -> EditResult:
    """Return the form with what stands now and what was wanted, which would be done on top of it."""
    if conflict.stands is None and conflict.wanted is None:
        return EditResult(card=browse.notice(_(GONE)))
    if conflict.stands is None:
        target = replace(target, kind=ADD, subject=conflict.key.partition("#")[0], seen="")
    else:
        target = replace(target, seen=conflict.seen)
    form = StatementForm(target, conflict.wanted or StatementDraft(""))
    return await _planned(editing, form, wanted(form), conflict)


async def _applied(editing: EditingContext, form: StatementForm, change: WantedEdit, way: Way) -> EditResult:
    """Carry out what was seen; what came in between is shown instead."""
    outcome = await editing.apply(change, way)
    match outcome:
        case EditConflict():
            return await _both(editing, form.target, outcome)
        case EditRefused():
            return EditResult(problems=outcome.problems)
        case EditDone():
            return EditResult(card=await done(editing, outcome, form.target, way))


def answer(editing: EditingContext, result: EditResult, way: Way, target: EditTarget) -> dict[str, Any]:
    """Return Slack's answer to a form that came to *result*; a card is told where somebody began, if it can be."""
    if result.problems:
        return {"response_action": "errors", "errors": result.errors}
    if result.view is not None:
        return updated(result.view)
    if not target.url:
        return updated(modal(result.told))
    back = Way(way.person, "", target.url, None, target.channel)
    editing.service.background.start(tell(editing.sender, back, result.told))
    return {"response_action": "clear"}


async def _follow(editing: EditingContext, task: asyncio.Task[EditResult], view: str, form: StatementForm) -> None:
    """Show where the form was what came too late for the reply: nothing that was filled in is lost."""
    made = await shown_or_why_not(task)
    result = made if isinstance(made, EditResult) else EditResult(problems=(FieldProblem("", made.text),))
    shown = result.view or (None if result.problems else modal(result.told))
    if shown is None:
        cited = await editing.cited(form.draft.citations)
        again = replace(form, cited=cited, problems=result.problems)
        shown = statement_form.draw(again, editing.service.snapshot.topics)
    await editing.sender.update(view, shown)
