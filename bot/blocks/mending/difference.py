"""What an edit changes, old struck out and new beside it; what came of it, with the way back. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.elements import (
    Card,
    actions,
    button,
    context,
    joined,
    line,
    quote,
    rich,
    runs,
    said,
    who,
    words,
)
from bot.text.limits import cut
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.blocks.elements import Block, Element
    from store.mending.model import EditConflict, EditDone, MendingPlan, StatementDraft

MAX_TEXT, MAX_ITEM = 1_500, 150
MOST_ITEMS, MOST_REMARKS = 5, 3
LABELS = {
    "text": N_("Statement"),
    "as_of": N_("As of"),
    "holder": N_("Held by"),
    "citations": N_("Passages that say it"),
    "asks": N_("Questions it answers"),
    "happened": N_("Happened"),
    "topics": N_("Also shown under"),
}


def difference(plan: MendingPlan) -> list[Block]:
    """Return what would change: each field with what goes struck out, and what comes in bold."""
    lines = [one for name in plan.changed for one in _field(name, plan.before, plan.after)]
    return [rich(*lines)] if lines else []


def _field(name: str, before: StatementDraft | None, after: StatementDraft | None) -> Iterator[Element]:
    old, new = _parts(before, name), _parts(after, name)
    gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
    if not gone and not come:
        return
    label = words(f"{_(LABELS[name])}: ", bold=True)
    most = MAX_TEXT if name == "text" else MAX_ITEM
    struck = [said(one, most, strike=True) for one in gone[:MOST_ITEMS]]
    added = [said(one, most, bold=name == "text") for one in come[:MOST_ITEMS]]
    left = max(0, len(gone) - MOST_ITEMS) + max(0, len(come) - MOST_ITEMS)
    more = [words(_("and {left:,} more", left=left))] if left else []
    if name == "text":
        yield line(label)
        yield from (line(one) for one in (*struck, *added))
    else:
        yield line(label, *joined([*struck, *added, *more], " · "))


def _parts(draft: StatementDraft | None, name: str) -> list[str]:
    if draft is None:
        return []
    match getattr(draft, name):
        case str() as one:
            return [one] if one else []
        case several if name == "citations":
            return [f"{document} ¶{passage}" for document, passage in several]
        case several:
            return [str(one) for one in several]


def remarks(plan: MendingPlan) -> list[Block]:
    """Return where six words in a row are those of a passage."""
    told = [
        _(
            "Six words in a row are also in {document} ¶{passage}: “{words}”. Say it in your own words, or quote it.",
            document=one.document,
            passage=one.passage,
            words=cut(one.words, MAX_ITEM),
        )
        for one in plan.remarks
    ]
    return [context(*told[:MOST_REMARKS])] if told else []


def changed_meanwhile(conflict: EditConflict) -> list[Block]:
    """Return the sentence above two texts where somebody else was faster."""
    told = (
        _("This statement has been retired since you opened it. This would add it again.")
        if conflict.stands is None
        else _("This statement has changed since you opened it. Below: its text now, struck out, then yours.")
    )
    by = runs(" " + _("Changed last by {person}."), person=who(conflict.by)) if conflict.by else []
    return [rich(line(words(told, bold=True), *by))]


def done(outcome: EditDone, kind: str, text: str) -> Card:
    """Return that an edit is live, with how it reads and the button that takes it back."""
    told = _(_BECAME[kind], key=outcome.key, version=outcome.generation)
    quoted = [quote(text)] if text else []
    notes = [
        *([_("The seed folder cannot be written: the bot keeps this until “alliance seeds pull”.")] * outcome.kept),
        *filter(None, [outcome.note]),
    ]
    undo = button(_("Undo"), "edit:undo", str(outcome.edit), spoken=_("Undo this edit of {key}", key=outcome.key))
    see = button(_("Open"), "edit:see", outcome.key, spoken=_("Open {subject}", subject=outcome.key))
    row = [undo] if kind == "retire" else [undo, see]
    blocks = [rich(line(words(told, bold=True)), *quoted), *([context(*notes)] if notes else []), actions(*row)]
    return Card(f"{told} {text}".strip(), blocks, _("Edited"))


_BECAME = {
    "add": N_("{key} is added. Version {version} is live."),
    "replace": N_("{key} is changed. Version {version} is live."),
    "retire": N_("{key} is retired. Version {version} is live."),
    "alias": N_("{key} has another name. Version {version} is live."),
    "ask": N_("{key} answers this question too. Version {version} is live."),
    "topic": N_("The topic is added, with {key}. Version {version} is live."),
    "undo": N_("Undone: {key} is as it was. Version {version} is live."),
}


def undone(outcome: EditDone, text: str) -> Card:
    """Return that an edit was taken back, and how the statement reads again."""
    told = _(_BECAME["undo"], key=outcome.key, version=outcome.generation)
    quoted = [quote(text)] if text else []
    return Card(f"{told} {text}".strip(), [rich(line(words(told, bold=True)), *quoted)], _("Edited"))


def not_undone(conflict: EditConflict) -> Card:
    """Return that an edit cannot be taken back, because it was already, or what it changed was changed since."""
    told = _("Nothing was undone: {key} has changed since, or this was undone already.", key=conflict.key)
    reads = [line(words(f"{_('It reads now:')} "), said(conflict.stands.text))] if conflict.stands else []
    by = [line(*runs(_("Changed last by {person}."), person=who(conflict.by)))] if conflict.by else []
    return Card(told, [rich(line(words(told, bold=True)), *reads, *by)], _("Edited"))
