"""Puts the simulated workspace together as one ASGI application that foreign web sites do not reach."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from bot.simulator.endpoints.files import FileEndpoints
from bot.simulator.endpoints.replies import AppReplies
from bot.simulator.endpoints.web_api import WebApi
from bot.simulator.page.routes import Playground
from bot.simulator.service.slack import Slack
from bot.simulator.state.app import EVERY_EVENT, App
from bot.simulator.state.fixtures import example_workspace
from bot.simulator.user.actions import UserActions
from bot.simulator.user.controls import Controls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from starlette.types import ASGIApp, Receive, Scope, Send

    from bot.simulator.state.app import MessageShortcut, SlashCommand


LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def build_workspace(  # noqa: PLR0913  each is a choice of whoever plays Slack
    *,
    events_url: str | None,
    signing_secret: str,
    bot_token: str,
    scopes: Iterable[str],
    app_token: str = "xapp-playground",  # noqa: S107  it opens nothing
    address: str | None = None,
    commands: Sequence[SlashCommand] = (),
    shortcuts: Sequence[MessageShortcut] = (),
    events: Iterable[str] = EVERY_EVENT,
    clock: Callable[[], datetime] | None = None,
) -> Starlette:
    """Return a Slack workspace of four people to be served at `/`, with the page, the Web API and Socket Mode.

    *events_url* is where the app takes signed requests; None when it only
    comes by Socket Mode. *address* is where this application is reached, by
    default the origin of *events_url*. *scopes* are those that the app's
    manifest asks for. A *clock* that is movable gets a control on the page. The returned application's state holds
    `slack` (what everybody sees), `user_actions` and `controls` (what a person can do).
    """
    app = App(signing_secret, bot_token, app_token, tuple(commands), tuple(shortcuts), frozenset(events))
    workspace = example_workspace(app, clock)
    slack = Slack.around(workspace, events_url=events_url, address=address or _origin(events_url or ""))
    slack.scopes = frozenset(scopes)
    files = FileEndpoints(slack)
    routes = [
        Route("/api/{method}", WebApi(slack).answer, methods=["GET", "POST"]),
        Route("/response/{id}", AppReplies(slack).receive, methods=["POST"]),
        Route("/files-pri/{place}/{name}", files.download),
        Route("/files-pri/{place}/download/{name}", files.download),
        Route("/upload/v1/{file}", files.upload, methods=["POST"]),
        WebSocketRoute("/link/", slack.sockets.serve),
        *Playground(slack).routes(),
    ]
    served = Starlette(routes=routes, middleware=[Middleware(LocalOnly)])
    served.state.slack = slack
    served.state.user_actions = UserActions(slack)
    served.state.controls = Controls(slack)
    return served


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


class LocalOnly:
    """Refuses a request from another machine, for another Host, or from a page of another Origin.

    The Host stops a foreign name that resolves to 127.0.0.1, the Origin a
    foreign page that posts here. Programs send no Origin and pass. What a
    Host says anybody can write: the address of the sender counts before it.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str] = LOOPBACK) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer 403."""
        if scope["type"] == "lifespan" or (_near(scope) and self._welcome(Headers(scope=scope))):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocket(scope, receive, send).close(1008)
        else:
            await PlainTextResponse("This page answers only to itself, on this machine.", 403)(scope, receive, send)

    def _welcome(self, headers: Headers) -> bool:
        host, origin = headers.get("host", ""), headers.get("origin")
        if urlsplit(f"//{host}").hostname not in self._hosts:
            return False
        return origin is None or urlsplit(origin).netloc == host


def _near(scope: Scope) -> bool:
    """Return whether the request was sent from this machine; one that came over no network has no sender."""
    sender = scope.get("client")
    return sender is None or ip_address(sender[0]).is_loopback
