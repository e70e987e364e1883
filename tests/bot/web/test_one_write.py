"""What goes out at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.web.one_write import JoiningTransport

if TYPE_CHECKING:
    from collections.abc import Iterable


class Wire(asyncio.Transport):
    """A transport that notes what it was given, a write each; None is the end."""

    def __init__(self) -> None:
        super().__init__({"peername": "somebody"})
        self.sent: list[bytes | None] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent.append(bytes(data))

    def writelines(self, list_of_data: Iterable[bytes | bytearray | memoryview]) -> None:
        self.sent.append(b"".join(list_of_data))

    def close(self) -> None:
        self.sent.append(None)


async def test_head_and_body_go_out_together() -> None:
    wire = Wire()
    joining = JoiningTransport(wire, asyncio.get_running_loop().call_soon)

    joining.write(b"head")
    joining.write(b"body")
    await asyncio.sleep(0)

    assert wire.sent == [b"headbody"]


async def test_what_comes_alone_does_not_wait() -> None:
    wire = Wire()
    joining = JoiningTransport(wire, asyncio.get_running_loop().call_soon)

    joining.write(b"head")
    joining.write(b"")
    await asyncio.sleep(0)
    joining.write(b"more")
    await asyncio.sleep(0)

    assert wire.sent == [b"head", b"more"]


async def test_a_connection_closes_behind_what_was_written() -> None:
    wire = Wire()
    joining = JoiningTransport(wire, asyncio.get_running_loop().call_soon)

    joining.write(b"head")
    joining.close()
    await asyncio.sleep(0)

    assert wire.sent == [b"head", None]
    assert joining.get_extra_info("peername") == "somebody"
