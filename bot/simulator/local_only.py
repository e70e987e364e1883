"""Keeps foreign web sites out of a server that listens on this machine."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


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
