"""Connections whose sender keeps us waiting for a request, or that are too many, are closed.

uvicorn has a deadline for the time between two requests alone: who sends half
a head would hold a connection for ever, and enough of them all descriptors.
"""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    from collections.abc import Collection

HEAD_SECONDS: Final = 15.0
"""How long the head of a request may take; Slack itself gives up after three seconds."""
KEPT_FREE: Final = 192
"""Descriptors for the database, files, Slack and what comes in until somebody looks again."""
MOST_DESCRIPTORS: Final = 16_384


def room() -> int:
    """Let the process have as many descriptors as it may, and return how many of them connections may take."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, MOST_DESCRIPTORS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return max(most - KEPT_FREE, most // 2)


class Patience:
    """Looks after the connections of one server. *most* may stand at once, a head may take *head_seconds*."""

    def __init__(self, most: int, head_seconds: float = HEAD_SECONDS) -> None:
        self._most = most
        self._head_seconds = head_seconds
        self._reading: dict[HttpToolsProtocol, float] = {}

    def tend(self, connections: Collection[object], now: float) -> int:
        """Close what is overdue at *now*, or too many, and return how many those were; call it about once a second.

        What is being answered stays. The oldest go first.
        """
        waiting = [one for one in connections if isinstance(one, HttpToolsProtocol) and _waits(one)]
        # uvicorn's own timer runs between two requests.
        reading = [one for one in waiting if one.timeout_keep_alive_task is None]
        self._reading = {one: self._reading.get(one, now) for one in reading}
        by_age = sorted(waiting, key=lambda one: self._reading.get(one, now))
        leaving = {one for one, since in self._reading.items() if now - since >= self._head_seconds}
        leaving.update(by_age[: max(0, len(connections) - self._most)])
        for one in leaving:
            one.transport.close()
        return len(leaving)


def _waits(one: HttpToolsProtocol) -> bool:
    """Return whether nothing of this connection is being answered."""
    return one.cycle is None or one.cycle.response_complete
