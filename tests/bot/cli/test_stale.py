"""Content that nobody has looked after: the badge on every face."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from store.core import BriefingStore
from tests.bot.slack_rules import said
from tests.faults.programs import Alliance
from tests.paths import seeds_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bot.served import Team

BADGE = "Last reviewed 23 Nov 2026: a review is due."
on_sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@on_sqlite
async def test_in_slack_a_brief_gets_its_badge_on_the_day_its_review_is_due(team: Team) -> None:
    team.clock.at = datetime(2027, 5, 22, 9, 0, tzinfo=UTC)
    before = said((await team.ask("opcon")).blocks)
    team.clock.advance(days=1)
    after = await team.ask("opcon")
    await team.share(after)
    await team.press(after, "CFC")

    assert BADGE not in before
    assert BADGE in said(after.blocks)
    assert BADGE in said(team.public()[0].blocks)
    assert "Last reviewed 20 Nov 2026: a review is due." in said(team.private[-1].blocks)


@on_sqlite
async def test_what_the_store_said_earlier_is_no_longer_to_be_reviewed(team: Team) -> None:
    team.clock.at = datetime(2028, 1, 1, 9, 0, tzinfo=UTC)

    then = said((await team.ask("opcon at 30 Dec 2027")).blocks)

    assert "As the briefings stood on 30 Dec 2027" in then
    assert "a review is due" not in then


@pytest.fixture
def alliance(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Alliance:
    """The command line over the fixture seeds, of which one topic was reviewed in 2020 and the others today."""
    monkeypatch.chdir(tmp_path)
    folder = seeds_in(tmp_path)
    for file in (folder / "topics").iterdir():
        when = "2020-02-02" if file.stem == "sma" else f"{datetime.now(UTC):%Y-%m-%d}"
        file.write_text(re.sub(r"(?m)^reviewed: .*$", f"reviewed: {when}", file.read_text()))
    run = Alliance({"DATABASE_URL": database_url, "ALLIANCE_SEEDS": str(folder), "PATH": os.defpath}, capsys)
    assert run("load").code == 0
    return run


OLD = "Last reviewed 2 Feb 2020: a review is due."


def test_the_terminal_says_that_a_review_is_due(alliance: Alliance) -> None:
    assert alliance("ask", "sma").out.splitlines()[1] == OLD
    assert alliance("ask", "sma#1").out.splitlines()[1] == OLD
    assert OLD in alliance("export", "sma").out
    assert OLD not in alliance("ask", "opcon").out


def test_json_says_it_too(alliance: Alliance) -> None:
    stale, fresh = (alliance("ask", "--json", slug).json["brief"] for slug in ("sma", "opcon"))
    one, other = alliance("compare", "--json", "sma", "opcon").json["topics"]

    assert (stale["stale"], stale["reviewed"]) == (True, "2020-02-02")
    assert fresh["stale"] is False
    assert (one["stale"], other["stale"]) == (True, False)


def test_what_is_said_of_the_past_has_no_badge(alliance: Alliance) -> None:
    asked = f"sma at {datetime.now(UTC):%Y-%m-%d}"

    assert "a review is due" not in alliance("ask", *asked.split()).out


def test_the_editors_list_names_what_to_review_and_what_was_asked_in_vain(
    alliance: Alliance, database_url: str
) -> None:
    store, now = BriefingStore.open(database_url), datetime.now(UTC)
    store.usage.note_asked({"sma": 14, "opcon": 90}, now)
    store.usage.note_misses([("harbour tolls", now)])
    store.close()

    ran, record = alliance("stale"), alliance("stale", "--json").json

    assert ran.code == 0
    assert ran.out.startswith("1 topic is due for a review. 1 question found nothing.\n")
    assert "  • sma: last reviewed 2 Feb 2020, " in ran.out
    assert "days ago; asked for 14 times in 90 days\n" in ran.out
    assert "  • “harbour tolls”: once, last on " in ran.out
    assert [(one["slug"], one["reviewed"], one["asked"]) for one in record["stale"]] == [("sma", "2020-02-02", 14)]
    assert record["gaps"][0]["text"] == "harbour tolls"


def test_with_nothing_to_look_after_the_list_is_one_line(alliance: Alliance) -> None:
    ran = alliance("stale", REVIEW_DAYS="3650")

    assert ran.code == 0
    assert ran.out == "Nothing to look after: no topic is due for a review, and every question found an answer.\n"


def test_the_setting_says_what_is_too_long(alliance: Alliance) -> None:
    long = {"REVIEW_DAYS": "3650"}

    assert alliance("ask", "--json", "sma", **long).json["brief"]["stale"] is False
    assert "topics reviewed too long ago: none" in alliance("check", **long).out
    assert "topics reviewed too long ago: 1 (sma (" in alliance("check").out
