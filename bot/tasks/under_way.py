"""Work of one task group, where nothing that fails ends the rest: how much is under way, and what came of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

_T = TypeVar("_T")


class UnderWay(Generic[_T]):
    """Starts work in *group*; *ended* is called whenever some of it is through."""

    def __init__(self, group: asyncio.TaskGroup, ended: Callable[[], None] = lambda: None) -> None:
        self.results: list[_T] = []
        """What it returned that is not None, in the order in which it ended."""
        self.failures: list[Exception] = []
        """What it raised: whoever made the group raises the first when the group has ended."""
        self._group = group
        self._ended = ended
        self._count = 0
        self._enough = 0
        self._thinned = asyncio.Event()

    def __len__(self) -> int:
        """How much is under way."""
        return self._count

    def start(self, work: Callable[[], Coroutine[object, object, _T | None]]) -> None:
        """Let *work* begin."""
        self._count += 1
        self._group.create_task(self._carry_out(work))

    async def halved(self) -> None:
        """Return when half of what is under way is through; what any of it raised is raised here."""
        self._enough = self._count // 2
        self._thinned.clear()
        if self._count > self._enough:
            await self._thinned.wait()
        if self.failures:
            raise self.failures[0]

    async def _carry_out(self, work: Callable[[], Coroutine[object, object, _T | None]]) -> None:
        try:
            if (result := await work()) is not None:
                self.results.append(result)
        except Exception as failure:
            self.failures.append(failure)
        finally:
            self._count -= 1
            self._ended()
            if self._count <= self._enough:
                self._thinned.set()
