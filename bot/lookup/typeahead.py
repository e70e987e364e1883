"""The topics, passages and statements that fit what somebody has typed into a menu so far, the best first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.text.limits import cut
from store.model import MAX_QUERY, Citation, Found, Passages
from store.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.core import BriefingStore
    from store.model import Snapshot, Source, Statement, Topic

    Suggested = tuple[Topic, str]
    """A topic, and the name that what was typed is part of; empty where its title shows that."""

ABSENT = 3
MOST, MOST_DOCUMENTS = 50, 3
_SPOT = re.compile(r"(\S+)#(\d{1,8})", re.ASCII)
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
    if not key or any(key in normalise(title) for title in (topic.name, topic.short, topic.korean or "")):
        return ""
    return next((written for written in topic.names if normalise(written) == name), "")


def suggested(store: BriefingStore, typed: str) -> list[Found]:
    """Return the passages that fit, best first, at most MOST. Reads the database."""
    found: dict[Citation, Found] = {}
    for one in _fitting(store, cut(typed, MAX_QUERY)):
        found.setdefault(Citation(one.source.id, one.passage.number), one)
        if len(found) == MOST:
            break
    return [*found.values()]


def _fitting(store: BriefingStore, typed: str) -> Iterator[Found]:
    if spot := _SPOT.fullmatch(typed):
        at = store.passage(Citation(spot[1], int(spot[2])))
        yield from [at] if at else []
        return
    answer = store.search(typed, limit=MOST) if typed else None
    if isinstance(answer, Passages):
        yield from answer.found
    for source in _named(store, typed):
        document = store.document(source.id)
        yield from (Found(source, one, ()) for one in (document.passages if document else ()))


def _named(store: BriefingStore, typed: str) -> list[Source]:
    """Return the documents whose id, title or publisher holds what was typed so far."""
    key = normalise(typed)
    names = ((one, (one.id, one.title, one.publisher or "")) for one in store.sources())
    return [one for one, of in names if key and any(key in normalise(name) for name in of)][:MOST_DOCUMENTS]


def statements_like(typed: str, snapshot: Snapshot) -> list[Statement]:
    """Return the statements that hold every word of *typed*, the fewest words first; at most MOST."""
    wanted = normalise(typed).split()
    found = [
        one
        for topic in snapshot.topics.values()
        for one in topic.statements
        if one.id.startswith(typed.strip().casefold()) or _holds(one, wanted)
    ]
    return sorted(found, key=lambda one: (not one.id.startswith(typed.strip().casefold()), len(one.text)))[:MOST]


def _holds(one: Statement, wanted: list[str]) -> bool:
    held = normalise(f"{one.text} {' '.join(one.asks)}")
    return all(word in held for word in wanted)
