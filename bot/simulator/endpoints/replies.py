"""What an answer to an interaction does: the reply to a command, and posts to response URLs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.simulator.block_kit.limits import check_content
from bot.simulator.endpoints.web_api import meeting
from bot.simulator.state.model import Json, Message, SlackError

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.simulator.service.slack import Slack
    from bot.simulator.state.app import ResponseUrl


@dataclass(frozen=True, slots=True)
class AppReplies:
    """Turns a message that the app hands back into one that people see."""

    slack: Slack

    def publish(self, body: Json, user: str, channel_id: str) -> Message:
        """Show *body* in the channel: to *user* alone, or to all when it says `in_channel`."""
        workspace = self.slack.workspace
        content = self._content(body)
        thread = str(body.get("thread_ts") or "") or None
        app = workspace.app
        channel = workspace.channel(channel_id)
        if body.get("response_type") == "in_channel":
            return workspace.post(channel, app.user_id, bot_id=app.bot_id, thread_ts=thread, **content)
        return workspace.whisper(channel, app.user_id, user, bot_id=app.bot_id, thread_ts=thread, **content)

    def respond(self, url: ResponseUrl, body: Json) -> None:
        """Do what a post to a response URL asks for."""
        workspace = self.slack.workspace
        original = self._original(url)
        if original and _true(body.get("delete_original")):
            workspace.remove(original)
        elif original and _true(body.get("replace_original")):
            edited = {} if original.seen_by else {"edited_ts": workspace.ts()}
            workspace.amend(original, **self._content(body), **edited)
        else:
            self.publish(body, url.user, url.channel)

    def _original(self, url: ResponseUrl) -> Message | None:
        if url.message is None:
            return None
        try:
            return self.slack.workspace.find(url.channel, url.message)
        except SlackError:
            return None

    def _content(self, body: Json) -> Json:
        text, blocks = str(body.get("text") or ""), body.get("blocks") or []
        if isinstance(blocks, str):
            blocks = json.loads(blocks)
        return check_content(text, blocks, mint=lambda: self.slack.workspace.mint("b"))

    async def receive(self, request: Request) -> Response:
        """The endpoint `/response/<id>`."""
        return await meeting(self.slack.faults.next("response_url"), self._received(request))

    async def _received(self, request: Request) -> Response:
        try:
            url = self.slack.rights.spend(request.path_params["id"])
            self.respond(url, await _body(request))
        except SlackError as refusal:
            return _refused(refusal)
        return PlainTextResponse("ok")


def _refused(refusal: SlackError) -> Response:
    if refusal.error in {"invalid_url", "expired_url", "used_url"}:
        return PlainTextResponse(refusal.error, 404)
    return JSONResponse(refusal.as_slack(), 400)


async def _body(request: Request) -> Json:
    try:
        body = json.loads(await request.body())
    except ValueError:
        raise SlackError("invalid_payload") from None
    if not isinstance(body, dict):
        raise SlackError("invalid_payload")
    return body


def _true(value: object) -> bool:
    return str(value).lower() == "true"
