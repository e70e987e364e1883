"""A topic in words: what carries its summary, what is left open, where an old address leads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.text import terminal, topics
from bot.text.sources import caption, sources_heading
from store.model import Document, OpenQuestion, Passage, Source
from tests.bot.invented import ALMANAC, BRIEF, CITED, NOTE, OPCON, REVIEW


def test_each_sentence_of_a_summary_names_what_carries_it() -> None:
    assert topics.summary(CITED) == "Who leads in a war. [opcon#1, cfc#3] Seoul wants to. [opcon#2]"
    assert topics.summary(CITED, "opcon") == "Who leads in a war. [#1, cfc#3] Seoul wants to. [#2]"
    assert topics.summary(OPCON) == OPCON.summary


@pytest.mark.parametrize(
    ("left", "told"),
    [
        ([], ""),
        (["a date"], "The documents don't give a date."),
        (["a date", "a price"], "The documents don't give a date, or a price."),
        (["a date, or a year", "a price", "a name"], "The documents don't give a date, or a year; a price; or a name."),
    ],
)
def test_what_is_left_open_is_one_line(left: list[str], told: str) -> None:
    assert topics.left_open(replace(OPCON, open=tuple(map(OpenQuestion, left)))) == told


def test_a_brief_shows_its_cited_summary_what_is_open_and_what_other_topics_say() -> None:
    shown = terminal.render(replace(BRIEF, topic=CITED, sources=(REVIEW, NOTE)))

    assert "\nWho leads in a war. [#1, cfc#3] Seoul wants to. [#2]\n\nThe documents don't give a date.\n" in shown
    assert "  • Both lead.\n    1971 (source undated) · fact · cfc#3 [2 ¶2]\n" in shown
    assert "\nSources and editors' notes\n  [1] Hands on the wheel · " in shown
    assert "  [2] Editors' note on Almanac of the Peninsula · publisher not named · undated · reference\n" in shown


def test_an_address_that_was_merged_away_says_so() -> None:
    found = terminal.render(replace(BRIEF, focus="opcon#1", moved_from="usfk#4"))

    assert "\nusfk#4 was merged into opcon#1.\n" in found


@pytest.mark.parametrize(
    ("listed", "heading"),
    [
        ([REVIEW], "Sources"),
        ([NOTE], "Editors' notes"),
        ([REVIEW, NOTE], "Sources and editors' notes"),
        ([], "Sources"),
    ],
)
def test_no_note_is_called_a_source(listed: list[Source], heading: str) -> None:
    assert sources_heading(listed) == heading


def test_a_note_says_of_what_it_is_and_what_its_passages_tell_of() -> None:
    document = Document(NOTE, (Passage(1, None, "One."), Passage(2, None, "Two.")))

    assert caption(NOTE) == "Editors' note on Almanac of the Peninsula, undated"
    assert caption(ALMANAC) == "Almanac of the Peninsula, undated"
    assert terminal.document(document).splitlines() == [
        "Editors' note on Almanac of the Peninsula · publisher not named · undated · reference",
        "  ¶1 One.",
        "  ¶2 Two. (original: p. 3)",
    ]


def test_a_summary_without_marks_is_told_as_it_is() -> None:
    bare = replace(CITED, summary_sentences=())

    assert topics.summary(bare) == bare.summary
