"""Answers as Block Kit: what is shown, within which limits, and that no text acts as markup."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.blocks import answer as answer_blocks
from bot.blocks import brief as brief_blocks
from bot.text.limits import cut, escape, size
from bot.text.sources import no_link
from store.model import Choices, Citation, Finding, Holder, Nothing, PartialDate, Passages, Sure, Topic
from store.text import clean
from tests.bot.invented import (
    ALMANAC,
    BRIEF,
    CFC,
    CITED,
    FOUND,
    HOSTILE,
    NOTE,
    OPCON,
    REVIEW,
    SNAPSHOT,
    choices,
    found_passages,
    misses,
    texts,
)
from tests.bot.invented import briefs as any_brief
from tests.bot.slack_rules import all_pages, buttons, markup, nodes, refused, said, units

if TYPE_CHECKING:
    from bot.text.sources import Link
    from store.model import Answer, Brief

TOPICS = SNAPSHOT.topics
generous = settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a whole brief takes minutes
)


def whole(brief: Brief, to: Link = no_link) -> list[dict[str, Any]]:
    """All that the brief holds, as “Full brief” shows it."""
    return brief_blocks.page(brief, to, asked=brief.query)


def test_a_brief_shows_its_name_both_languages_the_question_and_the_summary() -> None:
    shown = whole(BRIEF)

    assert shown[0]["text"]["text"] == "OPCON · Wartime operational control"
    assert [element["text"] for element in shown[1]["elements"]] == ["전작권", "You asked “opcon transfer”"]
    assert "Who leads in a war. Seoul wants to." in said(shown)


def test_a_brief_shows_what_carries_its_summary_what_is_open_and_what_other_topics_say() -> None:
    shown = said(whole(replace(BRIEF, topic=CITED, sources=(REVIEW, NOTE))))

    assert "Who leads in a war. [#1, cfc#3] Seoul wants to. [#2]\nThe documents don't give a date.\n" in shown
    assert "Both lead.\n\n1971 (source undated) · fact · cfc#3\n" in shown
    assert "[2] Editors' note on Almanac of the Peninsula · publisher not named · undated · reference" in shown


def test_what_the_documents_lack_is_the_answer_and_what_is_near_stands_apart() -> None:
    near = tuple(Finding.of(statement, Sure.NEAR) for statement in OPCON.statements[:2])
    asked = replace(BRIEF, answers=near, unsaid=True, open="a date for the transfer")

    told = answer_blocks.card(asked, TOPICS).blocks[0]["elements"]

    silence, lead = (told[1]["elements"][at] for at in (0, -1))
    assert (silence["text"], silence["style"]) == ("The documents don't give a date for the transfer.", {"bold": True})
    assert lead == {"type": "text", "text": "The nearest that they do say:"}
    assert [one["elements"][0]["text"] for one in told[2]["elements"]] == [one.text for one in near]
    assert told[2]["type"] == "rich_text_list"


def test_a_side_says_who_holds_it_and_since_when() -> None:
    point = OPCON.disagreements[0]
    sides = tuple(replace(side, held_by=Holder.CRITICS, as_of=PartialDate(2026)) for side in point.sides)
    topic = replace(OPCON, disagreements=(replace(point, sides=sides),))

    shown = said(whole(replace(BRIEF, topic=topic)))

    assert "No date.\n\n2026 · critics\n" in shown


def test_an_address_that_was_merged_away_says_so() -> None:
    shown = answer_blocks.render(replace(BRIEF, focus="opcon#1", moved_from="usfk#4"), TOPICS)

    assert "usfk#4 was merged into opcon#1." in [element["text"] for element in shown[1]["elements"]]


def test_a_note_is_opened_as_a_note() -> None:
    found = replace(FOUND, source=replace(NOTE, places=((9, "p. 3"),)))

    shown = answer_blocks.render(Passages("satellites", (found,), 1), TOPICS)

    assert "Open the note" in buttons(shown)
    assert "Editors' note on Almanac of the Peninsula, undated · ¶9 (original: p. 3)" in said(shown)


def test_a_stale_brief_says_so_above_its_summary_wherever_it_is_shown() -> None:
    badge = "Last reviewed 23 Nov 2026: a review is due."
    stale = replace(BRIEF, stale=True)

    shown = answer_blocks.render(stale, TOPICS)
    one = brief_blocks.single(stale, stale.topic.statements[0])
    shared = answer_blocks.shared(stale, "U08H6A31KQX").blocks

    assert [element["text"] for element in shown[2]["elements"]] == [badge]
    assert all(badge in said(card) for card in (shown, one, shared))
    assert badge not in said(answer_blocks.render(BRIEF, TOPICS))


def test_every_statement_carries_its_date_who_holds_it_and_its_numbered_sources() -> None:
    shown = said(whole(BRIEF))

    assert "No year is set.\n\n15 Dec 2025 · analysis by A. Roe · opcon#1\n \n[1\u00a0¶4]" in shown
    assert "A Korean is to lead.\n\nundated · fact · opcon#2\n \n[2\u00a0¶2]\n \n[1\u00a0¶7]" in shown


def test_the_sides_of_a_disagreement_stand_apart_each_with_its_source() -> None:
    shown = whole(BRIEF)

    sides = next(node for block in shown for node in nodes(block) if "No date." in str(node.get("elements")))
    assert said(shown).index("What holds it back") < said(shown).index("No date.")
    assert "No date.\n \n[1\u00a0¶4]" in said(shown)
    assert "No satellites.\n \n[2\u00a0¶9]" in said(shown)
    assert sides is not None


def test_the_sources_are_listed_by_number_with_what_the_brief_stands_on() -> None:
    shown = said(whole(BRIEF))

    assert "[1] Hands on the wheel · A. Roe · Policy Review · 15 Dec 2025 · analysis" in shown
    assert "[2] Almanac of the Peninsula · publisher not named · undated · reference" in shown
    assert "as of 15 Dec 2025 · 1 publisher · 1 source without a named publisher · reviewed 23 Nov 2026" in shown


def test_the_buttons_read_and_lead_to_related_topics() -> None:
    shown = whole(BRIEF)

    assert buttons(shown) == ["Read the passages", "Timeline", "Compare", "Follow", "CFC"]
    values = [node["value"] for node in nodes(shown) if node.get("type") == "button"]
    assert values == ["opcon", "opcon", "opcon", "opcon", "cfc"]
    assert {node.get("accessibility_label") for node in nodes(shown)} >= {
        "Open the briefing on Combined Forces Command"
    }


def test_with_a_public_address_every_mark_is_a_link_and_the_brief_opens_as_a_page() -> None:
    shown = whole(BRIEF, lambda what: f"https://briefs.example/{what}")

    links = [(node["text"], node["url"]) for node in nodes(shown) if node.get("type") == "link"]
    assert links[0] == ("[1\u00a0¶4]", "https://briefs.example/policy-review#4")
    assert links[-1] == ("Open as a page", "https://briefs.example/opcon")
    assert len(links) == 6


def test_an_address_too_long_for_slack_is_left_out_and_the_mark_stays() -> None:
    shown = answer_blocks.render(BRIEF, TOPICS, lambda _: "https://briefs.example/" + "x" * 4_000)

    assert "[1\u00a0¶4]" in said(shown)
    assert not [node for node in nodes(shown) if node.get("type") == "link"]


def test_a_long_brief_ends_in_show_more_and_the_pages_together_leave_nothing_out() -> None:
    statements = tuple(
        replace(OPCON.statements[0], id=f"opcon#{n}", text=f"Claim {n}. " + "word " * 60) for n in range(90)
    )
    brief = replace(BRIEF, topic=replace(OPCON, statements=statements))

    pages = list(all_pages(lambda start: brief_blocks.page(brief, start=start)))

    assert len(pages) > 2
    assert ["Show more" in buttons(page) for page in pages] == [True] * (len(pages) - 1) + [False]
    assert all(any(f"Claim {n}." in said(page) for page in pages) for n in range(90))
    assert all(refused(page) == [] for page in pages)
    assert all("[1] Hands on the wheel" in said(page) for page in pages)


def test_a_shared_brief_says_who_shared_it_and_its_date_and_not_what_was_asked() -> None:
    card = answer_blocks.shared(replace(BRIEF, query="what do we fear"), "U024BE7LH")

    assert card.blocks[0]["elements"][0]["elements"] == [
        {"type": "text", "text": "Shared by "},
        {"type": "user", "user_id": "U024BE7LH"},
        {"type": "text", "text": " · as of 15 Dec 2025"},
    ]
    assert "fear" not in said(card.blocks) + card.text
    assert "Share" not in buttons(card.blocks)
    assert refused(card.blocks) == []


@pytest.mark.parametrize("user", ["", "U1> <!channel", "everyone", "u024be7lh"])
def test_what_is_no_user_id_is_never_made_a_mention(user: str) -> None:
    card = answer_blocks.shared(BRIEF, user)

    assert said(card.blocks[:1]) == "Shared by \nsomebody\n · as of 15 Dec 2025"
    assert markup(card.blocks) == []


def test_a_topic_among_choices_whose_summary_is_long_ends_in_dots() -> None:
    long = replace(OPCON, summary="Command in wartime is shared. " * 20)

    shown = said(answer_blocks.render(Choices("command", (long, CFC), 3), TOPICS))

    assert long.summary[:200] in shown
    assert "…" in shown
    assert long.summary not in shown


def test_choices_show_each_sense_with_its_own_button() -> None:
    shown = answer_blocks.render(Choices("command", (OPCON, CFC), 3), TOPICS)

    assert "“command” may mean more than one topic. Did you mean:" in said(shown)
    assert buttons(shown) == ["OPCON", "CFC", "All topics"]
    assert [node["action_id"] for node in nodes(shown) if node.get("value") == "cfc"] == ["topic:choose:2"]


def test_found_passages_show_their_source_their_date_and_their_topics() -> None:
    shown = answer_blocks.render(Passages("satellites", (FOUND,), 3), TOPICS)

    assert "No briefing on “satellites”, but 1 passage speaks of it." in said(shown)
    assert "Two satellites are missing." in said(shown)
    assert "Almanac of the Peninsula, undated · ¶9" in said(shown)
    assert buttons(shown) == ["Open the source", "OPCON", "Ask the editors"]


def test_a_long_passage_is_cut_visibly_and_can_be_read_in_full() -> None:
    long = replace(FOUND, passage=replace(FOUND.passage, text="word " * 400))

    shown = answer_blocks.render(Passages("word", (long,), 3), TOPICS)

    assert "…" in said(shown)
    assert buttons(shown)[0] == "Read in full"


def test_a_miss_says_so_and_offers_the_nearest_topic_and_all_of_them() -> None:
    shown = answer_blocks.render(Nothing("opkon", (OPCON,), 3), TOPICS)

    assert "No briefing on “opkon”. Did you mean OPCON?" in said(shown)
    assert buttons(shown) == ["OPCON", "All topics", "Ask the editors"]


def test_who_asks_for_a_deed_is_told_what_there_is_and_not_sent_to_the_editors() -> None:
    shown = answer_blocks.render(Nothing("book me a room", (), 3, ours=False), TOPICS)

    assert "I look up what the briefings say" in said(shown)
    assert buttons(shown) == ["All topics"]


def test_a_search_without_result_does_not_speak_of_briefings() -> None:
    card = answer_blocks.searched(Nothing("zeppelin", (), 3), TOPICS)

    assert card.text == "No passage holds “zeppelin”."
    assert buttons(card.blocks) == ["All topics"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_in_a_question_comes_out_literal(hostile: str) -> None:
    shown = answer_blocks.render(Nothing(f"about {hostile} this", (), 3), TOPICS)

    assert f"about {clean(f'{hostile} this')}" in said(shown)
    assert markup(shown) == []


@generous
@given(any_brief(), st.booleans())
def test_any_text_in_any_field_of_a_brief_is_valid_and_literal(brief: Brief, linked: bool) -> None:
    to = (lambda citation: f"https://briefs.example/{citation}") if linked else no_link
    for page in all_pages(lambda start: brief_blocks.page(brief, to, start, asked="" if start else brief.query)):
        assert refused(page) == []
        assert linked or markup(page) == []


@generous
@given(st.one_of(choices, misses, found_passages))
def test_any_text_in_any_other_answer_is_valid_and_literal(answer: Answer) -> None:
    topics = {topic.slug: topic for topic in _topics(answer)}

    shown = answer_blocks.render(answer, topics)

    assert refused(shown) == []
    assert markup(shown) == []


def _topics(answer: Answer) -> tuple[Topic, ...]:
    match answer:
        case Choices():
            return answer.topics
        case Nothing():
            return answer.nearest
        case _:
            return (OPCON, CFC)


@given(texts, st.integers(2, 3_000))
def test_cut_text_is_never_empty_never_too_long_and_says_that_it_was_cut(text: str, limit: int) -> None:
    kept = cut(text, limit)

    assert 1 <= units(kept) <= limit
    assert kept == (clean(text) or "-") or kept.endswith("…")


@given(texts)
def test_size_counts_as_slack_does(text: str) -> None:
    kept = clean(text)

    assert size(kept) == units(kept)


@given(texts)
def test_escaped_text_holds_none_of_slacks_control_signs(text: str) -> None:
    escaped = escape(text)

    assert not set("<>") & set(escaped)
    assert escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == clean(text)


def test_a_brief_with_more_citations_than_fit_says_how_many_are_left() -> None:
    many = replace(OPCON.statements[0], citations=tuple(Citation(ALMANAC.id, n) for n in range(1, 21)))

    shown = said(answer_blocks.render(replace(BRIEF, topic=replace(OPCON, statements=(many,))), TOPICS))

    assert "and 14 more" in shown
