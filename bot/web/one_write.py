"""Head and body of an answer in one write: uvicorn makes two, and a write is a seventh of what an answer costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable


class OneWriteProtocol(HttpToolsProtocol):
    """uvicorn's protocol, whose answers go out whole."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's own
        """Begin a connection."""
        super().connection_made(transport)
        self.transport = cast("asyncio.Transport", JoiningTransport(transport, self.loop.call_soon))


class JoiningTransport:
    """A transport that holds what is written until more comes, or the turn of the loop ends: *soon* calls it then."""

    def __init__(self, transport: asyncio.Transport, soon: Callable[[Callable[[], None]], object]) -> None:
        self._transport = transport
        self._soon = soon
        self._held = b""

    def write(self, data: bytes) -> None:
        """Send *data* soon, together with what was written just before."""
        if self._held:
            held, self._held = self._held, b""
            self._transport.writelines((held, data))
        elif data:
            self._held = data
            self._soon(self._flush)

    def close(self) -> None:
        """Close behind what was written."""
        self._flush()
        self._transport.close()

    def __getattr__(self, name: str) -> object:
        return getattr(self._transport, name)

    def _flush(self) -> None:
        if self._held:
            held, self._held = self._held, b""
            self._transport.write(held)
