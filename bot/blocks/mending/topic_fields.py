"""What a form asks of a new topic, beside its first statement: drawn, and what was filled in. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blocks.browse import CATEGORIES
from bot.blocks.modals import field, menu, text_input
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.blocks.elements import Block
    from bot.blocks.modals import FilledForm

MAX_NAME, MAX_SUMMARY, MAX_ALIASES = 150, 1_500, 1_000
MOST_CATEGORIES = 100


@dataclass(frozen=True, slots=True)
class TopicFields:
    """A new topic as somebody writes it: what is wrong with it is told, never raised."""

    id: str = ""
    name: str = ""
    category: str = ""
    summary: str = ""
    aliases: tuple[str, ...] = ()

    @classmethod
    def read(cls, fields: FilledForm) -> TopicFields:
        """Return what is filled in, by block."""
        told = {name: fields.typed(name).strip() for name in ("id", "name", "summary")}
        aliases = map(str.strip, fields.typed("aliases").splitlines())
        return cls(**told, category=fields.chosen("category"), aliases=tuple(filter(None, aliases)))


EMPTY = TopicFields()


def draw(given: TopicFields, categories: Collection[str]) -> list[Block]:
    """Return the fields; *categories* are those that there are."""
    named = {one: _(CATEGORIES[one]) if one in CATEGORIES else one for one in sorted({*categories, *CATEGORIES})}
    offered = dict([*named.items()][:MOST_CATEGORIES])
    return [
        field("name", _("Name of the topic"), text_input("edit:name", given.name, MAX_NAME)),
        field(
            "id",
            _("Its id"),
            text_input("edit:id", given.id, 80),
            hint=_("Names its statements, as in opcon#3: a-z, 0-9 and hyphens."),
        ),
        field("category", _("Category"), menu("static_select", "edit:category", offered, [given.category])),
        field(
            "summary",
            _("Summary"),
            text_input("edit:summary", given.summary, MAX_SUMMARY, multiline=True),
            hint=_("One sentence, which cites the first statement."),
        ),
        field(
            "aliases",
            _("Other names"),
            text_input("edit:aliases", "\n".join(given.aliases), MAX_ALIASES, multiline=True),
            hint=_("One a line."),
            optional=True,
        ),
    ]
