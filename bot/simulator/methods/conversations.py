"""conversations.*: channels and what was said in them."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from bot.simulator.methods.call import Call, WebApiMethod
from bot.simulator.state.model import Channel, ChannelKind, Json, Message, SlackError
from bot.simulator.state.workspace import stamp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


HISTORY = tuple(f"{kind.family}:history" for kind in ChannelKind)
READ = tuple(f"{kind.family}:read" for kind in ChannelKind)


def _seen(call: Call, does: str = "read") -> Channel:
    channel = call.workspace.channel(call.arguments.needed("channel"), viewer=call.bot)
    call.need(f"{channel.kind.family}:{does}")
    return channel


def _read(call: Call) -> Channel:
    channel = _seen(call, "history")
    if call.bot not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _page(call: Call, count: int) -> tuple[slice, str]:
    """Return the slice that the cursor asks for, and the cursor of the next (empty at the end)."""
    size = call.arguments.number("limit", 100, most=1000)
    start = _start(call.arguments.text("cursor"))
    end = start + size
    following = base64.b64encode(f"next:{end}".encode()).decode() if end < count else ""
    return slice(start, end), following


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise SlackError("invalid_cursor") from None
    if word != "next" or not number.isdigit():
        raise SlackError("invalid_cursor")
    return int(number)


def _within(call: Call, messages: Sequence[Message]) -> list[Message]:
    oldest = stamp(call.arguments.text("oldest", "0"))
    latest = stamp(call.arguments.text("latest", "9999999999"))
    ends = {oldest, latest} if call.arguments.flag("inclusive") else set()
    return [one for one in messages if oldest < stamp(one.ts) < latest or stamp(one.ts) in ends]


def _messages(call: Call, messages: Sequence[Message]) -> Json:
    part, following = _page(call, len(messages))
    wanted = call.arguments.flag("include_all_metadata")
    shown = [call.workspace.show(message, with_metadata=wanted) for message in messages[part]]
    more = {"response_metadata": {"next_cursor": following}} if following else {}
    return {"messages": shown, "has_more": bool(following), **more}


def _history(call: Call) -> Json:
    channel = _read(call)
    return {**_messages(call, _within(call, call.workspace.history(channel.id))), "pin_count": 0}


def _replies(call: Call) -> Json:
    channel = _read(call)
    thread = call.workspace.thread(channel.id, call.arguments.needed("ts"))
    if not thread:
        raise SlackError("thread_not_found")
    return _messages(call, [thread[0], *_within(call, thread[1:])])


def _info(call: Call) -> Json:
    return {"channel": _seen(call).as_slack(call.bot)}


def _open(call: Call) -> Json:
    users = call.arguments.needed("users").split(",")
    if len(users) != 1:
        raise SlackError("not_enough_users" if not users else "too_many_users")
    channel = call.workspace.direct(call.bot, call.workspace.person(users[0]).id)
    return {"channel": channel.as_slack(call.bot) if call.arguments.flag("return_im") else {"id": channel.id}}


def _members(call: Call) -> Json:
    members = sorted(_seen(call).members)
    part, following = _page(call, len(members))
    return {"members": members[part], "response_metadata": {"next_cursor": following}}


METHODS: Mapping[str, WebApiMethod] = {
    "conversations.history": WebApiMethod(_history, HISTORY),
    "conversations.replies": WebApiMethod(_replies, HISTORY),
    "conversations.info": WebApiMethod(_info, READ),
    "conversations.open": WebApiMethod(_open, ("im:write",)),
    "conversations.members": WebApiMethod(_members, READ),
}
