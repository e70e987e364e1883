"""Which statement is edited, and by what a question that none answers is answered: what is there, or new. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.blocks.elements import Card, actions, button, choice_of, context, left_over, line, rich, said
from bot.blocks.modals import FilledForm, field, finder, kept, modal_form, option
from bot.text.editors_list import asked_in_vain
from bot.text.topics import topic_title
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.blocks.elements import Element
    from bot.blocks.modals import View
    from store.model import Statement, Topic
    from store.usage.editors_list import Gap


CALLBACK = "mend:gap"
STATEMENT = "edit:statement"
"""The menu that finds statements while one types."""
MOST = 100
"""The options of one menu."""


def draw(gap: Gap, topic_menu: str, url: str, channel: str) -> View:
    """Return the form: a statement that answers the question, or a topic that it is a name of; or a new one."""
    blocks = [
        rich(line(said(gap.text, bold=True))),
        context(asked_in_vain(gap)),
        field("ask", _("A statement that answers it"), finder(STATEMENT, _("Words of the statement")), optional=True),
        field("alias", _("Or the topic it is another name for"), finder(topic_menu, _("Find a topic")), optional=True),
        actions(
            button(_("Write a statement"), "edit:answer", gap.id),
            button(_("New topic"), "edit:new-topic", gap.id),
        ),
    ]
    return modal_form(CALLBACK, [gap.id, url, channel], _("Answer a question"), _("Answer"), blocks)


def read(view: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the id of the question, the statement and the topic that were chosen; empty where none was."""
    gap, _url, _channel = kept(view, 3)
    fields = FilledForm(view)
    return gap, fields.chosen("ask"), fields.chosen("alias")


def told_at(view: Mapping[str, Any]) -> tuple[str, str]:
    """Return where what came of it is told: the address and the channel."""
    _gap, url, channel = kept(view, 3)
    return url, channel


def options(found: Iterable[Statement]) -> list[Element]:
    """Return statements as choices."""
    return [option(f"{one.id} {one.text}", one.id) for one in found]


def statements(topic: Topic, flag: str = "") -> Card:
    """Return the choice among the statements of a topic, and the way to add one; *flag* is what that answers."""
    listed = {f"{one.id} {flag}".strip(): f"{one.id} {one.text}" for one in topic.statements[:MOST]}
    pick = [choice_of("edit:pick", _("Which statement?"), listed)] if listed else []
    ways = button(_("Add a statement"), "edit:add", topic.slug), button(_("New topic"), "edit:new-topic", "-")
    told = _("Edit {topic}", topic=topic_title(topic))
    blocks = [context(told), actions(*pick, *ways), *left_over(len(topic.statements), MOST)]
    return Card(told, blocks, _("Edit"))
