"""Where the folder says something else than what was edited: both texts, and the buttons that choose. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.elements import Block, actions, bullets, button, instant, left_over, line, rich, runs, said, who
from bot.text import edits as edit_words
from store.mending.model import EditDone
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.changes import Standoff
    from store.mending.model import EditOutcome

MOST = 3
"""Shown in one message; the rest follow once these are chosen."""
MAX_SAID = 300
NOTHING = N_("There is nothing left to choose there.")


def shown(standoffs: Sequence[Standoff]) -> list[Block]:
    """Return each edit with what the folder says instead, and the two buttons."""
    blocks = [block for one in standoffs[:MOST] for block in _one(one)]
    return [*blocks, *left_over(len(standoffs), MOST)]


def _one(one: Standoff) -> list[Block]:
    told = edit_words.CHANGED if one.stands else edit_words.NO_PLACE
    head = line(*runs(_(told), key=one.key, person=who(one.by), moment=instant(one.at)))
    gone = _("(not there)")
    texts = [_("edited: {text}", text=one.edited or gone), _("folder: {text}", text=one.folder or gone)]
    keep = [button(_("Keep the edit"), "admin:choose-edit", one.key)] if one.stands else []
    take = button(_("Take the folder's"), "admin:choose-folder", one.key)
    return [rich(head, bullets([line(said(text, MAX_SAID)) for text in texts])), actions(*keep, take)]


def chosen(done: EditOutcome) -> str:
    """Return what became of a choice."""
    if isinstance(done, EditDone):
        return _("Chosen: {key}, version {number} is live.", key=done.key, number=done.generation)
    return edit_words.outcome(done)
