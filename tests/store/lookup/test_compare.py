"""Which topics somebody wants side by side."""

from __future__ import annotations

from datetime import date

import pytest

from store.errors import TooLong
from store.lookup import Index
from store.lookup.compare import between, by_holder, one
from store.model import Holder, Nothing, Snapshot, Statement, Topic


def topic(slug: str, name: str, *aliases: str, statements: tuple[Statement, ...] = ()) -> Topic:
    return Topic(
        slug,
        name,
        name,
        None,
        "invented",
        f"{name} in two sentences.",
        date(2026, 11, 23),
        aliases=aliases,
        statements=statements,
    )


HELD = tuple(
    Statement(f"tariffs#{number}", "Said.", None, holder, ())
    for number, holder in enumerate((Holder.FACT, Holder.CRITICS, Holder.FACT, Holder.OFFICIAL), start=1)
)
TOPICS = (
    topic("opcon", "OPCON", "OPCON transfer", "wartime command"),
    topic("usfk", "United States Forces Korea", "USFK", "American garrison"),
    topic("tariffs", "Trade and tariffs", statements=HELD),
    topic("space", "Cyber and space"),
)
INDEX = Index(Snapshot(1, {each.slug: each for each in TOPICS}, {}))


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("opcon usfk", ["opcon", "usfk"]),
        ("usfk, opcon", ["usfk", "opcon"]),
        ("opcon vs usfk", ["opcon", "usfk"]),
        ("opcon vs. usfk", ["opcon", "usfk"]),
        ("between opcon and usfk", ["opcon", "usfk"]),
        ("OPCON transfer with the American garrison", ["opcon", "usfk"]),
        ("wartime command American garrison", ["opcon", "usfk"]),
        ("trade and tariffs", ["tariffs"]),
        ("trade and tariffs and cyber and space", ["tariffs", "space"]),
        ("cyber and space trade and tariffs", ["space", "tariffs"]),
        ("opcon", ["opcon"]),
        ("wartime comand", ["opcon"]),
        ("opcon and opcon transfer", ["opcon"]),
    ],
)
def test_the_topics_are_those_named_in_their_order(text: str, slugs: list[str]) -> None:
    found = between(text, INDEX)

    assert isinstance(found, tuple)
    assert [each.slug for each in found] == slugs


@pytest.mark.parametrize("text", ["opcon and zebras", "zebras and opcon", "opcon zebras", "zebras vs opcon transfer"])
def test_the_part_that_names_nothing_is_the_one_told(text: str) -> None:
    found = between(text, INDEX)

    assert isinstance(found, Nothing)
    assert found.query == "zebras"


@pytest.mark.parametrize("text", ["how Seoul and Paris see zebras", "the zebras and the lions", "zebras or lions?"])
def test_what_reads_as_a_question_is_left_to_the_lookup(text: str) -> None:
    assert between(text, INDEX) is None
    assert one(text, INDEX) is None


def test_one_topic_may_be_named_with_a_word_before_it() -> None:
    assert one("of OPCON transfer", INDEX) == TOPICS[0]


def test_more_than_a_lookup_takes_is_refused_before_it_costs_anything() -> None:
    with pytest.raises(TooLong):
        between("opcon and " * 500, INDEX)


def test_who_holds_what_is_in_the_order_in_which_one_reads_it() -> None:
    held = by_holder(TOPICS[2])

    assert list(held) == [Holder.OFFICIAL, Holder.CRITICS, Holder.FACT]
    assert [said.id for said in held[Holder.FACT]] == ["tariffs#1", "tariffs#3"]
