"""Statements that topics show of each other, addresses that moved, and what summaries name: all of it resolves."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from store.errors import SeedsInvalid
from store.model import Holder, Moved, OpenQuestion, PartialDate, SummarySentence
from store.seeds import read
from tests.paths import SEEDS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))


def write(folder: Path, more: str = "", summary: str = "Rope is dear. [1]", slug: str = "rope") -> None:
    """Write a topic with one statement on line 7; *more* begins on line 8."""
    statement = "{id: 1, text: Dear., as_of: 2026, held_by: fact, cites: [almanac-peninsula#1]}"
    front = f"format: 2\nname: {slug.title()}\ncategory: ship\nreviewed: 2026-11-23\nstatements:\n  - {statement}"
    (folder / f"topics/{slug}.md").write_text(f"---\n{front}\n{more}\n---\n{summary}\n", "utf-8")


def messages(folder: Path) -> list[str]:
    with pytest.raises(SeedsInvalid) as caught:
        read(folder)
    return [str(problem).removeprefix(f"{folder}/topics/rope.md:") for problem in caught.value.problems]


def test_a_topic_shows_statements_of_others_which_keep_their_address(folder: Path) -> None:
    write(folder, "also: [usfk#2, opcon#1]", "Rope is dear. [1, usfk#2]")

    topics = read(folder).topics

    assert [one.id for one in topics["rope"].shown] == ["rope#1", "usfk#2", "opcon#1"]
    assert topics["rope"].also[0] is topics["usfk"].statements[1]
    assert topics["rope"].summary_sentences == (SummarySentence("Rope is dear.", ("rope#1", "usfk#2")),)
    assert [one.document for one in topics["rope"].citations] == [
        "almanac-peninsula",
        "harbour-gazette-2026",
        "harbour-gazette-2026",
    ]


def test_a_topic_says_where_its_old_addresses_lead_and_what_is_open(folder: Path) -> None:
    write(folder, "moved: {4: usfk#2, 5: rope#1}\nopen:\n  - a price\n  - text: a maker\n    asks: [who makes rope]")

    topic = read(folder).topics["rope"]

    assert topic.moved == (Moved("rope#4", "usfk#2"), Moved("rope#5", "rope#1"))
    assert topic.open == (OpenQuestion("a price"), OpenQuestion("a maker", ("who makes rope",)))


def test_an_address_may_lead_on(folder: Path) -> None:
    write(folder, "moved: {4: oil#7}")
    write(folder, "moved: {7: usfk#2}", slug="oil", summary="Oil is dear. [1]")

    assert read(folder).topics["rope"].moved == (Moved("rope#4", "oil#7"),)


def test_a_statement_and_a_side_may_say_when_and_who(folder: Path) -> None:
    path = folder / "topics/usfk.md"
    text = path.read_text("utf-8").replace("    held_by: fact\n", "    held_by: fact\n    happened: 2019-10\n", 1)
    text = text.replace("held_by: fact\n", "held_by: fact\n    asks: [how many, who counts]\n", 1)
    path.write_text(text, "utf-8")

    topic = read(folder).topics["usfk"]

    assert topic.statements[0].happened == PartialDate(2019, 10)
    assert topic.statements[0].asks == ("how many", "who counts")
    sides = topic.disagreements[0].sides
    assert [(side.held_by, side.as_of) for side in sides] == [(Holder.FACT, None), (Holder.ANALYSIS, PartialDate(2026))]


def test_a_file_of_format_1_keeps_its_summary_as_it_is_written(folder: Path) -> None:
    write(folder, "", "Rope is dear. It is needed [1].")
    path = folder / "topics/rope.md"
    path.write_text(path.read_text("utf-8").replace("format: 2", "format: 1"), "utf-8")

    topic = read(folder).topics["rope"]

    assert (topic.summary, topic.summary_sentences) == ("Rope is dear. It is needed [1].", ())


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("also: [usfk]", "8:8: 'usfk' is not the address of a statement; write a topic's slug and a number: usfk#4"),
        ("also: [usfk#9]", "8:8: there is no statement 'usfk#9'; 'usfk' has 1, 2"),
        ("also: [uskf#1]", "8:8: uskf#1: there is no topic 'uskf'; did you mean 'usfk'?"),
        ("also: [rope#1]", "8:8: rope#1 is the topic's own, which it shows anyway; take it out"),
        ("also: [rope#4]\nmoved: {4: usfk#2}", "8:8: rope#4 has moved; write usfk#2"),
        ("also: [usfk#1, usfk#1]", "8:16: 'usfk#1' is given twice in 'also'; keep one"),
        ("moved: [usfk#1]", "8:8: 'moved' must be numbers and texts, not a list: moved: {4: usfk#5}"),
        ("moved: {four: usfk#1}", "8:9: 'four' in 'moved' must be a whole number from 1: moved: {4: usfk#5}"),
        ("moved: {4: usfk}", "8:12: 'usfk' is not the address of a statement; write a topic's slug and a number"),
        ("moved: {4: usfk#9}", "8:12: there is no statement 'usfk#9'; 'usfk' has 1, 2"),
        ("moved: {4: rope#5, 5: rope#4}", "8:12: rope#4 leads in a circle; let it lead to a statement"),
        ("moved: {1: usfk#1}", "8:12: rope#1 has moved, and is a statement here; numbers are never reused: take it"),
        ("open: a price", "8:7: 'open' must be a list of texts, or entries with keys"),
        ("open: [[a]]", "8:8: an entry of 'open' must be text, or keys and values, not a list"),
        ("open: [{asks: [a]}]", "8:8: 'text' is missing; add it to the question left open"),
        ("open: [{text: a, ask: b}]", "8:18: 'ask' is not a key of a question left open; did you mean 'asks'?"),
    ],
)
def test_what_leads_nowhere_is_named_with_its_place_and_mend(folder: Path, more: str, message: str) -> None:
    write(folder, more)

    assert any(one.startswith(message) for one in messages(folder)), messages(folder)


@pytest.mark.parametrize(
    ("summary", "message"),
    [
        ("Rope is dear. [2]", "10:16: there is no statement 'rope#2'; 'rope' has 1"),
        ("Rope is dear. [1, usfk#1]", "10:19: usfk#1 is not shown by this topic; name it in 'also' too"),
        (
            "Rope is dear.",
            "10:1: no statement carries 'Rope is dear.'; write their numbers after the full stop: [1, 2]",
        ),
    ],
)
def test_a_summary_names_only_what_the_topic_shows(folder: Path, summary: str, message: str) -> None:
    write(folder, summary=summary)

    assert messages(folder) == [message]


def test_a_newer_format_is_refused_with_what_to_do(folder: Path) -> None:
    write(folder)
    path = folder / "topics/rope.md"
    path.write_text(path.read_text("utf-8").replace("format: 2", "format: 3"), "utf-8")

    mend = "this release reads formats 1 to 2: update it, or write the file in format 2"
    assert messages(folder) == [f"2:9: format 3 is not known; {mend}"]


def test_what_leads_into_a_broken_file_is_not_said_again(folder: Path) -> None:
    write(folder, "also: [usfk#1]\nmoved: {4: usfk#2}", "Rope is dear. [usfk#1]")
    (folder / "topics/usfk.md").write_text("broken", "utf-8")

    assert [one.partition(":1:1: ")[2][:27] for one in messages(folder)] == ["the front matter is missing"]


def test_a_side_has_a_holder_and_a_date_or_neither(folder: Path) -> None:
    side = "{text: A., cites: [almanac-peninsula#1]}"
    half = "{text: B., held_by: fact, cites: [almanac-peninsula#1]}"
    write(folder, f"disagreements:\n  - about: rope\n    sides:\n      - {side}\n      - {half}")

    assert messages(folder) == ["12:9: 'as_of' is missing; add it to the side"]
