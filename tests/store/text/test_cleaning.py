"""What a person asked, as a value."""

from __future__ import annotations

import pytest

from store.errors import TooLong
from store.model import MAX_QUERY
from store.text.cleaning import Query


def test_a_query_is_cleaned_once() -> None:
    query = Query.of("  harbour\u200b \n dues ")

    assert query == "harbour dues"
    assert Query.of(query) is query


def test_a_query_is_measured_after_it_was_cleaned() -> None:
    assert len(Query.of(f"  {'x' * MAX_QUERY}  ")) == MAX_QUERY

    with pytest.raises(TooLong, match=str(MAX_QUERY)):
        Query.of("x" * (MAX_QUERY + 1))
