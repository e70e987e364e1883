"""What somebody typed to search, read: words, phrases, and what narrows it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.lookup.search_query import SearchQuery
from store.model import Kind, PartialDate, Source
from store.text import terms

RAND = Source(
    "rand-costs-2024", "What Bases Cost", "RAND", "Ann Quill", Kind.ANALYSIS, PartialDate(2024, 5), None, "en", ""
)
NOTE = Source("note", "The Update Desk", "교통부 뉴스", None, Kind.NEWS, None, None, "en", "", topics=("sma",))


def admitted(typed: str) -> list[str]:
    documents = SearchQuery.parse(typed).documents([RAND, NOTE])
    return sorted({"rand-costs-2024", "note"} if documents is None else documents)


def test_words_are_looked_for_and_phrases_must_stand_as_they_are() -> None:
    query = SearchQuery.parse('costs of "the host nation" and “burden sharing”')

    assert query.terms == terms("costs of the host nation and burden sharing")
    assert query.phrases == ((terms("host nation"),), (terms("burden sharing"),))


def test_a_phrase_of_hangul_is_looked_for_in_every_spacing() -> None:
    (typed,) = SearchQuery.parse('"주한 미군"').phrases
    (together,) = SearchQuery.parse('"주한미군"').phrases

    assert typed == (terms("주한 미군"), terms("주한미군"))
    assert together == (terms("주한미군"), terms("주한 미군"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ('"a pier"', "No passage holds “a pier” word for word; these hold its words."),
        (
            '"a pier" "a rope"',
            "No passage holds “a pier” and “a rope” together, word for word; these hold their words.",
        ),
        ('"a pier" by:rand', "No passage of these documents holds “a pier” word for word; these hold its words."),
    ],
)
def test_of_phrases_no_more_is_denied_than_was_looked_for(typed: str, told: str) -> None:
    assert SearchQuery.parse(typed).loosened().unheeded == (told,)


def test_words_by_which_people_ask_tell_of_nothing_in_korean_too() -> None:
    assert SearchQuery.plain("무엇을 합의했습니까").telling == frozenset(terms("합의")) | {"의했"}


def test_in_a_long_question_quotation_marks_only_quote() -> None:
    query = SearchQuery.parse(
        'Which papers on basing costs in Asia say our allies are "free riders" on American power?'
    )

    assert query.phrases == ()
    assert set(terms("free riders")) <= set(query.terms)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("bases", ["note", "rand-costs-2024"]),
        ("bases in:rand-costs-2024", ["rand-costs-2024"]),
        ('in:"bases cost" us', ["rand-costs-2024"]),
        ("IN:news", ["note"]),
        ("in:sma", ["note"]),
        ("by:quill", ["rand-costs-2024"]),
        ("by:RAND in:analysis", ["rand-costs-2024"]),
        ("by:교통부", ["note"]),
        ("by:quil", []),
        ("since:2024", ["rand-costs-2024"]),
        ("since:2024-05-31", ["rand-costs-2024"]),
        ('since:"May 2024"', ["rand-costs-2024"]),
        ("since:2024-06", []),
        ("since:2025", []),
        ("since:2023년", ["rand-costs-2024"]),
    ],
)
def test_filters_say_which_documents_are_searched(typed: str, expected: list[str]) -> None:
    assert admitted(typed) == expected


def test_a_date_that_is_none_is_named_and_everything_is_searched() -> None:
    query = SearchQuery.parse("bases since:soon")

    assert query.documents([RAND]) is None
    assert query.notes([RAND]) == ("“since:soon” names no date; write since:2025, since:2025-03 or since:2025-03-09.",)


def test_a_filter_that_fits_no_document_is_named() -> None:
    assert SearchQuery.parse("bases by:nobody by:rand").notes([RAND, NOTE]) == ("“by:nobody” fits no document.",)


@pytest.mark.parametrize("typed", ["title:x", 'a "quote without end', "in: bases", "since:", "http://x", "built-in:x"])
def test_what_is_no_syntax_is_words(typed: str) -> None:
    query = SearchQuery.parse(typed)

    assert query.terms == terms(typed)
    assert query.documents([RAND]) is None


@given(st.text(max_size=500))
def test_any_text_can_be_searched_for(typed: str) -> None:
    query = SearchQuery.parse(typed)

    assert set(query.telling) <= set(query.terms)
    query.documents([RAND, NOTE])


def test_words_that_only_ask_tell_nothing_unless_there_are_no_others() -> None:
    assert SearchQuery.plain("please explain the lighthouse").telling == set(terms("lighthouse"))
    assert SearchQuery.plain("explain more").telling == set(terms("explain more"))
