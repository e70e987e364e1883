"""The forms that add a document: which file, pasted text, and what is known of it to be corrected. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.blocks import document
from bot.blocks.elements import MAX_LABEL, MAX_TITLE, Block, Element, plain
from bot.text.answers import title
from bot.text.limits import cut, size
from store.ingest.model import AddRequest
from store.model import Kind
from store.seeds.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
HEADING = "Add to briefings"

_LABELS = {
    "title": "Title",
    "publisher": "Publisher",
    "author": "Author",
    "kind": "Kind",
    "published": "Published",
    "url": "Address",
    "language": "Language",
}
_HINTS = {
    "publisher": "Empty when nobody is named.",
    "author": "Empty when nobody is named.",
    "published": "As far as it is known: 2026, 2026-01 or 2026-01-24. Empty is undated.",
    "url": "Where it can be read, https://…",
    "language": "Its code, like en or ko.",
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
        return cls(*json.loads(view["private_metadata"]))

    @property
    def kept(self) -> str:
        """What Slack keeps with the form."""
        return json.dumps([self.file, self.channel])


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
    options = [_option(name, id_) for id_, name in files[:MAX_FILES]]
    element = {"type": "radio_buttons", "action_id": "adding:file", "options": options, "initial_option": options[0]}
    left = len(files) - MAX_FILES
    hint = (
        f"and {left} more, each in a message of its own"
        if left > 0
        else "One at a time; choose the menu again for the next."
    )
    return _modal(CHOOSE, wanted, "Next", [_input("file", "Which file?", element, hint=hint)])


def paste(wanted: FormTarget, parts: Sequence[str] = ()) -> dict[str, Any]:
    """Return the modal that takes text; a file takes more."""
    return _modal(PASTE, wanted, "Next", [document.how_to_paste(MAX_PART, PARTS), *_parts(parts)])


def draw(form: DocumentForm, topics: Mapping[str, Topic]) -> dict[str, Any]:
    """Return the modal with what was read and what is known of it."""
    blocks = [
        *(document.refusal(form.why, form.problems) if form.why else []),
        *document.seen(form.look, pasted=not form.wanted.file),
        *(_field(key, form.order.said[key]) for key in FIELDS),
        _input("topics", "Topics", _topics(form.order.topics, topics), hint=_named_too(form, topics), optional=True),
        _id(form),
        *document.present(form.look),
        *([_replace(form, form.look.present.source.id)] if form.look.present else []),
        *(_parts(form.parts) if not form.wanted.file else []),
    ]
    return _modal(SAVE, form.wanted, "Add", blocks)


def read(view: Mapping[str, Any]) -> AddRequest:
    """Return what the submitted form asks for."""
    values = _values(view)
    said = {key: _told(values.get(key, {})) for key in FIELDS}
    topics = tuple(one["value"] for one in values.get("topics", {}).get("selected_options") or ())
    id_, ticked = _told(values.get("id", {})), values.get("replace", {}).get("selected_options") or ()
    # Who ticks it and then types another id has not seen what is under that one, nor what cites it.
    return AddRequest(id_, said, topics, any(one["value"] == id_ for one in ticked))


def chosen(view: Mapping[str, Any]) -> str:
    """Return the id of the file that was chosen."""
    return str(_values(view)["file"]["selected_option"]["value"])


def pasted(view: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the text that was pasted, field by field, those without any left out."""
    values = _values(view)
    texts = (values.get(_part(number), {}).get("value") or "" for number in range(PARTS))
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


def _values(view: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What each field holds, by block."""
    return {block: next(iter(actions.values())) for block, actions in view["state"]["values"].items()}


def _told(value: Mapping[str, Any]) -> str:
    option = value.get("selected_option") or {}
    return str(value.get("value") or option.get("value") or "").strip()


def _modal(callback: str, wanted: FormTarget, submit: str, blocks: list[Block]) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": wanted.kept,
        "title": plain(HEADING, MAX_TITLE),
        "submit": plain(submit),
        "close": plain("Cancel"),
        "blocks": blocks,
    }


def _input(block: str, label: str, element: Element, *, hint: str = "", optional: bool = False) -> Block:
    drawn: Block = {"type": "input", "block_id": block, "label": plain(label), "element": element, "optional": optional}
    return {**drawn, "hint": plain(hint)} if hint else drawn


def _field(key: str, value: str) -> Block:
    element = _kinds(value) if key == "kind" else _text(f"adding:{key}", value)
    return _input(key, _LABELS[key], element, hint=_HINTS.get(key, ""), optional=key in _OPTIONAL)


def _text(action: str, value: str, most: int = MAX_FIELD, **more: Any) -> Element:
    element: Element = {"type": "plain_text_input", "action_id": action, "max_length": most, **more}
    return {**element, "initial_value": value} if value else element


def _kinds(value: str) -> Element:
    options = [_option(kind.value.capitalize(), kind.value) for kind in Kind]
    initial = next((one for one in options if one["value"] == value), options[-1])
    return {"type": "static_select", "action_id": "adding:kind", "options": options, "initial_option": initial}


def _option(text: str, value: str) -> Element:
    return {"text": {"type": "plain_text", "text": cut(text, MAX_LABEL), "emoji": False}, "value": value}


def _topics(ticked: Sequence[str], topics: Mapping[str, Topic]) -> Element:
    initial = [_option(title(topics[slug]), slug) for slug in ticked if slug in topics]
    element: Element = {
        "type": "multi_external_select",
        "action_id": TOPICS,
        "min_query_length": 0,
        "placeholder": plain("Find topics"),
    }
    return {**element, "initial_options": initial} if initial else element


def _named_too(form: DocumentForm, topics: Mapping[str, Topic]) -> str:
    """Return what the ticks mean, and which topics it names that are not ticked at first."""
    rest = [topics[slug].short for slug in form.look.topics[MAX_TICKED:] if slug in topics]
    also = (
        f" It also names {', '.join(rest[:MAX_TICKED])}{' and others' if len(rest) > MAX_TICKED else ''}."
        if rest
        else ""
    )
    return f"Every passage of it is found under these, and is news to channels that follow them.{also}"


def _id(form: DocumentForm) -> Block:
    hint = f"What citations name, as in {cut(form.order.id, 60)}#3. Letters, digits, dots and hyphens."
    return _input("id", "Document id", _text("adding:id", form.order.id, 100), hint=hint)


def _replace(form: DocumentForm, id_: str) -> Block:
    option = _option(f"Replace the document {id_}", id_)
    element: Element = {"type": "checkboxes", "action_id": "adding:replace", "options": [option]}
    ticked = {**element, "initial_options": [option]} if form.order.replace else element
    return _input("replace", "It is there already", ticked, optional=True)


def _parts(parts: Sequence[str]) -> list[Block]:
    return [_part_field(number, parts[number] if number < len(parts) else "") for number in range(PARTS)]


def _part_field(number: int, text: str) -> Block:
    label = "Text" if not number else f"Text, part {number + 1}"
    element = _text(f"adding:{_part(number)}", text, MAX_PART, multiline=True)
    return _input(_part(number), label, element, optional=bool(number))


def _part(number: int) -> str:
    return f"text{number + 1}"
