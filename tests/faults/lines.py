"""A line to a PostgreSQL server that breaks around a COMMIT, as it does when the server dies or the way to it ends."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.db.engine import normalise_url

if TYPE_CHECKING:
    from collections.abc import Callable

COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"
"""As the driver sends it: https://www.postgresql.org/docs/current/protocol-message-formats.html."""
LATE_SECONDS = 0.5


@dataclass(frozen=True)
class Break:
    """How a line breaks, at the next COMMIT, or what else is said *at* it, of a transaction that said *after*.

    `answer lost`: the server does it, and what it answers is lost.
    `never sent`: the server is not asked; it sees the line end.
    `late`: the server is asked after the client has lost the line.
    """

    how: str
    after: bytes = b"INSERT INTO generation"
    at: bytes = COMMIT
    dead: bool = False
    """Whether nobody gets through any more, until the line is mended."""
    meanwhile: Callable[[], object] | None = None
    """What happens then before anybody gets through again; every other connection ends as well."""


class Line:
    """Passes on what is said, both ways, until it breaks."""

    def __init__(self, url: str) -> None:
        server = normalise_url(url)
        self._server = str(server.query.get("host") or server.host), server.port or 5432
        self._door = socket.create_server(("127.0.0.1", 0))
        ours = server.set(
            host="127.0.0.1",
            port=self._door.getsockname()[1],
            query={"sslmode": "disable", "gssencmode": "disable"},
        )
        self.url = ours.render_as_string(hide_password=False)
        self.due: Break | None = None
        self.dead = False
        self.flows = threading.Event()
        """Cleared, the server seems to hang: nothing gets through, and no connection ends."""
        self.flows.set()
        self.open: list[Call] = []
        self.passing = threading.Lock()
        threading.Thread(target=self._let_in, daemon=True).start()

    def breaks(self, how: str, **otherwise: object) -> None:
        """Break once, as `Break` says."""
        self.due = Break(how, **otherwise)  # type: ignore[arg-type] # as they are named there

    def mended(self) -> None:
        """Let everybody through again."""
        self.dead = False

    def close(self) -> None:
        """End every connection."""
        self.flows.set()
        self._door.close()
        for call in self.open:
            call.end()

    def _let_in(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                with self.passing:
                    if self.dead:
                        client.close()
                    else:
                        Call(self, client, self._reached()).begin()

    def _reached(self) -> socket.socket:
        host, port = self._server
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{host}/.s.PGSQL.{port}")
        return server


class Call:
    """One connection of a client, and ours to the server for it."""

    def __init__(self, line: Line, client: socket.socket, server: socket.socket) -> None:
        self._line = line
        self._client = client
        self._server = server
        self._mute = False
        self._answered = threading.Event()

    def begin(self) -> None:
        """Pass on what both say."""
        self._line.open.append(self)
        for work in (self._asks, self._answers):
            threading.Thread(target=work, daemon=True).start()

    def end(self) -> None:
        """End it for both."""
        _end(self._client)
        _end(self._server)

    def _asks(self) -> None:
        wrote = False
        with suppress(OSError):
            while said := self._client.recv(65_536):
                due = self._line.due
                wrote = wrote or (due is not None and due.after in said)
                if due is not None and wrote and due.at in said:
                    self._line.due = None
                    self._break(due)
                else:
                    self._line.flows.wait()
                    self._server.sendall(said)
                wrote = wrote and COMMIT not in said
        self.end()

    def _answers(self) -> None:
        with suppress(OSError):
            while said := self._server.recv(65_536):
                if self._mute:
                    self._answered.set()
                else:
                    self._line.flows.wait()
                    self._client.sendall(said)
        self.end()

    def _break(self, due: Break) -> None:
        with self._line.passing:
            self._mute, self._line.dead = True, due.dead
            if due.how == "answer lost":
                self._commit()
            for call in self._line.open if due.dead or due.meanwhile else ():
                call.end()
            if due.meanwhile:
                due.meanwhile()
        _end(self._client)
        if due.how == "late":
            time.sleep(LATE_SECONDS)
            self._commit()

    def _commit(self) -> None:
        self._server.sendall(COMMIT)
        assert self._answered.wait(10)


def _end(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
