"""A packed topic is the topic that it was packed of, and holds no more of it than is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from store.content.packed_topics import StatementRow, TopicFile
from store.db import rows
from store.model import Citation, Holder, PartialDate, Statement, Topic

if TYPE_CHECKING:
    from collections.abc import Sequence

SAID = Statement(
    "harbour#1",
    "The harbour closes in winter.",
    PartialDate(2025, 6),
    Holder.FACT,
    (Citation("almanac", 3), Citation("gazette", 1)),
    PartialDate(2024),
    ("When does the harbour close?",),
)
ELSEWHERE = Statement("ferry#2", "로프 ferries run \n daily.", None, Holder.CRITICS, ())
HARBOUR = Topic(
    "harbour",
    "The Harbour",
    "Harbour",
    "항구",
    "places",
    "It closes in winter.",
    date(2026, 11, 1),
    abbreviations=("HBR",),
    aliases=("Old Port",),
    related=("ferry",),
    statements=(SAID,),
    also=(ELSEWHERE,),
)


def pack(topic: Topic) -> Topic:
    file = TopicFile()
    own, also = (file.pack(written(some)) for some in (topic.statements, topic.also))
    return file.topic(topic.slug, rows.of_topic(topic)["body"], own, also)


def written(some: Sequence[Statement]) -> list[StatementRow]:
    return [
        StatementRow(
            one.topic,
            rows.number_of(one.id),
            one.text,
            str(one.as_of) if one.as_of else None,
            one.held_by.value,
            " ".join(map(str, one.citations)),
            str(one.happened) if one.happened else None,
        )
        for one in some
    ]


def test_a_packed_topic_says_what_it_said() -> None:
    topic = pack(HARBOUR)

    assert topic.statements == (SAID,)
    assert topic.also == (ELSEWHERE,)
    assert (topic.summary, topic.names, topic.citations) == (HARBOUR.summary, HARBOUR.names, HARBOUR.citations)


def test_a_packed_topic_equals_the_topic_and_counts_as_one() -> None:
    topic = pack(HARBOUR)

    assert topic == HARBOUR
    assert topic == HARBOUR
    assert hash(topic) == hash(HARBOUR)
    assert isinstance(topic, Topic)
    assert topic != replace(HARBOUR, summary="It is open all year.")


def test_a_packed_topic_can_be_replaced_by_another() -> None:
    changed = replace(pack(HARBOUR), summary="It is open all year.")

    assert changed == replace(HARBOUR, summary="It is open all year.")


def test_a_packed_topic_lacks_what_no_topic_has() -> None:
    with pytest.raises(AttributeError, match="colour"):
        _ = pack(HARBOUR).colour


def test_a_topic_without_statements_is_packed_too() -> None:
    bare, file = replace(HARBOUR, statements=(), also=()), TopicFile()

    assert file.topic(bare.slug, rows.of_topic(bare)["body"], file.none, file.none) == bare
