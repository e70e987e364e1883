"""chat.*: posting and taking back messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.simulator.block_kit.limits import check_content
from bot.simulator.methods.call import Call, WebApiMethod
from bot.simulator.state.model import Channel, Json, SlackError

if TYPE_CHECKING:
    from collections.abc import Mapping


def _content(call: Call) -> Json:
    blocks = call.arguments.structure("blocks", error="invalid_blocks_format") or []
    return check_content(call.arguments.text("text"), blocks, mint=lambda: call.workspace.mint("b"))


def _place(call: Call) -> Channel:
    wanted = call.arguments.needed("channel")
    if wanted in call.workspace.people:
        return call.workspace.direct(call.bot, wanted)
    channel = call.workspace.channel(wanted, viewer=call.bot)
    if channel.archived:
        raise SlackError("is_archived")
    if call.bot not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _metadata(call: Call) -> Json | None:
    metadata = call.arguments.structure("metadata", error="invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not {"event_type", "event_payload"} <= metadata.keys():
        raise SlackError("invalid_metadata_schema")
    return metadata


def _thread(call: Call, channel: Channel) -> str | None:
    wanted = call.arguments.text("thread_ts")
    if not wanted:
        return None
    if wanted not in call.workspace.messages[channel.id]:
        raise SlackError("thread_not_found")
    return call.workspace.find(channel.id, wanted).thread_ts or wanted


def _post(call: Call) -> Json:
    channel, app = _place(call), call.workspace.app
    content, thread, metadata = _content(call), _thread(call, channel), _metadata(call)
    message = call.workspace.post(channel, call.bot, bot_id=app.bot_id, thread_ts=thread, metadata=metadata, **content)
    return {"channel": channel.id, "ts": message.ts, "message": call.workspace.show(message, with_metadata=True)}


def _post_ephemeral(call: Call) -> Json:
    channel, app = _place(call), call.workspace.app
    content, user = _content(call), call.workspace.person(call.arguments.needed("user")).id
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    thread = call.arguments.text("thread_ts") or None
    message = call.workspace.whisper(channel, call.bot, user, bot_id=app.bot_id, thread_ts=thread, **content)
    return {"message_ts": message.ts}


def _delete(call: Call) -> Json:
    channel = call.workspace.channel(call.arguments.needed("channel"), viewer=call.bot)
    message = call.workspace.messages[channel.id].get(call.arguments.needed("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.user != call.bot:
        raise SlackError("cant_delete_message")
    call.workspace.remove(message)
    return {"channel": channel.id, "ts": message.ts}


METHODS: Mapping[str, WebApiMethod] = {
    "chat.postMessage": WebApiMethod(_post, ("chat:write",)),
    "chat.postEphemeral": WebApiMethod(_post_ephemeral, ("chat:write",)),
    "chat.delete": WebApiMethod(_delete, ("chat:write",)),
}
