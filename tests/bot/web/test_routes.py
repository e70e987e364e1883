"""Slack's endpoint, the health routes, and the loop that follows the store."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config.release import VERSION, commit
from bot.config.settings import Settings
from bot.config.tokens import SecretStr
from bot.listeners.app import build_app
from bot.web.endpoint import Guard, SlackEndpoint, _decoded, fields
from bot.web.health import Health
from bot.web.routes import build_web
from store.core import BriefingStore
from store.db.engine import Database
from tests.paths import SEEDS
from tests.waiting import until

if TYPE_CHECKING:
    import io
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

    from starlette.applications import Starlette

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW = 1_800_000_000
MIB = 1024 * 1024
FORM = "application/x-www-form-urlencoded"

_serial = itertools.count()


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True)
class Sender:
    """Speaks ASGI to the routes, as uvicorn would; *taken* counts the pieces of the body that were asked for."""

    web: Starlette
    taken: int = 0

    async def send(
        self, method: str, path: str, headers: Iterable[tuple[bytes, bytes]] = (), chunks: Iterable[bytes] = (b"",)
    ) -> Reply:
        pieces = list(chunks)
        said: list[Any] = []

        async def receive() -> dict[str, Any]:
            if not pieces:
                return {"type": "http.disconnect"}
            self.taken += 1
            return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

        async def send(message: Any) -> None:
            said.append(message)

        scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "root_path": ""}
        scope |= {"query_string": b"", "headers": list(headers), "http_version": "1.1", "scheme": "http"}
        await self.web(scope, receive, send)
        heads = {name.decode(): value.decode() for name, value in said[0]["headers"]}
        return Reply(said[0]["status"], heads, b"".join(message.get("body", b"") for message in said[1:]))

    async def post(self, body: bytes, headers: dict[str, str], *, chunks: Iterable[bytes] | None = None) -> Reply:
        raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
        return await self.send("POST", "/slack/events", raw, [body] if chunks is None else chunks)

    async def get(self, path: str) -> Reply:
        return await self.send("GET", path)


def command(text: str, **more: str) -> bytes:
    form = {"command": "/alliance", "text": text, "team_id": "T1", "user_id": "U1", "channel_id": "C1"}
    form |= {"response_url": "http://127.0.0.1:9/r", "trigger_id": f"{next(_serial)}.1", **more}
    return urlencode(form).encode()


def signed(body: bytes, *, at: int = NOW, kind: str = FORM, secret: str = SECRET) -> dict[str, str]:
    digest = hmac.new(secret.encode(), b"v0:%d:%b" % (at, body), hashlib.sha256).hexdigest()
    return {"Content-Type": kind, "X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={digest}"}


@pytest.fixture
def dialect() -> str:
    """One kind of database is enough here: the other's behaviour is the store's matter."""
    return "sqlite"


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(
        database_url=SecretStr(database_url),
        slack_bot_token=SecretStr("xoxb-1-2-abc"),
        slack_signing_secret=SecretStr(SECRET),
    )


def web_of(store: BriefingStore, settings: Settings, health: Health | None = None) -> Starlette:
    app, now = build_app(store, token="xoxb-1-2-abc"), datetime.fromtimestamp(NOW, UTC)
    return build_web(app, store, settings, health=health, now=lambda: now)


@pytest.fixture
def slack(loaded_store: BriefingStore, settings: Settings) -> Sender:
    return Sender(web_of(loaded_store, settings))


def codes(log: io.StringIO) -> list[tuple[str, str | None]]:
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    return [(line["code"], line.get("reason")) for line in lines if line.get("code")]


async def test_a_signed_command_is_answered_in_the_reply(slack: Sender) -> None:
    body = command("opcon")

    reply = await slack.post(body, signed(body))

    assert reply.status == 200
    assert reply.headers["content-type"].startswith("application/json")
    assert reply.json["response_type"] == "ephemeral"
    assert "OPCON" in reply.json["text"]


async def test_slacks_greeting_is_returned(slack: Sender) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a"}).encode()

    reply = await slack.post(body, signed(body, kind="application/json"))

    assert (reply.status, reply.json) == (200, {"challenge": "3eZbrw1a"})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"X-Slack-Signature": None}, "missing header"),
        ({"X-Slack-Request-Timestamp": None}, "missing header"),
        ({"X-Slack-Request-Timestamp": "yesterday"}, "garbled header"),
        ({"X-Slack-Signature": "v0=größer"}, "garbled header"),
        ({"X-Slack-Signature": "v0=" + "0" * 64}, "wrong signature"),
        (signed(command("x"), at=NOW - 301), "old timestamp"),
        (signed(command("x"), at=NOW + 301), "future timestamp"),
        (signed(command("x"), secret="another"), "wrong signature"),
    ],
)
async def test_what_slack_did_not_sign_gets_401_and_no_word(
    slack: Sender, log: io.StringIO, change: dict[str, str | None], reason: str
) -> None:
    body = command("opcon")
    headers = {name: value for name, value in (signed(body) | change).items() if value is not None}

    reply = await slack.post(body, headers)

    assert (reply.status, reply.body) == (401, b"")
    assert codes(log) == [("sig_invalid", reason)]


async def test_a_replay_gets_401(slack: Sender, log: io.StringIO) -> None:
    body = command("opcon")

    replies = [await slack.post(body, signed(body)) for _ in range(3)]

    assert [reply.status for reply in replies] == [200, 401, 401]
    assert codes(log) == [("sig_invalid", "replay")] * 2


async def test_of_replays_at_the_same_moment_one_passes(slack: Sender) -> None:
    body = command("opcon")

    replies = await asyncio.gather(*(slack.post(body, signed(body)) for _ in range(20)))

    assert sorted(reply.status for reply in replies) == [200] + [401] * 19


async def test_an_announced_body_over_one_mebibyte_gets_413_unread(slack: Sender, log: io.StringIO) -> None:
    body = b"x" * (MIB + 1)

    reply = await slack.post(body, signed(body) | {"Content-Length": str(len(body))})

    assert (reply.status, reply.body, slack.taken) == (413, b"", 0)
    assert codes(log) == [("too_large", None)]


async def test_a_body_that_grows_over_one_mebibyte_gets_413_while_it_arrives(slack: Sender) -> None:
    chunks = [b"x" * 65_536] * 100

    reply = await slack.post(b"", signed(b""), chunks=chunks)

    assert reply.status == 413
    assert slack.taken == 17


async def test_a_body_of_one_mebibyte_is_let_in(slack: Sender) -> None:
    body = command("opcon", filler="x" * (MIB - 400))
    body += b"x" * (MIB - len(body))

    reply = await slack.post(body, signed(body), chunks=[body[:500_000], body[500_000:]])

    assert reply.status == 200


async def test_a_body_is_not_read_when_its_headers_already_forbid_it(slack: Sender) -> None:
    body = command("opcon")

    reply = await slack.post(body, signed(body, at=NOW - 1000))

    assert (reply.status, slack.taken) == (401, 0)


async def test_a_body_that_does_not_arrive_is_not_waited_for(loaded_store: BriefingStore) -> None:
    hasty = SlackEndpoint(build_app(loaded_store, token="xoxb-1-2-abc"), Guard(SECRET), patience_seconds=0.05)
    pieces = [{"type": "http.request", "body": b"co", "more_body": True}]
    said: list[Any] = []

    async def receive() -> dict[str, Any]:
        if not pieces:
            await asyncio.Event().wait()
        return pieces.pop()

    async def send(message: Any) -> None:
        said.append(message)

    signatures = signed(b"command", at=int(time.time())).items()
    headers = [(name.lower().encode(), value.encode()) for name, value in signatures]
    await hasty({"method": "POST", "headers": headers}, receive, send)

    assert said[0]["status"] == 408


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"[1, 2]", "application/json"),
        (b'"text"', "application/json"),
        (b"null", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"payload=%7B", FORM),
        (b"payload=[]", FORM),
        (b"text=\xff\xfe", FORM),
    ],
)
async def test_a_signed_body_that_makes_no_sense_is_not_a_server_error(slack: Sender, body: bytes, kind: str) -> None:
    reply = await slack.post(body, signed(body, kind=kind))

    assert reply.status in {400, 404}


@pytest.mark.parametrize(
    "text", ["missile payload", "payload", "payload=1", "&payload={}", '{"type": "view_submission"}', "ssl_check=1"]
)
async def test_a_command_may_speak_of_whatever_slack_has_words_for(slack: Sender, text: str) -> None:
    body = command(text)

    reply = await slack.post(body, signed(body))

    assert reply.status == 200
    assert reply.json["text"]


VOCABULARY = [
    "payload",
    "type",
    "event",
    "challenge",
    "command",
    "ssl_check",
    "view",
    "actions",
    "token",
    "{",
    "}",
    "&",
]
FIELDS = ["text", "channel_name", "user_name", "team_domain", "trigger_id", "response_url"]


@given(st.dictionaries(st.sampled_from(FIELDS), st.lists(st.sampled_from(VOCABULARY)).map(" ".join)))
def test_a_command_stays_one_whatever_stands_in_its_fields(said: dict[str, str]) -> None:
    form = urlencode({"command": "/alliance", **said})

    body = _decoded(form, {"content-type": FORM})

    assert body == {"command": "/alliance", **said}


@given(st.text(st.sampled_from("ab=&%+;41C3 é전\x00"), max_size=40) | st.text(max_size=40))
def test_a_form_is_read_as_the_standard_library_reads_it(form: str) -> None:
    assert list(fields(form)) == parse_qsl(form, keep_blank_values=True)


async def test_nobody_outside_can_run_lazy_listeners_by_a_header(slack: Sender) -> None:
    body = command("opcon")
    lazy = {"X-Slack-Bolt-Lazy-Only": "1", "X-Slack-Bolt-Lazy-Function-Name": "alliance"}

    reply = await slack.post(body, signed(body) | lazy)

    assert "OPCON" in reply.json["text"]


async def test_only_posts_are_taken(slack: Sender) -> None:
    assert (await slack.get("/slack/events")).status == 405


async def test_nothing_of_a_body_or_a_header_reaches_the_log(slack: Sender, log: io.StringIO) -> None:
    planted = "xoxb-9999-planted"
    word = "unmistakablyplanted"
    bodies = [command(f"{planted} {word}", token=planted), json.dumps({"token": planted, "text": word}).encode()]
    bodies += [b"{" + word.encode(), urlencode({"payload": f'{{"type": "{word}"}}'}).encode()]

    for body, kind in itertools.product(bodies, (FORM, "application/json")):
        await slack.post(body, signed(body, kind=kind))
        await slack.post(body, signed(body, kind=kind))
        await slack.post(body, signed(body, kind=kind, secret="another"))
        await slack.post(body, signed(body, kind=kind, at=1))
        await slack.post(body, {"X-Slack-Signature": word, "X-Slack-Request-Timestamp": planted})
        await slack.post(body, signed(body, kind=kind) | {"Content-Length": "9999999"})

    assert codes(log)
    assert not any(secret in log.getvalue() for secret in (planted, word, "planted", SECRET))


async def test_without_a_signing_secret_there_is_no_way_in(loaded_store: BriefingStore) -> None:
    socket_mode = Settings(slack_app_token=SecretStr("xapp-1-2"), slack_signing_secret=None)
    slack = Sender(web_of(loaded_store, socket_mode))

    reply = await slack.post(b"", signed(b""))

    assert reply.status == 404


async def test_the_bot_is_alive_whatever_its_database_does(store: BriefingStore, settings: Settings) -> None:
    reply = await Sender(web_of(store, settings)).get("/healthz")

    assert reply.status == 200


@asynccontextmanager
async def lived(store: BriefingStore, settings: Settings, state: Health) -> AsyncIterator[Sender]:
    """The routes with their lifespan, after the first look at the store."""
    web = web_of(store, settings, state)
    async with web.router.lifespan_context(web):
        await until(lambda: state.trouble != "starting")
        yield Sender(web)


async def test_a_loaded_store_makes_the_bot_ready(loaded_store: BriefingStore, settings: Settings) -> None:
    async with lived(loaded_store, settings, Health()) as slack:
        reply = await slack.get("/readyz")

    assert reply.status == 200
    assert reply.json == {
        "ready": True,
        "reasons": [],
        "degraded": [],
        "generation": 1,
        "digests": {"waiting": 0, "lag_seconds": 0},
        "version": VERSION,
        "commit": commit(),
    }


async def test_digests_that_wait_long_are_told_in_the_body_and_take_nobody_out(
    loaded_store: BriefingStore, settings: Settings
) -> None:
    health = Health()
    async with lived(loaded_store, settings, health) as slack:
        health.backlog = lambda: (49_000, 901)
        reply = await slack.get("/readyz")

    assert (reply.status, reply.json["degraded"]) == (200, ["digests_behind"])
    assert reply.json["digests"] == {"waiting": 49_000, "lag_seconds": 901}


async def test_an_empty_store_is_not_ready(store: BriefingStore, settings: Settings) -> None:
    async with lived(store, settings, Health()) as slack:
        reply = await slack.get("/readyz")

    assert (reply.status, reply.json["reasons"]) == (503, ["nothing_loaded"])


async def test_a_database_without_tables_is_not_ready(settings: Settings, tmp_path: Path) -> None:
    store = BriefingStore(Database(f"sqlite:///{tmp_path / 'none.db'}"))

    async with lived(store, settings, Health()) as slack:
        reply = await slack.get("/readyz")

    assert reply.status == 503
    assert "schema_none" in reply.json["reasons"]


async def test_draining_ends_readiness_at_once(loaded_store: BriefingStore, settings: Settings) -> None:
    state = Health()
    async with lived(loaded_store, settings, state) as slack:
        state.draining = True
        reply = await slack.get("/readyz")

    assert (reply.status, reply.json["reasons"]) == (503, ["draining"])


async def test_before_the_first_look_the_bot_is_not_ready(loaded_store: BriefingStore, settings: Settings) -> None:
    reply = await Sender(web_of(loaded_store, settings)).get("/readyz")

    assert (reply.status, reply.json["reasons"]) == (503, ["starting"])


async def test_a_deaf_socket_is_not_ready() -> None:
    async def deaf() -> bool:
        return False

    state = Health(generation=1, trouble=None, slack=deaf)

    assert await state.reasons() == ["slack_disconnected"]


async def test_a_database_that_says_nothing_degrades_the_bot_and_leaves_it_ready() -> None:
    state = Health(generation=1, trouble=None, heard_at=100.0)

    assert state.degraded(114.0) == {}
    assert state.degraded(116.0) == {"db_silent": "database"}
    assert await state.reasons() == []


async def test_another_process_load_is_answered_within_a_second_or_so(
    store: BriefingStore, settings: Settings, database_url: str
) -> None:
    elsewhere = BriefingStore.open(database_url)
    async with lived(store, settings, Health()):
        await asyncio.to_thread(elsewhere.load, SEEDS, by="elsewhere", at=datetime.now(UTC))

        await until(lambda: store.snapshot.generation == 1, seconds=2)

    elsewhere.close()
    assert "opcon" in store.snapshot.topics


async def test_a_database_that_goes_and_comes_back_takes_nobody_out_of_a_balancer(
    loaded_store: BriefingStore, settings: Settings
) -> None:
    path = loaded_store.database.path
    assert path is not None
    state = Health()
    async with lived(loaded_store, settings, state) as slack:
        away = path.rename(path.with_suffix(".away"))
        await until(lambda: state.trouble is not None)
        gone = await slack.get("/readyz")
        shown = await slack.get("/metrics")
        away.rename(path)
        await until(lambda: state.trouble is None)
        back = await slack.get("/readyz")

    assert (gone.status, gone.json["degraded"]) == (200, ["schema_none"])
    assert 'alliance_degraded{part="database",reason="schema_none"} 1.0' in shown.body.decode()
    assert (back.status, back.json["degraded"]) == (200, [])
