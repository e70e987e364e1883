"""How much memory a topic takes beside what it says: a ratio, which no other machine changes."""

from __future__ import annotations

import random
import tracemalloc
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from store.content import read
from store.lookup.view import GenerationView
from store.model import Citation, Content, Document, Holder, Kind, PartialDate, Passage, Source, Statement, Topic
from tests.contents import written

if TYPE_CHECKING:
    from store.db.engine import Database

TOPICS = 300
"""More than stay unpacked."""
MOST = 0.8
"""As objects it is 4.2, packed in memory 1.3."""

DAY, CITED = date(2026, 11, 1), (Citation("almanac", 1),)
ALMANAC = Document(
    Source("almanac", "An Almanac", None, None, Kind.REFERENCE, PartialDate(2025), None, "en", "f1"),
    (Passage(1, None, "Nobody knows."),),
)


SYLLABLES = [one + two for one in "bdfghklmnprstv" for two in ("a", "en", "ir", "o", "ur")]


def topic(number: int) -> Topic:
    """Return a topic of eight statements, 160 characters each, in words that repeat as little as real ones."""
    slug, drawn = f"harbour-{number}", random.Random(number)
    statements = (Statement(f"{slug}#{one}", text(drawn, 160), None, Holder.FACT, CITED) for one in range(1, 9))
    return Topic(
        slug, f"Harbour {number}", f"H{number}", None, "places", text(drawn, 200), DAY, statements=tuple(statements)
    )


def text(drawn: random.Random, size: int) -> str:
    """Return so many characters of invented words."""
    return " ".join("".join(drawn.choices(SYLLABLES, k=3)) for _ in range(size // 6))[:size]


def said(topic: Topic) -> int:
    """Return the characters of what a topic says."""
    return len(topic.summary) + sum(len(one.text) for one in topic.statements) + sum(map(len, topic.names))


def test_a_topic_takes_little_more_memory_than_what_it_says(database: Database) -> None:
    topics = {one.slug: one for one in map(topic, range(TOPICS))}
    with database.write() as connection:
        written(connection, Content(topics, {"almanac": ALMANAC}), by="tests", at=datetime(2026, 11, 23, tzinfo=UTC))
    with database.read() as connection:
        read.snapshot(connection, 1)  # what is imported and compiled once is no topic's
        tracemalloc.start()

        view = GenerationView.build(read.snapshot(connection, 1))

    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(view.snapshot.topics) == TOPICS
    assert held < MOST * sum(map(said, topics.values()))
