"""A person's words to an answer, over one snapshot: certain first, then looser, else nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from rapidfuzz import fuzz, process

from store.model import Brief, Choices, Nothing, Snapshot, Topic
from store.words import clean, normalise

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Index:
    """Everything a lookup needs of one snapshot, built once and never changed."""

    snapshot: Snapshot
    names: Mapping[str, tuple[str, ...]]

    @classmethod
    def build(cls, snapshot: Snapshot) -> Self:
        """Return the index of *snapshot*."""
        names: dict[str, tuple[str, ...]] = {}
        for topic in snapshot.topics.values():
            for name in topic.names:
                key = normalise(name)
                if key and topic.slug not in names.get(key, ()):
                    names[key] = (*names.get(key, ()), topic.slug)
        return cls(snapshot, names)


def resolve(query: str, index: Index) -> Brief | Choices | None:
    """Return the brief or the choices that *query* surely means, or None: then ask the passages."""
    key = normalise(query)
    slugs = index.names.get(key, ())
    if not slugs and len(key) > 3:
        near = process.extractOne(key, list(index.names), scorer=fuzz.ratio, score_cutoff=86)
        slugs = index.names[near[0]] if near else ()
    topics = tuple(index.snapshot.topics[slug] for slug in slugs)
    if not topics:
        return None
    if len(topics) == 1:
        return brief(query, topics[0], index)
    return Choices(clean(query), topics, index.snapshot.generation)


def brief(query: str, topic: Topic, index: Index) -> Brief:
    """Return the brief of *topic* as the answer to *query*."""
    snapshot = index.snapshot
    sources = dict.fromkeys(citation.document for citation in topic.citations)
    return Brief(
        query=clean(query),
        topic=topic,
        sources=tuple(snapshot.sources[source] for source in sources if source in snapshot.sources),
        related=tuple(snapshot.topics[slug] for slug in topic.related if slug in snapshot.topics),
        generation=snapshot.generation,
    )


def nothing(query: str, index: Index) -> Nothing:
    """Return the honest miss, with the topics nearest in name."""
    key = normalise(query)
    near = process.extract(key, list(index.names), scorer=fuzz.ratio, score_cutoff=55, limit=8)
    slugs = dict.fromkeys(slug for name, _, _ in near for slug in index.names[name])
    topics = tuple(index.snapshot.topics[slug] for slug in list(slugs)[:3])
    return Nothing(clean(query), topics, index.snapshot.generation)


def mentions(text: str, index: Index) -> tuple[str, ...]:
    """Return the slugs of the topics that *text* speaks of by name."""
    key = f" {normalise(text)} "
    found = (slug for name, slugs in index.names.items() if len(name) > 2 and f" {name} " in key for slug in slugs)
    return tuple(dict.fromkeys(found))


def covers(query_terms: tuple[str, ...], passage_terms: frozenset[str], index: Index) -> bool:  # noqa: ARG001 - the weights of the words come next
    """Return whether a passage with *passage_terms* holds enough of the query to be an answer."""
    return bool(query_terms) and sum(term in passage_terms for term in query_terms) * 3 >= len(query_terms) * 2
