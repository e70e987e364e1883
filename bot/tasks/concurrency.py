"""Work beside a reply, one transaction for all who wait, and a task group in which nothing that fails ends the rest."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from bot.config.logs import unforeseen
from store import context

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence


_In = TypeVar("_In")
_Out = TypeVar("_Out")
_T = TypeVar("_T")


class Background:
    """Keeps tasks alive until they end, logs what fails, and waits for them when the process is to stop."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._hurry = asyncio.Event()

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Let *work* run beside the listener that started it; the task is for who wants to wait a while for it."""
        # Nobody waits for it any more: no end is set for what it asks of the store.
        task = asyncio.get_running_loop().create_task(work, context=context.without_end())
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def pause(self, seconds: float) -> None:
        """Wait, but no longer than till all is drained: what gathers for a while must not hold up the end."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._hurry.wait(), seconds)

    async def drain(self, seconds: float) -> int:
        """Wait for what is running, at most *seconds*; return how many had not ended by then."""
        if not self._tasks:
            return 0
        self._hurry.set()
        _, running = await asyncio.wait(set(self._tasks), timeout=seconds)
        self._hurry.clear()
        return len(running)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            unforeseen(error)


class Batched(Generic[_In, _Out]):
    """Calls *work* in a thread with all items that came in meanwhile; it returns a result an item, in order.

    *lingers* says how many seconds to wait for company between two batches.
    """

    def __init__(
        self, work: Callable[[Sequence[_In]], Sequence[_Out]], lingers: Callable[[], float] = lambda: 0
    ) -> None:
        self._work = work
        self._lingers = lingers
        self._waiting: list[tuple[_In, asyncio.Future[_Out]]] = []
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, item: _In) -> _Out:
        """Return what *work* made of *item*; what it raises is raised to every caller of that batch."""
        result: asyncio.Future[_Out] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, result))
        if self._running is None:
            self._running = asyncio.ensure_future(self._run())
        return await result

    async def _run(self) -> None:
        # One turn of the loop, so that everybody who is ready now goes along.
        await asyncio.sleep(0)
        while self._waiting:
            batch, self._waiting = self._waiting, []
            await self._carry_out(batch)
            await asyncio.sleep(self._lingers())
        self._running = None

    async def _carry_out(self, batch: Sequence[tuple[_In, asyncio.Future[_Out]]]) -> None:
        try:
            made = await asyncio.to_thread(self._work, [item for item, _ in batch])
        except BaseException as error:
            # It belongs to those who wait, whatever it is: nobody else would ever tell them.
            for _, result in batch:
                if not result.done():
                    result.set_exception(error)
            return
        for (_, result), value in zip(batch, made, strict=True):
            if not result.done():
                result.set_result(value)


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
