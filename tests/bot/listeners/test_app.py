"""One error handler for every listener, and an app that asks nobody before it answers."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from slack_bolt.async_app import AsyncBoltRequest

from bot.listeners.app import build_app
from bot.slack.message_content import spoken
from bot.slack.payloads import Click, Command, MessageEvent
from bot.telemetry.series import web_client
from bot.text.errors import UNKNOWN, words_for
from store.errors import DatabaseBusy, DatabaseCorrupt, LoadRunning, OutcomeUnknown, StorageFailed, TooLong
from tests.bot.slack_rules import said

if TYPE_CHECKING:
    from store.core import BriefingStore


@pytest.fixture
def dialect() -> str:
    """One kind of database; `test_commands` has both."""
    return "sqlite"


NOWHERE = "http://127.0.0.1:9/api/"
FORM = {"content-type": "application/x-www-form-urlencoded"}


def command(text: str) -> AsyncBoltRequest:
    form = {"command": "/alliance", "text": text, "user_id": "U1", "team_id": "T1", "response_url": NOWHERE}
    return AsyncBoltRequest(body=urlencode(form), headers=FORM)


async def test_a_lookup_is_answered_while_slacks_web_api_cannot_be_reached(loaded_store: BriefingStore) -> None:
    app = build_app(loaded_store, token="xoxb-1", client=web_client(NOWHERE))

    reply = await app.async_dispatch(command("opcon"))

    body = json.loads(reply.body)
    assert reply.status == 200
    assert reply.headers["content-type"] == ["application/json;charset=utf-8"]
    assert (body["response_type"], body["unfurl_links"], body["unfurl_media"]) == ("ephemeral", False, False)


async def test_the_slash_command_passes_no_listener_of_bolts(loaded_store: BriefingStore) -> None:
    app = build_app(loaded_store, token="xoxb-1", client=web_client(NOWHERE))
    app._async_listeners.clear()  # noqa: SLF001 - bolt has no other way

    reply = await app.async_dispatch(command("opcon"))

    assert "OPCON" in json.loads(reply.body)["text"]


async def test_the_client_keeps_its_token_for_what_we_send_ourselves(loaded_store: BriefingStore) -> None:
    client = web_client(NOWHERE)

    app = build_app(loaded_store, token="xoxb-1", client=client)

    assert app.client is client
    assert client.token == "xoxb-1"


async def test_what_nobody_foresaw_has_a_reference_and_a_stack_and_no_content(
    loaded_store: BriefingStore, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: object) -> str:
        return str(1 / 0)

    app = build_app(loaded_store, token="xoxb-1", client=web_client(NOWHERE), to=broken)

    reply = await app.async_dispatch(command("OpCoN"))

    (record,) = [record for record in caplog.records if record.message == "failed"]
    assert json.loads(reply.body)["text"] == f"Something went wrong (ref {record.ref})."
    assert record.exc_info is not None
    assert "OpCoN" not in caplog.text


async def test_the_certificate_check_and_the_url_check_of_slack_are_answered(loaded_store: BriefingStore) -> None:
    app = build_app(loaded_store, token="xoxb-1")

    ssl = await app.async_dispatch(AsyncBoltRequest(body="ssl_check=1&token=x", headers=FORM))
    challenge = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a", "token": "x"})
    url = await app.async_dispatch(AsyncBoltRequest(body=challenge, headers={"content-type": "application/json"}))

    assert (ssl.status, ssl.body) == (200, "")
    assert json.loads(url.body) == {"challenge": "3eZbrw1a"}


@pytest.mark.parametrize(
    ("error", "words", "level"),
    [
        (TooLong("Please shorten this to 500 characters."), "Please shorten this to 500 characters.", "INFO"),
        (DatabaseBusy("locked"), "Busy, please try again.", "INFO"),
        (
            DatabaseCorrupt("malformed"),
            "Temporarily unavailable. Try again in a few minutes; if it stays so, tell whoever runs the bot.",
            "ERROR",
        ),
        (
            StorageFailed("full"),
            "Temporarily unavailable. Try again in a few minutes; if it stays so, tell whoever runs the bot.",
            "ERROR",
        ),
        (OutcomeUnknown("alliance"), UNKNOWN, "ERROR"),
    ],
)
def test_every_kind_of_error_has_its_words(
    error: Exception, words: str, level: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    told = words_for(error)

    assert told == words
    assert [(record.levelname, record.code) for record in caplog.records] == [(level, error.code)]


def test_whoever_wanted_to_save_is_told_that_nothing_changed() -> None:
    assert (
        words_for(StorageFailed("full"), saving=True) == "Could not save; nothing changed. Try again in a few minutes."
    )


def test_a_running_load_says_since_when() -> None:
    from datetime import UTC, datetime  # noqa: PLC0415

    told = words_for(LoadRunning(datetime(2026, 11, 23, 9, 5, tzinfo=UTC), "editor"))

    assert "since 09:05:00 UTC" in told


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("<@U0BOT> opcon", "opcon"),
        ("hey <@U0BOT|alliance>  what is  SMA?", "hey what is SMA?"),
        ("see <https://a.example/x|the paper> on CFC", "see the paper on CFC"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("in <#C0123|alliance-desk>", "in alliance-desk"),
        ("<!here> R&amp;D &lt;b&gt;", "R&D <b>"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_a_message_is_read_as_people_read_it(written: str, words: str) -> None:
    assert spoken(written) == words


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("R&amp;D", "R&D"),
        ("2 &lt; 3 &gt; 1", "2 < 3 > 1"),
        ("&amp;lt;b&amp;gt; &amp;amp;", "&lt;b&gt; &amp;"),
        ("&", "&"),
    ],
)
def test_what_is_typed_behind_the_command_is_unescaped_once(sent: str, typed: str) -> None:
    assert Command.of({"text": sent}).text == typed


async def test_a_command_is_told_back_as_it_was_typed(loaded_store: BriefingStore) -> None:
    app = build_app(loaded_store, token="xoxb-1", client=web_client(NOWHERE))

    reply = await app.async_dispatch(command("zeppelins &amp; &lt;balloons&gt;"))

    assert "zeppelins & <balloons>" in said(json.loads(reply.body)["blocks"])


@pytest.mark.parametrize(
    "event",
    [
        {"type": "message", "channel_type": "im", "bot_id": "B1", "text": "x", "channel": "D1", "ts": "1.1"},
        {"type": "message", "channel_type": "im", "subtype": "message_changed", "channel": "D1", "ts": "1.1"},
        {"type": "message", "channel_type": "channel", "user": "U1", "text": "x", "channel": "C1", "ts": "1.1"},
        {"type": "app_mention", "text": "x", "channel": "C1", "ts": "1.1", "edited": {"ts": "90000.1"}},
    ],
)
def test_what_was_not_said_to_us_is_not_heard(event: dict[str, Any]) -> None:
    assert MessageEvent.of({"event": event, "event_id": "Ev1"}) is None


def test_a_click_knows_its_deed_its_place_and_the_ways_back() -> None:
    body = {
        "user": {"id": "U1"},
        "trigger_id": "1.2",
        "response_url": "http://r",
        "container": {"type": "message", "is_ephemeral": True, "thread_ts": "9.9"},
        "actions": [{"action_id": "topic:open:3", "value": "cfc"}],
    }

    click = Click.of(body)

    assert (click.action, click.value, click.private, click.view) == ("topic:open", "cfc", True, None)
    assert (click.way.user, click.way.response_url, click.way.thread) == ("U1", "http://r", "9.9")


@pytest.mark.parametrize(
    ("stacked", "room"),
    [
        ({}, True),
        ({"previous_view_id": "V1", "root_view_id": "V1"}, True),
        ({"previous_view_id": "V2", "root_view_id": "V1"}, False),
    ],
)
def test_a_modal_has_room_above_it_until_three_are_open(stacked: dict[str, str], room: bool) -> None:
    view = {"id": "V3", "type": "modal", **stacked}

    click = Click.of({"view": view, "actions": [{"action_id": "topics:pick", "selected_option": {"value": "cfc"}}]})

    assert click.view is not None
    assert (click.value, click.private, click.view.is_home, click.view.has_room) == ("cfc", False, False, room)
