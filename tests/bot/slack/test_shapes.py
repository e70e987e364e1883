"""Whatever Slack sends, and however it is spoiled, is answered: with words where somebody waits for them."""

from __future__ import annotations

import json
import logging
import traceback
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest

from bot.slack.shapes import TYPES, shaped
from tests.bot.lenient import peer
from tests.bot.payload_kinds import KINDS, Kinds, Payload

if TYPE_CHECKING:
    from store.core import BriefingStore

SECRET, NOW = "8f742231b10e8888abcd99yyyzzz85a5", 1_800_000_000
QUICK, ALL = 400, 12_000
CALLS = ("views.", "chat.", "response")


@pytest.fixture
def dialect() -> str:
    return "sqlite"


def wrong(one: Payload, status: int, body: bytes, calls: list[str], slack: str) -> str:
    """Return what is wrong with an answer; empty when nothing is."""
    if status >= 500 or status not in {200, 400}:
        return f"status {status}"
    fields, kind = one.fields, one.kind
    intact = fields.get("type", "command") == kind and ("command" in fields) == (kind == "command")
    nobody_waits = (
        kind in {"view_closed", "ssl_check", "legacy"} or one.json or "brief:page" in str(fields.get("actions"))
    )
    if not intact or nobody_waits:  # of a link the browser has opened its page
        return ""
    told = json.loads(body) if body.startswith(b"{") else {}
    if kind == "command":
        return "" if told.get("text") or "views.open" in calls else "a command without words"
    if kind == "view_submission":
        return "" if told.get("response_action") else "a form closed as if saved"
    if kind == "block_suggestion":
        return "" if isinstance(told.get("options"), list) else "no options"
    can = is_text(fields.get("trigger_id")) or str(fields.get("response_url")).startswith(f"{slack}/response/")
    return "" if not can or any(call.startswith(CALLS) for call in calls) else "nobody said a word"


def is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def raised(records: list[logging.LogRecord]) -> str:
    """Return what was logged as an error, and where it was raised; empty when nothing was."""
    for record in records:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return record.getMessage()
        at = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} {at.filename.rpartition('/')[2]}:{at.lineno}"
    return ""


async def sent(store: BriefingStore, count: int, seed: int, caplog: pytest.LogCaptureFixture) -> Counter[str]:
    """Send *count* payloads; return what was wrong and how often, and print the first of each."""
    caplog.set_level(logging.ERROR)
    found: Counter[str] = Counter()
    async with peer(store) as (bot, slack):
        kinds = Kinds(Random(seed), slack)
        for number in range(count):
            one = kinds.draw(mutations=number % 5)
            bot.calls.clear()
            caplog.clear()
            status, body = await bot.send(one)
            fault = raised(caplog.records) or wrong(one, status, body, bot.calls, slack)
            if fault and f"{one.kind}: {fault}" not in found:
                print(one.kind, fault, json.dumps(one.fields)[:1500], status, body[:200], bot.calls)
            found.update([f"{one.kind}: {fault}"] if fault else [])
    return found


async def test_some_hundred_spoiled_payloads_are_answered(
    loaded_store: BriefingStore, caplog: pytest.LogCaptureFixture
) -> None:
    assert await sent(loaded_store, QUICK, 1, caplog) == {}


@pytest.mark.prove
@pytest.mark.timeout(300)
async def test_ten_thousand_spoiled_payloads_are_answered(
    loaded_store: BriefingStore, caplog: pytest.LogCaptureFixture
) -> None:
    assert await sent(loaded_store, ALL, 13, caplog) == {}


def test_every_kind_is_drawn() -> None:
    assert {"command", "block_actions", "view_submission", "view_closed", "shortcut", "message_action"} <= KINDS.keys()
    assert {"block_suggestion", "url_verification", "ssl_check", "app_mention", "app_home_opened"} <= KINDS.keys()
    assert {"block_actions", "view_submission", "event_callback"} <= TYPES


def test_what_has_its_documented_shape_stays_as_it_is() -> None:
    body = Kinds(Random(3), "http://127.0.0.1").click()

    kept = shaped(body)

    assert kept["user"] == body["user"]
    assert kept["actions"] == body["actions"]


def test_what_has_another_shape_counts_as_missing() -> None:
    body = {"type": "block_actions", "user": 7, "team": [1], "view": "x", "actions": [None], "authorizations": {}}

    assert shaped(body) == {"type": "block_actions", "actions": [{"action_id": ""}]}
