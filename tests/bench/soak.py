"""`make soak`: an hour of everything at once against one served bot, and what it costs in memory and descriptors.

python tests/bench/soak.py [--seconds 3600] [--svg deploy/pictures/soak.svg]

The bot is `alliance serve` over PostgreSQL, with a simulated Slack in this
process of which 1 % of the calls go wrong. People look up, ask and search; the
folder is changed and loaded; digests fall due. Prints what was lost and
doubled; memory and descriptors are compared between the second fifth of the
run, when all is warm, and the last.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import shutil
import statistics
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import time as wall
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import ClientError, ClientSession
from backlog import server
from load import SECRET
from servers import ALLIANCE, environment, free_port, running
from sqlalchemy import text

from bot.config import manifest
from bot.simulator import SlashCommand, build_workspace
from bot.simulator.service.slack import Fault, Wrong
from bot.simulator.state.fixtures import DESK, PEOPLE, TEAM
from bot.tasks.clock import utc
from store.core import BriefingStore
from store.db.schema import subscription
from store.digests.model import Place, Quiet, SubscriptionRequest
from store.digests.schedule import WEEKDAYS, Rule
from tests.hosting import Port, hosted
from tests.paths import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psutil

FAULTY = 0.01
DIGESTS = 10
LOOKS_SECONDS, LOADS_SECONDS, DUE_SECONDS, PAUSE_SECONDS = 2, 120, 30, 0.4
SETTLE_SECONDS = 300
ASKED = (
    "opcon",
    "sma",
    "usfk",
    "opkon",
    "how many US troops are in Korea?",
    "who pays for the troops?",
    "timeline opcon",
)
SEARCHED = ("search deterrence", "search “extended deterrence”", "search cost sharing since:2024", "help", "topics")
OVER = "('posted', 'quiet', 'expired', 'failed', 'unconfirmed')"


@dataclass
class Log:
    """What was seen, with seconds since the start."""

    memory: list[tuple[float, float]] = field(default_factory=list)
    descriptors: list[tuple[float, float]] = field(default_factory=list)
    latencies: list[tuple[float, float]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


async def people(state: Any, log: Log, began: float) -> None:
    """Look up, ask and search, one after the other, until cancelled."""
    for number in count():
        person = PEOPLE[number % len(PEOPLE)].id
        sent = time.monotonic()
        reply = await state.user_actions.command(person, DESK, f"/alliance {random.choice(ASKED + SEARCHED)}")
        log.latencies.append((sent - began, (time.monotonic() - sent) * 1000))
        log.counts["asked"] += 1
        seen = [one for one in state.slack.workspace.ephemerals.values() if one.seen_by == person]
        if reply.status != 200 or not seen or "navailable" in seen[-1].text:
            log.counts["unanswered"] += 1
            log.counts[f"{reply.status} {seen[-1].text[:60] if seen else 'nothing'}"] += 1
        state.slack.workspace.forget_ephemerals(person)
        await asyncio.sleep(PAUSE_SECONDS)


async def loads(folder: Path, settings: dict[str, str], log: Log) -> None:
    """Change a document and load the folder, until cancelled."""
    for number in count():
        path = folder / "documents" / "soak.md"
        path.write_text(f"---\ntitle: Soak\n---\n\nDeterrence was spoken of {number} times.\n", "utf-8")
        command = [ALLIANCE, "load", "--yes", str(folder)]
        process = await asyncio.create_subprocess_exec(*command, env=settings, stdout=asyncio.subprocess.DEVNULL)
        log.counts["loads"] += 1
        log.counts["loads failed"] += await process.wait() != 0
        await asyncio.sleep(LOADS_SECONDS)


async def digests(store: BriefingStore) -> None:
    """Let every digest fall due at once, again and again, until cancelled."""
    while True:
        with store.database.write() as connection:
            connection.execute(text("UPDATE subscription SET next_due_at = :at"), {"at": utc()})
        await asyncio.sleep(DUE_SECONDS)


async def look(process: psutil.Process, log: Log, began: float) -> None:
    """Write down memory and descriptors, until cancelled."""
    while True:
        at = time.monotonic() - began
        log.memory.append((at, process.memory_info().rss / 1e6))
        log.descriptors.append((at, process.num_fds()))
        await asyncio.sleep(LOOKS_SECONDS)


def trouble(_method: str) -> Fault | None:
    """One call of a hundred goes wrong, in each way that Slack knows."""
    if random.random() >= FAULTY:
        return None
    return Fault(random.choice([one for one in Wrong if one is not Wrong.REFUSE]), seconds=random.choice([1.0, 2.0]))


def prepare(url: str) -> BriefingStore:
    """Return a loaded store with some digests."""
    store = BriefingStore.of(url)
    store.migrate()
    store.load(SHIPPED, by="soak", at=utc())
    rule = Rule(WEEKDAYS, (wall(8, 30),), "Asia/Seoul")
    order = SubscriptionRequest(Place(TEAM.id, DESK), PEOPLE[0].id, ("opcon", "sma"), rule, Quiet.LINE)
    store.roster.subscribe(order, generation=1, at=utc() - timedelta(days=1))
    names = [column.name for column in subscription.c]
    chosen = ", ".join({"id": "lpad(g::text, 12, '0')"}.get(name, f"s.{name}") for name in names)
    more = (
        f"INSERT INTO subscription ({', '.join(names)}) SELECT {chosen} FROM subscription s, generate_series(2, :to) g"  # noqa: S608 - our own names
    )
    with store.database.write() as connection:
        connection.execute(text(more), {"to": DIGESTS})
    return store


async def settled(store: BriefingStore) -> None:
    """Wait until every digest that fell due has come to its end, or for long enough."""
    limit = time.monotonic() + SETTLE_SECONDS
    query = text(f"SELECT count(*) FROM delivery WHERE state NOT IN {OVER}")  # noqa: S608 - our own words
    while time.monotonic() < limit:
        with store.database.read() as connection:
            if not connection.execute(query).scalar():
                return
        await asyncio.sleep(LOOKS_SECONDS)


def reckon(store: BriefingStore, state: Any) -> dict[str, Any]:
    """Return how the digests stand, and how many are not in the channel or there twice."""
    messages = state.slack.workspace.messages[DESK].values()
    there = Counter(one.metadata["event_payload"]["id"] for one in messages if one.metadata)
    with store.database.read() as connection:
        rows = connection.execute(text("SELECT id, state FROM delivery")).all()
    states = Counter(row.state for row in rows)
    gone = sum(
        row.state not in {"posted", "quiet", "expired"} or (row.state == "posted" and not there[row.id]) for row in rows
    )
    return {"digests": dict(states), "lost": gone, "doubled": sum(number > 1 for number in there.values())}


def growth(seen: Sequence[tuple[float, float]], seconds: float) -> tuple[float, float]:
    """Return the median in the second fifth of the run and in the last."""
    second = [value for at, value in seen if seconds / 5 <= at < seconds * 2 / 5]
    last = [value for at, value in seen if at >= seconds * 4 / 5]
    return statistics.median(second), statistics.median(last)


def picture(log: Log, seconds: float) -> str:
    """Return three curves below each other as SVG: memory, descriptors, the slowest answer of each of 60 spans."""
    span = seconds / 60
    slowest: dict[int, float] = {}
    for at, value in log.latencies:
        slowest[int(at / span)] = max(value, slowest.get(int(at / span), 0.0))
    curves = {
        "Memory, MB": log.memory,
        "Descriptors": log.descriptors,
        "Slowest answer, ms": [(key * span, value) for key, value in sorted(slowest.items())],
    }
    parts = [
        _curve(name, seen[:: max(1, len(seen) // 150)], seconds, row) for row, (name, seen) in enumerate(curves.items())
    ]
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 330" font-family="sans-serif" font-size="12">'
    return "\n".join([head, '<rect width="640" height="330" fill="#fff"/>', *parts, "</svg>", ""])


def _curve(name: str, seen: Sequence[tuple[float, float]], seconds: float, row: int) -> str:
    top, high = row * 110 + 24, max(value for _, value in seen) * 1.1
    points = " ".join(f"{10 + min(1, at / seconds) * 620:.0f},{top + 74 - value / high * 74:.1f}" for at, value in seen)
    line = f'<polyline points="{points}" fill="none" stroke="#1264a3" stroke-width="1.5"/>'
    said = f"{name}: at most {max(value for _, value in seen):.0f}; {seconds / 60:.0f} minutes"
    return f'<text x="10" y="{top - 8}">{said}</text><path d="M10 {top + 74}h620" stroke="#bbb"/>{line}'


async def run(url: str, seconds: float, scratch: Path) -> tuple[Log, dict[str, Any]]:
    """Let everything happen for *seconds*; return what was seen, and how the digests stand."""
    store = prepare(url)
    folder = Path(shutil.copytree(SHIPPED, scratch / "seeds"))
    port, slack = free_port(), Port()
    workspace = build_workspace(
        events_url=f"http://127.0.0.1:{port}/slack/events",
        signing_secret=SECRET,
        bot_token="xoxb-bench",
        scopes=manifest.SCOPES,
        events=manifest.EVENTS,
        address=slack.address,
        commands=[SlashCommand("/alliance", "Look up an alliance topic", "opcon")],
    )
    state, log = workspace.state, Log()
    settings = environment(f"{slack.address}/api/", port, DATABASE_URL=url, ALLIANCE_SEEDS=str(folder))
    async with hosted(workspace, slack), running([ALLIANCE, "serve"], settings, scratch) as process:
        await ready(port)
        state.slack.faults.decide = trouble
        began = time.monotonic()
        tasks = [people(state, log, began), loads(folder, settings, log), digests(store), look(process, log, began)]
        doing = [asyncio.ensure_future(one) for one in tasks]
        done, _ = await asyncio.wait(doing, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for one in doing:
            one.cancel()
        for one in done:
            one.result()  # nothing ends by itself but by an error
        await settled(store)
        stands = reckon(store, state)
    store.close()
    return log, stands


async def ready(port: int) -> None:
    """Return once the bot says that it answers lookups."""
    async with asyncio.timeout(120), ClientSession() as session:
        while True:
            with contextlib.suppress(ClientError):
                async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(PAUSE_SECONDS)


def main() -> None:
    """Run, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3_600)
    parser.add_argument("--svg", type=Path)
    options = parser.parse_args()
    with server() as url, tempfile.TemporaryDirectory(prefix="alliance-soak-") as scratch:
        log, stands = asyncio.run(run(url, options.seconds, Path(scratch)))
    latencies = sorted(value for _, value in log.latencies)
    print({**log.counts}, stands)
    print(f"answers: median {statistics.median(latencies):.0f} ms, p99 {latencies[int(len(latencies) * 0.99)]:.0f} ms")
    for name, seen in (("memory, MB", log.memory), ("descriptors", log.descriptors)):
        early, late = growth(seen, options.seconds)
        print(f"{name}: {early:.1f} in the second fifth, {late:.1f} in the last ({late / early - 1:+.1%})")
    if options.svg:
        options.svg.write_text(picture(log, options.seconds), "utf-8")


if __name__ == "__main__":
    main()
