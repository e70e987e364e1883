"""Reports in a terminal, and what editors ask of the store and of their folder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.core import BriefingStore
from tests.faults.programs import Alliance
from tests.paths import seeds_in


@pytest.fixture
def alliance(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Alliance:
    """The command line, loaded ten days ago and, with one statement changed, today."""
    folder = seeds_in(tmp_path)
    now, store = datetime.now(UTC), BriefingStore.open(database_url)
    store.load(folder, by="an editor", at=now - timedelta(days=10))
    opcon = folder / "topics" / "opcon.md"
    opcon.write_text(opcon.read_text().replace("No year has been set", "The year 2031 has been set"))
    store.load(folder, by="an editor", at=now)
    store.usage.note_misses([("harbour tolls", now), ("zebras", now), ("harbor tolls?", now)])
    store.close()
    monkeypatch.chdir(tmp_path)
    return Alliance({"DATABASE_URL": database_url, "ALLIANCE_SEEDS": str(folder), "PATH": "/usr/bin:/bin"}, capsys)


def day(ago: int) -> str:
    return f"{datetime.now(UTC) - timedelta(days=ago):%Y-%m-%d}"


def test_one_statement_is_named_in_json_beside_the_whole_brief(alliance: Alliance) -> None:
    found, whole = alliance("ask", "--json", "OPCON#3").json, alliance("ask", "--json", "opcon").json

    assert (found["outcome"], found["topic"], found["statement"]) == ("brief", "opcon", "opcon#3")
    assert [one["id"] for one in found["brief"]["statements"]] == ["opcon#1", "opcon#2", "opcon#3", "opcon#4"]
    assert whole["statement"] is None


def test_one_statement_is_read_with_the_sources_it_cites(alliance: Alliance) -> None:
    ran = alliance("ask", "opcon#3")

    assert ran.out.startswith("opcon#3 · OPCON")
    assert "Two of five promised satellites" in ran.out
    assert "2031" not in ran.out


def test_a_statement_that_is_not_there_exits_with_1_and_tells_those_that_are(alliance: Alliance) -> None:
    ran = alliance("ask", "sma#77")

    assert ran.code == 1
    assert "SMA has sma#1, sma#2, sma#3, sma#4." in ran.out


def test_two_topics_are_compared(alliance: Alliance) -> None:
    ran, record = alliance("compare", "opcon", "sma"), alliance("compare", "opcon", "sma", "--json").json

    assert ran.out.startswith("OPCON and SMA compared\n")
    assert list(record) == ["topics", "held", "generation"]
    assert [topic["slug"] for topic in record["topics"]] == ["opcon", "sma"]
    assert record["held"]["critics"] == {"opcon": [], "sma": ["sma#2"]}


def test_an_unknown_part_exits_with_1(alliance: Alliance) -> None:
    ran = alliance("compare", "opcon", "and", "zebras")

    assert ran.code == 1
    assert "No briefing on “zebras”." in ran.out


def test_a_timeline_is_one_array_in_the_order_of_its_dates(alliance: Alliance) -> None:
    one, every = alliance("timeline", "opcon", "--json").json, alliance("timeline", "--json").json

    assert list(one[0]) == ["topic", "id", "text", "as_of", "held_by", "citations", "happened"]
    assert [(said["topic"], said["id"], said["happened"]) for said in one] == [("opcon", "opcon#4", "1971")]
    assert every == one


def test_changes_say_what_a_statement_was_and_is_now(alliance: Alliance) -> None:
    ran, record = alliance("changes"), alliance("changes", "--json").json

    assert "    was: No year has been set for the handover of wartime command." in ran.out
    assert (record["since"], record["until"], record["loaded_by"]) == (1, 2, "an editor")
    assert record["counts"] == {"added": 0, "changed": 1, "removed": 0}
    (change,) = record["statements"]
    assert (change["id"], change["change"], change["generation"]) == ("opcon#1", "changed", 2)
    assert change["before"]["text"].startswith("No year")
    assert change["after"]["text"].startswith("The year 2031")


@pytest.mark.parametrize("words", [["--since", "last week"], ["since", "last", "week"], ["opcon", "--since", "today"]])
def test_changes_since_a_day_count_from_its_beginning(alliance: Alliance, words: list[str]) -> None:
    assert alliance("changes", "--json", *words).json["counts"]["changed"] == 1


def test_changes_from_before_the_history_say_where_it_starts(alliance: Alliance) -> None:
    ran = alliance("changes", "--since", "2020-01-01")

    assert "with version 1" in ran.out
    assert "1 changed" in ran.out


def test_a_date_that_cannot_be_read_exits_with_64(alliance: Alliance) -> None:
    ran = alliance("changes", "--since", "the flood")

    assert (ran.code, ran.out) == (64, "")
    assert "Write it as 2026-11-20" in ran.err


def test_ask_compares_where_the_question_does(alliance: Alliance) -> None:
    ran, record = alliance("ask", "opcon vs sma"), alliance("ask", "--json", "opcon vs sma").json

    assert ran.out == alliance("compare", "opcon", "sma").out
    assert (record["outcome"], record["choices"]) == ("choices", ["opcon", "sma"])
    assert record["comparison"] == alliance("compare", "opcon", "sma", "--json").json
    assert alliance("ask", "--json", "opcon").json["comparison"] is None


def test_ask_at_a_date_answers_as_the_store_did_then(alliance: Alliance) -> None:
    ran, record = alliance("ask", "opcon", "at", day(5)), alliance("ask", "--json", f"opcon at {day(5)}").json

    assert ran.out.startswith("As the briefings stood on ")
    assert "(version 1)\nOPCON" in ran.out
    assert record["generation"] == 1
    assert record["brief"]["statements"][0]["text"].startswith("No year has been set")


def test_ask_at_a_date_before_the_history_exits_with_1_and_says_when_it_starts(alliance: Alliance) -> None:
    ran = alliance("ask", "opcon", "at", "2020-01-01")

    assert ran.code == 1
    assert ran.out.startswith("The briefings have no history for 1 Jan 2020: it starts on ")
    assert alliance("ask", "--json", "opcon at 2020-01-01").json["outcome"] == "nothing"


def test_ask_at_a_day_to_come_exits_with_64(alliance: Alliance) -> None:
    assert alliance("ask", "opcon", "at", "2999-01-01").code == 64


def test_gaps_are_the_most_asked_first(alliance: Alliance) -> None:
    record = alliance("gaps", "--json").json

    assert [(gap["text"], gap["count"]) for gap in record] == [("harbor tolls?", 2), ("zebras", 1)]
    assert list(record[0]) == ["text", "count", "first_at", "last_at", "why"]
    assert alliance("gaps").out.startswith("2 times · harbor tolls? · last asked ")


def test_gaps_asked_too_long_ago_are_let_go(alliance: Alliance, database_url: str) -> None:
    store = BriefingStore.open(database_url)
    store.usage.note_misses([("old lions", datetime.now(UTC) - timedelta(days=80))])

    kept = alliance("gaps").out
    cleared = alliance("gaps", MISS_DAYS="30").out

    assert "old lions" in kept
    assert "old lions" not in cleared
    assert "old lions" not in [gap.text for gap in store.usage.gaps()]
    store.close()


def test_noting_a_miss_lets_go_of_those_asked_too_long_ago(store: BriefingStore) -> None:
    now = datetime.now(UTC)
    store.usage.note_misses([("old lions", now - timedelta(days=91))])

    store.usage.note_misses([("zebras", now)])

    assert [gap.text for gap in store.usage.gaps()] == ["zebras"]


def test_check_tells_as_json_what_is_left_open(alliance: Alliance) -> None:
    record = alliance("check", "--json").json

    assert record["problems"] == []
    assert list(record["coverage"]) == ["undated", "one_source", "uncited", "alike", "stale"]
    assert record["coverage"]["undated"] == ["cfc#1", "opcon#4", "sma#1", "usfk#1"]
    assert [(one["code"], one["line"], one["column"]) for one in record["warnings"]] == [
        ("uncarried_claim", 10, 1),
        ("uncarried_claim", 22, 1),
        ("six_words", 16, 11),
        ("near_duplicate", 21, 11),
        ("six_words", 30, 11),
    ]
    assert [one["code"] for one in record["notes"]] == ["format_1"] * 3


def test_check_tells_problems_as_json_too(alliance: Alliance) -> None:
    Path(alliance.settings["ALLIANCE_SEEDS"], "topics", "sma.md").write_text("nothing\n", encoding="utf-8")

    ran = alliance("check", "--json")

    assert ran.code == 65
    assert {"file", "line", "column", "message", "code"} == set(ran.json["problems"][0])
