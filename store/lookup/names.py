"""What topics are called: every name by its key, and the names that stand inside a longer text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from store.lookup.key_table import KeyTable
from store.lookup.tokens import TokenRole, matter, tokens
from store.text import clean, holds, normalise, stem
from store.text import korean as korean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from store.lookup.tokens import Token
    from store.model import Topic

Slugs = tuple[str, ...]
Stems = tuple[str, ...]
Key = TypeVar("Key", str, Stems)

_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_LEAST_UNSPACED = 4
_SHORT = 5
"""Abbreviations up to so long must stand in capitals inside a text."""


class Weight(IntEnum):
    """How surely a name inside a question says what the question is about."""

    PLACE = 0  # China: many matters happen there
    WORD = 1  # space: one ordinary word
    PHRASE = 2  # burden sharing: ordinary words together
    OWN = 3  # OPCON: nothing else is called that


def keys(topics: Iterable[Topic]) -> Mapping[str, Slugs]:
    """Return what the key of every name names; two topics may share one."""
    found = _Slugs[str]()
    for topic in topics:
        alone = (topic.slug,)
        for name in _spellings(topic):
            found.add(normalise(name), alone)
    return found.of


@dataclass(frozen=True, slots=True)
class Hit:
    """A name inside a text, from token *start* up to *end* of those that are no stop words."""

    start: int
    end: int
    slugs: Slugs
    weight: Weight
    capitals: str
    """What must stand in the text as it is: the abbreviation; empty when case does not matter."""


@dataclass(frozen=True, slots=True)
class Names:
    """Every name of every topic in its looser forms. The values are the slugs it names, mostly one."""

    unspaced: KeyTable[Slugs]
    """By key without spaces, of four characters or more."""
    bags: KeyTable[Slugs]
    meanings: KeyTable[Slugs]
    hits: KeyTable[Hit]
    sizes: Mapping[str, tuple[int, ...]]
    """First stems of names, and how many stems those have, longest first."""
    korean: frozenset[str]
    home: frozenset[str]
    """The places that are topics themselves."""

    @classmethod
    def build(cls, topics: Iterable[Topic]) -> Names:
        """Return the names of *topics*."""
        return _Gathering(topics).names()

    def inside(self, found: Sequence[Token]) -> Iterator[Hit]:
        """Yield the names that stand in tokens without stop words, the longest at each place, none overlapping."""
        stems = tuple(token.stem for token in found)
        at = 0
        while at < len(stems):
            hit = self._at(stems, at) if stems[at] in self.sizes else None
            if hit:
                yield hit
            at = hit.end if hit else at + 1

    def mentioned(self, text: str) -> Slugs:
        """Return the slugs of the topics that *text* names, in the order of the text."""
        hits = self.inside(matter(tokens(text, self.korean)))
        return tuple(
            dict.fromkeys(slug for hit in hits if not hit.capitals or holds(text, hit.capitals) for slug in hit.slugs)
        )

    def readings(self, asked: Sequence[Token]) -> Iterator[frozenset[str]]:
        """Yield *asked* by its words, then by what it means, whichever name or synonym is used."""
        if asked:
            yield frozenset(token.stem for token in asked)
            meant = [token.terms[-1] for token in asked]
            for hit in self.inside(asked):
                if hit.weight > Weight.WORD:
                    meant[hit.start : hit.end] = ["|".join(hit.slugs)] * (hit.end - hit.start)
            yield frozenset(["~", *meant])

    def _at(self, stems: Stems, at: int) -> Hit | None:
        for size in self.sizes[stems[at]]:
            hit = self.hits.get(stems[at : at + size]) if at + size <= len(stems) else None
            if hit:
                return Hit(at, at + size, hit.slugs, hit.weight, hit.capitals)
        return None


class _Gathering:
    """Collects the names of topic after topic."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self.written = [(name, alone) for topic in topics for alone in [(topic.slug,)] for name in _spellings(topic)]
        self.unspaced = _Slugs[str]()
        self.bags = _Slugs[Stems]()
        self.meanings = _Slugs[Stems]()
        self.hits: dict[Stems, Hit] = {}

    def names(self) -> Names:
        unspaced = [(normalise(name).replace(" ", ""), name, alone) for name, alone in self.written]
        korean = frozenset(key for key, _, _ in unspaced if korean_text.HANGUL.fullmatch(key))
        for key, name, alone in unspaced:
            self.unspaced.add(key if len(key) >= _LEAST_UNSPACED else "", alone)
            self._tell(name, alone, matter(tokens(name, korean)))
        sizes = defaultdict[str, set[int]](set)
        for stems in self.hits:
            sizes[stems[0]].add(len(stems))
        return Names(
            KeyTable(self.unspaced.of),
            KeyTable(self.bags.of),
            KeyTable(self.meanings.of),
            KeyTable(self.hits),
            {first: tuple(sorted(some, reverse=True)) for first, some in sizes.items()},
            korean,
            frozenset(place for stems, hit in self.hits.items() if hit.weight is Weight.PLACE for place in stems),
        )

    def _tell(self, name: str, alone: Slugs, found: Sequence[Token]) -> None:
        self.bags.add(bag(found), alone)
        self.meanings.add(meaning(found), alone)
        if found and not all(token.role is TokenRole.ASKING for token in found):
            self._hit(tuple(token.stem for token in found), name, alone, found)

    def _hit(self, stems: Stems, name: str, alone: Slugs, found: Sequence[Token]) -> None:
        before = self.hits.get(stems)
        short = name.isupper() and len(name) <= _SHORT and stems == (stem(normalise(name)),)
        capitals = clean(name) if short else before.capitals if before else ""
        slugs = _both(before.slugs, alone) if before else alone
        self.hits[stems] = Hit(0, 0, slugs, _weight(name, found), capitals)


class _Slugs(Generic[Key]):
    """Slugs by key, each slug once a key; nothing for an empty key."""

    def __init__(self) -> None:
        self.of: dict[Key, Slugs] = {}

    def add(self, key: Key, alone: Slugs) -> None:
        """Add the slug of one topic: the tuple of it *alone*, which all its names share."""
        before = self.of.get(key)
        if key:
            self.of[key] = _both(before, alone) if before else alone


def _both(before: Slugs, alone: Slugs) -> Slugs:
    return before if alone[0] in before else before + alone


def _spellings(topic: Topic) -> Iterator[str]:
    """Yield the names, and of "Special Measures Agreement (SMA)" also what is outside and inside the brackets."""
    for name in topic.names:
        yield name
        inside = _IN_BRACKETS.findall(name)
        if inside:
            yield _IN_BRACKETS.sub("", name)
            yield from inside


def bag(found: Iterable[Token]) -> Stems:
    """Return the stems, sorted, each once: sharing of burdens is burden sharing."""
    return tuple(sorted({token.stem for token in found}))


def meaning(found: Sequence[Token]) -> Stems:
    """Return what two words or more mean, sorted: American soldiers are US troops. Empty for one word."""
    meant = {token.concept or token.stem for token in found}
    return tuple(sorted(meant)) if len(meant) > 1 else ()


def _weight(name: str, found: Sequence[Token]) -> Weight:
    if all(token.role is TokenRole.PLACE for token in found):
        return Weight.PLACE
    if name.isascii() and name.isupper() and len(name) >= 3:
        return Weight.OWN
    if len(found) == 1 and korean_text.HANGUL.fullmatch(found[0].stem):
        return Weight.OWN if len(found[0].stem) > 3 else Weight.PHRASE if len(found[0].stem) == 3 else Weight.WORD
    return Weight.PHRASE if len(found) > 1 else Weight.WORD
