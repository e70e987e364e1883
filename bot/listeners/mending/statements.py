"""What opens the form of a statement, to edit, add or retire it, and what changes the form while it is open."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.blocks import browse
from bot.blocks.citations import citation_at
from bot.blocks.mending import gap_form, statement_form
from bot.blocks.mending.statement_form import ADD, REPLACE, EditTarget, StatementForm
from bot.blocks.modals import modal
from bot.listeners.mending import submissions
from bot.lookup.typeahead import suggested
from bot.slack.sender import Feature, Shown, Where, open_form
from bot.text.errors import Spoiled
from store.mending.model import UNDATED, StatementDraft
from store.model import Citation, Kind
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from bot.blocks.elements import Element
    from bot.listeners.mending.context import EditingContext
    from bot.slack.payloads import Click, View

NO_STATEMENT = N_("The briefings no longer have this statement.")
TOO_LONG = N_("This statement is longer than a form holds; change it in its file.")
HOLDS = {Kind.OFFICIAL: "official", Kind.ANALYSIS: "analysis"}
"""Who holds at first what a document of a kind says; what the others say is taken for fact."""


async def open_statement(editing: EditingContext, click: Click) -> Shown | None:
    """Open the form of a statement, or the choice among those of a topic; behind it may stand the flag it answers."""
    subject, _sep, flag = click.value.partition(" ")
    if refusal := await editing.refusal(click.way, subject):
        return Shown(refusal)
    topics = editing.service.snapshot.topics
    if "#" not in subject:
        topic = topics.get(subject)
        return Shown(browse.notice(_(browse.GONE)) if topic is None else gap_form.statements(topic, flag), Where.MODAL)
    seen = await asyncio.to_thread(editing.mending.seen, subject)
    if seen is None:
        return Shown(browse.notice(_(NO_STATEMENT)))
    url, channel = told_at(click)
    target = EditTarget(REPLACE, subject, seen.fingerprint, flag=flag, url=url, channel=channel)
    form = StatementForm(target, seen, await editing.cited(seen.citations))
    if not form.fits:
        return Shown(browse.notice(_(TOO_LONG)))
    await open_form(editing.sender, click, statement_form.draw(form, topics))
    return None


async def add(editing: EditingContext, click: Click) -> Shown | None:
    """Open the empty form of a statement of a topic; the topic may be left open."""
    return await open_new(editing, click, EditTarget(ADD, click.value), StatementDraft(""))


async def from_passage(editing: EditingContext, click: Click) -> Shown | None:
    """Open the form of a statement that a passage says; the words are the editor's own."""
    spot = citation_at(click.value, editing.service.snapshot.sources)
    found = await editing.service.passage(Citation(*spot))
    if found is None:
        return Shown(browse.notice(_("The briefings no longer have this passage.")))
    published = found.source.published
    holder = HOLDS.get(found.source.kind, "fact")
    draft = StatementDraft("", str(published) if published else UNDATED, holder, (spot,))
    return await open_new(editing, click, EditTarget(ADD, next(iter(found.topics), "")), draft)


async def open_new(editing: EditingContext, click: Click, target: EditTarget, draft: StatementDraft) -> Shown | None:
    """Open the form of a new statement, filled in with *draft*."""
    if refusal := await editing.refusal(click.way, target.subject):
        return Shown(refusal)
    url, channel = told_at(click)
    form = StatementForm(replace(target, url=url, channel=channel), draft, await editing.cited(draft.citations))
    await open_form(editing.sender, click, statement_form.draw(form, editing.service.snapshot.topics))
    return None


async def cite(editing: EditingContext, click: Click) -> None:
    """Show the passages that were chosen in the form."""
    view = _open_view(click)
    filled = statement_form.read(view.body, editing.service.snapshot.sources)
    target = replace(EditTarget.of(view.body), planned="")
    form = StatementForm(target, filled.draft, await editing.cited(filled.draft.citations), new=filled.new)
    await editing.sender.update(view.id, statement_form.draw(form, editing.service.snapshot.topics))


async def retire(editing: EditingContext, click: Click) -> Shown | None:
    """Show what would go, in place of the form."""
    view = _open_view(click)
    if refusal := await editing.refusal(click.way, click.value):
        return Shown(refusal)
    shown = await submissions.look_at_retiring(editing, EditTarget.of(view.body))
    await editing.sender.update(view.id, shown.view or modal(browse.notice(shown.sentence)))
    return None


def _open_view(click: Click) -> View:
    if click.view is None:
        raise Spoiled
    return click.view


def told_at(click: Click) -> tuple[str, str]:
    """Return where what comes of a form is told: of one that opens on another, where that would have told it."""
    if click.view is not None and click.view.body.get("callback_id") == gap_form.CALLBACK:
        return gap_form.told_at(click.view.body)
    return click.way.response_url or "", click.way.channel


BUTTONS = {
    "edit:open": open_statement,
    "edit:pick": open_statement,
    "edit:add": add,
    "edit:from": from_passage,
    "edit:retire": retire,
    statement_form.CITATIONS: cite,
}


async def _passages(editing: EditingContext, typed: str) -> list[Element]:
    found = await asyncio.to_thread(suggested, editing.service.store, typed)
    return [statement_form.passage_option(one) for one in found]


def feature(editing: EditingContext) -> Feature:
    """Return what opens, changes and takes the form, and the passages that its menu offers."""
    return Feature(
        {action: partial(run, editing) for action, run in BUTTONS.items()},
        {statement_form.CALLBACK: partial(submissions.submit, editing)},
        {statement_form.CITATIONS: partial(_passages, editing)},
    )
