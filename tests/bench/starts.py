"""From starting the process to its first answer, on the seeds that ship."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from servers import ALLIANCE, BARE, environment, first_answer, free_port, running

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MOST_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Starts:
    """Seconds from the start of the process to its first answer: medians."""

    ours: float
    bare: float
    python: float
    """An interpreter that starts and ends."""


async def starts(api: str, folder: Path, reply: Path, seeds: Path, rounds: int) -> Starts:
    """Return how long each takes, started in turn so many times, but no more than MOST_ROUNDS."""
    url = f"sqlite:///{folder / 'seeds.db'}"
    for words in (["migrate"], ["load", str(seeds)]):
        settings = environment(api, free_port(), DATABASE_URL=url)
        subprocess.run([ALLIANCE, *words], check=True, env=settings, cwd=folder, stdout=subprocess.DEVNULL)  # noqa: ASYNC221 - nothing else runs
    ours, bare, python = [], [], []
    for _ in range(min(rounds, MOST_ROUNDS)):
        ours.append(await _first([ALLIANCE, "serve"], api, folder, url))
        bare.append(await _first([sys.executable, BARE, "{port}", str(reply)], api, folder, url))
        python.append(await _ends([sys.executable, "-c", "pass"]))
    return Starts(statistics.median(ours), statistics.median(bare), statistics.median(python))


async def _first(command: Sequence[str], api: str, folder: Path, url: str) -> float:
    port = free_port()
    words = [word.format(port=port) for word in command]
    started = time.perf_counter()
    async with running(words, environment(api, port, DATABASE_URL=url), folder) as process:
        await first_answer(process, port, "opcon")
        return time.perf_counter() - started


async def _ends(command: Sequence[str]) -> float:
    started = time.perf_counter()
    await (await asyncio.create_subprocess_exec(*command)).wait()
    return time.perf_counter() - started
