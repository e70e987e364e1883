"""The bot's own calls, taken by a Slack that none of us wrote: npm emulate@0.11.2, which needs Node.

It is installed once, under var/. It holds the bot to the manifest's scopes.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import aiohttp
import pytest
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.config.manifest import SCOPES
from bot.listeners.app import build_app
from bot.tasks.concurrency import Background
from bot.telemetry.series import web_client
from store.core import BriefingStore
from tests.paths import HOUSE, SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from slack_bolt.async_app import AsyncApp

if shutil.which("npm") is None or shutil.which("node") is None:
    pytest.skip("npm emulate@0.11.2 was not run: no Node found", allow_module_level=True)

pytestmark = pytest.mark.emulate

FOLDER = HOUSE / "var" / "emulate-0.11.2"
PROGRAM = FOLDER / "node_modules" / ".bin" / "emulate"
TITLE = {"type": "plain_text", "text": "x"}
BOT, READER = "xoxb-bot", "xoxp-reader"

SEED = {
    "slack": {
        "users": [{"name": "jisoo", "real_name": "Han Jisoo"}],
        "channels": [{"name": "alliance-desk"}],
        "oauth_apps": [
            {
                "client_id": "1.2",
                "client_secret": "opens nothing",
                "app_id": "A0ALLIANCE",
                "name": "Alliance Briefing",
                "redirect_uris": [],
                "scopes": list(SCOPES),
                "bot_id": "B0ALLIANCE",
                "bot_user_id": "U0ALLIANCE",
                "bot_name": "alliance",
            }
        ],
        "tokens": [
            {
                "token": BOT,
                "type": "bot",
                "user_id": "U0ALLIANCE",
                "scopes": list(SCOPES),
                "app_id": "A0ALLIANCE",
                "bot_id": "B0ALLIANCE",
                "bot_user_id": "U0ALLIANCE",
            },
            {
                "token": READER,
                "user": "jisoo",
                "app_id": "A0ALLIANCE",
                "scopes": ["channels:history", "channels:read", "chat:write", "users:read"],
            },
        ],
        "strict_scopes": True,
    }
}


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The emulator's address."""
    _install()
    folder = tmp_path_factory.mktemp("emulate")
    (folder / "seed.json").write_text(json.dumps(SEED))
    with _started(folder) as address:
        yield address


