"""Everything that is shown of each topic that ships, in both languages: valid blocks, within Slack's limits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.blocks import browse, load_plan, report
from bot.blocks.answer import card, shared
from bot.blocks.brief import page
from bot.blocks.personal.home import AdminPanel
from bot.blocks.personal.home import home as drawn_home
from bot.listeners.commands import EXAMPLES
from bot.reports import build
from bot.simulator.state.fixtures import JISOO
from bot.text.reply_context import LANGUAGES, catalogue
from store import lookup, seeds
from store.context import speaking
from store.lookup.resolve import Index
from store.model import Difference, Finding, Generation, Nothing, Snapshot, Sure
from tests.bot.slack_rules import all_pages, refused, said
from tests.conftest import NOW
from tests.paths import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.blocks.elements import Block
    from store.model import Brief

LONGEST = "전작권 <!channel> & " * 27
"""A question as long as one may be."""


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    content = seeds.read(SHIPPED)
    return Snapshot(1, content.topics, {id_: one.source for id_, one in content.documents.items()})


def everything(brief: Brief, snapshot: Snapshot) -> Iterator[list[Block]]:
    """Yield every message that is about one topic."""
    yield card(brief, snapshot.topics).blocks
    yield shared(brief, "U08H6A31KQX").blocks
    yield from (card(answered(brief, sure), snapshot.topics).blocks for sure in Sure)
    yield from all_pages(lambda start: page(brief, start=start, asked=brief.query))
    for made in (build.comparison([brief.topic], snapshot), build.timeline([brief.topic], snapshot)):
        yield report.card(made).blocks
    yield report.card(build.comparison([brief.topic, *brief.related[:1]], snapshot)).blocks
    yield card(Nothing(brief.query, (brief.topic, *brief.related), 1), snapshot.topics).blocks


def answered(brief: Brief, sure: Sure) -> Brief:
    """Return *brief* as what answers a question, with as much beside it as there may be."""
    found = tuple(Finding.of(one, sure) for one in brief.topic.shown[:3])
    return replace(brief, answers=found, also=brief.related[:3])


def controls(blocks: list[Block]) -> int:
    """Return how many buttons and menus stand on a card."""
    return sum(len(block["elements"]) for block in blocks if block["type"] == "actions")


def test_no_card_and_no_answer_has_more_than_four_buttons(snapshot: Snapshot) -> None:
    index = Index(snapshot)
    briefs = [lookup.brief(slug, topic, index) for slug, topic in snapshot.topics.items()]
    shown = [card(one, snapshot.topics) for brief in briefs for one in (brief, *(answered(brief, of) for of in Sure))]

    assert {controls(one.blocks) for one in shown} == {4}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_is_valid_at_the_limits_in_each_language(snapshot: Snapshot, language: str) -> None:
    index = Index(snapshot)
    with speaking(catalogue(language)):
        wrong = [
            (topic.slug, fault)
            for topic in snapshot.topics.values()
            for blocks in everything(lookup.brief(LONGEST[:500], topic, index), snapshot)
            for fault in refused(blocks)
        ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_the_lists_and_the_home_are_valid_in_each_language(snapshot: Snapshot, language: str) -> None:
    with speaking(catalogue(language)):
        home = drawn_home(snapshot, None, (), ("전작권", LONGEST), AdminPanel(1, 2)).blocks
        shown = [
            browse.help_card(snapshot, EXAMPLES),
            browse.topics(snapshot),
            browse.sources([*snapshot.sources.values()]),
        ]

    assert [refused(one.blocks) for one in shown] == [[], [], []]
    assert refused(home, most=100) == []


def test_the_list_of_topics_begins_with_the_names_that_are_read(snapshot: Snapshot) -> None:
    with speaking(catalogue("ko")):
        korean = said(browse.topics(snapshot).blocks)
    english = said(browse.topics(snapshot).blocks)

    assert korean.index("확장억제") < korean.index("Extended deterrence")
    assert english.index("Extended deterrence") < english.index("확장억제")


def test_a_topic_is_called_by_its_korean_name_where_korean_is_read(snapshot: Snapshot) -> None:
    brief = lookup.brief("opcon", snapshot.topics["opcon"], Index(snapshot))
    with speaking(catalogue("ko")):
        shown = said(card(brief, snapshot.topics).blocks)

    assert shown.startswith("전시작전통제권 · OPCON")
    assert brief.topic.summary_sentences[0].text in shown


def test_what_a_rollback_leaves_in_the_files_is_said_in_korean() -> None:
    with speaking(catalogue("ko")):
        shown = said(load_plan.back(Generation(3, NOW, JISOO.id, Difference(), 1), 1, JISOO.id, "seeds").blocks)

    assert "seeds의 파일은 그대로입니다." in shown
    assert "The files" not in shown


def test_a_category_is_not_called_as_the_button_of_versions_is(snapshot: Snapshot) -> None:
    with speaking(catalogue("ko")):
        shown = said(browse.topics(snapshot).blocks)

    assert "역사" in shown
    assert "이력" not in shown
