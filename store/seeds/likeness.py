"""Claims that say nearly the same, and passages that two holders tell alike. Pure.

Two claims are alike when they share most of their stems. How many is most was
chosen on 27 groups of near-copies that editors had let grow, against 201
statements that a close reading had left apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from store.text import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from store.model import Citation
    from store.seeds.topics import Claim

_FEWEST = 4
"""So many stems two claims share at least: shorter ones are alike because they are short."""

_OF_ONE_PASSAGE = (0.45, 0.75)
_OF_OTHERS = (0.6, 0.95)
_OF_TWO_HOLDERS = (0.4, 0.7)
"""The share of all their stems, and of those of the shorter: both must be shared by two holders, one by copies."""

_COMMON = 50
"""A stem in more claims than this brings no two of them together."""


class Alike(NamedTuple):
    """Two claims that are alike; *passage* is one that both cite."""

    one: int
    other: int
    passage: Citation | None


def near_copies(claims: Sequence[Claim]) -> Iterator[Alike]:
    """Yield the statements among *claims* that say nearly the same, by their places in the list."""
    stems = [frozenset(terms(claim.text)) if claim.id else frozenset() for claim in claims]
    for pair in sorted({*_by_passage(claims), *_by_words(stems)}, key=lambda alike: alike[:2]):
        whole, shorter = _OF_ONE_PASSAGE if pair.passage else _OF_OTHERS
        shared = _shared(stems[pair.one], stems[pair.other])
        if shared.stems >= _FEWEST and (shared.whole >= whole or shared.shorter >= shorter):
            yield pair


def of_two_holders(claims: Sequence[Claim]) -> Iterator[Alike]:
    """Yield the claims that tell one passage alike, and are held by different holders."""
    for pair in sorted(_by_passage(claims), key=lambda alike: alike[:2]):
        one, other = claims[pair.one], claims[pair.other]
        if one.held_by is None or other.held_by is None or one.held_by is other.held_by:
            continue
        shared = _shared(frozenset(terms(one.text)), frozenset(terms(other.text)))
        whole, shorter = _OF_TWO_HOLDERS
        if shared.stems >= _FEWEST and shared.whole >= whole and shared.shorter >= shorter:
            yield pair


class _Shared(NamedTuple):
    stems: int
    whole: float
    shorter: float


def _shared(one: frozenset[str], other: frozenset[str]) -> _Shared:
    both = len(one & other)
    return _Shared(both, both / len(one | other), both / min(len(one), len(other))) if both else _Shared(0, 0, 0)


def _by_passage(claims: Sequence[Claim]) -> set[Alike]:
    citing: defaultdict[Citation, list[int]] = defaultdict(list)
    for number, claim in enumerate(claims):
        for citation in claim.citations:
            citing[citation].append(number)
    pairs: dict[tuple[int, int], Citation] = {}
    for citation, numbers in sorted(citing.items()):
        for pair in combinations(numbers, 2):
            pairs.setdefault(pair, citation)
    return {Alike(*pair, citation) for pair, citation in pairs.items()}


def _by_words(stems: Sequence[frozenset[str]]) -> Iterator[Alike]:
    """Yield those that share enough rarer words to be looked at."""
    saying = _saying(stems)
    for number, words in enumerate(stems):
        met = Counter(other for word in words for other in saying[word] if other < number)
        for other, times in met.items():
            if times >= _FEWEST:
                yield Alike(other, number, None)


def _saying(stems: Iterable[frozenset[str]]) -> Mapping[str, Sequence[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(stems):
        for word in words:
            found[word].append(number)
    return {word: numbers if len(numbers) <= _COMMON else () for word, numbers in found.items()}
