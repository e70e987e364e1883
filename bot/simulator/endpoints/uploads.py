"""Where an app sends the bytes of a file, at the address that `files.getUploadURLExternal` gave it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.responses import Response

from bot.simulator.endpoints.dropped import Dropped
from bot.simulator.endpoints.web_api import before
from bot.simulator.service.faults import Wrong

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.simulator.service.slack import Slack


class Uploads:
    """The endpoint `/upload/v1/<file>`."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def take(self, request: Request) -> Response:
        """Keep the bytes, where they are as many as were announced."""
        fault = self._slack.faults.next("upload")
        early = await before(fault)
        if early is not None:
            return early
        uploads = self._slack.workspace.uploads
        upload, data = uploads.get(request.path_params["file"]), await request.body()
        if upload is None:
            return Response("not found", 404)
        if len(data) != upload.length:
            return Response("the size is another than was announced", 400)
        uploads[upload.id] = replace(upload, data=data)
        if fault and fault.wrong is Wrong.ACCEPT_THEN_DROP:
            return Dropped()
        return Response(f"OK - {len(data)}")
