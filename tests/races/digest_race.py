"""Many processes tick over one database against a Slack that misbehaves, while processes are killed.

    python digest_race.py DATABASE_URL --deliveries 1000 --processes 8 --kills 100 --seed 1 [--naive]

Prints one JSON object: how often each delivery was posted, and where it ended.
Children are forked from this process, which holds no thread and no loop, so
that a killed one is replaced at once.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from datetime import time as wall
from urllib.request import urlopen

import uvicorn
from aiohttp import ClientSession, ClientTimeout, TraceConfig
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.digests.loop import PostingLoop
from bot.digests.notices import Notices
from bot.digests.poster import Poster
from bot.digests.rate_limit import RateLimiter
from bot.telemetry.series import web_client
from store.access.admins import Admins
from store.access.notices import PendingNotices
from store.db.engine import Database
from store.digests.model import HEAD, Draft, Place, Quiet, State, SubscriptionRequest
from store.digests.outbox import Outbox
from store.digests.pace import Pace
from store.digests.schedule import WEEKDAYS, Rule
from store.digests.subscriptions import Roster

REQUEST_SECONDS = 1.0
LATE_SECONDS = 1.2
LATEST_SECONDS = 1.4
LEASE, SETTLE = timedelta(seconds=3), timedelta(seconds=1)
"""A request ends in 1 s and is accepted 1.4 s after it left at the latest: the settle time covers the rest.

A stand-in that had no processor for a second would accept it later, and prove nothing of the bot: what comes to it so
late is lost on the way.
"""
LEFT = "x-left"


def now():
    return datetime.now(UTC)


class Stand:
    """Slack's chat.postMessage and channel history, on a bad day."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.messages = {}
        self.posted = Counter()

    async def post(self, request):
        body = await request.json() if "json" in request.headers.get("content-type", "") else await request.form()
        metadata = body["metadata"] if isinstance(body["metadata"], dict) else json.loads(body["metadata"])
        match self.random.choices(
            ("fine", "refuse", "limit", "late", "drop", "done_drop", "500", "done_500"), (70, 1, 8, 4, 5, 6, 3, 3)
        )[0]:
            case "refuse":
                return JSONResponse({"ok": False, "error": "is_archived"})
            case "limit":
                return JSONResponse({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "1"})
            case "late":
                await asyncio.sleep(LATE_SECONDS)
            case "drop":
                raise ConnectionAbortedError
            case "done_drop":
                self.accept(request, body, metadata)
                raise ConnectionAbortedError
            case "500":
                return JSONResponse({"ok": False, "error": "internal_error"}, 500)
            case "done_500":
                self.accept(request, body, metadata)
                return JSONResponse({}, 503)
            case "fine":
                await asyncio.sleep(self.random.uniform(0, 0.2))
        return JSONResponse({"ok": True, "ts": self.accept(request, body, metadata)})

    def accept(self, request, body, metadata):
        if time.time() - float(request.headers[LEFT]) > LATEST_SECONDS:
            raise ConnectionAbortedError
        ts = f"{time.time():.6f}"
        self.posted[metadata["event_payload"]["id"]] += 1
        self.messages.setdefault(body["channel"], []).append({"ts": ts, "metadata": metadata})
        return ts

    async def history(self, request):
        body = await request.form() or request.query_params
        if self.random.random() < 0.1:
            return JSONResponse({"ok": False, "error": "internal_error"}, 500)
        return JSONResponse({"ok": True, "messages": self.messages.get(body["channel"], []), "response_metadata": {}})

    async def counts(self, _request):
        return JSONResponse(self.posted)

    def serve(self, listener):
        routes = [
            Route("/api/chat.postMessage", self.post, methods=["POST"]),
            Route("/api/conversations.history", self.history, methods=["GET", "POST"]),
            Route("/api/conversations.replies", self.history, methods=["GET", "POST"]),
            Route("/counts", self.counts),
        ]
        app = Aborting(Starlette(routes=routes))
        uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off")).run(sockets=[listener])


