"""Work that goes on after Slack has its acknowledgement."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from bot.config.logs import unforeseen
from store import deadline

if TYPE_CHECKING:
    from collections.abc import Coroutine


class Background:
    """Keeps tasks alive until they end, logs what fails, and waits for them when the process is to stop."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._hurry = asyncio.Event()

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Let *work* run beside the listener that started it; the task is for who wants to wait a while for it."""
        # Nobody waits for it any more: no end is set for what it asks of the store.
        task = asyncio.get_running_loop().create_task(work, context=deadline.lifted())
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
