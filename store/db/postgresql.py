"""Connections to PostgreSQL that wait no longer than whoever asks.

A server that hangs, rather than dies, keeps its side of the line open: no
timeout of the network ends that, and the thread that waits would be lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import psycopg

from store import context

if TYPE_CHECKING:
    from psycopg.abc import PQGen, PQGenConn
    from sqlalchemy.engine.interfaces import DBAPIConnection

    Returned = TypeVar("Returned")

_LEAST_TO_CONNECT = 0.5
_SHORTEST = 0.01
NO_TIME = "there is no time left to connect"


class ImpatientConnection(psycopg.Connection[Any]):
    """psycopg's, closed when an answer does not come in time: what it would say after that answers nobody."""

    def wait(self, gen: PQGen[Returned], interval: float = 0.1, timeout: float | None = None) -> Returned:
        """Return what *gen* comes to; OperationalError when there is no time left."""
        left = context.seconds_left()
        if left is None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, max(left, _SHORTEST))
        except psycopg.OperationalError:
            if context.seconds_left() == 0:
                self.pgconn.finish()
            raise

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> PQGenConn[Self]:
        """Connect, and no longer than there is time: no `connect_timeout` is shorter than two seconds."""
        steps = super()._connect_gen(conninfo)
        wanted = next(steps)
        while True:
            ready = yield wanted
            if not ready and context.seconds_left() == 0:
                raise psycopg.OperationalError(NO_TIME)
            try:
                wanted = steps.send(ready)
            except StopIteration as done:
                return cast("Self", done.value)


def connect(*arguments: Any, **parameters: Any) -> DBAPIConnection:
    """Return a connection, as `psycopg.connect` does; OperationalError at once when there is too little time left."""
    left = context.seconds_left()
    if left is not None and left < _LEAST_TO_CONNECT:
        raise psycopg.OperationalError(NO_TIME)
    return ImpatientConnection.connect(*arguments, **parameters)  # type: ignore[return-value] # it is one of its kind
