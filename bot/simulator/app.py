"""Puts the simulated workspace together as one ASGI application."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route, WebSocketRoute

from bot.simulator.endpoints.downloads import Downloads
from bot.simulator.endpoints.replies import AppReplies
from bot.simulator.endpoints.uploads import Uploads
from bot.simulator.endpoints.web_api import WebApi
from bot.simulator.local_only import LocalOnly
from bot.simulator.page.routes import Playground
from bot.simulator.service.slack import Slack
from bot.simulator.state.app import EVERY_EVENT, App
from bot.simulator.state.fixtures import example_workspace
from bot.simulator.user.actions import UserActions
from bot.simulator.user.controls import Controls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from bot.simulator.state.app import MessageShortcut, SlashCommand


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
    downloads = Downloads(slack)
    routes = [
        Route("/api/{method}", WebApi(slack).answer, methods=["GET", "POST"]),
        Route("/response/{id}", AppReplies(slack).receive, methods=["POST"]),
        Route("/files-pri/{place}/{name}", downloads.answer),
        Route("/files-pri/{place}/download/{name}", downloads.answer),
        Route("/upload/v1/{file}", Uploads(slack).take, methods=["POST"]),
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