def _install() -> None:
    if PROGRAM.exists():
        return
    command = ["npm", "install", "--prefix", str(FOLDER), "--no-audit", "--no-fund", "emulate@0.11.2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
    if done.returncode:
        pytest.skip(f"npm emulate@0.11.2 could not be installed: {done.stderr.strip().splitlines()[-1]}")


@contextmanager
def _started(folder: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [str(PROGRAM), "start", "-s", "slack", "-p", str(port), "--seed", "seed.json"]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as process:
        try:
            yield _ready(f"http://localhost:{port}")
        finally:
            process.kill()


def _ready(address: str) -> str:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            with urlopen(address, timeout=1):  # noqa: S310 - our own address
                return address
        except OSError:
            time.sleep(0.05)
    pytest.fail("emulate did not come up")


async def look(client: AsyncWebClient, method: str, **arguments: Any) -> Any:
    """Call a reading method: by POST, for the emulator takes no GET."""
    return (await client.api_call(method, json=arguments)).data


@dataclass
class Desk:
    """The bot, calling the emulator, and a person who looks at what came of it."""

    address: str
    bot: AsyncApp
    background: Background
    reader: AsyncWebClient
    channel: str
    person: str

    async def told(self, body: dict[str, Any]) -> None:
        """Hand the bot what Slack would send, and wait until it is done."""
        answer = await self.bot.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
        assert answer.status == 200
        await self.background.drain(30)

    async def event(self, number: int = 1, **inner: Any) -> None:
        event = {"user": self.person, "channel": self.channel, **inner}
        known = {"team_id": "T000000001", "event_id": f"Ev{number}{inner['type']}"}
        await self.told({"type": "event_callback", "event": event, **known})

    async def mention(self, text: str, ts: str, number: int = 1) -> None:
        await self.event(type="app_mention", text=f"<@U0ALLIANCE> {text}", ts=ts, event_ts=ts, number=number)

    async def press(self, trigger: str, action_id: str, value: str) -> None:
        action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
        where = {"type": "message", "message_ts": "1.0", "channel_id": self.channel, "is_ephemeral": True}
        who = {"id": self.person, "team_id": "T000000001"}
        ways = {"trigger_id": trigger, "response_url": "", "container": where}
        await self.told({"type": "block_actions", "user": who, "actions": [action], **ways})

    async def thread(self, ts: str) -> list[dict[str, Any]]:
        """A message and its replies."""
        return list((await look(self.reader, "conversations.replies", channel=self.channel, ts=ts))["messages"])

    async def inspected(self, tab: str) -> str:
        """What the emulator shows of itself to a person."""
        async with aiohttp.ClientSession() as session, session.get(self.address, params={"tab": tab}) as page:
            return await page.text()

    async def said(self) -> list[dict[str, Any]]:
        """The channel, the newest message first."""
        return list((await look(self.reader, "conversations.history", channel=self.channel))["messages"])

    async def trigger(self) -> str:
        told = await self.bot.client.api_call("views.generateTriggerId", json={"user_id": self.person})
        return str(told["trigger_id"])


@pytest.fixture
async def desk(emulated: str, store: BriefingStore) -> Desk:
    api = f"{emulated}/api/"
    background = Background()
    bot = build_app(store, token=BOT, client=web_client(api), background=background)
    reader = AsyncWebClient(READER, base_url=api)
    person = next(one["id"] for one in (await look(reader, "users.list"))["members"] if one["name"] == "jisoo")
    listed = (await look(reader, "conversations.list"))["channels"]
    channel = next(one["id"] for one in listed if one["name"] == "alliance-desk")
    return Desk(emulated, bot, background, reader, channel, person)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BriefingStore]:
    opened = BriefingStore.open(f"sqlite:///{tmp_path_factory.mktemp('store') / 'alliance.db'}")
    opened.migrate()
    opened.load(SHIPPED, by="tests", at=datetime.now(UTC))
    yield opened
    opened.close()


async def test_every_topic_is_taken_as_a_message(desk, store):
    topics = sorted(store.snapshot.topics)

    for number, slug in enumerate(topics):
        asked = await desk.reader.chat_postMessage(channel=desk.channel, text=f"<@U0ALLIANCE> {slug}")
        await desk.mention(slug, asked["ts"], number)

    threads = [message for message in await desk.said() if message.get("reply_count")]
    replies = [reply for message in threads for reply in (await desk.thread(message["ts"]))[1:]]
    assert len(replies) == len(topics)
    assert all(reply["blocks"][0]["type"] == "header" for reply in replies)
    assert {
        store.snapshot.topics[slug].short in reply["text"] for slug, reply in zip(topics[::-1], replies, strict=True)
    } == {True}


async def test_the_passages_open_in_a_modal(desk):
    before, trigger = await desk.inspected("views"), await desk.trigger()

    await desk.press(trigger, "brief:passages", "opcon")

    assert "No modal views" in before
    assert "No modal views" not in await desk.inspected("views")
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await desk.bot.client.views_open(trigger_id=trigger, view={"type": "modal", "title": TITLE, "blocks": []})


async def test_the_home_is_published(desk):
    before = await desk.inspected("views")

    await desk.event(type="app_home_opened", tab="home")

    assert "No App Home views" in before
    assert "No App Home views" not in await desk.inspected("views")


async def test_the_scopes_of_the_manifest_are_all_it_has(desk):
    with pytest.raises(SlackApiError, match="missing_scope"):
        await desk.bot.client.pins_add(channel=desk.channel, timestamp="1.0")
