"""chat.*: posting, changing and taking back messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.simulator.block_kit.limits import check_blocks
from bot.simulator.methods.call import Call, WebApiMethod
from bot.simulator.state.model import Channel, Json, Message, SlackError

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_TEXT = 40_000


def _content(call: Call) -> tuple[str, tuple[Json, ...]]:
    text = call.arguments.text("text")
    blocks = call.arguments.structure("blocks", error="invalid_blocks_format") or []
    if not text and not blocks:
        raise SlackError("no_text")
    if len(text) > LONGEST_TEXT:
        raise SlackError("msg_too_long")
    return text, check_blocks(blocks, mint=lambda: call.workspace.mint("b"))


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


def _own(call: Call) -> tuple[Channel, Message]:
    channel = call.workspace.channel(call.arguments.needed("channel"), viewer=call.bot)
    message = call.workspace.messages[channel.id].get(call.arguments.needed("ts"))
    if message is None:
        raise SlackError("message_not_found")
    return channel, message


def _post(call: Call) -> Json:
    channel = _place(call)
    text, blocks = _content(call)
    rest: dict[str, Any] = {"thread_ts": _thread(call, channel), "metadata": _metadata(call)}
    message = call.workspace.post(channel, call.bot, text, blocks=blocks, bot_id=call.workspace.app.bot_id, **rest)
    return {"channel": channel.id, "ts": message.ts, "message": call.workspace.show(message, with_metadata=True)}


def _post_ephemeral(call: Call) -> Json:
    channel = _place(call)
    text, blocks = _content(call)
    user = call.workspace.person(call.arguments.needed("user")).id
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    rest: dict[str, Any] = {"thread_ts": call.arguments.text("thread_ts") or None}
    message = call.workspace.whisper(
        channel, call.bot, user, text, blocks=blocks, bot_id=call.workspace.app.bot_id, **rest
    )
    return {"message_ts": message.ts}


def _update(call: Call) -> Json:
    channel, message = _own(call)
    if message.user != call.bot:
        raise SlackError("cant_update_message")
    text, blocks = _content(call)
    changes: dict[str, Any] = {"metadata": _metadata(call)} if "metadata" in call.arguments.values else {}
    edited = call.workspace.amend(message, text=text, blocks=blocks, edited_ts=call.workspace.ts(), **changes)
    return {"channel": channel.id, "ts": edited.ts, "text": edited.text, "message": call.workspace.show(edited)}


def _delete(call: Call) -> Json:
    channel, message = _own(call)
    if message.user != call.bot:
        raise SlackError("cant_delete_message")
    call.workspace.remove(message)
    return {"channel": channel.id, "ts": message.ts}


def _permalink(call: Call) -> Json:
    channel = call.workspace.channel(call.arguments.needed("channel"), viewer=call.bot)
    ts = call.workspace.find(channel.id, call.arguments.needed("message_ts")).ts
    domain = call.workspace.team.domain
    return {
        "channel": channel.id,
        "permalink": f"https://{domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}",
    }


METHODS: Mapping[str, WebApiMethod] = {
    "chat.postMessage": WebApiMethod(_post, ("chat:write",)),
    "chat.postEphemeral": WebApiMethod(_post_ephemeral, ("chat:write",)),
    "chat.update": WebApiMethod(_update, ("chat:write",)),
    "chat.delete": WebApiMethod(_delete, ("chat:write",)),
    "chat.getPermalink": WebApiMethod(_permalink),
}
