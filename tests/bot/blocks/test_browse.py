"""The faces that answer no lookup: the way in, help, lists, documents, evidence, Home."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.blocks import browse
from bot.blocks.modals import modal
from bot.blocks.personal.home import AdminPanel, home
from bot.listeners.commands import EXAMPLES
from store.model import Document, Found, Passage, Snapshot
from tests.bot.invented import ALMANAC, BRIEF, OPCON, REVIEW, SNAPSHOT, documents, founds, snapshots, sources, topics
from tests.bot.invented import briefs as any_brief
from tests.bot.slack_rules import markup, nodes, refused, refused_options, refused_view, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.blocks.elements import Card
    from store.model import Brief, Source, Topic

generous = settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a whole brief takes minutes
)
LONG = Document(ALMANAC, tuple(Passage(n, f"Part {n // 10}", f"Fact {n}. " + "word " * 50) for n in range(1, 101)))


def test_who_typed_nothing_gets_a_menu_of_topics_and_how_to_ask() -> None:
    card = browse.chooser(SNAPSHOT, EXAMPLES)

    assert card.text == "Ask about one of 2 topics"
    assert [node["action_id"] for node in nodes(card.blocks) if node.get("type") == "external_select"] == [
        "topics:pick"
    ]
    assert "/alliance opcon" in said(card.blocks)


def test_help_gives_one_line_a_command_each_with_an_example_of_what_is_loaded() -> None:
    shown = said(browse.help_card(SNAPSHOT, EXAMPLES).blocks)

    for example in (
        "/alliance opcon",
        "/alliance who leads in a war",
        "/alliance topics",
        "/alliance search OPCON",
        "/alliance sources",
        "/alliance sources almanac",
        "/alliance help",
    ):
        assert f"\n{example}\n" in shown


def test_help_for_an_empty_store_still_names_the_commands() -> None:
    shown = said(browse.help_card(Snapshot(0, {}, {}), EXAMPLES).blocks)

    assert "/alliance topics" in shown


def test_topics_are_grouped_by_category_under_their_slugs() -> None:
    shown = said(browse.topics(SNAPSHOT).blocks)

    assert shown.startswith("2 topics\nCommand\ncfc\n  Combined Forces Command\n  연합사")


def test_many_topics_come_in_pages_that_leave_none_out() -> None:
    many = {
        f"topic-{n}": replace(OPCON, slug=f"topic-{n}", name=f"Name {n}.", category=f"kind {n % 60}")
        for n in range(700)
    }
    snapshot = Snapshot(1, many, {})

    pages = _all(lambda start: browse.topics(snapshot, start))

    assert len(pages) > 1
    shown = "".join(said(page.blocks) for page in pages)
    assert all(f"Name {n}." in shown for n in range(700))
    assert all(refused(page.blocks) == [] for page in pages)


def test_sources_are_listed_with_a_button_that_opens_each() -> None:
    card = browse.sources([ALMANAC, REVIEW])

    assert "almanac · publisher not named · undated · reference" in said(card.blocks)
    assert [node["value"] for node in nodes(card.blocks) if node.get("action_id") == "sources:open"] == [
        "almanac",
        "policy-review",
    ]


def test_many_sources_come_in_pages_that_leave_none_out() -> None:
    many = [replace(REVIEW, id=f"doc-{n}", title=f"Title {n}.") for n in range(100)]

    pages = _all(lambda start: browse.sources(many, start))

    shown = "".join(said(page.blocks) for page in pages)
    assert all(f"Title {n}." in shown for n in range(100))
    assert all(refused(page.blocks) == [] for page in pages)


def test_an_unknown_source_is_named_and_the_loaded_ones_follow() -> None:
    shown = said(browse.unknown_source("almanack", [ALMANAC]).blocks)

    assert "No source is called “almanack”. These are loaded:" in shown
    assert "Almanac of the Peninsula" in shown


def test_a_document_is_read_passage_by_passage_in_pages_that_leave_none_out() -> None:
    pages = _all(lambda start: browse.document(LONG, start))

    shown = "".join(said(page.blocks) for page in pages)
    assert len(pages) > 2
    assert all(f"¶{n}  \nFact {n}." in shown for n in range(1, 101))
    assert pages[0].text == "Almanac of the Peninsula: ¶1 to ¶38 of 100"
    assert all(refused(page.blocks) == [] for page in pages)


def test_a_heading_stands_once_above_its_passages() -> None:
    document = Document(ALMANAC, (Passage(1, "Space", "One."), Passage(2, "Space", "Two."), Passage(3, None, "Three.")))

    assert said(browse.document(document).blocks).count("Space") == 1


def test_a_passage_longer_than_a_message_is_cut_and_says_so() -> None:
    card = browse.passage(Found(ALMANAC, Passage(1, None, "word " * 10_000), ()))

    assert "… (the first 9,000 characters)" in said(card.blocks).replace("\n", "")
    assert refused(card.blocks) == []


def test_evidence_is_every_cited_passage_under_its_mark() -> None:
    citations = BRIEF.topic.citations
    cited = [(one, Found(ALMANAC, Passage(one.passage, None, f"Proof of {one}."), ())) for one in citations]

    card = browse.evidence(BRIEF, cited)

    assert card.text == "OPCON: the 4 passages it rests on"
    assert "[2 ¶9] Almanac of the Peninsula, undated" in said(card.blocks)
    assert all(f"Proof of {one}." in said(card.blocks) for one in citations)


def test_a_menu_offers_at_most_a_hundred_topics() -> None:
    options = {"options": browse.options([(OPCON, "wartime command")] * 300)}

    assert len(options["options"]) == 100
    assert refused_options(options) == []


@generous
@given(snapshots, st.lists(sources, max_size=60), documents)
def test_any_text_in_any_list_is_valid_and_literal(
    snapshot: Snapshot, listed: list[Source], document: Document
) -> None:
    told = [
        browse.chooser(snapshot, EXAMPLES),
        browse.help_card(snapshot, EXAMPLES),
        browse.unknown_source("*x*", listed),
    ]
    paged = [
        *_all(lambda start: browse.topics(snapshot, start)),
        *_all(lambda start: browse.sources(listed, start)),
        *_all(lambda start: browse.document(document, start)),
    ]
    for card in [*told, *paged]:
        assert refused(card.blocks) == []
        assert markup(card.blocks) == []
        assert refused_view(modal(card)) == []
    drawn = home(snapshot, None, (), ("who commands in a war?",), AdminPanel(2, 3))
    assert refused_view({"type": "home", "blocks": drawn.blocks}) == []
    assert refused_options({"options": browse.options((one, one.name) for one in snapshot.topics.values())}) == []


@generous
@given(any_brief(), founds)
def test_any_text_in_any_evidence_is_valid_and_literal(brief: Brief, found: Found) -> None:
    cited = [(citation, found) for citation in brief.topic.citations[:30]]

    for card in [browse.passage(found), *_all(lambda start: browse.evidence(brief, cited, start))]:
        assert refused(card.blocks) == []
        assert markup(card.blocks) == []


@given(st.lists(topics(), max_size=3))
def test_any_topic_can_be_offered(listed: list[Topic]) -> None:
    assert refused_options({"options": browse.options((one, "") for one in listed)}) == []


def _all(page: Callable[[int], Card]) -> list[Card]:
    """Every page, following the Show more buttons."""
    pages: list[Card] = []
    start: int | None = 0
    while start is not None:
        pages.append(page(start))
        more = [button["value"] for button in nodes(pages[-1].blocks) if said([button.get("text")]) == "Show more"]
        following = int(more[0].rpartition(":")[2]) if more else None
        assert following is None or following > start
        start = following
    return pages
