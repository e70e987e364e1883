"""The real bot by Socket Mode: it answers as it does over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.config import manifest
from bot.config.settings import Settings
from bot.config.tokens import SecretStr
from bot.listeners.app import build_app
from bot.simulator import SlashCommand, build_workspace
from bot.simulator.state.fixtures import JISOO
from bot.tasks.concurrency import Background
from bot.telemetry.series import web_client
from bot.web.routes import build_web
from tests.bot.served import Clock, Team, blocks_of
from tests.hosting import Port, hosted
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from store.core import BriefingStore

# The way to Slack does not depend on the database: one kind is enough.
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])

APP_TOKEN, BOT_TOKEN = "xapp-1-socket", "xoxb-1-socket"


@pytest.fixture
async def socketed(loaded_store: BriefingStore) -> AsyncIterator[Team]:
    """A person in a workspace whose bot has come by Socket Mode; there is no address to call it at."""
    slack, bot, clock, background = Port(), Port(), Clock(), Background()
    workspace = build_workspace(
        events_url=None,
        address=slack.address,
        signing_secret="signs nothing here",
        bot_token=BOT_TOKEN,
        scopes=manifest.SCOPES,
        app_token=APP_TOKEN,
        commands=[SlashCommand("/alliance", "Look up an alliance topic", "opcon")],
    )
    settings = Settings(
        slack_app_token=SecretStr(APP_TOKEN),
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_api_url=f"{slack.address}/api/",
    )
    state = workspace.state
    async with hosted(workspace, slack):
        client = web_client(settings.slack_api_url)
        app = build_app(loaded_store, token=BOT_TOKEN, client=client, background=background, admins=[JISOO.id])
        async with hosted(build_web(app, loaded_store, settings, work=background), bot):
            await until(lambda: state.slack.sockets.connected)
            yield Team(state.slack, state.user_actions, state.controls, background, clock, settings)


async def test_a_brief_by_socket_is_the_brief_over_http(socketed, team):
    by_socket, over_http = await socketed.ask("opcon"), await team.ask("opcon")

    assert by_socket.text == over_http.text
    assert without_ids(by_socket) == without_ids(over_http)


def without_ids(message) -> list[dict[str, object]]:
    """The blocks as the bot sent them: Slack adds the ids that are missing."""
    return [{name: value for name, value in block.items() if name != "block_id"} for block in blocks_of(message)]


async def test_a_brief_is_shared_by_socket(socketed):
    private = await socketed.ask("opcon")

    await socketed.share(private)

    assert "OPCON" in socketed.public()[0].text


async def test_the_passages_open_by_socket(socketed):
    private = await socketed.ask("opcon")

    await socketed.press(private, "Read the passages")

    assert len(socketed.modals) == 1


async def test_a_topic_is_found_by_socket_while_one_types(socketed):
    chooser = await socketed.ask("")

    assert await socketed.suggested(chooser, "opc") == ["opcon"]


async def test_a_mention_is_answered_by_socket(socketed):
    said = await socketed.say("@Alliance Briefing opcon")

    (answer,) = socketed.thread(said)
    assert "OPCON" in answer.text
