"""Who has which right, as lists that administrators change, and what those read who lack one. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blocks import browse
from bot.blocks.admin import people
from bot.blocks.elements import (
    MAX_LABEL,
    Block,
    Card,
    actions,
    asking_first,
    button,
    context,
    header,
    instant,
    left_over,
    line,
    mention,
    plain,
    rich,
    runs,
    words,
)
from bot.text.counts import counted
from bot.text.limits import cut
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.access.model import Admin

MOST_LISTED = 18
"""Two blocks each; the rest are reached by their names."""


@dataclass(frozen=True, slots=True)
class RollWords:
    """How a right is spoken of: its verb, its heading, what removing takes away, what else there is to say."""

    verb: str
    action: str
    title: str
    ask_first: str
    loss: str
    note: str


ADMINS = RollWords(
    "admins",
    "admin",
    N_("Administrators"),
    N_("Remove this administrator?"),
    N_("They can no longer load, roll back, add documents or see the audit."),
    N_("Also in words: /alliance admin admins add @name, and remove @name."),
)
EDITORS = RollWords(
    "editors",
    "editors",
    N_("Editors"),
    N_("Remove this editor?"),
    N_("They can no longer edit statements, nor answer flags and gaps."),
    N_("Editors change statements, and answer flags and gaps; they load nothing. Administrators may do so too."),
)


def roll(of: RollWords, listed: Sequence[Admin], above: Card | None = None) -> Card:
    """Return who has a right, with the ways to give and to take it; *above* says what was just done."""
    told = counted(len(listed), "administrator" if of is ADMINS else "editor")
    blocks = [block for one in listed[:MOST_LISTED] for block in _person(of, one)]
    pick = {"type": "users_select", "action_id": f"{of.action}:add", "placeholder": plain(_("Add somebody"))}
    done = above.blocks if above else []
    return Card(
        above.text if above else told,
        [*done, header(told), *blocks, *left_over(len(listed), MOST_LISTED), actions(pick), context(_(of.note))],
        _(of.title),
    )


def _person(of: RollWords, one: Admin) -> list[Block]:
    if one.added_by is None or one.added_at is None:
        return [rich(line(mention(one.person), words(" · " + _("named in ALLIANCE_ADMINS"))))]
    added = runs(_("added by {person} {moment}"), person=mention(one.added_by), moment=instant(one.added_at))
    remove = button(_("Remove"), f"{of.action}:remove", one.person)
    gone = asking_first(remove, _(of.ask_first), _(of.loss), yes=_("Remove"), no=_("Keep"))
    return [rich(line(mention(one.person), words(" · "), *added)), actions(gone)]


def about_person(of: RollWords, person: str, what: str) -> Card:
    """Return one sentence about somebody."""
    told = runs(_("{person} {what}."), person=mention(person), what=what)
    return Card(f"{_(of.title)}: {what}.", [rich(line(*told))])


def nobody_called(of: RollWords, name: str) -> Card:
    """Return that a name does not lead to one person, and that the menu does."""
    if not name:
        return browse.notice(_("Say whom: /alliance admin {verb} add @name, or pick them below.", verb=of.verb))
    return browse.notice(
        _("“{name}” is not exactly one person here. Pick them from the menu below.", name=cut(name, MAX_LABEL))
    )


def may_not_edit(admins: Sequence[Admin], editors: Sequence[Admin]) -> Card:
    """Return who may edit, as names, and how else to be heard."""
    named = people([*dict.fromkeys(one.person for one in (*editors, *admins))])
    may = runs(_("Only editors and administrators may do this: {people}."), people=named)
    flag = words(" " + _("“Wrong” or “Outdated” behind ⋯ tells them what should change."))
    return Card(_("Only editors and administrators may do this."), [rich(line(*may, flag))])
