"""Answers as plain text, and the wording every door shares."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.text import answers, terminal
from bot.text.sources import caption
from bot.text.topics import topic_title
from store.model import Choices, Document, Nothing, PartialDate, Passage, Passages, SummarySentence
from tests.bot.invented import ALMANAC, BRIEF, CFC, CITED, FOUND, OPCON, REVIEW
from tests.bot.invented import briefs as any_brief

EXPECTED = """\
OPCON · Wartime operational control · 전작권

Who leads in a war. Seoul wants to.

What the sources say
  • No year is set.
    15 Dec 2025 · analysis by A. Roe · opcon#1 [1 ¶4]
  • A Korean is to lead.
    undated · fact · opcon#2 [2 ¶2] [1 ¶7]

Where they differ
  What holds it back
    - No date. [1 ¶4]
    - No satellites. [2 ¶9]

Sources
  [1] Hands on the wheel · A. Roe · Policy Review · 15 Dec 2025 · analysis
  [2] Almanac of the Peninsula · publisher not named · undated · reference

Related: cfc
as of 15 Dec 2025 · 1 publisher · 1 source without a named publisher · reviewed 23 Nov 2026"""


def test_a_brief_reads_well_in_a_terminal() -> None:
    assert terminal.render(BRIEF) == EXPECTED


def test_a_stale_brief_says_so_under_its_title() -> None:
    stale = replace(BRIEF, stale=True)

    whole, one = terminal.render(stale).splitlines(), terminal.render(replace(stale, focus="opcon#1")).splitlines()

    assert whole[1] == one[1] == "Last reviewed 23 Nov 2026: a review is due."
    assert "a review is due" not in terminal.render(BRIEF)


def test_a_brief_without_statements_has_no_empty_headings() -> None:
    bare = terminal.render(replace(BRIEF, topic=CFC, sources=(), related=()))

    assert "What the sources say" not in bare
    assert "Where they differ" not in bare
    assert "undated" in bare


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (BRIEF, "OPCON: Who leads in a war. Seoul wants to. (15 Dec 2025)"),
        (
            replace(BRIEF, topic=CITED),
            "OPCON: Who leads in a war. (15 Dec 2025) Seoul wants to. (undated)",
        ),
        (replace(BRIEF, focus="opcon#1"), "No year is set. (15 Dec 2025 · analysis by A. Roe)"),
        (Choices("command", (OPCON, CFC), 1), "“command” may mean more than one topic. Did you mean: OPCON, CFC"),
        (
            Passages("satellites", (FOUND,), 1),
            (
                "No briefing on “satellites”, but 1 passage speaks of it. "
                "Two satellites are missing. (Almanac of the Peninsula, undated)"
            ),
        ),
        (Nothing("pizza", (), 1), "No briefing on “pizza”."),
        (Nothing("opkon", (OPCON,), 1), "No briefing on “opkon”. Did you mean OPCON?"),
        (Nothing("force", (OPCON, CFC), 1), "No briefing on “force”. Did you mean one of these? OPCON, CFC"),
    ],
)
def test_a_notification_carries_content(answer: answers.Answer, line: str) -> None:
    assert answers.notification(answer) == line


def test_choices_passages_and_misses_each_have_their_face() -> None:
    choices = terminal.render(Choices("command", (OPCON, CFC), 1))
    passages = terminal.render(Passages("satellites", (FOUND, FOUND), 1))
    miss = terminal.render(Nothing("opkon", (OPCON,), 1))

    assert choices.splitlines()[1:] == ["  opcon: Wartime operational control", "  cfc: Combined Forces Command"]
    assert "but 2 passages speak of it." in passages
    assert "[almanac ¶9]" in passages
    assert "Topics: opcon" in passages
    assert miss == "No briefing on “opkon”. Did you mean OPCON?\n  opcon: Wartime operational control"


@pytest.mark.parametrize(
    ("published", "dated"),
    [
        (None, "undated"),
        (PartialDate(2026), "2026"),
        (PartialDate(2026, 1), "Jan 2026"),
        (PartialDate(2026, 1, 4), "4 Jan 2026"),
    ],
)
def test_partial_dates_stay_partial(published: PartialDate | None, dated: str) -> None:
    assert caption(replace(REVIEW, published=published)) == f"Policy Review, A. Roe, {dated}"


def test_the_latest_of_partial_dates_is_what_the_brief_stands_for() -> None:
    first, second = OPCON.statements
    statements = (replace(first, as_of=PartialDate(2026)), replace(second, as_of=PartialDate(2025, 12, 31)))

    assert answers.as_of(replace(OPCON, statements=statements)) == "as of 2026"


def test_a_document_is_its_caption_and_its_numbered_passages_under_their_headings() -> None:
    document = Document(
        ALMANAC, (Passage(1, "Space", "One."), Passage(2, "Space", "Two."), Passage(3, "Sea", "Three."))
    )

    assert terminal.document(document).splitlines() == [
        "Almanac of the Peninsula · publisher not named · undated · reference",
        "",
        "Space",
        "  ¶1 One.",
        "  ¶2 Two.",
        "",
        "Sea",
        "  ¶3 Three.",
    ]


def test_a_notification_is_one_line_whatever_a_summary_holds() -> None:
    topic = replace(OPCON, summary_sentences=(SummarySentence("One\nand\r\nanother.", ("opcon#1",)),))

    assert answers.notification(replace(BRIEF, topic=topic)).startswith("OPCON: One and another.")


@settings(max_examples=20)
@given(any_brief())
def test_any_brief_can_be_printed(brief: answers.Brief) -> None:
    assert terminal.render(brief).startswith(topic_title(brief.topic))
    assert "\n" not in answers.notification(replace(brief, topic=replace(brief.topic, short="x")))


def test_who_asks_for_a_deed_is_offered_what_is_named_and_told_what_the_bot_does() -> None:
    told = answers.miss(Nothing("email OPCON", (OPCON,), 1, ours=False))

    assert told.startswith("No briefing on “email OPCON”. Did you mean OPCON? I look up what the briefings say")
