"""files.*: what is known of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.simulator.methods.call import Call, WebApiMethod
from bot.simulator.state.files import TOMBSTONE
from bot.simulator.state.model import Json, SlackError

if TYPE_CHECKING:
    from collections.abc import Mapping


def _info(call: Call) -> Json:
    file = call.workspace.files.get(call.arguments.needed("file"))
    if file is None or not call.workspace.reads(file, call.bot):
        raise SlackError("file_not_found")
    if file.mode == TOMBSTONE:
        raise SlackError("file_deleted")
    return {"file": file.as_slack(call.workspace.team), "comments": [], "response_metadata": {"next_cursor": ""}}


METHODS: Mapping[str, WebApiMethod] = {"files.info": WebApiMethod(_info, ("files:read",))}
"""Uploads come by the page: an app's would need two further addresses."""
