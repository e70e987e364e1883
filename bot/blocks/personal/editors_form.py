"""The form that puts a question to the editors, and what is said of it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.blocks.elements import context
from bot.blocks.modals import FilledForm, field, kept, menu, modal_form, text_input
from bot.text.limits import cut
from store.model import MAX_QUERY
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.blocks.modals import View

CALLBACK = "editors"
TELL = "tell"
THANKS = {
    True: N_("Your question is on the editors' list. You are told here, in private, when a statement answers it."),
    False: N_("Your question is on the editors' list."),
}
ALREADY = N_("You put this question to the editors already.")
BY_NOW = N_("The briefings answer this by now; ask again.")


def form(question: str) -> View:
    """Return the form: the question, to be made plainer, and whether the person wants to be told."""
    tell = {TELL: _("Tell me in private when it is answered")}
    blocks = [
        field(
            "question",
            _("Your question"),
            text_input("editors:question", cut(question, MAX_QUERY) if question else "", MAX_QUERY),
        ),
        field("tell", _("And then"), menu("checkboxes", "editors:tell", tell, [TELL]), optional=True),
        context(_("Editors read the question and how many ask it, never who. They answer only from documents.")),
    ]
    return modal_form(CALLBACK, [question], _("Ask the editors"), _("Ask"), blocks)


def read(view: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the question of the submitted form, and whether the person wants to be told."""
    (asked,) = kept(view, 1)
    fields = FilledForm(view)
    return (fields.typed("question") or asked).strip(), TELL in fields.values("tell")
