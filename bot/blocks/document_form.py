"""The forms that add a document: which file, pasted text, and what is known of it to be corrected. Pure."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.blocks import document
from bot.blocks.modals import FilledForm, field, kept, menu, modal_form, option, text_input, topics_menu
from bot.text.limits import cut, size
from bot.text.sources import kind_called
from bot.text.topics import label, topic_title
from store.ingest.model import AddRequest
from store.model import Kind
from store.model.documents import FIELDS
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.blocks.elements import Block, Element
    from store.errors import Problem
    from store.ingest.model import Look
    from store.model import Topic

SAVE, CHOOSE, PASTE = "adding:save", "adding:choose", "adding:paste"
"""The forms, by their callbacks."""
TOPICS = "adding:topics"
"""The menu that finds its options while one types."""

PARTS, MAX_PART = 4, 3_000
"""Slack's fields hold 3,000 characters each, and a modal should still be one that people scroll through."""
MAX_TICKED = 8
"""A passage is found under every topic that its document is given to: more would blur all of them."""
MAX_FILES = 10
MAX_FIELD = 2_000
HEADING = N_("Add to briefings")

_LABELS = {
    "title": N_("Title"),
    "publisher": N_("Publisher"),
    "author": N_("Author"),
    "kind": N_("Kind"),
    "published": N_("Published"),
    "url": N_("Address"),
    "language": N_("Language"),
}
_HINTS = {
    "publisher": N_("Empty when nobody is named."),
    "author": N_("Empty when nobody is named."),
    "published": N_("As far as it is known: 2026, 2026-01 or 2026-01-24. Empty is undated."),
    "url": N_("Where it can be read, https://…"),
    "language": N_("Its code, like en or ko."),
}
_OPTIONAL = frozenset({"publisher", "author", "published", "url"})


@dataclass(frozen=True, slots=True)
class FormTarget:
    """What a form is about: a file of Slack's by its id, or pasted text, empty then; and where somebody asked."""

    file: str = ""
    channel: str = ""

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> FormTarget:
        """Return what the form was opened for."""
        return cls(*kept(view, 2))


@dataclass(frozen=True, slots=True)
class DocumentForm:
    """What the form of a document shows. *parts* are pasted text, *why* says what kept it from being added."""

    wanted: FormTarget
    look: Look
    order: AddRequest
    parts: tuple[str, ...] = ()
    why: str = ""
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, wanted: FormTarget, look: Look, id_: str, parts: tuple[str, ...] = ()) -> DocumentForm:
        """Return the form that shows what was guessed."""
        source = look.document.source
        told = {key: getattr(source, key) for key in FIELDS}
        said = {key: "" if value is None else cut(str(value), MAX_FIELD) for key, value in told.items()}
        return cls(wanted, look, AddRequest(id_, said, look.topics[:MAX_TICKED]), parts)

    def refused(self, order: AddRequest, why: str, problems: tuple[Problem, ...] = ()) -> DocumentForm:
        """Return the form as it was filled in, with what kept it from being added."""
        return replace(self, order=order, why=why, problems=problems)


