"""Values by keys that nobody lists."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.lookup.key_table import KeyTable

KEYS = st.one_of(st.text(max_size=8), st.tuples(st.text(max_size=3), st.text(max_size=3)))


@given(st.dictionaries(KEYS, st.text(max_size=2)), KEYS)
def test_a_table_says_what_a_dictionary_says(values: dict[str, str], other: str) -> None:
    table = KeyTable(values)

    assert {key: table.get(key) for key in values} == values
    assert table.get(other) == values.get(other)


def test_an_empty_table_has_nothing() -> None:
    assert KeyTable[str]({}).get("opcon") is None
