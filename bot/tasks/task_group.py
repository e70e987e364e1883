"""Many tasks at once: how many are under way, what they returned, and a wait until half are through."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

_T = TypeVar("_T")


class Crowd(Generic[_T]):
    """Tasks under way, to be used as a block. *ended* is called whenever one is through.

    The block ends when they have, whatever it raised itself: what they can do
    is done. Only when it is cancelled, so are they.
    """

    def __init__(self, ended: Callable[[], None] = lambda: None) -> None:
        self.results: list[_T] = []
        """What they returned that is not None, in the order in which they ended."""
        self._tasks: set[asyncio.Task[_T | None]] = set()
        self._failures: list[BaseException] = []
        self._said = ended
        self._enough = 0
        self._thinned = asyncio.Event()

    def __len__(self) -> int:
        """How many are under way."""
        return len(self._tasks)

    async def __aenter__(self) -> Self:
        """Return this crowd, still empty."""
        return self

    async def __aexit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Wait for what is under way."""
        if isinstance(error, asyncio.CancelledError):
            for task in self._tasks:
                task.cancel()
        await self._down_to(0)

    def add(self, work: Coroutine[object, object, _T | None]) -> None:
        """Let *work* begin."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def halved(self) -> None:
        """Return when half of those under way are through; what any of them raised is raised here."""
        await self._down_to(len(self) // 2)
        if self._failures:
            raise self._failures[0]

    async def _down_to(self, number: int) -> None:
        self._enough = number
        self._thinned.clear()
        if len(self) > number:
            await self._thinned.wait()

    def _ended(self, task: asyncio.Task[_T | None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            self._keep(task)
        self._said()
        if len(self) <= self._enough:
            self._thinned.set()

    def _keep(self, task: asyncio.Task[_T | None]) -> None:
        if (failure := task.exception()) is not None:
            self._failures.append(failure)
        elif (result := task.result()) is not None:
            self.results.append(result)
