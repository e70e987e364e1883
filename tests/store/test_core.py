"""The store as its doors see it, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.model import Brief, Citation, Passages

if TYPE_CHECKING:
    from store.core import BriefingStore


def test_a_name_gives_its_brief(loaded_store: BriefingStore) -> None:
    answer = loaded_store.ask("OPCON")

    assert isinstance(answer, Brief)
    assert answer.topic.slug == "opcon"
    assert [source.id for source in answer.sources][:2] == ["harbour-gazette-2026", "almanac-peninsula"]
    assert answer.generation == 1


def test_words_of_a_passage_find_it_with_its_topics(loaded_store: BriefingStore) -> None:
    answer = loaded_store.ask("island with two flagpoles")

    assert isinstance(answer, Passages)
    assert answer.found[0].source.id == "almanac-peninsula"
    assert answer.found[0].passage.heading == "Command"
    assert "opcon" in answer.found[0].topics


def test_a_citation_finds_its_passage(loaded_store: BriefingStore) -> None:
    found = loaded_store.passage(Citation("almanac-peninsula", 4))

    assert found is not None
    assert "reopen" in found.passage.text
    assert "sma" in found.topics
