"""Block Kit as tables: every block and element the workspace knows, with Slack's limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.simulator.block_kit.rules import Among, Anything, ByType, Many, OfType, Shape, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.simulator.block_kit.rules import BlockRule

_ID = Words(255)
_FLAG = OfType(bool)
_TYPE = Anything()


def _text(most: int, *kinds: str) -> Shape:
    fields: dict[str, BlockRule] = {"type": Among(kinds), "text": Words(most), "verbatim": _FLAG}
    if "plain_text" in kinds:
        fields["emoji"] = _FLAG
    return Shape(fields, needed=("type", "text"))


def _plain(most: int) -> Shape:
    return _text(most, "plain_text")


def _any_text(most: int) -> Shape:
    return _text(most, "plain_text", "mrkdwn")


def _option(text: Shape) -> Shape:
    return Shape(
        {"text": text, "value": Words(150), "description": _any_text(75), "url": Words(3000)}, needed=("text",)
    )


_CONFIRM = Shape(
    {
        "title": _plain(100),
        "text": _any_text(300),
        "confirm": _plain(30),
        "deny": _plain(30),
        "style": Among(("primary", "danger")),
    },
    needed=("title", "text", "confirm", "deny"),
)
_OPTION = _option(_plain(75))
_RICH_OPTION = _option(_any_text(75))
_GROUP = Shape({"label": _plain(75), "options": Many(_OPTION, 100)}, needed=("label", "options"))
_CHOICES: dict[str, BlockRule] = {"options": Many(_OPTION, 100), "option_groups": Many(_GROUP, 100)}


def _element(needed: tuple[str, ...] = (), either: tuple[str, ...] = (), /, **fields: BlockRule) -> Shape:
    common: dict[str, BlockRule] = {"type": _TYPE, "action_id": _ID, "confirm": _CONFIRM, "focus_on_load": _FLAG}
    return Shape({**common, **fields}, needed, either)


def _menu(either: tuple[str, ...] = (), /, **fields: BlockRule) -> Shape:
    return _element((), either, placeholder=_plain(150), **fields)


def _typing(**fields: BlockRule) -> Shape:
    dispatch = Shape({"trigger_actions_on": Anything()})
    return _element(initial_value=Words(3000, 0), placeholder=_plain(150), dispatch_action_config=dispatch, **fields)


_BUTTON = _element(
    ("text",),
    text=_plain(75),
    value=Words(2000),
    url=Words(3000),
    style=Among(("primary", "danger")),
    accessibility_label=Words(75),
)
_IMAGE = Shape({"type": _TYPE, "image_url": Words(3000), "alt_text": Words(2000)}, needed=("image_url", "alt_text"))
_LIMITS: dict[str, BlockRule] = {"min_length": OfType(int), "max_length": OfType(int), "multiline": _FLAG}

ELEMENTS: Mapping[str, Shape] = {
    "button": _BUTTON,
    "static_select": _menu(("options", "option_groups"), initial_option=_OPTION, **_CHOICES),
    "multi_static_select": _menu(
        ("options", "option_groups"),
        initial_options=Many(_OPTION, 100),
        max_selected_items=OfType(int),
        **_CHOICES,
    ),
    "external_select": _menu(initial_option=_OPTION, min_query_length=OfType(int)),
    "multi_external_select": _menu(
        initial_options=Many(_OPTION, 100), min_query_length=OfType(int), max_selected_items=OfType(int)
    ),
    "users_select": _menu(initial_user=Words(20)),
    "channels_select": _menu(initial_channel=Words(20), response_url_enabled=_FLAG),
    "conversations_select": _menu(
        initial_conversation=Words(20),
        default_to_current_conversation=_FLAG,
        response_url_enabled=_FLAG,
        filter=Anything(),
    ),
    "overflow": _element(("options",), options=Many(_OPTION, 5)),
    "datepicker": _menu(initial_date=Words(10)),
    "timepicker": _menu(initial_time=Words(5), timezone=Words(60)),
    "datetimepicker": _element(initial_date_time=OfType(int)),
    "checkboxes": _element(("options",), options=Many(_RICH_OPTION, 10), initial_options=Many(_RICH_OPTION, 10)),
    "radio_buttons": _element(("options",), options=Many(_RICH_OPTION, 10), initial_option=_RICH_OPTION),
    "plain_text_input": _typing(**_LIMITS),
    "email_text_input": _typing(),
    "url_text_input": _typing(),
    "number_input": _typing(is_decimal_allowed=_FLAG, min_value=Words(20), max_value=Words(20)),
}
_INPUT_ONLY = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
_PRESSABLE = {name: shape for name, shape in ELEMENTS.items() if name not in _INPUT_ONLY}


def _block(needed: tuple[str, ...] = (), either: tuple[str, ...] = (), /, **fields: BlockRule) -> Shape:
    return Shape({"type": _TYPE, "block_id": _ID, **fields}, needed, either)


_CONTEXT = {"image": _IMAGE, "mrkdwn": _any_text(2000), "plain_text": _any_text(2000)}
_RICH = _block(("elements",), elements=Many(OfType(dict), 1000, 0))
_CELL = ByType(
    {
        "raw_text": Shape({"type": _TYPE, "text": Words(3000, 0)}, needed=("text",)),
        "raw_number": Shape({"type": _TYPE, "value": OfType(int), "text": Words(100)}),
        "rich_text": _RICH,
    }
)

ON_ANY_SURFACE: Mapping[str, Shape] = {
    "header": _block(("text",), text=_plain(150)),
    "section": _block(
        (),
        ("text", "fields"),
        text=_any_text(3000),
        fields=Many(_any_text(2000), 10),
        accessory=ByType({**_PRESSABLE, "image": _IMAGE}),
        expand=_FLAG,
    ),
    "context": _block(("elements",), elements=Many(ByType(_CONTEXT), 10)),
    "actions": _block(("elements",), elements=Many(ByType(_PRESSABLE), 25)),
    "divider": _block(),
    "image": _block(("image_url", "alt_text"), image_url=Words(3000), alt_text=Words(2000), title=_plain(2000)),
    "input": _block(
        ("label", "element"),
        label=_plain(2000),
        element=ByType({**ELEMENTS}),
        hint=_plain(2000),
        optional=_FLAG,
        dispatch_action=_FLAG,
    ),
    "rich_text": _RICH,
}
IN_MESSAGES: Mapping[str, Shape] = {
    **ON_ANY_SURFACE,
    "markdown": _block(("text",), text=Words(12_000)),
    "table": _block(("rows",), rows=Many(Many(_CELL, 20), 100), column_settings=Many(Anything(), 20)),
}
BLOCKS = Many(ByType(IN_MESSAGES), 50, 0)

_VIEW: Mapping[str, BlockRule] = {
    "type": _TYPE,
    "blocks": Many(ByType(ON_ANY_SURFACE), 100, 0),
    "private_metadata": Words(3000, 0),
    "callback_id": Words(255, 0),
    "external_id": Words(255, 0),
}
_MODAL: Mapping[str, BlockRule] = {
    **_VIEW,
    "title": _plain(24),
    "submit": _plain(24),
    "close": _plain(24),
    "clear_on_close": _FLAG,
    "notify_on_close": _FLAG,
    "submit_disabled": _FLAG,
}
VIEWS = ByType({"modal": Shape(_MODAL, ("title", "blocks")), "home": Shape(_VIEW, ("blocks",))})
