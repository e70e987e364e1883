"""The form of a statement: its fields, the passages it cites, and, once it was handed in, what would change. Pure."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from bot.blocks.citations import citation_at, spot
from bot.blocks.elements import (
    MAX_LABEL,
    MAX_LINE,
    actions,
    asking_first,
    button,
    context,
    header,
    line,
    plain,
    quote,
    rich,
    said,
)
from bot.blocks.mending import topic_fields
from bot.blocks.mending.difference import changed_meanwhile, difference, remarks
from bot.blocks.mending.topic_fields import TopicFields
from bot.blocks.modals import FilledForm, field, finder, kept, menu, modal_form, option, text_input, topics_menu
from bot.text.errors import Spoiled
from bot.text.limits import cut, size
from bot.text.sources import HOLDERS, caption, place
from bot.text.topics import topic_title
from store.mending.model import UNDATED, StatementDraft
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.blocks.elements import Block, Element
    from bot.blocks.modals import View
    from store.mending.model import EditConflict, FieldProblem, MendingPlan
    from store.model import Found, Topic

CALLBACK = "mend"
CITATIONS, TOPICS, TOPIC = "edit:citations", "edit:topics", "edit:topic"
"""The menus that find their options while one types."""
ADD, REPLACE, RETIRE, NEW_TOPIC = "add", "replace", "retire", "topic"
MAX_FIELD = 3_000
MAX_DATE = 40
MOST_SHOWN, MAX_SHOWN = 5, 600
MOST_CITED = 20
_TITLES = {
    ADD: N_("Add a statement"),
    REPLACE: N_("Edit a statement"),
    RETIRE: N_("Retire a statement"),
    NEW_TOPIC: N_("New topic"),
}
_DONE = {ADD: N_("Add it"), REPLACE: N_("Make it live"), RETIRE: N_("Retire it"), NEW_TOPIC: N_("Add it")}
DATE_HINT = N_("2026-01-24, 2026-01 or 2026: as exact as the source. Empty means undated.")


@dataclass(frozen=True, slots=True)
class EditTarget:
    """What a form changes. *planned* is the fingerprint of what it showed as the difference; empty before that."""

    kind: str
    subject: str
    """The statement `opcon#3`; of one that is added, its topic, empty where that is to be chosen."""
    seen: str = ""
    """The fingerprint of the statement as it stood."""
    planned: str = ""
    gap: str = ""
    flag: str = ""
    url: str = ""
    """Where what came of it is told."""
    channel: str = ""

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> EditTarget:
        """Return what a submitted form changes; Spoiled for what is no form of ours."""
        found = cls(*kept(view, 8))
        if found.kind not in _TITLES:
            raise Spoiled
        return found


@dataclass(frozen=True, slots=True)
class StatementForm:
    """What a form shows; *cited* are the passages that the draft cites, as far as they are there."""

    target: EditTarget
    draft: StatementDraft
    cited: Sequence[Found] = ()
    plan: MendingPlan | None = None
    problems: Sequence[FieldProblem] = ()
    conflict: EditConflict | None = None
    new: TopicFields = topic_fields.EMPTY
    """The topic, where the statement is the first of a new one."""

    @property
    def fits(self) -> bool:
        """Whether Slack's fields hold it."""
        long = max(size(self.draft.text), size("\n".join(self.draft.asks)))
        return long <= MAX_FIELD and len(self.draft.citations) <= MOST_CITED


def draw(form: StatementForm, topics: Mapping[str, Topic]) -> View:
    """Return the form; with a plan, what would change stands above the fields and its button carries it out."""
    target = form.target
    submit = _(_DONE[target.kind]) if form.plan else _("Show the change")
    fields = [] if target.kind == RETIRE else _fields(form, topics)
    blocks = [*_top(form), *fields]
    return modal_form(CALLBACK, astuple(target), _(_TITLES[target.kind]), submit, blocks)


def _top(form: StatementForm) -> list[Block]:
    told = [header(form.target.subject)] if form.target.kind in {REPLACE, RETIRE} else []
    if form.conflict:
        told += changed_meanwhile(form.conflict)
    if form.problems:
        told.append(rich(*(line(said(one.message, MAX_LINE, bold=True)) for one in form.problems)))
    if form.plan:
        told += [*difference(form.plan), *remarks(form.plan)]
    return told


