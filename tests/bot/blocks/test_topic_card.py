"""A topic's card: what stands on it, what waits behind “Full brief”, and that it fits a screen and Slack's limits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given

from bot.blocks.topic_card import topic_card
from store.model import Holder, PartialDate, Statement
from tests.bot.blocks.test_answer import generous
from tests.bot.invented import ALMANAC, BRIEF, CITED, NOTE, OPCON, REVIEW
from tests.bot.invented import briefs as any_brief
from tests.bot.slack_rules import buttons, markup, nodes, refused, said

if TYPE_CHECKING:
    from store.model import Brief

FULL = replace(BRIEF, topic=CITED, sources=(REVIEW, NOTE))


def statement(number: int, *, asks: int = 0, text: str = "") -> Statement:
    cites = OPCON.statements[0].citations
    questions = tuple(f"q{n}" for n in range(asks))
    claim = text or f"Claim {number}."
    return Statement(f"opcon#{number}", claim, PartialDate(2026), Holder.FACT, cites, asks=questions)


def test_it_names_the_topic_repeats_the_question_and_says_how_much_there_is() -> None:
    shown = topic_card(FULL, asked="opcon transfer")

    assert shown[0]["text"]["text"] == "OPCON · Wartime operational control"
    assert [element["text"] for element in shown[1]["elements"]] == [
        "전작권",
        "You asked “opcon transfer”",
        "3 statements, reviewed 23 Nov 2026",
    ]


def test_each_sentence_of_the_summary_is_dated_and_leads_to_its_passage() -> None:
    shown = said(topic_card(FULL))

    assert "Who leads in a war.\n 15 Dec 2025\n \n[1\u00a0¶4]\n \n[2\u00a0¶2]\n Seoul wants to.\n undated\n" in shown


def test_a_statement_carries_its_date_who_holds_it_its_address_and_its_marks() -> None:
    shown = said(topic_card(FULL))

    assert "No year is set.\n 15 Dec 2025 · analysis by A. Roe · opcon#1\n \n[1\u00a0¶4]" in shown


def test_the_three_that_are_asked_most_and_that_the_summary_does_not_tell_stand_on_it() -> None:
    asked = (2, 5, 1, 4, 3)
    many = tuple(statement(number, asks=asks) for number, asks in enumerate(asked, start=10))
    topic = replace(CITED, statements=(*CITED.statements, *many))

    shown = said(topic_card(replace(FULL, topic=topic)))

    places = [shown.index(f"Claim {number}.") for number in (11, 13, 14)]
    assert places == sorted(places)
    assert "Claim 10." not in shown
    assert "A Korean is to lead." not in shown
    assert "3 of 8 statements" in shown


def test_where_sources_differ_is_a_line_with_who_holds_what() -> None:
    shown = said(topic_card(BRIEF))

    assert "Where they differ\n: \nWhat holds it back:\n A. Roe\n \n[1\u00a0¶4]\n ↔ one source\n \n[2\u00a0¶9]" in shown


def test_what_the_documents_leave_open_and_the_sources_close_it() -> None:
    shown = said(topic_card(FULL))

    assert "The documents don't give a date." in shown
    assert "[1] A. Roe, 15 Dec 2025 · [2] Almanac of the Peninsula, undated (note)" in shown


def test_it_has_four_things_to_press_and_the_rest_in_menus() -> None:
    shown = topic_card(BRIEF, lambda what: f"https://briefs.example/{what}")

    (row,) = [block["elements"] for block in shown if block["type"] == "actions"]
    assert [element["type"] for element in row] == ["button", "button", "static_select", "overflow"]
    assert buttons(shown) == [
        *("Full brief", "Share", "CFC"),
        *("Read the passages", "Timeline", "Compare", "Open as a page", "Helpful, wrong or outdated?"),
    ]
    assert refused(shown) == []


def test_a_topic_with_much_to_tell_stays_on_one_screen() -> None:
    long = "word " * 30
    statements = tuple(statement(number, asks=9, text=long) for number in range(20, 30))
    points = tuple(replace(OPCON.disagreements[0], about=f"Point {number} {long[:60]}") for number in range(6))
    topic = replace(CITED, statements=(*CITED.statements, *statements), disagreements=points)

    shown = topic_card(replace(FULL, topic=topic))

    assert "Where they differ (2 of 6)" in said(shown)
    assert "Point 1" in said(shown)
    assert "Point 2" not in said(shown)


def test_sources_that_the_card_does_not_cite_are_left_to_the_full_brief() -> None:
    other = replace(ALMANAC, id="other", title="Another")

    shown = said(topic_card(replace(FULL, sources=(*FULL.sources, other))))

    assert "Another" not in shown


@generous
@given(any_brief())
def test_any_text_in_any_field_is_valid_and_literal(brief: Brief) -> None:
    shown = topic_card(brief, asked=brief.query)

    assert refused(shown) == []
    assert markup(shown) == []
    assert len([node for node in nodes(shown) if node.get("type") in {"button", "static_select", "overflow"}]) <= 4
