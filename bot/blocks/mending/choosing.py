"""Which statement of a topic is to be edited: the choice before the form. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.elements import Card, actions, button, choice_of, context, left_over
from bot.text import answers
from store.text.language import gettext as _

if TYPE_CHECKING:
    from store.model import Topic

MOST = 100
"""The options of one menu."""


def statements(topic: Topic, flag: str = "") -> Card:
    """Return the choice among the statements of a topic, and the way to add one; *flag* is what that answers."""
    listed = {f"{one.id} {flag}".strip(): f"{one.id} {one.text}" for one in topic.statements[:MOST]}
    pick = [choice_of("edit:pick", _("Which statement?"), listed)] if listed else []
    ways = button(_("Add a statement"), "edit:add", topic.slug), button(_("New topic"), "edit:new-topic", "-")
    told = _("Edit {topic}", topic=answers.title(topic))
    blocks = [context(told), actions(*pick, *ways), *left_over(len(topic.statements), MOST)]
    return Card(told, blocks, _("Edit"))
