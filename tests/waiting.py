"""Waiting for what nobody announces."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


async def until(so: Callable[[], bool], *, seconds: float = 20) -> None:
    """Return once *so* holds; TimeoutError when it does not come to."""
    async with asyncio.timeout(seconds):
        while not so():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.01)
