"""The playground page and the endpoints it calls."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.simulator.page import rendering
from bot.simulator.page.static import FOLDER
from bot.simulator.state.clocks import MovableClock
from bot.simulator.state.model import Json, SlackError
from bot.simulator.user.actions import UserActions
from bot.simulator.user.controls import Control, Controls

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from bot.simulator.delivery.payloads import Reply
    from bot.simulator.service.slack import Slack
    from bot.simulator.state.workspace import PageChange

    Action = Callable[[Json], Awaitable[Json]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
MAX_UPLOAD = 32 * 1024 * 1024
"""Slack takes a gigabyte; a page for trying things needs a file that the bot finds too large, and no more."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}


class Playground:
    """A page on which a person plays the people of the workspace."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._user_actions = UserActions(slack)
        self._controls = Controls(slack)

    def routes(self) -> list[BaseRoute]:
        """The page's routes."""
        actions: dict[str, Action] = {
            "send": self._send,
            "act": self._act,
            "suggest": self._suggest,
            "submit": self._submit,
            "close": self._close,
            "shortcut": self._shortcut,
            "home": self._home,
            "dismiss": self._dismiss,
            "leap": self._leap,
        }
        done = [Route(f"/playground/{name}", _endpoint(run), methods=["POST"]) for name, run in actions.items()]
        return [
            Route("/", self._page),
            WebSocketRoute("/playground/live", self._live),
            Route("/playground/upload", self._upload, methods=["POST"]),
            *done,
            Mount("/static", StaticFiles(directory=FOLDER)),
        ]

    async def _page(self, request: Request) -> Response:  # noqa: ARG002  Starlette hands it over
        return FileResponse(FOLDER / "index.html", headers=HEADERS)

    async def _live(self, socket: WebSocket) -> None:
        user = socket.query_params.get("as") or next(iter(self._slack.workspace.people))
        if user not in self._slack.workspace.people:
            await socket.close(1008)
            return
        await socket.accept()
        if socket.query_params.get("fresh"):
            self._slack.workspace.forget_ephemerals(user)
        changes: asyncio.Queue[PageChange] = asyncio.Queue()
        self._slack.workspace.watchers.add(changes.put_nowait)
        try:
            await self._tell(socket, user, changes)
        finally:
            self._slack.workspace.watchers.discard(changes.put_nowait)

    async def _tell(self, socket: WebSocket, user: str, changes: asyncio.Queue[PageChange]) -> None:
        """Send everything, then each change, until the page or the server goes away."""
        await socket.send_text(json.dumps(rendering.everything(self._slack, user)))
        gone = asyncio.create_task(_until_gone(socket))
        try:
            while not gone.done():
                coming = asyncio.create_task(changes.get())
                await asyncio.wait({gone, coming}, return_when=asyncio.FIRST_COMPLETED)
                if not coming.done():
                    coming.cancel()
                    return
                for news in rendering.change(self._slack, user, coming.result()):
                    await socket.send_text(json.dumps(news))
        except WebSocketDisconnect:
            return
        finally:
            gone.cancel()

    async def _send(self, asked: Json) -> Json:
        text, thread_ts, files = str(asked["text"]), asked.get("thread_ts"), asked.get("files", ())
        if files or not text.startswith("/"):
            await self._user_actions.say(asked["user"], asked["channel"], text, thread_ts, files)
            return {}
        if thread_ts:
            self._user_actions.refuse_in_thread(asked["user"], asked["channel"], text, thread_ts)
            return {}
        return _told(await self._user_actions.command(asked["user"], asked["channel"], text))

    async def _upload(self, request: Request) -> Response:
        """Take a file as the body; the type keeps foreign pages out, as for actions."""
        if request.headers.get("content-type") != "application/octet-stream":
            return JSONResponse({"ok": False, "error": "invalid_content_type"}, 415)
        if int(request.headers.get("content-length", MAX_UPLOAD + 1)) > MAX_UPLOAD:
            return JSONResponse({"ok": False, "error": "file_too_large"}, 413)
        try:
            asked = request.query_params
            file = self._user_actions.upload(asked["user"], asked["name"], await request.body())
        except (KeyError, SlackError):
            return JSONResponse({"ok": False, "error": "invalid_arguments"}, 400)
        return JSONResponse({"ok": True, "file": file.id})

    async def _act(self, asked: Json) -> Json:
        return _told(await self._controls.act(asked["user"], self._control(asked), asked.get("values", {})))

    async def _suggest(self, asked: Json) -> Json:
        reply, options = await self._controls.suggest(asked["user"], self._control(asked), asked["typed"])
        return {**_told(reply), "options": options}

    async def _submit(self, asked: Json) -> Json:
        view = self._slack.views.find(asked["view"])
        reply, errors = await self._controls.submit(asked["user"], view, asked.get("values", {}))
        return {**_told(reply), "errors": errors}

    async def _close(self, asked: Json) -> Json:
        view = self._slack.views.find(asked["view"])
        await self._controls.close(asked["user"], view, everything=bool(asked.get("everything")))
        return {}

    async def _shortcut(self, asked: Json) -> Json:
        chosen = asked["user"], asked["channel"], asked["ts"], asked["callback_id"]
        return _told(await self._user_actions.shortcut(*chosen))

    async def _home(self, asked: Json) -> Json:
        reply = await self._user_actions.open_home(asked["user"])
        return _told(reply) if reply else {}

    async def _dismiss(self, asked: Json) -> Json:
        message = self._slack.workspace.find(asked["channel"], asked["ts"])
        if message.seen_by == asked["user"]:
            self._slack.workspace.remove(message)
        return {}

    async def _leap(self, asked: Json) -> Json:
        clock = self._slack.workspace.clock
        if not isinstance(clock, MovableClock):
            raise SlackError("not_allowed")
        clock.move_to(await asyncio.to_thread(clock.destination, asked["name"]))
        self._slack.workspace.tell("clock", {})
        return {"now": clock().timestamp()}

    def _control(self, asked: Json) -> Control:
        slack = self._slack
        in_view = "view" in asked
        place = slack.views.find(asked["view"]) if in_view else slack.workspace.find(asked["channel"], asked["ts"])
        return Control(place, asked["block_id"], asked["action_id"], asked.get("state", {}))


def _endpoint(run: Action) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        # A page of another site cannot send this type without asking first, and nobody answers it.
        if not request.headers.get("content-type", "").startswith("application/json"):
            return JSONResponse({"ok": False, "error": "invalid_content_type"}, 415)
        try:
            return JSONResponse({"ok": True, **await run(await request.json())})
        except SlackError as refusal:
            return JSONResponse(refusal.as_slack())
        except (KeyError, ValueError, TypeError):
            return JSONResponse({"ok": False, "error": "invalid_arguments"}, 400)

    return endpoint


def _told(reply: Reply) -> Json:
    return {"ok": False, "error": reply.error, "status": reply.status} if reply.error else {}


async def _until_gone(socket: WebSocket) -> None:
    try:
        while True:
            await socket.receive_text()
    except WebSocketDisconnect:
        return
