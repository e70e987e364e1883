"""What a seed folder leaves open though nothing in it is wrong: for editors. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from store.lookup.typos import Speller
from store.model import Citation
from store.text import normalise
from store.usage.editors_list import REVIEW_DAYS, due

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from store.model import Content, Topic

_LEAST = 6
"""Shorter names differ by a letter because they are short: SMA and SMS."""


@dataclass(frozen=True, slots=True)
class AlikeNames:
    """Two names of different topics that are one, or one slip apart."""

    one: str
    of: str
    other: str
    of_other: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A topic that was reviewed longer ago than is *allowed*."""

    slug: str
    reviewed: date
    days: int
    allowed: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is left open. Every part is sorted; all empty when nothing is."""

    undated: tuple[str, ...]
    """Statements without a date."""
    thin: tuple[str, ...]
    """Topics that rest on one source."""
    uncited: tuple[Citation, ...]
    """Passages that nothing cites."""
    alike: tuple[AlikeNames, ...]
    stale: tuple[Stale, ...]

    def __bool__(self) -> bool:
        return bool(self.undated or self.thin or self.uncited or self.alike or self.stale)


def cover(content: Content, today: date, allowed: int = REVIEW_DAYS) -> Coverage:
    """Return what *content* leaves open on *today*; a topic may go unreviewed for *allowed* days."""
    topics = [content.topics[slug] for slug in sorted(content.topics)]
    return Coverage(
        tuple(said.id for topic in topics for said in topic.statements if said.as_of is None),
        tuple(topic.slug for topic in topics if len({cited.document for cited in topic.citations}) == 1),
        tuple(_uncited(content)),
        tuple(_alike(topics)),
        tuple(
            Stale(topic.slug, topic.reviewed, (today - topic.reviewed).days, allowed)
            for topic in topics
            if due(topic, today, allowed)
        ),
    )


def _uncited(content: Content) -> Iterator[Citation]:
    cited = {citation for topic in content.topics.values() for citation in topic.citations}
    for id_, document in sorted(content.documents.items()):
        yield from (citation for one in document.passages if (citation := Citation(id_, one.number)) not in cited)


def _alike(topics: list[Topic]) -> Iterator[AlikeNames]:
    """Yield the names that a person, or a slip of the finger, would take for each other."""
    named = _named(topics)
    speller = Speller.build(named)
    for key, owners in named.items():
        yield from (AlikeNames(owners[a], a, owners[b], b) for a, b in combinations(owners, 2))
        near = speller.near(key, 1) if len(key) >= _LEAST else []
        for other in (other for other, _ in near if other > key):
            pairs = ((a, b) for a in owners for b in named[other] if a != b)
            yield from (AlikeNames(owners[a], a, named[other][b], b) for a, b in pairs)


def _named(topics: list[Topic]) -> Mapping[str, Mapping[str, str]]:
    """Return, for every key without spaces, the topics it names and how each writes it."""
    named: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for topic in topics:
        for name in topic.names:
            named[normalise(name).replace(" ", "")].setdefault(topic.slug, name)
    return {key: named[key] for key in sorted(named) if key}
