"""`alliance digest …` at a terminal and for scripts: JSON, exit codes, and one tick against a workspace."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from bot.config import manifest
from bot.simulator import build_workspace
from bot.simulator.state.fixtures import DESK, TEAM
from tests.faults.programs import Alliance
from tests.hosting import Port, hosted
from tests.paths import SEEDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.programs import Ran

FRIDAY, MONDAY = "2026-11-20T09:00:00+00:00", "2026-11-22T23:30:00+00:00"


@pytest.fixture
def dialect() -> str:
    """One kind of database; `test_digests` has both."""
    return "sqlite"


@pytest.fixture
def alliance(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Alliance:
    """The command line, with the fixture seeds loaded."""
    monkeypatch.chdir(tmp_path)
    settings = {"DATABASE_URL": database_url, "ALLIANCE_SEEDS": str(SEEDS), "PATH": os.defpath}
    made = Alliance(settings, capsys)
    assert made("load").code == 0
    return made


@contextmanager
def workspace() -> Iterator[tuple[Any, str]]:
    """A workspace in a thread of its own, and the address of its API."""
    ready, done, found = threading.Event(), threading.Event(), {}

    async def serve() -> None:
        port = Port()
        web = build_workspace(
            events_url=None, signing_secret="s", bot_token="xoxb-cli", scopes=manifest.SCOPES, address=port.address
        )
        async with hosted(web, port) as address:
            found["slack"], found["api"] = web.state.slack, f"{address}/api/"
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(20)
    try:
        yield found["slack"], found["api"]
    finally:
        done.set()
        thread.join(20)


def subscribe(alliance: Alliance, *more: str) -> Ran:
    return alliance("digest", "subscribe", "--team", TEAM.id, "--channel", DESK, "--now", FRIDAY, *more)


def test_subscribe_as_json_keeps_the_promised_keys(alliance: Alliance) -> None:
    ran = subscribe(alliance, "--topics", "opcon,sma", "--days", "weekdays", "--zone", "Asia/Seoul", "--json")

    assert ran.code == 0
    assert list(ran.json) == [
        "id",
        "team",
        "channel",
        "owner",
        "topics",
        "days",
        "times",
        "zone",
        "ordinal",
        "month_days",
        "months",
        "weeks",
        "held",
        "skip_holidays",
        "rule",
        "quiet",
        "state",
        "paused_because",
        "next_due_at",
        "for_editors",
        "tells",
    ]
    assert ran.json["topics"] == ["opcon", "sma"]
    assert ran.json["rule"] == "Weekdays 08:30 Asia/Seoul"
    assert ran.json["next_due_at"] == MONDAY


def test_subscribe_for_people_says_the_state_and_the_next_run(alliance: Alliance) -> None:
    ran = subscribe(alliance, "--topics", "opcon", "--zone", "Asia/Seoul")

    assert "OPCON. Weekdays 08:30 Asia/Seoul. Next: Mon 23 Nov, 08:30 KST. One line on quiet days." in ran.out


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("--zone", "Asia/Seuol"), 65, "Nearest: Asia/Seoul"),
        (("--topics", "opkon"), 65, "Nearest: opcon"),
        (("--days", "wekdays"), 65, "Nearest: weekdays"),
        (("--at", "25:00"), 65, "“25:00” is not a time"),
        (("--skip-holidays", "Atlantis"), 65, "no country whose holidays we know"),
        (("--topics", ""), 2, "--topics: is empty"),
        (("--at", " "), 2, "--at: is empty"),
        (("--topics", "opkon", "--days", "wekdays"), 65, "“wekdays” is no"),
        (("--topics", "opkon", "--zone", "Asia/Soul"), 65, "Nearest: Asia/Seoul"),
        (("--now", "tomorrow"), 64, "is no instant"),
        (("--now", "2026-11-23T08:30:00"), 64, "has no offset"),
    ],
)
def test_what_cannot_be_understood_ends_with_its_code_and_the_nearest(
    alliance: Alliance, options: tuple[str, ...], code: int, says: str
) -> None:
    ran = subscribe(alliance, *options)

    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err
    assert alliance("digest", "list", "--json").json == []


def test_quiet_is_changed_only_when_it_is_named(alliance: Alliance) -> None:
    first = subscribe(alliance, "--topics", "opcon", "--quiet", "silent", "--json").json
    second = subscribe(alliance, "--topics", "sma", "--json").json
    third = subscribe(alliance, "--topics", "sma", "--quiet", "line", "--json").json

    assert first["id"] == second["id"] == third["id"]
    assert [first["quiet"], second["quiet"], third["quiet"]] == ["silent", "silent", "line"]


def test_list_and_deliveries_are_one_array_even_when_empty(alliance: Alliance) -> None:
    assert alliance("digest", "list", "--json").json == []
    assert alliance("digest", "deliveries", "--json").json == []
    assert alliance("digest", "list").out.startswith("No channel has a digest yet.")
    assert alliance("digest", "deliveries").out == "Nothing has fallen due yet.\n"
    made = subscribe(alliance, "--json").json

    assert alliance("digest", "list", "--json").json == [made]
    assert made["id"] in alliance("digest", "list").out


def test_a_digest_is_paused_resumed_and_removed_by_its_id(alliance: Alliance) -> None:
    id_ = subscribe(alliance, "--zone", "Asia/Seoul", "--json").json["id"]

    paused = alliance("digest", "pause", id_, "--json").json
    resumed = alliance("digest", "resume", id_, "--now", MONDAY, "--json").json
    removed, again = alliance("digest", "unsubscribe", id_), alliance("digest", "unsubscribe", id_)

    assert (paused["state"], paused["next_due_at"]) == ("paused", None)
    assert (resumed["state"], resumed["next_due_at"]) == ("active", "2026-11-23T23:30:00+00:00")
    assert (removed.code, removed.out) == (0, f"Removed {id_}.\n")
    assert (again.code, alliance("digest", "list", "--json").json) == (64, [])
    assert "There is no digest" in again.err


def test_preview_prints_the_messages_one_a_line(alliance: Alliance) -> None:
    id_ = subscribe(alliance, "--topics", "opcon", "--json").json["id"]

    head, *thread = alliance("digest", "preview", id_, "--now", MONDAY).lines

    assert head["text"].startswith("Alliance digest, Sun 22 Nov 2026: No year has been set")
    assert "No year has been set" in json.dumps(thread)


def test_a_tick_without_a_token_names_the_setting(alliance: Alliance) -> None:
    ran = alliance("digest", "tick")

    assert ran.code == 78
    assert "SLACK_BOT_TOKEN" in ran.err


def test_a_tick_posts_what_is_due_once_and_tells_what_became_of_it(alliance: Alliance) -> None:
    subscribe(alliance, "--topics", "opcon", "--zone", "Asia/Seoul")

    with workspace() as (slack, api):
        slackened = {"SLACK_BOT_TOKEN": "xoxb-cli", "SLACK_API_URL": api}
        early = alliance("digest", "tick", "--now", FRIDAY, "--json", **slackened)
        due = alliance("digest", "tick", "--now", MONDAY, "--json", **slackened)
        again = alliance("digest", "tick", "--now", MONDAY, **slackened)
        posted = [one for one in slack.workspace.messages[DESK].values() if one.metadata]

    assert (early.code, early.json["due"], early.json["deliveries"]) == (0, 0, [])
    assert (due.json["now"], due.json["due"]) == (MONDAY, 1)
    assert [(one["part"], one["state"]) for one in due.json["deliveries"]] == [
        # Nobody ran since Friday: the channel is looked into first.
        (0, "pending"),
        (0, "posted"),
        (1, "posted"),
    ]
    assert again.out == "0 fell due; nothing to post.\n"
    assert len(posted) == 2
    listed = alliance("digest", "deliveries", "--json").json
    assert [(one["part"], one["state"], one["ts"]) for one in listed] == [
        (at, "posted", one.ts) for at, one in enumerate(posted)
    ]
    assert "(thread, part 1)" in alliance("digest", "deliveries").out
