"""Slack's refusals in words: every method we call is in the table, and each refusal says what the person can do."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING

import pytest

from bot.config import manifest
from bot.simulator.methods import SCOPES
from bot.simulator.service.slack import Fault, Wrong
from bot.slack.refusals import METHODS, REFUSALS, told
from tests.bot.slack_rules import said
from tests.paths import HOUSE

if TYPE_CHECKING:
    from bot.simulator.service.slack import Slack
    from tests.bot.served import Team

FAMILIES = "apps|auth|blocks|chat|conversations|files|team|users|views|bots|usergroups"
CALL = re.compile(rf"\.(?P<family>{FAMILIES})_(?P<rest>[a-zA-Z_]+)\b(?!\s*=)")
BY_NAME = re.compile(rf"\"((?:{FAMILIES})\.[a-zA-Z.]+)\"")
NESTED = {"apps_connections_open": "apps.connections.open"}


@pytest.fixture
def dialect() -> str:
    return "sqlite"


def called() -> set[str]:
    """Every method that the bot's source names."""
    found: set[str] = set()
    for path in (HOUSE / "bot").rglob("*.py"):
        if "simulator" in path.parts or path.name == "refusals.py":
            continue
        text = path.read_text(encoding="utf-8")
        if "slack" not in text:
            continue
        found |= {name for name in BY_NAME.findall(text) if name in SCOPES}
        for one in CALL.finditer(text):
            python = f"{one['family']}_{one['rest']}"
            if re.search(rf"client\.{python}\b", text):
                found.add(NESTED.get(python, f"{one['family']}.{one['rest']}"))
    return found


def test_the_table_has_the_methods_that_are_called_and_no_others() -> None:
    assert called() == set(METHODS)


def test_the_manifest_grants_every_scope_that_a_method_needs() -> None:
    needed = {scope for scopes in METHODS.values() for scope in scopes}

    assert needed <= set(manifest.SCOPES)
    for name in ("manifest.json", "manifest.http.json"):
        granted = json.loads((HOUSE / "deploy" / name).read_text())["oauth_config"]["scopes"]["bot"]
        assert needed <= set(granted)


def test_the_simulated_slack_asks_for_the_scopes_of_the_table() -> None:
    for name in METHODS.keys() & SCOPES.keys():
        assert bool(SCOPES[name]) == bool(METHODS[name]), name


def test_every_documented_error_of_every_method_that_is_called_has_its_words() -> None:
    documented = json.loads((HOUSE / "tests" / "schemas" / "slack_errors.json").read_text())

    assert documented.keys() == METHODS.keys()
    assert {method: sorted({*errors} - REFUSALS.keys()) for method, errors in documented.items()} == {
        method: [] for method in METHODS
    }


def test_what_is_our_own_fault_is_not_put_on_the_person() -> None:
    ours = {code for code, words in REFUSALS.items() if "the bot's fault" in words}

    assert {"invalid_arguments", "invalid_blocks", "unknown_method"} <= ours
    assert ours.isdisjoint({"is_archived", "missing_scope", "expired_trigger_id", "restricted_action", "ratelimited"})


def test_every_refusal_is_a_sentence_that_says_what_to_do() -> None:
    for code, words in REFUSALS.items():
        assert words.endswith((".", ": /invite @alliance")), code
        assert code not in words
        assert len(words) <= 150


def test_a_missing_scope_is_named() -> None:
    assert "im:read" in told("missing_scope", "im:read")
    assert told("something_new") == ""


@pytest.mark.parametrize(
    ("method", "error", "words"),
    [
        ("views.open", "expired_trigger_id", "do it once more"),
        ("views.open", "fatal_error", "Try again in a minute"),
        ("conversations.info", "missing_scope", "The app lacks a permission"),
        ("conversations.info", "no_permission", "Ask an admin"),
        ("conversations.info", "access_denied", "Ask an admin"),
        ("conversations.info", "account_inactive", "signed out"),
    ],
)
async def test_what_slack_refuses_on_the_way_to_a_form_is_said(team: Team, method: str, error: str, words: str) -> None:
    team.slack.faults.add(Fault(Wrong.REFUSE, method, error=error))

    reply = await team.ask("digest")

    assert words in said(reply.blocks)
    assert "Something went wrong" not in said(reply.blocks)


@pytest.mark.parametrize(
    ("error", "words"),
    [("is_archived", "Unarchive"), ("restricted_action", "Only some people"), ("msg_too_long", "Ask for less")],
)
async def test_what_slack_refuses_of_an_answer_is_said_to_the_person_alone(team: Team, error: str, words: str) -> None:
    team.slack.faults.add(Fault(Wrong.REFUSE, "chat.postMessage", error=error))

    await team.say("@alliance opcon")

    assert words in said(team.private[-1].blocks)


async def test_a_button_whose_form_comes_too_late_says_so_below(team: Team) -> None:
    reply = await team.ask("sources")
    team.slack.faults.stay(Fault(Wrong.REFUSE, "views.open", error="expired_trigger_id"))

    labels = [element for block in reply.blocks for element in block.get("elements", []) if "action_id" in element]
    labels += [block["accessory"] for block in reply.blocks if "accessory" in block]
    button = next(one for one in labels if one["type"] == "button")
    await team.press(reply, button["text"]["text"])

    assert "do it once more" in said(team.private[-1].blocks)


@pytest.mark.parametrize(
    ("method", "words"), [("users.info", "again"), ("conversations.info", "Next"), ("auth.test", "again")]
)
@pytest.mark.parametrize("wrong", [Wrong.RATE_LIMIT, Wrong.DELAY, Wrong.DROP])
async def test_nothing_on_the_way_to_a_reply_waits_for_slack(team: Team, method: str, wrong: Wrong, words: str) -> None:
    team.slack.faults.stay(Fault(wrong, method, seconds=4))

    began = time.monotonic()
    reply = await team.hands.command(team.user, team.channel, "/alliance digest subscribe opcon weekdays 08:30")

    assert (reply.status, reply.error) == (200, None)
    assert time.monotonic() - began < 2.9
    assert words in said(team.private[-1].blocks)


async def test_an_answer_to_a_mention_waits_as_long_as_slack_asks(team: Team) -> None:
    team.slack.faults.add(Fault(Wrong.RATE_LIMIT, "chat.postMessage", seconds=1))

    message = await team.say("@alliance opcon")

    assert len(team.thread(message)) == 1


async def test_without_the_scope_the_person_reads_which(team: Team) -> None:
    slack: Slack = team.slack
    slack.scopes = slack.scopes - {"channels:read", "groups:read", "im:read"}

    reply = await team.ask("digest")

    assert "channels:read" in said(reply.blocks)
