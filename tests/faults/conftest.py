"""The program as an operator meets it: a process with settings, its exit code, its port."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from tests.faults.programs import WORDS_ALONE, Alliance
from tests.paths import SEEDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.core import BriefingStore

ALLIANCE = str(Path(sys.executable).with_name("alliance"))
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1-2-abc", "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": "http://127.0.0.1:9/api/"}

_serial = itertools.count()


@dataclass(slots=True)
class Bot:
    """A running `alliance serve`, and Slack's way of speaking to it."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    secret: str = field(default=SECRET, repr=False)

    def get(self, path: str) -> tuple[int, Any]:
        """The status and the JSON of a page; 0 where nobody listens."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, _json(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, _json(error.read())
        except OSError:
            return 0, None

    def reasons(self) -> list[str]:
        """Why the bot is not ready; empty when it is."""
        return list((self.get("/readyz")[1] or {"reasons": ["gone"]})["reasons"])

    def turns(self, reason: str | None = None) -> bool:
        """Whether the bot comes to give this reason, or none at all, within half a minute."""
        limit = time.monotonic() + 30
        while not self._gives(reason) and time.monotonic() < limit:
            time.sleep(0.02)
        return self._gives(reason)

    def closes(self) -> bool:
        """Whether the bot comes to take no new connection within half a minute."""
        limit = time.monotonic() + 30
        while self.get("/healthz")[0] and time.monotonic() < limit:
            time.sleep(0.02)
        return not self.get("/healthz")[0]

    def _gives(self, reason: str | None) -> bool:
        reasons = self.reasons()
        return reason in reasons if reason else not reasons

    def ask(self, text: str) -> dict[str, Any]:
        """The reply to `/alliance text`."""
        request = urllib.request.Request(  # noqa: S310 - to ourselves
            f"http://127.0.0.1:{self.port}/slack/events", *self.signed(text), method="POST"
        )
        with urllib.request.urlopen(request, timeout=15) as answer:  # noqa: S310 - to ourselves
            return dict(json.loads(answer.read()))

    def signed(self, text: str) -> tuple[bytes, dict[str, str]]:
        """The body and the headers of `/alliance text`, unlike any before."""
        form = {"command": "/alliance", "text": text, "trigger_id": f"{next(_serial)}.1", "team_id": "T1"}
        form |= {"user_id": "U1", "channel_id": "C1", "response_url": "http://127.0.0.1:9/r"}
        body, stamp = urlencode(form).encode(), str(int(time.time()))
        digest = hmac.new(self.secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        kind = "application/x-www-form-urlencoded"
        return body, {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest}",
        }

    def stop(self, sort: int, *, within_seconds: float = 20) -> int:
        """Send a signal and return the exit code; TimeoutExpired when the process stays."""
        self.process.send_signal(sort)
        return self.process.wait(within_seconds)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(database_url: str, **settings: str) -> dict[str, str]:
    always = {"PATH": os.defpath, "LANG": "C.UTF-8"}
    return {**always, **WORDS_ALONE, "DATABASE_URL": database_url, "ALLIANCE_SEEDS": str(SEEDS), **settings}


@pytest.fixture
def dialect(request: pytest.FixtureRequest) -> str:
    """SQLite, where a test does not ask for both."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def alliance(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Alliance:
    """The command line in an empty folder, on a migrated database."""
    monkeypatch.chdir(tmp_path)
    return Alliance(environment(database_url), capsys)


@pytest.fixture
def loaded(alliance: Alliance, loaded_store: BriefingStore) -> Alliance:
    """The same, with the fixture seeds loaded."""
    loaded_store.close()
    return alliance


@pytest.fixture
def bot_of(database_url: str, tmp_path: Path) -> Iterator[Any]:
    """Starts `alliance serve`, or another command that serves, and ends it whatever happens."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str, **settings: str) -> Bot:
        port = free_port()
        log = tmp_path / f"{port}.log"
        env = environment(database_url, PORT=str(port), **(SLACK if arguments != ("try",) else {}), **settings)
        with log.open("wb") as out:
            process = subprocess.Popen(
                [ALLIANCE, *(arguments or ("serve",))], env=env, cwd=tmp_path, stdout=out, stderr=out
            )
        running.append(process)
        bot = Bot(process, port, log)
        while bot.get("/healthz")[0] != 200 and process.poll() is None:
            time.sleep(0.02)
        return bot

    yield start
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def bot(loaded: Alliance, bot_of: Any) -> Bot:  # noqa: ARG001 - what it answers from
    """`alliance serve` over HTTP, ready."""
    started: Bot = bot_of()
    assert started.turns()
    return started
