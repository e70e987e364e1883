"""What sort of source a document seems to be."""

# ruff: noqa: RUF001  # letters that only look like others are what may be overlooked

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.documents.layout.blocks import Facts
from store.documents.metadata import kinds
from store.model import Kind

PIECES = [
    "last",
    "Last",
    "laſt",
    "this",
    "earlier",
    "week",
    "WEEK",
    "weeK",
    "today",
    "yesterday",
    "on",
    "early",
    "Tuesday",
]


@given(st.lists(st.sampled_from(PIECES) | st.text("adeksuty ", max_size=5)).map(" ".join))
def test_a_text_speaks_of_late_when_it_names_a_day_or_week(text: str) -> None:
    expected = Kind.NEWS if kinds.LATELY.search(text) else Kind.REFERENCE

    assert kinds.guess(Facts(), "", [text]) is expected


@pytest.mark.parametrize(
    ("opening", "kind"),
    [("Ships sailed on Tuesday.", Kind.NEWS), ("Ships sail every day.", Kind.REFERENCE), ("Ships.", Kind.REFERENCE)],
)
def test_what_tells_of_late_is_news(opening: str, kind: Kind) -> None:
    assert kinds.guess(Facts(), "", [opening]) is kind


@pytest.mark.parametrize(
    ("publisher", "kind"),
    [
        ("Journal of Harbour Studies", Kind.ANALYSIS),
        ("University of Port Alder Press", Kind.ANALYSIS),
        ("The Alder Post", Kind.NEWS),
    ],
)
def test_the_publisher_says_it_before_the_margins(publisher: str, kind: Kind) -> None:
    assert kinds.guess(Facts(publisher=publisher), "Share this article\n4 min read", ["Ships."]) is kind
