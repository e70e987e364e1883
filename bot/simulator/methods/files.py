"""files.*: what is known of a file, and how an app uploads one: an address first, the bytes there, then the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.simulator.methods.call import Call, WebApiMethod
from bot.simulator.state.files import TOMBSTONE, SlackFile, Upload
from bot.simulator.state.model import Channel, Json, SlackError

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES = 1_000_000_000


def _info(call: Call) -> Json:
    file = call.workspace.files.get(call.arguments.needed("file"))
    if file is None or not call.workspace.reads(file, call.bot):
        raise SlackError("file_not_found")
    if file.mode == TOMBSTONE:
        raise SlackError("file_deleted")
    return {"file": file.as_slack(call.workspace.team), "comments": [], "response_metadata": {"next_cursor": ""}}


def _upload_address(call: Call) -> Json:
    name, length = call.arguments.needed("filename"), call.arguments.text("length")
    if not (length.isdecimal() and 0 < int(length) <= MOST_BYTES):
        raise SlackError("missing_argument")
    upload = Upload(call.workspace.mint("F"), name, int(length))
    call.workspace.uploads[upload.id] = upload
    return {"upload_url": f"{call.address}/upload/v1/{upload.id}", "file_id": upload.id}


def _complete(call: Call) -> Json:
    files = call.arguments.structure("files", error="invalid_arguments")
    if not isinstance(files, list) or not files or any(not isinstance(one, dict) for one in files):
        raise SlackError("invalid_arguments")
    place = _place(call)
    made = [_filed(call, str(one.get("id"))) for one in files]
    if place is not None:
        shared = tuple(call.workspace.share(file.id, place).id for file in made)
        comment = call.arguments.text("initial_comment")
        call.workspace.post(place, call.bot, comment, files=shared, bot_id=call.workspace.app.bot_id)
    return {"files": [{"id": file.id, "title": file.name} for file in made]}


def _place(call: Call) -> Channel | None:
    wanted = call.arguments.text("channel_id")
    if not wanted:
        return None
    try:
        channel = call.workspace.channel(wanted, viewer=call.bot)
    except SlackError:
        raise SlackError("invalid_channel") from None
    if call.bot not in channel.members or channel.archived:
        raise SlackError("posting_to_channel_denied")
    return channel


def _filed(call: Call, id_: str) -> SlackFile:
    upload = call.workspace.uploads.pop(id_, None)
    if upload is None or upload.data is None:
        raise SlackError("file_not_found")
    created = int(call.workspace.clock().timestamp())
    file = SlackFile(upload.id, upload.name, call.bot, created, call.address, upload.data)
    call.workspace.files[file.id] = file
    return file


METHODS: Mapping[str, WebApiMethod] = {
    "files.info": WebApiMethod(_info, ("files:read",)),
    "files.getUploadURLExternal": WebApiMethod(_upload_address, ("files:write",)),
    "files.completeUploadExternal": WebApiMethod(_complete, ("files:write",)),
}