def _fields(form: StatementForm, topics: Mapping[str, Topic]) -> list[Block]:
    draft, target = form.draft, form.target
    own = [_home(target.subject, topics)] if target.kind == ADD else []
    if target.kind == NEW_TOPIC:
        own = topic_fields.draw(form.new, {one.category for one in topics.values()})
    holders = {holder.value: _(label).capitalize() for holder, label in HOLDERS.items()}
    held = draft.holder if draft.holder in holders else next(iter(holders))
    passages = {**_citations(draft.citations, form.cited), "dispatch_action": True}
    shown = topics_menu(TOPICS, [option(topic_title(topics[one]), one) for one in draft.topics if one in topics])
    return [
        *own,
        field("text", _("Statement"), text_input("edit:text", draft.text, MAX_FIELD, multiline=True)),
        passages,
        *_passages(form.cited),
        field("as_of", _("As of"), _date("edit:as_of", draft.as_of), hint=_(DATE_HINT), optional=True),
        field("holder", _("Held by"), menu("static_select", "edit:holder", holders, [held])),
        field("happened", _("Happened"), _date("edit:happened", draft.happened), optional=True),
        field(
            "asks",
            _("Questions it answers"),
            text_input("edit:asks", "\n".join(draft.asks), MAX_FIELD, multiline=True),
            hint=_("One a line, in people's words."),
            optional=True,
        ),
        field("topics", _("Also shown under"), shown, optional=True),
        *([_retiring(target.subject)] if target.kind == REPLACE else []),
    ]


def _date(action: str, text: str) -> Element:
    return text_input(action, "" if text == UNDATED else text, MAX_DATE)


def _home(slug: str, topics: Mapping[str, Topic]) -> Block:
    element = finder(TOPIC, _("Find a topic"))
    if slug in topics:
        element["initial_option"] = option(topic_title(topics[slug]), slug)
    return field("topic", _("Topic"), element)


def _citations(chosen: Sequence[tuple[str, int]], cited: Sequence[Found]) -> Block:
    found = {(one.source.id, one.passage.number): one for one in cited}
    options = [
        passage_option(found[one]) if one in found else option(cut(f"{one[0]}#{one[1]}", MAX_LABEL), spot(*one))
        for one in chosen
    ]
    element: Element = {"type": "multi_external_select", "action_id": CITATIONS, "min_query_length": 1}
    element["placeholder"] = plain(_("Words of a passage, or of a document's title"))
    if options:
        element["initial_options"] = options
    return field("citations", _("Passages that say it"), element)


def passage_option(found: Found) -> Element:
    """Return a passage as a choice: which it is, and how it begins."""
    named = cut(found.source.publisher or found.source.title, 24)
    return option(f"{named} ¶{found.passage.number}: {found.passage.text}", spot(found.source.id, found.passage.number))


def _passages(cited: Sequence[Found]) -> list[Block]:
    """Return the text of what is cited, so that nobody cites what they have not read."""
    return [
        block
        for one in cited[:MOST_SHOWN]
        for block in (
            rich(quote(one.passage.text, MAX_SHOWN)),
            context(f"{caption(one.source)} · ¶{one.passage.number}{place(one.source, one.passage.number)}"),
        )
    ]


def _retiring(key: str) -> Block:
    retire = button(_("Retire it"), "edit:retire", key, spoken=_("Retire the statement {key}", key=key))
    asked = _("You see it once more before it goes.")
    return actions(asking_first(retire, _("Retire this statement?"), asked, yes=_("Retire"), no=_("Keep")))


@dataclass(frozen=True, slots=True)
class FilledStatement:
    """What a submitted form says: the draft, and the topic that was chosen where one is added."""

    draft: StatementDraft
    topic: str = ""
    new: TopicFields = topic_fields.EMPTY


def read(view: Mapping[str, Any], documents: Collection[str]) -> FilledStatement:
    """Return what the submitted form says; Spoiled for what no form of ours holds. *documents* are all ids."""
    fields = FilledForm(view)
    draft = StatementDraft(
        text=fields.typed("text").strip(),
        as_of=fields.typed("as_of").strip() or UNDATED,
        holder=fields.value("holder"),
        citations=tuple(citation_at(one, documents) for one in fields.values("citations")),
        asks=tuple(one.strip() for one in fields.typed("asks").splitlines() if one.strip()),
        happened=fields.typed("happened").strip(),
        topics=tuple(fields.values("topics")),
    )
    return FilledStatement(draft, fields.chosen("topic"), TopicFields.read(fields))
