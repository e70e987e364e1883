"""What a search found as Block Kit: pages, notes, and excerpts with the words marked."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.passages import MAX_EXCERPT, searched
from store.lookup import highlight
from store.model import Found, Passages
from store.text import terms
from tests.bot.invented import FOUND, HOSTILE, SNAPSHOT
from tests.bot.slack_rules import buttons, nodes, refused, said

TOPICS = SNAPSHOT.topics


def found(text: str, asked: str) -> Found:
    return replace(FOUND, passage=replace(FOUND.passage, text=text), marks=highlight.marks(text, terms(asked)))


def page(*some: Found, total: int = 1, start: int = 0, notes: tuple[str, ...] = ()) -> Passages:
    return Passages("satellites", some, 3, total, start, notes)


def bold(blocks: list[dict[str, object]]) -> list[object]:
    return [node["text"] for node in nodes(blocks) if node.get("style") == {"bold": True}]


def test_the_words_that_were_asked_for_are_bold() -> None:
    shown = searched(page(found("Two satellites; one Satellite's orbit.", "satellites")), TOPICS).blocks

    assert bold(shown) == ["satellites", "Satellite's"]
    assert "Two \nsatellites\n; one" in said(shown)


def test_a_page_that_is_not_the_last_has_a_button_for_the_next() -> None:
    card = searched(page(FOUND, FOUND, total=23), TOPICS)

    assert card.text == "2 of 23 passages for “satellites”, best first"
    assert buttons(card.blocks)[-1] == "More"
    assert [node["value"] for node in nodes(card.blocks) if node.get("action_id") == "search:more"] == ["2:satellites"]


def test_the_last_page_says_where_it_stands_and_has_no_such_button() -> None:
    card = searched(page(FOUND, total=17, start=16), TOPICS)

    assert card.text == "17 to 17 of 17 passages for “satellites”, best first"
    assert "More" not in buttons(card.blocks)


def test_what_could_not_be_heeded_is_said() -> None:
    assert "“since:soon” names no date." in said(
        searched(page(FOUND, notes=("“since:soon” names no date.",)), TOPICS).blocks
    )


def test_an_excerpt_of_a_long_passage_holds_the_words_and_shows_that_it_is_cut() -> None:
    text = "Nothing of note happened here. " * 60 + "Then the satellites came. " + "Nothing more happened. " * 60

    shown = said(searched(page(found(text.strip(), "satellites")), TOPICS).blocks)

    assert "satellites" in shown
    assert shown.count("…") == 2


@given(st.lists(st.sampled_from([*HOSTILE, "satellite", "한국", "🛰️", "a. B", "\u202e"]), max_size=200).map(" ".join))
def test_no_text_breaks_a_page_of_passages(text: str) -> None:
    shown = searched(page(*[found(text, "satellite 한국")] * 8, total=9), TOPICS).blocks

    assert refused(shown) == []
    assert sum(len(str(node.get("text", ""))) for node in nodes(shown[1:2])) <= MAX_EXCERPT + 2