def choose(wanted: FormTarget, files: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return the modal that asks which of several files, by id and name, is meant."""
    element = menu("radio_buttons", "adding:file", dict(files[:MAX_FILES]), [files[0][0]])
    left = len(files) - MAX_FILES
    hint = (
        _("and {left} more, each in a message of its own", left=left)
        if left > 0
        else _("One at a time; choose the menu again for the next.")
    )
    return modal_form(
        CHOOSE, astuple(wanted), _(HEADING), _("Next"), [field("file", _("Which file?"), element, hint=hint)]
    )


def paste(wanted: FormTarget, parts: Sequence[str] = ()) -> dict[str, Any]:
    """Return the modal that takes text; a file takes more."""
    return modal_form(
        PASTE, astuple(wanted), _(HEADING), _("Next"), [document.how_to_paste(MAX_PART, PARTS), *_parts(parts)]
    )


def draw(form: DocumentForm, topics: Mapping[str, Topic]) -> dict[str, Any]:
    """Return the modal with what was read and what is known of it."""
    blocks = [
        *(document.refusal(form.why, form.problems) if form.why else []),
        *document.seen(form.look, pasted=not form.wanted.file),
        *(_field(key, form.order.said[key]) for key in FIELDS),
        field("topics", _("Topics"), _topics(form.order.topics, topics), hint=_named_too(form, topics), optional=True),
        _id(form),
        *document.present(form.look),
        *([_replace(form, form.look.present.source.id)] if form.look.present else []),
        *(_parts(form.parts) if not form.wanted.file else []),
    ]
    return modal_form(SAVE, astuple(form.wanted), _(HEADING), _("Add"), blocks)


def read(view: Mapping[str, Any]) -> AddRequest:
    """Return what the submitted form asks for."""
    fields = FilledForm(view)
    said = {key: (fields.typed(key) or fields.chosen(key)).strip() for key in FIELDS}
    topics = tuple(fields.values("topics"))
    id_, ticked = fields.typed("id").strip(), fields.values("replace")
    # Who ticks it and then types another id has not seen what is under that one, nor what cites it.
    return AddRequest(id_, said, topics, id_ in ticked)


def chosen(view: Mapping[str, Any]) -> str:
    """Return the id of the file that was chosen."""
    return FilledForm(view).value("file")


def pasted(view: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the text that was pasted, field by field, those without any left out."""
    fields = FilledForm(view)
    texts = (fields.typed(_part(number)) for number in range(PARTS))
    return tuple(text for text in texts if text.strip())


def parted(text: str) -> tuple[str, ...] | None:
    """Return *text* as the fields hold it, parted between paragraphs where there are any; None when they cannot."""
    parts: list[str] = []
    while size(text) > MAX_PART:
        # Slack counts in UTF-16 units, of which a character has two at most.
        most = MAX_PART if size(text[:MAX_PART]) == MAX_PART else MAX_PART // 2
        end = max(text.rfind("\n", 0, most), 0) or max(text.rfind(" ", 0, most), 0) or most
        parts.append(text[:end])
        text = text[end:].lstrip("\n ")
    parts.append(text)
    return tuple(parts) if len(parts) <= PARTS else None


def _field(key: str, value: str) -> Block:
    element = _kinds(value) if key == "kind" else text_input(f"adding:{key}", value, MAX_FIELD)
    hint = _(_HINTS[key]) if key in _HINTS else ""
    return field(key, _(_LABELS[key]), element, hint=hint, optional=key in _OPTIONAL)


def _kinds(value: str) -> Element:
    options = {kind.value: kind_called(kind).capitalize() for kind in Kind}
    return menu("static_select", "adding:kind", options, [value if value in options else [*options][-1]])


def _topics(ticked: Sequence[str], topics: Mapping[str, Topic]) -> Element:
    return topics_menu(TOPICS, [option(topic_title(topics[slug]), slug) for slug in ticked if slug in topics])


def _named_too(form: DocumentForm, topics: Mapping[str, Topic]) -> str:
    """Return what the ticks mean, and which topics it names that are not ticked at first."""
    rest = [label(topics[slug]) for slug in form.look.topics[MAX_TICKED:] if slug in topics]
    told = _("Every passage of it is found under these, and is news to channels that follow them.")
    if not rest:
        return told
    names = ", ".join(rest[:MAX_TICKED])
    if len(rest) > MAX_TICKED:
        names = _("{names} and others", names=names)
    return f"{told} {_('It also names {names}.', names=names)}"


def _id(form: DocumentForm) -> Block:
    hint = _("What citations name, as in {id}#3. Letters, digits, dots and hyphens.", id=cut(form.order.id, 60))
    return field("id", _("Document id"), text_input("adding:id", form.order.id, 100), hint=hint)


def _replace(form: DocumentForm, id_: str) -> Block:
    ticked = [id_] if form.order.replace else []
    element = menu("checkboxes", "adding:replace", {id_: _("Replace the document {id}", id=id_)}, ticked)
    return field("replace", _("It is there already"), element, optional=True)


def _parts(parts: Sequence[str]) -> list[Block]:
    return [_part_field(number, parts[number] if number < len(parts) else "") for number in range(PARTS)]


def _part_field(number: int, text: str) -> Block:
    label = _("Text") if not number else _("Text, part {number}", number=number + 1)
    element = text_input(f"adding:{_part(number)}", text, MAX_PART, multiline=True)
    return field(_part(number), label, element, optional=bool(number))


def _part(number: int) -> str:
    return f"text{number + 1}"
