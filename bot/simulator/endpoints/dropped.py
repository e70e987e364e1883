"""What happens below HTTP: a connection that breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send


class Dropped(Response):
    """No answer: the connection is cut, so that the client sees it close without a byte."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  the signature is ASGI's
        """Cut the connection. ASGI has no word for it, so this reaches for uvicorn's transport."""
        cycle = getattr(receive, "__self__", None)
        transport = getattr(cycle, "transport", None)
        if transport is None:
            raise RuntimeError("only uvicorn can drop a connection; serve the workspace with it")
        transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass
