"""Modals and the fields of forms: drawn, and what was filled in. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.blocks.elements import MAX_LABEL, plain
from bot.text.errors import Spoiled
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.blocks.elements import Block, Card, Element

    View = dict[str, Any]

MAX_ASKED = 500
MAX_TITLE = 24
MANY = frozenset({"multi_static_select", "checkboxes"})


def modal(shown: Card) -> View:
    """Return a card as a modal without fields."""
    title = plain(shown.title or _("Alliance briefing"), MAX_TITLE)
    return {"type": "modal", "title": title, "close": plain(_("Close")), "blocks": shown.blocks}


def modal_form(callback: str, kept: Sequence[str | None], title: str, submit: str, blocks: list[Block]) -> View:
    """Return a modal that can be submitted. *kept* is what Slack keeps with it."""
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": json.dumps(kept),
        "title": plain(title, MAX_TITLE),
        "submit": plain(submit),
        "close": plain(_("Cancel")),
        "blocks": blocks,
    }


def updated(view: View) -> dict[str, Any]:
    """Return Slack's answer to a form that shows *view* in its place."""
    return {"response_action": "update", "view": view}


def field(block: str, label: str, element: Element, *, hint: str = "", optional: bool = False) -> Block:
    """Return one field of a form: what is filled in stands under *block*."""
    drawn: Block = {"type": "input", "block_id": block, "label": plain(label), "element": element, "optional": optional}
    return {**drawn, "hint": plain(hint)} if hint else drawn


def text_input(action: str, value: str, most: int, **more: Any) -> Element:
    """Return a field for text, at most *most* characters."""
    element: Element = {"type": "plain_text_input", "action_id": action, "max_length": most, **more}
    return {**element, "initial_value": value} if value else element


def asked_at_once(block: str, label: str, action: str, placeholder: str) -> Block:
    """Return a field outside of a form: what is typed is handed in by the Enter key."""
    element = text_input(action, "", MAX_ASKED, placeholder=plain(placeholder, MAX_LABEL))
    return {**field(block, label, element), "dispatch_action": True}


def option(text: str, value: str) -> Element:
    """Return one choice of a menu."""
    return {"text": plain(text, MAX_LABEL), "value": value}


def menu(kind: str, action: str, options: Mapping[str, str], chosen: Collection[str]) -> Element:
    """Return a menu of *options*, texts by value, with those of *chosen* chosen: one, or any number where *kind* is."""
    drawn = [option(text, value) for value, text in options.items()]
    initial = [one for one in drawn if one["value"] in chosen]
    element: Element = {"type": kind, "action_id": action, "options": drawn}
    if not initial:
        return element
    return {**element, **({"initial_options": initial} if kind in MANY else {"initial_option": initial[0]})}


def finder(action: str, name: str) -> Element:
    """Return a menu called *name* that finds one thing while one types."""
    return {"type": "external_select", "action_id": action, "min_query_length": 0, "placeholder": plain(name)}


def topics_menu(action: str, chosen: Sequence[Element]) -> Element:
    """Return the menu that finds topics while one types, with options that are *chosen*."""
    element = {**finder(action, _("Find topics")), "type": "multi_external_select"}
    return {**element, "initial_options": list(chosen)} if chosen else element


def kept(view: Mapping[str, Any], count: int) -> list[str]:
    """Return the *count* texts that Slack kept with a form, empty for what was None; Spoiled where it kept others."""
    try:
        found = json.loads(view["private_metadata"])
    except (KeyError, ValueError, RecursionError):
        raise Spoiled from None
    if not isinstance(found, list) or len(found) != count or any(not isinstance(one, str | None) for one in found):
        raise Spoiled
    return [one or "" for one in found]


class FilledForm:
    """What the fields of a submitted form hold, by block: nothing where there is no such field."""

    def __init__(self, view: Mapping[str, Any]) -> None:
        fields = (view.get("state") or {}).get("values") or {}
        self._fields = {block: next(iter(actions.values())) for block, actions in fields.items() if actions}

    def typed(self, block: str) -> str:
        """Return what was typed, as it was typed."""
        return str(self._fields.get(block, {}).get("value") or "")

    def values(self, block: str) -> list[str]:
        """Return the values of whatever was chosen, one or many."""
        field = self._fields.get(block, {})
        one = field.get("selected_option")
        chosen = field.get("selected_options") or ([one] if one else [])
        return [option["value"] for option in chosen if "value" in option]

    def chosen(self, block: str) -> str:
        """Return the first value that was chosen; empty where none was."""
        return next(iter(self.values(block)), "")

    def value(self, block: str) -> str:
        """Return the one value that was chosen; Spoiled where there is none."""
        found = self.values(block)
        if len(found) != 1:
            raise Spoiled
        return found[0]
