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


def _page(call: Call, count: int, *, default: int = 100) -> tuple[slice, str]:
    """Return the slice that the cursor asks for, and the cursor of the next (empty at the end)."""
    size = call.arguments.number("limit", default, most=1000)
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
    inclusive = call.arguments.flag("inclusive")

    def fits(message: Message) -> bool:
        at = stamp(message.ts)
        return oldest <= at <= latest if inclusive else oldest < at < latest

    return [message for message in messages if fits(message)]


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


def _list(call: Call) -> Json:
    asked = call.arguments.text("types", ChannelKind.CHANNEL.listed).replace(" ", "").split(",")
    kinds = {kind for kind in ChannelKind if kind.listed in asked}
    for kind in kinds:
        call.need(f"{kind.family}:read")
    hide_archived = call.arguments.flag("exclude_archived")
    channels = [
        channel
        for channel in call.workspace.channels.values()
        if channel.kind in kinds and channel.known_to(call.bot) and not (hide_archived and channel.archived)
    ]
    part, following = _page(call, len(channels))
    shown = [channel.as_slack(call.bot) for channel in channels[part]]
    return {"channels": shown, "response_metadata": {"next_cursor": following}}


def _join(call: Call) -> Json:
    channel = call.workspace.channel(call.arguments.needed("channel"), viewer=call.bot)
    if channel.direct:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    already = {"warning": "already_in_channel"} if call.bot in channel.members else {}
    return {"channel": call.workspace.join(channel, call.bot).as_slack(call.bot), **already}


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
    "conversations.list": WebApiMethod(_list, READ),
    "conversations.join": WebApiMethod(_join, ("channels:join",)),
    "conversations.open": WebApiMethod(_open, ("im:write",)),
    "conversations.members": WebApiMethod(_members, READ),
}
