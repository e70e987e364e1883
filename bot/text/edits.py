"""What was edited in place, in words: an edit, what became of one, and an edit against what the folder says. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.text.days import moment
from bot.text.limits import by_whom
from store.mending.model import EditConflict, EditDone
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.changes import Standoff
    from store.mending.model import Edit, EditOutcome

CHANGED = N_("{key} was edited by {person}, {moment}, and the folder says something else. The edit stands:")
NO_PLACE = N_("{key} was edited by {person}, {moment}, and the folder has no place for it any more:")


def edit(one: Edit) -> str:
    """Return an edit on a line, and how it reads now and read before below it."""
    state = [f"version {one.generation}" if one.generation else "", "kept by the store" if one.kept else ""]
    told = [f"edit {one.number}", one.key, one.kind, *state, "undone" if one.undone else ""]
    head = f"{' · '.join(filter(None, told))} · {by_whom(one.by)}, {moment(one.at)}"
    lines = [head, f"  now: {one.after}" if one.after else "", f"  before: {one.before}" if one.before else ""]
    return "\n".join(filter(None, lines))


def standoff(one: Standoff, name: Callable[[str], str] = by_whom) -> str:
    """Return that an edit stands against what the folder says, with both texts and how to choose."""
    told = _(CHANGED if one.stands else NO_PLACE, key=one.key, person=name(one.by), moment=moment(one.at))
    gone = _("(not there)")
    how = f"alliance seeds choose {_quoted(one.key)} edit | folder"
    lines = [_("edited: {text}", text=one.edited or gone), _("folder: {text}", text=one.folder or gone), how]
    return "\n".join([told, *(f"  {line}" for line in lines)])


def outcome(done: EditOutcome) -> str:
    """Return what became of an edit, for the terminal."""
    if isinstance(done, EditDone):
        kept = "; the folder cannot be written, so the store keeps it" if done.kept else ""
        note = f" {done.note}" if done.note else ""
        return f"{done.key}: done as edit {done.edit}, version {done.generation} is live{kept}.{note}"
    if isinstance(done, EditConflict):
        stands = f"it says: {done.stands.text}" if done.stands else "it is gone"
        return f"{done.key} was touched since, so nothing was done; {stands}"
    return "\n".join(f"{one.place or one.field}: {one.message}" for one in done.problems)


def _quoted(key: str) -> str:
    return f'"{key}"' if " " in key else key
