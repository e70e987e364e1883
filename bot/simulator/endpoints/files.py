"""Where apps send the bytes of a file, and the private addresses of files: a token gets what the bot may see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from bot.simulator.endpoints.web_api import meeting
from bot.simulator.state.files import HOSTED

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.simulator.service.slack import Slack
    from bot.simulator.state.files import SlackFile


SCOPE = "files:read"


@dataclass(frozen=True, slots=True)
class FileEndpoints:
    """The endpoints `/files-pri/<team>-<file>/<name>`, `…/download/<name>` and `/upload/v1/<file>`."""

    slack: Slack

    async def download(self, request: Request) -> Response:
        """Hand the file over, or lead to the sign-in as Slack does: it says neither what nor whether there is."""
        return await meeting(self.slack.faults.next("files-pri"), self._download(request))

    async def upload(self, request: Request) -> Response:
        """Keep the bytes, where they are as many as were announced."""
        return await meeting(self.slack.faults.next("upload"), self._upload(request))

    async def _download(self, request: Request) -> Response:
        file = self._file(request)
        if file is None:
            return RedirectResponse(f"{self.slack.address}/?redir={request.url.path}", 302)
        return Response(file.data, media_type=file.as_slack(self.slack.workspace.team)["mimetype"])

    def _file(self, request: Request) -> SlackFile | None:
        slack, workspace = self.slack, self.slack.workspace
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind != "Bearer" or token != workspace.app.bot_token or slack.dead_token or SCOPE not in slack.scopes:
            return None
        file = workspace.files.get(request.path_params["place"].partition("-")[2])
        if file is None or file.mode != HOSTED:
            return None
        return file if workspace.reads(file, workspace.app.user_id) else None

    async def _upload(self, request: Request) -> Response:
        uploads = self.slack.workspace.uploads
        upload, data = uploads.get(request.path_params["file"]), await request.body()
        if upload is None:
            return Response("not found", 404)
        if len(data) != upload.length:
            return Response("the size is another than was announced", 400)
        uploads[upload.id] = replace(upload, data=data)
        return Response(f"OK - {len(data)}")
