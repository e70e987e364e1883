"""Passages as they are stored: what they are found by."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from store import text as words
from store.content import index_entry
from store.content.index_entry import Entry, entries, phrase
from store.model import Kind, Passage, Source

said = st.lists(st.sampled_from(["rope", "Ropes", "the", "dear", "harbour", "전작권", "rope's"]), max_size=8).map(
    " ".join
)


def entry(text: str, heading: str | None = None, *, title: str = "", publisher: str | None = None) -> Entry:
    source = Source("a", title, publisher, None, Kind.NEWS, None, None, "en", "")
    return entries(source, [Passage(1, heading, text)])[0]


@given(said, said, said, st.none() | said)
def test_a_passage_is_found_by_its_own_terms_its_headings_and_its_documents(
    text: str, heading: str, title: str, publisher: str | None
) -> None:
    found = entry(text, heading, title=title, publisher=publisher)

    assert found.terms.split() == [
        term for field in (title, publisher or "", heading, text) for term in words.terms(field)
    ]
    assert found.length == len(found.terms.split())


@given(said, said)
def test_a_phrase_is_found_in_each_field_and_never_from_one_into_the_next(title: str, text: str) -> None:
    found = entry(text, title=title)

    for field in (title, text):
        if words.terms(field):
            assert phrase(words.terms(field)) in found.terms
    assert len(re.findall("(?<! )   (?! )", found.terms)) == (1 if words.terms(title) and words.terms(text) else 0)


def test_of_a_passage_without_end_the_first_terms_count() -> None:
    text = " ".join(f"rope{number}" for number in range(index_entry.MAX_TERMS + 5))

    assert entry(text, "Rope").length == index_entry.MAX_TERMS + 1