class Aborting:
    """Closes the connection where the application says so, without an answer."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        try:
            await self.app(scope, receive, send)
        except ConnectionAbortedError:
            transport = send.__self__.transport
            transport.abort()


class NaivePoster(Poster):
    """What not to do: send again when no answer came."""

    async def post(self, one):
        while (outcome := await super().post(one)).state is State.UNSURE:
            pass
        return outcome


def drafts(heads):
    return {one.id: Draft('{"text": "news"}', ('{"text": "details"}',) if one.id < "4" else (), 1, ()) for one in heads}


async def leave(_session, _context, request):
    request.headers[LEFT] = str(time.time())


async def tick_on(url, address, *, naive):
    database = Database(url)
    roster = Roster(database)
    trace = TraceConfig()
    trace.on_request_start.append(leave)
    async with ClientSession(timeout=ClientTimeout(total=REQUEST_SECONDS), trace_configs=[trace]) as session:
        client = web_client(f"{address}/api/", session, "xoxb-race")
        poster = (NaivePoster if naive else Poster)(client, now, request_seconds=REQUEST_SECONDS)
        digests = PostingLoop(
            outbox=Outbox(database, lease=LEASE, settle=SETTLE, pace=Pace(1e9, 10**9, channel_seconds=0)),
            poster=poster,
            limiter=RateLimiter(time.monotonic, channel_seconds=0),
            drafter=drafts,
            now=now,
            notices=Notices(roster, Silent(), PendingNotices(database), Admins(database)),
        )
        while True:
            try:
                await digests.tick()
            except Exception:  # a busy database: the clock would ring again
                await asyncio.sleep(0.05)
            await asyncio.sleep(0.1)


class Silent:
    async def tell(self, *_):
        return True


def fork(work, *args):
    child = os.fork()
    if child == 0:
        try:
            work(*args)
        finally:
            os._exit(0)
    return child


def prepare(url, count):
    """Make *count* digests that have just fallen due, each in a channel of its own."""
    database = Database(url)
    roster, due = Roster(database), now() - timedelta(minutes=1)
    rule = Rule(WEEKDAYS, (wall(due.hour, due.minute),), "UTC")
    for number in range(count):
        order = SubscriptionRequest(Place("T1", f"C{number}"), "U1", (), rule, Quiet.LINE)
        roster.subscribe(order, generation=0, at=due - timedelta(hours=1))
    database.close()


def open_ones(url):
    database = Database(url)
    try:
        listed = Outbox(database).listed(limit=10_000_000)
        return (
            None if not listed else [one for one in listed if not one.state.terminal and one.state is not State.WAITING]
        )
    finally:
        database.close()


def race(url, args):
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    stand = fork(Stand(args.seed).serve, listener)
    chance = random.Random(args.seed)

    def child():
        return fork(lambda: asyncio.run(tick_on(url, address, naive=args.naive)))

    children = [child() for _ in range(args.processes)]
    kills, started = 0, time.monotonic()
    try:
        while time.monotonic() - started < args.seconds:
            time.sleep(chance.uniform(0.02, args.pause))
            if kills < args.kills:
                victim = children.pop(chance.randrange(len(children)))
                os.kill(victim, signal.SIGKILL)
                os.waitpid(victim, 0)
                children.append(child())
                kills += 1
            elif open_ones(url) == []:
                break
        posted = json.load(urlopen(f"{address}/counts"))  # noqa: S310 - our own stand-in
    finally:
        for one in (*children, stand):
            os.kill(one, signal.SIGKILL)
    return report(url, posted, kills, time.monotonic() - started)


def report(url, posted, kills, seconds):
    database = Database(url)
    listed = Outbox(database).listed(limit=10_000_000)
    database.close()
    heads = [one for one in listed if one.part == HEAD]
    return {
        "deliveries": len(heads),
        "states": Counter(one.state.value for one in heads),
        "threads": Counter(one.state.value for one in listed if one.part != HEAD),
        "doubled": sum(posted.get(one.id, 0) > 1 for one in listed),
        "lost": sum(one.state is State.POSTED and posted.get(one.id, 0) != 1 for one in listed),
        "claimed_but_posted": sum(
            one.state in {State.FAILED, State.EXPIRED} and posted.get(one.id, 0) > 0 for one in listed
        ),
        "open": [repr(one) for one in listed if not one.state.terminal and one.state is not State.WAITING],
        "kills": kills,
        "seconds": round(seconds, 1),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--deliveries", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--pause", type=float, default=0.3)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--naive", action="store_true")
    args = parser.parse_args()
    prepare(args.url, args.deliveries)
    print(json.dumps(race(args.url, args)))


if __name__ == "__main__":
    main()
