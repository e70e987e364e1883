"""One transaction for many: while it runs, what comes in waits for the next."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_In = TypeVar("_In")
_Out = TypeVar("_Out")


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
