"""Sidecars as they are written: what is written is what is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from store.ingest.model import written
from store.seeds import metadata
from store.seeds.fields import Notebook
from store.text import clean

if TYPE_CHECKING:
    from store.errors import Problem

SLUGS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True)


def read(text: str) -> tuple[dict[str, str], list[Problem]]:
    problems: list[Problem] = []
    return metadata.of_sidecar(text, Notebook("x.yaml", problems)).said, problems


def test_what_is_plain_stands_without_quotes() -> None:
    said = {"title": "Lamps: a “Note”", "kind": "news", "published": "2026-01-24", "author": "none"}

    assert written(said, ("opcon", "sma")) == (
        'title: "Lamps: a “Note”"\nkind: news\npublished: 2026-01-24\nauthor: none\ntopics: [opcon, sma]\n'
    )


def test_nothing_to_say_is_nothing_written() -> None:
    assert written({}) == ""


@given(st.dictionaries(st.sampled_from(("title", "publisher", "author")), st.text(max_size=80).map(clean)))
def test_whatever_is_written_is_read_again(said: dict[str, str]) -> None:
    said = {key: text for key, text in said.items() if text and text.casefold() != "none"}

    assert read(written(said)) == (said, [])


@given(st.lists(SLUGS, unique=True, max_size=8))
def test_topics_are_read_again(slugs: list[str]) -> None:
    said, problems = read(written({}, slugs))

    assert said.get("topics", "").split() == slugs
    assert problems == []
