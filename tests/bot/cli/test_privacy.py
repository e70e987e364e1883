"""`alliance forget` and `alliance links` in a terminal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from store.access.admins import Audit
from store.access.link_rounds import LinkRounds
from store.access.model import Attempt, AttemptOutcome
from store.core import BriefingStore
from store.db.engine import Database
from tests.faults.programs import Alliance
from tests.paths import SEEDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def alliance(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Alliance:
    """The command line on a store that knows Mina and her workspace from its audit."""
    store = BriefingStore.open(database_url)
    store.load(SEEDS, by="slack:U0MINA", at=AT)
    store.close()
    database = Database(database_url)
    Audit(database).note(Attempt(AT, "T0TEAM", "U0MINA", "reload", AttemptOutcome.DONE, "asked by <@U0MINA>"))
    database.close()
    monkeypatch.chdir(tmp_path)
    return Alliance({"DATABASE_URL": database_url}, capsys)


def test_a_person_is_forgotten_and_how_much_is_said(alliance: Alliance) -> None:
    ran = alliance("forget", "U0MINA")

    assert (ran.code, ran.out) == (0, "Forgotten: 1 in audit, 1 in generation.\n")
    assert "U0MINA" not in alliance("history").out
    assert alliance("forget", "U0MINA").out == "The store knew nothing of them.\n"


def test_a_workspace_is_forgotten_as_json_too(alliance: Alliance) -> None:
    assert alliance("forget", "--workspace", "T0TEAM", "--json").json == {"audit": 1}


@pytest.mark.parametrize("words", [(), ("U0MINA", "--workspace", "T0TEAM"), ("mina",)])
def test_who_is_meant_must_be_plain(alliance: Alliance, words: tuple[str, ...]) -> None:
    ran = alliance("forget", *words)

    assert ran.code == 64
    assert "U012AB3CD" in ran.err


@pytest.fixture
def kept(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def test_links_are_ended_by_their_address_or_all_and_that_is_written_down(alliance: Alliance, kept: Database) -> None:
    one = alliance("links", "end", "https://briefs.example/d/almanac?g=3&s=x&p=4")
    every = alliance("links", "end", "all")

    rounds = LinkRounds(kept)
    rounds.refresh()
    assert (one.code, every.code) == (0, 0)
    assert one.out.startswith("Ended every link to /d/almanac?g=3 that was made until now.")
    assert rounds.of("/d/almanac?g=3") == (1, 1)
    assert [attempt.detail for attempt in Audit(kept).latest(most=2)] == ["all", "/d/almanac?g=3"]


def test_what_is_no_link_is_told_so(alliance: Alliance) -> None:
    ran = alliance("links", "end", "opcon")

    assert ran.code == 64
    assert "alliance links end all" in ran.err
