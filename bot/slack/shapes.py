"""The shapes in which Slack sends things: of what it documents, whatever has another shape counts as missing. Pure.

Bolt reads a payload before any listener does, and trips over a number where it looks for a person. So every
payload passes here first, whichever way it came: what reads it then finds a field of its type, or none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Json = dict[str, Any]
    Shape = Callable[[object], Any]
    """Returns the value as it should be; None where it is none."""


TYPES = frozenset(
    {
        "block_actions",
        "block_suggestion",
        "dialog_cancellation",
        "dialog_submission",
        "dialog_suggestion",
        "event_callback",
        "interactive_message",
        "message_action",
        "shortcut",
        "url_verification",
        "view_closed",
        "view_submission",
    }
)
"""What Slack sends, but for a slash command, which has no type."""
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def text(value: object) -> str | None:
    """Return a text; halves of characters, which no database takes, become question marks."""
    if not isinstance(value, str):
        return None
    return value if value.isascii() else value.encode("utf-8", "replace").decode()


def unescaped(text: str) -> str:
    """Return *text* without the three entities that Slack writes for `&`, `<` and `>`."""
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text


def flag(value: object) -> bool | None:
    """Return a truth."""
    return value if isinstance(value, bool) else None


def nothing(_: object) -> None:
    """Return None: Slack documents no such field there, and bolt would follow it."""


def record(**fields: Shape) -> Shape:
    """Return the shape of an object with these fields, where they are there; others stay as they came."""

    def shape(value: object) -> Json | None:
        if not isinstance(value, dict):
            return None
        kept: Json = {name: found for name, found in value.items() if name not in fields}
        for name in fields.keys() & value.keys():
            found = fields[name](value[name])
            if found is not None:
                kept[name] = found
        return kept

    return shape


def every(one: Shape) -> Shape:
    """Return the shape of a list of such; what is none is left out."""

    def shape(value: object) -> list[Any] | None:
        if not isinstance(value, list):
            return None
        return [found for found in map(one, value) if found is not None]

    return shape


def named(one: Shape) -> Shape:
    """Return the shape of an object whose fields, whatever they are called, are such."""

    def shape(value: object) -> Json | None:
        if not isinstance(value, dict):
            return None
        shaped = {str(name): one(found) for name, found in value.items()}
        return {name: found for name, found in shaped.items() if found is not None}

    return shape


def either(first: Shape, second: Shape) -> Shape:
    """Return the shape of what is one or the other."""

    def shape(value: object) -> Any:
        found = first(value)
        return second(value) if found is None else found

    return shape


def filled(one: Shape, **missing: Any) -> Shape:
    """Return the shape of an object in which bolt needs what may be *missing*."""

    def shape(value: object) -> Json | None:
        found = one(value)
        return None if found is None else {**missing, **found}

    return shape


_PLACE = record(id=text, name=text, team_id=text, enterprise_id=text, domain=text)
_NAMED = either(text, _PLACE)
"""A person, a channel or a workspace: its id alone, or an object that has it."""
_OPTION = record(value=text)
_FIELD = record(
    type=text,
    value=text,
    selected_option=_OPTION,
    selected_options=every(_OPTION),
    selected_user=text,
)
_ACTION = record(type=text, action_id=text, block_id=text, value=text, selected_option=_OPTION, selected_user=text)
_VIEW = record(
    id=text,
    type=text,
    callback_id=text,
    private_metadata=text,
    root_view_id=text,
    previous_view_id=text,
    team_id=text,
    app_installed_team_id=text,
    blocks=every(record(type=text, block_id=text)),
    state=record(values=named(named(_FIELD))),
)
_MESSAGE = record(
    user=_NAMED,
    ts=text,
    thread_ts=text,
    subtype=text,
    bot_id=text,
    edited=record(ts=text),
    event=nothing,
    message=nothing,
)
_EVENT = record(
    type=text,
    subtype=text,
    user=_NAMED,
    user_id=text,
    user_team=text,
    team=text,
    team_id=text,
    channel=_NAMED,
    channel_id=text,
    channel_type=text,
    bot_id=text,
    tab=text,
    ts=text,
    thread_ts=text,
    edited=record(ts=text),
    enterprise=_NAMED,
    enterprise_id=text,
    message=_MESSAGE,
    previous_message=_MESSAGE,
    item=_PLACE,
    assistant_thread=record(channel_id=text, thread_ts=text),
    tokens=record(oauth=every(text), bot=every(text)),
    authorizations=nothing,
    event=nothing,
    view=_VIEW,
)
_INSTALLED = record(
    enterprise_id=text,
    team_id=text,
    user_id=text,
    is_enterprise_install=flag,
    authorizations=nothing,
    enterprise=nothing,
    team=nothing,
    event=nothing,
    user=nothing,
    view=nothing,
)
_BODY = record(
    type=text,
    team=_NAMED,
    team_id=text,
    user=_NAMED,
    user_id=text,
    channel=_NAMED,
    channel_id=text,
    enterprise=_NAMED,
    enterprise_id=text,
    context_team_id=text,
    context_enterprise_id=text,
    is_ext_shared_channel=flag,
    callback_id=text,
    trigger_id=text,
    action_id=text,
    block_id=text,
    value=text,
    text=text,
    command=text,
    event_id=text,
    challenge=text,
    thread_ts=text,
    message_ts=text,
    response_url=text,
    response_urls=every(record(response_url=text)),
    container=record(type=text, channel_id=text, thread_ts=text, message_ts=text, is_ephemeral=flag),
    message=_MESSAGE,
    previous_message=nothing,
    item=nothing,
    assistant_thread=nothing,
    view=filled(_VIEW, type=""),
    actions=every(filled(_ACTION, action_id="")),
    event=_EVENT,
    authorizations=every(_INSTALLED),
    function_data=nothing,
    function_execution_id=nothing,
    bot_access_token=nothing,
)


def shaped(body: Json) -> Json:
    """Return a payload with every documented field in its shape or left out."""
    found: Json = _BODY(body)
    # Bolt takes whatever has a command for one; nothing of Slack's has a type too.
    if "command" in found:
        found.pop("command" if found.get("type") in TYPES else "type", None)
    if "command" in found or "type" in found:
        found.pop("ssl_check", None)  # and what has this for a check, answered with nothing
    if found.get("type") in {"block_actions", "interactive_message"}:
        found["actions"] = found.get("actions") or [{"action_id": ""}]  # bolt wants the first
    return found
