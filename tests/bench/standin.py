"""A Slack that takes every post after a while, as a process of its own: `python standin.py DESCRIPTOR SECONDS`.

It does as little as it can, so that what is measured is who posts. DESCRIPTOR
is a listening socket that it inherits.
"""

import asyncio
import re
import socket
import sys

ANSWER = b'{"ok":true,"ts":"1.2"}'
REPLY = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(ANSWER), ANSWER)
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Connection(asyncio.Protocol):
    """One connection; a request is answered when it has lain *seconds*."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n") + 4) >= 4:
            length = LENGTH.search(self.buffer, 0, end)
            whole = end + (int(length[1]) if length else 0)
            if len(self.buffer) < whole:
                return
            del self.buffer[:whole]
            asyncio.get_running_loop().call_later(self.seconds, self.answer)

    def answer(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(REPLY)


async def main(descriptor: int, seconds: float) -> None:
    listener = socket.socket(fileno=descriptor)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server = await asyncio.get_running_loop().create_server(lambda: Connection(seconds), sock=listener)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
