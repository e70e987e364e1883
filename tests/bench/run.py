"""`make bench`: this bot beside a bare bolt bot that answers fixed blocks of the same size, in turn, in one run.

Every figure that matters is a ratio to a baseline measured in the same minute: absolute ones drift with the machine.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from asyncio import to_thread
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import lookups
import uvloop
from invent import asked, content
from load import Took, ask, drive
from questions import questions
from servers import ALLIANCE, BARE, CLIENT_CORE, environment, first_answer, free_port, pin, running, slack_api
from starts import starts

from store.db.engine import Database
from tests.bench.ledger import Row, append, kept, picture, table
from tests.contents import written
from tests.paths import SHIPPED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    import psutil
    from invent import Asked
    from lookups import Figure

    from store.model import Content

DIGESTS = Path(__file__).with_name("digests.py")
FEEDS = Path(__file__).with_name("feeds.py")
LOADS = Path(__file__).with_name("loads.py")
LEAST_SPEED, MOST_CPU, MOST_MEGABYTES = 0.9, 1.15, 116
TURN = 300
"""Requests that one bot gets before it is the other's turn."""


@dataclass(frozen=True, slots=True)
class Server:
    """A bot that runs."""

    port: int
    process: psutil.Process

    @property
    def cpu_seconds(self) -> float:
        """What the process has used of its core so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    @property
    def megabytes(self) -> float:
        """The memory that only it holds; pages of the database's file that the system maps are not its own."""
        return float(self.process.memory_full_info().uss) / 2**20


@dataclass(frozen=True, slots=True)
class Half:
    """One bot's half of a round."""

    took: Took
    cpu_seconds: float

    @property
    def cpu_us(self) -> float:
        """Microseconds of the core for a request."""
        return self.cpu_seconds / self.took.requests * 1e6


