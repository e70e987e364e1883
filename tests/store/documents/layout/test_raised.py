from __future__ import annotations

import pytest

from store.documents.layout.raised import written


@pytest.mark.parametrize(
    ("raised", "before", "text"),
    [
        ("12", "in 2025,", ""),
        ("4", "the costs", ""),
        ("[3]", "the costs.", ""),
        ("12, 13", "in 2025", ""),
        ("†", "the costs", ""),
        ("2", "over 3 km", "²"),
        ("6", "by 10", "⁶"),
        ("2", "of x", "²"),
        ("th", "the 9", "th"),
        ("1", "", "¹"),
    ],
)
def test_a_note_leaves_nothing_and_a_power_or_an_ordinal_stays(raised: str, before: str, text: str) -> None:
    assert written(raised, before) == text
