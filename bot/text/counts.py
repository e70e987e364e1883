"""How many, in words: counts with their nouns, what a store holds, what was added, changed and removed. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.changes import Loaded, Plan
    from store.model import Change, Content, Difference, Snapshot


def counted(number: int, noun: str) -> str:
    """Return `1 statement` or `1,200 statements`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def times(number: int) -> str:
    """Return `once`, `twice`, `14 times`."""
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def named(ids: Sequence[str], most: int) -> str:
    """Return `opcon, sma and 3 more`: *most* of *ids*, and how many are left."""
    more = f" and {len(ids) - most:,} more" if len(ids) > most else ""
    return f"{', '.join(ids[:most])}{more}"


def holding(given: Plan | Loaded) -> str:
    """Return how much there is: `4 topics, 16 statements, 3 documents, 12 passages`."""
    return _holding(given.topics, given.statements, given.documents, given.passages)


def holding_of(given: Content) -> str:
    """Return how much there is in a folder."""
    statements = sum(len(topic.statements) for topic in given.topics.values())
    passages = sum(len(document.passages) for document in given.documents.values())
    return _holding(len(given.topics), statements, len(given.documents), passages)


def holding_now(given: Snapshot, passages: int) -> str:
    """Return how much there is in the live generation; *passages* are not in the snapshot."""
    statements = sum(len(topic.statements) for topic in given.topics.values())
    return _holding(len(given.topics), statements, len(given.sources), passages)


def _holding(topics: int, statements: int, documents: int, passages: int) -> str:
    counts = {"topic": topics, "statement": statements, "document": documents, "passage": passages}
    return ", ".join(counted(number, noun) for noun, number in counts.items())


def tally(found: Difference) -> str:
    """Return how much is otherwise: `2 statements added, 1 changed; 1 document added`."""
    kinds = {"statement": found.statements, "topic": found.topics, "document": found.documents}
    return "; ".join(_tallied(noun, change) for noun, change in kinds.items() if change) or "nothing"


def _tallied(noun: str, change: Change) -> str:
    (verb, first), *more = [(verb, len(ids)) for verb, ids in verbs(change)]
    return ", ".join((f"{counted(first, noun)} {verb}", *(f"{number:,} {verb}" for verb, number in more)))


def verbs(change: Change) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what happened to which ids, `added` first; nothing where nothing did."""
    parts = {"added": change.added, "changed": change.changed, "removed": change.removed}
    yield from ((verb, ids) for verb, ids in parts.items() if ids)
