"""Digests against their floors, in one run: fan-out, what falls due at once, and a tick with nothing to do.

python tests/bench/digests.py [--channels 1000] [--due 10000] [--latency 0.1]
"""

import argparse
import asyncio
import json
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from datetime import time as wall
from pathlib import Path
from statistics import median

import uvicorn
from aiohttp import ClientSession, TCPConnector
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.digest_notices import Notices
from bot.digests import WORKERS, Digests
from bot.drafting import Drafter
from bot.pacing import Pace
from bot.posting import Poster, posting_client
from bot.workspace.hosting import Port
from store.agenda import Order, Place, Quiet
from store.archive import Archive
from store.core import BriefingStore
from store.occurrences import WEEKDAYS, Rule
from store.outbox import Outbox
from store.roster import Roster

SEEDS = Path(__file__).parents[2] / "seeds"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DUE = NOON + timedelta(minutes=30)
RULE = Rule(WEEKDAYS, (wall(12, 30),), "UTC")


def stand_in(port, latency):
    """Serve a Slack that takes every post after *latency* seconds, in a thread."""

    async def post(_request):
        await asyncio.sleep(latency)
        return JSONResponse({"ok": True, "ts": "1.2"})

    app = Starlette(routes=[Route("/api/chat.postMessage", post, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", http="httptools", loop="uvloop"))
    threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[port.listener])), daemon=True).start()


def prepared(folder, channels):
    """A store with the shipped seeds and a digest of three topics in each channel."""
    store = BriefingStore.open(f"sqlite:///{folder}/alliance.db")
    store.migrate()
    store.load(SEEDS, by="bench", at=NOON - timedelta(days=1))
    roster = Roster(store.database)
    for number in range(channels):
        order = Order(Place("T1", f"C{number}"), "", ("opcon", "sma", "nds"), RULE, Quiet.LINE)
        roster.subscribe(order, generation=0, at=NOON)
    return store


async def floor(address, count, body):
    """Seconds that WORKERS connections take to send *count* prebuilt requests."""
    left = iter(range(count))
    headers = {"Content-Type": "application/json", "Authorization": "Bearer xoxb-bench"}

    async def worker(session):
        for _ in left:
            async with session.post(f"{address}/api/chat.postMessage", data=body, headers=headers) as answer:
                await answer.read()

    async with ClientSession(connector=TCPConnector(limit=WORKERS)) as session:
        started = time.perf_counter()
        await asyncio.gather(*(worker(session) for _ in range(WORKERS)))
        return time.perf_counter() - started


async def fan_out(store, address):
    """Seconds that one tick takes for every channel, and how many messages it posted."""
    clock, roster = lambda: DUE, Roster(store.database)
    async with ClientSession(connector=TCPConnector(limit=WORKERS)) as session:
        poster = Poster(posting_client("xoxb-bench", f"{address}/api/", session), clock)
        digests = Digests(
            outbox=Outbox(store.database),
            poster=poster,
            pace=Pace(time.monotonic, channel_seconds=0, burst=1_000_000),
            drafter=Drafter(store, Archive(store.database), roster),
            now=clock,
            notices=Notices(roster, poster),
        )
        started = time.perf_counter()
        tick = await digests.tick()
        return time.perf_counter() - started, len(tick.outcomes)


def falling_due(folder, count):
    """Seconds to materialise *count* due digests, to claim them, and to find that there is nothing to do."""
    store = prepared(folder, count)
    outbox = Outbox(store.database)
    started = time.perf_counter()
    outbox.materialise(DUE)
    materialised = time.perf_counter()
    claimed = 0
    while batch := outbox.claim(DUE, limit=1000):
        claimed += len(batch)
    done = time.perf_counter()
    idle = []
    for _ in range(200):
        at = time.perf_counter()
        outbox.idle(DUE)
        idle.append(time.perf_counter() - at)
    store.close()
    return materialised - started, done - materialised, claimed, median(idle)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--channels", type=int, default=1000)
    parser.add_argument("--due", type=int, default=10_000)
    parser.add_argument("--latency", type=float, default=0.1)
    args = parser.parse_args()
    port = Port()
    stand_in(port, args.latency)
    with tempfile.TemporaryDirectory() as folder:
        store = prepared(folder, args.channels)
        seconds, posts = asyncio.run(fan_out(store, port.address))
        body = json.dumps({"channel": "C1", "text": "x" * 3000})
        least = asyncio.run(floor(port.address, posts, body))
        store.close()
    print(
        f"fan-out: {posts} messages to {args.channels} channels, {posts / seconds:.0f}/s; floor {posts / least:.0f}/s"
    )
    print(f"  ratio {least / seconds:.2f} (aim 0.90) at {args.latency * 1000:.0f} ms latency, {WORKERS} workers")
    with tempfile.TemporaryDirectory() as folder:
        made, claimed_in, claimed, idle = falling_due(folder, args.due)
    print(f"due at once: {claimed} materialised in {made:.2f} s and claimed in {claimed_in:.2f} s")
    print(f"idle tick: {idle * 1000:.2f} ms (aim 1)")


if __name__ == "__main__":
    main()
