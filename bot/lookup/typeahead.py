"""The topics that fit what somebody has typed into a menu so far, the best first, with the name that fits. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.model import Topic

    Suggested = tuple[Topic, str]
    """A topic, and the name that what was typed is part of; empty where its title shows that."""

ABSENT = 3
A_NAME, MOST_NAMES = 0.05, 6
"""What another name that fits is worth beside the share of the name that was typed, and how many of them count."""


def fitting(typed: str, exact: Mapping[str, Sequence[str]], topics: Mapping[str, Topic]) -> list[Suggested]:
    """Return the topics with a name that holds *typed*; all of them, by name, where nothing was typed yet.

    First those of which a name begins with it, then those of which a word
    does, then the rest; among them those of whose name it is the larger part,
    and that have more such names. *exact* are slugs by normalised name.
    """
    key = normalise(typed)
    best: dict[str, tuple[int, float, str]] = {}
    names: dict[str, int] = {}
    for name, slugs in exact.items():
        rank = _rank(key, name)
        if rank < ABSENT:
            fit = (rank, -len(key) / max(1, len(name)) if key else 0.0, name)
            for slug in slugs:
                best[slug] = min(fit, best.get(slug, fit))
                names[slug] = names.get(slug, 0) + 1

    def fit_of(slug: str) -> tuple[int, float, str]:
        rank, share, _ = best[slug]
        return rank, share - A_NAME * min(names[slug], MOST_NAMES) * bool(key), topics[slug].name.casefold()

    return [(topics[slug], _shown(topics[slug], key, best[slug][2])) for slug in sorted(best, key=fit_of)]


def _rank(key: str, name: str) -> int:
    """Return 0 where *name* begins with *key*, 1 where one of its words does, 2 where it is inside, else ABSENT."""
    if name.startswith(key):
        return 0
    if f" {key}" in name:
        return 1
    return 2 if key in name else ABSENT


def _shown(topic: Topic, key: str, name: str) -> str:
    """Return the name that fits as its editors wrote it; empty where a title shows what was typed."""
    if not key or any(key in normalise(title) for title in _titles(topic)):
        return ""
    return next((written for written in topic.names if normalise(written) == name), "")


def _titles(topic: Topic) -> Iterator[str]:
    yield from (topic.name, topic.short, *([topic.korean] if topic.korean else []))
