"""Addresses compared: what two links to one page have in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.feeds.entries import canonical, is_of_the_web


@pytest.mark.parametrize(
    "other",
    [
        "http://www.paper.example/a/b/?utm_source=rss&id=7",
        "https://m.paper.example:443/a/b?id=7#top",
        "https://paper.example/a/b/amp?id=7&fbclid=x",
        "HTTPS://PAPER.example/a/b?id=7",
    ],
)
def test_links_to_one_page_are_one(other: str) -> None:
    assert canonical(other) == canonical("https://paper.example/a/b?id=7")


def test_links_to_two_pages_are_two() -> None:
    assert canonical("https://paper.example/a?id=7") != canonical("https://paper.example/a?id=8")
    assert canonical("https://paper.example:8443/a") != canonical("https://paper.example/a")


@given(st.text(max_size=80))
def test_what_is_compared_once_compares_the_same_again(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@pytest.mark.parametrize(
    "url", ["ftp://paper.example/", "file:///etc/passwd", "paper.example/feed", "http://", "http://["]
)
def test_only_whole_addresses_of_http_are_of_the_web(url: str) -> None:
    assert not is_of_the_web(url)
