"""What is said twice: claims nearly the same, passages that two holders tell alike, the words of an original. Pure.

Two claims are alike when they share most of their stems. How many is most was
chosen on 27 groups of near-copies that editors had let grow, against 201
statements that a close reading had left apart. Words in a row are an original's
whatever their spelling, hyphens and marks.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from store.model import Citation
from store.text import split, terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from store.model import Document
    from store.seeds.topics import Claim


_FEWEST = 4
"""So many stems two claims share at least: shorter ones are alike because they are short."""

_OF_ONE_PASSAGE = (0.45, 0.75)
_OF_OTHERS = (0.6, 0.95)
_OF_TWO_HOLDERS = (0.4, 0.7)
"""The share of all their stems, and of those of the shorter: both must be shared by two holders, one by copies."""

_COMMON = 50
"""A stem in more claims than this brings no two of them together."""
RUN = 6
"""So many equal words in a row are somebody else's wording."""

_WORD = re.compile(r"[^\s\u2014\u2013/-]+")
_QUOTED = re.compile('["\u201c\u2018][^"\u201c\u201d\u2018]*["\u201d\u2019]')
_SMALL = frozenset(
    {"a", "an", "and", "as", "at", "between", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)


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


class Run(NamedTuple):
    """Words in a row, as they are written, and the passage of an original that has them too."""

    text: str
    passage: Citation


class Originals:
    """What the originals say, six words at a time."""

    def __init__(self, documents: Iterable[Document], passages: Collection[Citation] | None = None) -> None:
        """Take every passage of *documents*, or of them only *passages*."""
        self._found: dict[tuple[str, ...], Citation] = {}
        for document in documents:
            for passage in document.passages:
                citation = Citation(document.source.id, passage.number)
                if passages is not None and citation not in passages:
                    continue
                for run in _runs([key for key, _ in _words(passage.text)]):
                    self._found.setdefault(run, citation)

    def __bool__(self) -> bool:
        return bool(self._found)

    def first_run(self, text: str) -> Run | None:
        """Return the first run of words that an original has too; what is quoted, a name or a title is none."""
        words = list(_words(_QUOTED.sub(" \N{BULLET} ", text)))
        for start, run in enumerate(_runs([key for key, _ in words])):
            citation = self._found.get(run)
            written = [word for _, word in words[start : start + RUN]]
            if citation and not _is_name(written):
                return Run(" ".join(written), citation)
        return None


def originals(documents: Mapping[str, Document]) -> Originals:
    """Return the originals among *documents*; none where no document says that it is a note: then nobody knows."""
    told = any(one.source.note for one in documents.values())
    return Originals(one for one in documents.values() if told and not one.source.note)


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Yield each word as it is compared, and as it is written."""
    for match in _WORD.finditer(text):
        keys = split(match.group())
        yield " ".join(keys) or match.group(), match.group()


def _runs(keys: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(keys[start : start + RUN]) for start in range(len(keys) - RUN + 1))


def _is_name(words: Sequence[str]) -> bool:
    return all(word[:1].isupper() or word[:1].isdigit() or word.lower() in _SMALL for word in words)
