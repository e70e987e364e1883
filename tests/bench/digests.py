"""PostingLoop against their floors, in one run: fan-out, what falls due at once, and a tick with nothing to do.

python tests/bench/digests.py [--channels 1000] [--due 10000] [--latency 0.1] [--rounds 3]

The floor of the fan-out is as many requests with one prebuilt body over as
many connections, to the same stand-in for Slack: a process of its own, on the
other core.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as wall
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import uvloop
from aiohttp import ClientSession, TCPConnector
from servers import CLIENT_CORE, SERVER_CORE, pin

from bot.digests.drafting import Drafter
from bot.digests.loop import WORKERS, PostingLoop
from bot.digests.notices import Notices
from bot.digests.poster import Poster
from bot.digests.rate_limit import RateLimiter
from bot.telemetry.series import web_client
from store.core import BriefingStore
from store.digests.model import Place, Quiet, SubscriptionRequest
from store.digests.outbox import Outbox
from store.digests.pace import Pace
from store.digests.schedule import WEEKDAYS, Rule
from store.digests.subscriptions import Roster
from tests.bench.ledger import Row, append
from tests.paths import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

STAND_IN = Path(__file__).with_name("standin.py")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DUE = NOON + timedelta(minutes=30)
RULE = Rule(WEEKDAYS, (wall(12, 30),), "UTC")
IDLE_TICKS = 300
UNPACED = Pace(1e6, 10**9, channel_seconds=0)
"""More than is ever due, and still a second's worth when a million are gone: the clock here stands."""


@contextmanager
def stand_in(latency: float) -> Iterator[str]:
    """Give the address of a Slack that takes every post after *latency* seconds."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listener:
        command = [sys.executable, str(STAND_IN), str(listener.fileno()), str(latency)]
        with subprocess.Popen(command, pass_fds=[listener.fileno()]) as process:
            pin(CLIENT_CORE, process.pid)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            process.terminate()


def prepare(path: Path, channels: int) -> None:
    """Make a store with the shipped seeds and a digest of three topics in each channel."""
    store = BriefingStore.open(f"sqlite:///{path}")
    store.migrate()
    store.load(SHIPPED, by="bench", at=NOON - timedelta(days=1))
    roster = Roster(store.database)
    for number in range(channels):
        order = SubscriptionRequest(Place("T1", f"C{number}"), "", ("opcon", "sma", "nds"), RULE, Quiet.LINE)
        roster.subscribe(order, generation=0, at=NOON)
    store.close()


@contextmanager
def copied(path: Path) -> Iterator[BriefingStore]:
    """Open a copy of what was prepared, in a process that has settled as `alliance serve` has."""
    with tempfile.TemporaryDirectory() as folder:
        store = BriefingStore.open(f"sqlite:///{shutil.copy(path, folder)}")
        store.migrate()
        assert store.snapshot.topics
        gc.collect()
        gc.freeze()
        yield store
        store.close()


def digests(store: BriefingStore, session: ClientSession, address: str, now: Callable[[], datetime]) -> PostingLoop:
    """Return the loop as it is served, but for the pace: the floor has none either."""
    roster, poster = Roster(store.database), Poster(web_client(f"{address}/api/", session, "xoxb-bench"), now)
    outbox = Outbox(store.database, pace=UNPACED)
    # It was here before anything fell due, and looks into no channel.
    outbox.resume(NOON)
    return PostingLoop(
        outbox=outbox,
        poster=poster,
        limiter=RateLimiter(time.monotonic, channel_seconds=0),
        drafter=Drafter(store),
        now=now,
        notices=Notices(roster, poster, store.notices, store.admins()),
    )


async def seconds(work: Callable[[], Awaitable[object]]) -> float:
    """Return how long *work* takes."""
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started


async def floor(address: str, count: int, body: str) -> float:
    """Return the seconds that WORKERS connections take to send *count* prebuilt requests."""
    left = iter(range(count))
    headers = {"Content-Type": "application/json", "Authorization": "Bearer xoxb-bench"}

    async def worker() -> None:
        for _ in left:
            async with session.post(f"{address}/api/chat.postMessage", data=body, headers=headers) as answer:
                await answer.read()

    async with ClientSession(connector=TCPConnector(limit=WORKERS)) as session:
        return await seconds(lambda: asyncio.gather(*(worker() for _ in range(WORKERS))))


async def fan_out(path: Path, address: str) -> tuple[int, float, float]:
    """Return how many messages one tick posts to all channels, in how many seconds, and the floor's seconds."""
    with copied(path) as store:
        async with ClientSession(connector=TCPConnector(limit=WORKERS)) as session:
            loop = digests(store, session, address, lambda: DUE)
            started = time.perf_counter()
            posts = 0
            while tick := (await loop.tick()).outcomes:
                posts += len(tick)
            took = time.perf_counter() - started
        heads = Outbox(store.database).listed(limit=2)
        body = json.dumps({"channel": "C1", "text": "x" * len(heads[0].content or "")})
    return posts, took, await floor(address, posts, body)