def main(arguments: Sequence[str]) -> None:
    """Run what was asked for and print it."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="rounds of load; each loads both bots")
    parser.add_argument("--requests", type=int, default=6_000, help="requests a round and bot")
    parser.add_argument("--topics", type=int, default=5_000)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--seeds", type=Path, default=SHIPPED, help="what the first answer is measured on")
    parser.add_argument("--questions", type=int, default=100, help="questions by words and by model")
    parser.add_argument("--channels", type=int, default=1_000, help="channels that a digest goes to")
    parser.add_argument("--due", type=int, default=10_000, help="digests that fall due at once")
    parser.add_argument("--feeds", type=int, default=1_000, help="feeds that are due at once")
    parser.add_argument("--loads", type=int, nargs="+", default=[5, 1_000, 10_000], help="documents of each load")
    parser.add_argument("--svg", type=Path, help="a picture of the table")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="alliance-bench-") as folder:
        rows = Path(folder, "rows")
        _print_digests(options, rows)
        _run(FEEDS, rows, "--feeds", str(options.feeds))
        _print_loads(options, rows)
        pin(CLIENT_CORE)
        uvloop.run(_bench(options, Path(folder), rows))
        _print_all(kept(rows), options)


def _print_all(rows: Sequence[Row], options: argparse.Namespace) -> None:
    print(f"\nAll of it\n\n{table(rows)}")
    if options.svg:
        told = f"{options.topics:,} topics, {options.passages:,} passages; how much is taken of what each aim allows"
        options.svg.write_text(picture(rows, told), "utf-8")


def _run(script: Path, rows: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, str(script), *arguments, "--rows", str(rows)], check=True)


def _print_digests(options: argparse.Namespace, rows: Path) -> None:
    # A process of its own: what the rest of the bench invents would be walked by its collector too.
    _run(DIGESTS, rows, "--channels", str(options.channels), "--due", str(options.due))


def _print_loads(options: argparse.Namespace, rows: Path) -> None:
    # Three rounds tell as much as seven, and a load of thousands takes its time.
    print("\nLoads of seed folders; ours / the barest store that finds the same", flush=True)
    _run(LOADS, rows, "--sizes", *map(str, options.loads), "--rounds", str(min(options.rounds, 3)))


async def _bench(options: argparse.Namespace, folder: Path, rows: Path) -> None:
    url = f"sqlite:///{folder / 'bench.db'}"
    with _timed(f"inventing and loading {options.topics:,} topics and {options.passages:,} passages"):
        everything = content(topics=options.topics, passages=options.passages)
        _load(url, everything)
    wanted = asked(everything)
    async with slack_api() as api:
        reply = await _reply(api, folder, url, wanted.exact[0])
        async with _bot(api, folder, url) as bot, _bare(api, folder, reply) as bare:
            append(rows, await _print_rounds(bot, bare, wanted, options))
        append(rows, _print_lookups(url, everything, wanted))
        append(rows, _print_questions(folder, options.seeds, options.questions))
        append(rows, await _print_starts(api, folder, reply, options))


def _load(url: str, everything: Content) -> None:
    database = Database(url)
    database.migrate()
    with database.write() as connection:
        written(connection, everything, by="bench", at=datetime.now(UTC))
    database.close()


async def _reply(api: str, folder: Path, url: str, text: str) -> Path:
    """Keep what our bot answers, for the bare bot to answer the same."""
    async with _bot(api, folder, url) as bot:
        answer = await ask(bot.port, text)
    reply = folder / "reply.json"
    await to_thread(reply.write_text, json.dumps(answer), encoding="utf-8")
    return reply


@asynccontextmanager
async def _bot(api: str, folder: Path, url: str) -> AsyncIterator[Server]:
    port = free_port()
    # Without a model: it would read 40,000 statements for minutes beside what is measured, on the same core.
    settings = environment(api, port, DATABASE_URL=url, ALLIANCE_MODEL="none")
    async with running([ALLIANCE, "serve"], settings, folder) as process:
        await first_answer(process, port, "anything")
        yield Server(port, process)


@asynccontextmanager
async def _bare(api: str, folder: Path, reply: Path) -> AsyncIterator[Server]:
    port = free_port()
    async with running([sys.executable, BARE, str(port), str(reply)], environment(api, port), folder) as process:
        await first_answer(process, port, "anything")
        yield Server(port, process)


async def _print_rounds(bot: Server, bare: Server, wanted: Asked, options: argparse.Namespace) -> list[Row]:
    # A topic is rendered once a generation: what is measured is a bot that has been asked before.
    for server in (bot, bare):
        await _half(server, [*wanted.exact, *wanted.typo])
    print(f"\nLoad: {options.requests:,} signed commands a round, 80 % names, 15 % one typo, 5 % unknown; bot / bare")
    print("round   requests/s          ratio   CPU µs/request    ratio   p50 ms        p99 ms        bytes")
    ratios = []
    for number in range(1, options.rounds + 1):
        texts = wanted.mix(options.requests, seed=number)
        ratios.append(_print_round(number, *await _round(bot, bare, texts)))
    speed, cpu = (statistics.median(column) for column in zip(*ratios, strict=True))
    print(f"median requests/s {speed:.2f} (aim: at least {LEAST_SPEED}), CPU a request {cpu:.2f} (at most {MOST_CPU})")
    held = bot.megabytes
    print(f"memory after it   {held:.0f} / {bare.megabytes:.0f} MB = {held / bare.megabytes:.2f}")
    return [
        Row("signed commands a second", speed, "of bare bolt", LEAST_SPEED, at_least=True),
        Row("CPU of a signed command", cpu, "of bare bolt", MOST_CPU),
        Row("memory after them, without a model", held, "MB", MOST_MEGABYTES),
    ]


async def _round(bot: Server, bare: Server, texts: Sequence[str]) -> tuple[Half, Half]:
    """Ask both the same in small turns, so that what else the machine does falls on both alike."""
    turns: dict[int, list[Half]] = {bot.port: [], bare.port: []}
    for start in range(0, len(texts), TURN):
        for server in (bot, bare) if start // TURN % 2 else (bare, bot):
            turns[server.port].append(await _half(server, texts[start : start + TURN]))
    return _together(turns[bot.port]), _together(turns[bare.port])


async def _half(server: Server, texts: Sequence[str]) -> Half:
    before = server.cpu_seconds
    took = await drive(server.port, texts)
    return Half(took, server.cpu_seconds - before)


def _together(halves: Sequence[Half]) -> Half:
    return Half(Took.together([half.took for half in halves]), sum(half.cpu_seconds for half in halves))


def _print_round(number: int, bot: Half, bare: Half) -> tuple[float, float]:
    speed, cpu = bot.took.per_second / bare.took.per_second, bot.cpu_us / bare.cpu_us
    p50, p99 = ([half.took.percentile(percent) * 1e3 for half in (bot, bare)] for percent in (50, 99))
    sizes = [half.took.answered_bytes // half.took.requests for half in (bot, bare)]
    print(
        f"{number:5}   {bot.took.per_second:7,.0f} / {bare.took.per_second:7,.0f}   {speed:5.2f}"
        f"   {bot.cpu_us:6.0f} / {bare.cpu_us:6.0f}   {cpu:5.2f}"
        f"   {p50[0]:5.2f} / {p50[1]:5.2f} {p99[0]:5.2f} / {p99[1]:5.2f}   {sizes[0]} / {sizes[1]}"
    )
    return speed, cpu


def _print_lookups(url: str, everything: Content, wanted: Asked) -> list[Row]:
    print("\nLookups in our own code, without HTTP; ours / baseline")
    return [_print_figure(figure) for figure in lookups.figures(url, everything, wanted)]


def _print_questions(folder: Path, seeds: Path, most: int) -> list[Row]:
    print(f"\nQuestions to {seeds.name}/, without HTTP; ours / baseline")
    took = questions(folder, seeds, most)
    rows = [_print_figure(figure) for figure in took.figures]
    print(f"{'memory of the model':18} {took.model_megabytes:9,.0f} MB (aim: at most 150 MB), in a process of its own")
    return [*rows, Row("memory of the model, a process of its own", took.model_megabytes, "MB", 150)]


def _print_figure(figure: Figure) -> Row:
    aim = f"   (aim: at most {figure.aim:,} µs)" if figure.aim else ""
    print(
        f"{figure.name:18} {figure.ours:9,.1f} µs / {figure.theirs:9,.1f} µs of {figure.baseline:26}"
        f" = {figure.ours / figure.theirs:7.2f}{aim}"
    )
    return Row(f"{figure.name} ({figure.baseline}: {figure.theirs:,.0f} µs)", figure.ours, "µs", figure.aim)


async def _print_starts(api: str, folder: Path, reply: Path, options: argparse.Namespace) -> list[Row]:
    seeds = options.seeds
    took = await starts(api, folder, reply, seeds, options.rounds)
    print(
        f"\nStart to first answer on {seeds.name}/: {took.ours:.2f} s (aim: within 1 s);"
        f" bare bolt {took.bare:.2f} s, ratio {took.ours / took.bare:.2f}; an empty python {took.python:.2f} s"
    )
    return [Row(f"start to first answer (bare bolt {took.bare:.2f} s)", took.ours, "s", 1)]


@contextmanager
def _timed(what: str) -> Iterator[None]:
    started = time.perf_counter()
    print(f"{what} …", flush=True)
    yield
    print(f"  {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
