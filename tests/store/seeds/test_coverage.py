"""What a seed folder leaves open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from store import seeds
from store.model import Citation, Content
from store.seeds.coverage import AlikeNames, Stale, cover
from tests.paths import SEEDS

CONTENT = seeds.read(SEEDS)
TODAY = date(2026, 11, 23)


def changed(slug: str, **parts: object) -> Content:
    return Content({**CONTENT.topics, slug: replace(CONTENT.topics[slug], **parts)}, CONTENT.documents)  # type: ignore[arg-type]


def test_statements_without_a_date_are_named() -> None:
    assert cover(CONTENT, TODAY).undated == ("cfc#1", "opcon#4", "sma#1", "usfk#1")


def test_a_topic_that_rests_on_one_source_is_thin() -> None:
    only = tuple(said for said in CONTENT.topics["cfc"].statements if said.id == "cfc#1")

    assert cover(CONTENT, TODAY).thin == ()
    assert cover(changed("cfc", statements=only, also=()), TODAY).thin == ("cfc",)


def test_passages_that_nothing_cites_are_named_and_those_of_a_disagreement_are_not() -> None:
    uncited = cover(CONTENT, TODAY).uncited
    cited = {citation for topic in CONTENT.topics.values() for citation in topic.citations}

    assert Citation("almanac-peninsula", 1) in uncited
    assert not cited & set(uncited)
    assert len(uncited) + len(cited) == sum(len(document.passages) for document in CONTENT.documents.values())


def test_names_of_two_topics_a_letter_or_a_space_apart_are_told() -> None:
    near = cover(changed("cfc", aliases=("wartime comand", "jointcommand", "Joint Command")), TODAY).alike
    same = cover(changed("cfc", aliases=("war time command",)), TODAY).alike

    assert near == (AlikeNames("wartime comand", "cfc", "wartime command", "opcon"),)
    assert same == (AlikeNames("war time command", "cfc", "wartime command", "opcon"),)


def test_a_topic_may_go_unreviewed_for_as_long_as_is_allowed() -> None:
    old = changed("opcon", reviewed=TODAY - timedelta(days=121))

    assert cover(old, TODAY).stale == ()
    assert cover(old, TODAY, 121).stale == ()
    assert cover(old, TODAY, 120).stale == (Stale("opcon", TODAY - timedelta(days=121), 121, 120),)