async def print_fan_out(path: Path, channels: int, latency: float, rounds: int) -> Row:
    """Print the rate beside the floor's, round by round."""
    print(f"Fan-out to {channels:,} channels at {latency * 1000:.0f} ms latency, {WORKERS} workers; ours / floor")
    ratios = []
    with stand_in(latency) as address:
        for number in range(1, rounds + 1):
            posts, ours, least = await fan_out(path, address)
            ratios.append(least / ours)
            print(
                f"{number:5}   {posts:,} posts   {posts / ours:6,.0f}/s / {posts / least:6,.0f}/s   {least / ours:.2f}"
            )
    print(f"median fan-out {median(ratios):.2f} (aim: at least 0.90)")
    return Row(f"posts a second to {channels:,} channels", median(ratios), "of the bare client", 0.9, at_least=True)


def falling_due(path: Path) -> tuple[float, float, int]:
    """Return the seconds to materialise all that is due, those to claim it, and how much it was."""
    with copied(path) as store:
        outbox = Outbox(store.database, pace=UNPACED)
        started = time.perf_counter()
        outbox.materialise(DUE)
        made = time.perf_counter()
        claimed = 0
        while batch := outbox.claim(DUE, limit=1_000):
            claimed += len(batch)
        return made - started, time.perf_counter() - made, claimed


async def idle_tick(path: Path, *, held: bool) -> float:
    """Return the seconds of a tick with nothing to do, while another process holds all that is due or nothing is."""
    now = DUE if held else NOON
    with copied(path) as store:
        if held:
            other = Outbox(store.database, pace=UNPACED)
            other.materialise(now)
            while other.claim(now, limit=1_000):
                pass
        async with ClientSession() as session:
            loop = digests(store, session, "http://127.0.0.1:9", lambda: now)
            return median([await seconds(loop.tick) for _ in range(IDLE_TICKS)])


async def print_due(path: Path, rounds: int) -> list[Row]:
    """Print what falling due costs, and a tick in which nothing does."""
    took = [falling_due(path) for _ in range(rounds)]
    made, claimed = (median(column) for column in list(zip(*took, strict=True))[:2])
    both = median(a + b for a, b, _ in took)
    print(
        f"\nDue at once: {took[0][2]:,} materialised in {made:.3f} s and claimed in {claimed:.3f} s,"
        f" together {both:.3f} s (aim: at most 0.3 s)"
    )
    idle, beside = await idle_tick(path, held=False), await idle_tick(path, held=True)
    print(
        f"Idle tick: {idle * 1000:.2f} ms, and {beside * 1000:.2f} ms while another process holds"
        f" {took[0][2]:,} (aim: at most 1 ms)"
    )
    return [
        Row(f"{took[0][2]:,} digests due at once, claimed", both, "s", 0.3),
        Row("a tick in which nothing is due", idle * 1000, "ms", 1),
        Row("the same while another process holds them", beside * 1000, "ms", 1),
    ]


async def run(options: argparse.Namespace) -> None:
    """Print every figure."""
    pin(SERVER_CORE)
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder, "few.db"), Path(folder, "many.db")
        prepare(few, options.channels)
        append(options.rows, [await print_fan_out(few, options.channels, options.latency, options.rounds)])
        prepare(many, options.due)
        append(options.rows, await print_due(many, options.rounds))


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--channels", type=int, default=1_000)
    parser.add_argument("--due", type=int, default=10_000)
    parser.add_argument("--latency", type=float, default=0.1, help="seconds until Slack answers")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=Path, help=argparse.SUPPRESS)
    uvloop.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
