"""A question to the topics that answer it, by all that they say; and how much of it they speak of."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from heapq import nlargest
from math import log, sqrt
from operator import truediv
from typing import TYPE_CHECKING

from store.lookup.tokens import TokenRole, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from store.lookup.tokens import Token
    from store.model import Topic

    Scores = Callable[[Sequence[int]], dict[int, float]]

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
CANDIDATES = 10
"""So many topics, the best by BM25, are looked at closely."""

# How often each part of a topic counts in BM25.
_NAME, _QUESTION, _KEYWORDS, _SUMMARY, _STATEMENT = 4, 3, 4, 2, 1

_ASKING_SCORE = 0.8  # of the score that words which only ask give
_SYNONYM = 0.85  # of a word's weight that its synonym covers
_COMMON = 1.0  # the least that a word of ours counts in a question, however many topics say it
_UNSAID = 0.5  # what a word that only asks counts when the topic does not say it
_STRANGE = 3.5
_KOREAN = 2.0  # what an unknown Korean word counts: our text is English, so it is no sign of another matter


@dataclass(frozen=True, slots=True)
class Match:
    """A topic that may answer. *coverage* is the share of the question that it speaks of, 0-1."""

    slug: str
    score: float
    coverage: float
    focus: float
    """The most of the question that one sentence or name of the topic speaks of, 0-1."""
    evidence: float
    """The weight of the words that it speaks of, without those that only ask."""
    matters: int
    """How many words that tell of a matter it speaks of."""
    owned: bool
    """A word of the question stands in the names of this topic only."""
    complete: bool
    """No word that tells of a matter is missing."""
    foreign: bool
    """The question names a place that the topic does not speak of, and no topic is about."""
    elsewhere: bool
    """The question names a place that another topic is about."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A token of a question with its weights: *telling* tells topics apart, *weight* counts for coverage."""

    terms: tuple[str, ...]
    role: TokenRole
    telling: float
    weight: float
    unsaid: float

    def share(self, said: Container[str]) -> float:
        if self.terms[0] in said:
            return 1.0
        return _SYNONYM if self.terms[-1] in said else 0.0


@dataclass(frozen=True, slots=True)
class _Said:
    """What one topic says: for each term the numbers of its names, questions and sentences that hold it."""

    units: Mapping[str, Sequence[int]]
    lengths: Sequence[float]

    @classmethod
    def of(cls, units: Sequence[Sequence[str]], weights: Mapping[str, float]) -> _Said:
        holding: defaultdict[str, list[int]] = defaultdict(list)
        for number, terms in enumerate(units):
            for term in set(terms):
                holding[term].append(number)
        squares = (sum(weights[term] for term in set(terms) if term[0] != "~") for terms in units)
        return cls(dict(holding), [sqrt(square) or 1.0 for square in squares])

    def likest(self, words: Sequence[_Word]) -> tuple[float, float]:
        """Return how like *words* the likest unit is, as the cosine, and the most weight of them that one holds."""
        likeness = [0.0] * len(self.lengths)
        weight = [0.0] * len(self.lengths)
        for word in words:
            exact = self.units.get(word.terms[0], ())
            for unit in exact:
                likeness[unit] += word.telling
                weight[unit] += word.weight
            for unit in self.units.get(word.terms[-1], ()):
                if unit not in exact:
                    likeness[unit] += word.telling * _SYNONYM
                    weight[unit] += word.weight * _SYNONYM
        whole = sqrt(sum(word.telling for word in words)) or 1.0
        return max(map(truediv, likeness, self.lengths), default=0.0) / whole, max(weight, default=0.0)


@dataclass(frozen=True, slots=True)
class Questions:
    """What every topic says, weighed by where it stands."""

    slugs: tuple[str, ...]
    units: Sequence[Sequence[Sequence[str]]]
    """For each topic the terms of each of its names, questions and sentences."""
    weights: Mapping[str, float]
    home: AbstractSet[str]
    owners: Mapping[str, str]
    numbers: Mapping[str, int]
    scores: Scores
    known: dict[int, _Said]
    """The topics looked at closely so far."""

    @classmethod
    def build(cls, topics: Sequence[Topic], korean: Container[str], home: AbstractSet[str]) -> Questions:
        """Return the ranking over *topics*. *korean* names stay whole; *home* are the places that are topics."""
        texts = [[(_terms(text, korean), times) for text, times in _texts(topic)] for topic in topics]
        frequency = Counter(term for units in texts for term in {term for terms, _ in units for term in terms})
        weights = {term: _weight(count, len(topics)) for term, count in frequency.items()}
        numbers = {term: number for number, term in enumerate(weights)}
        return cls(
            tuple(topic.slug for topic in topics),
            [[terms for terms, _ in units] for units in texts],
            weights,
            home,
            _owners(topics, korean),
            numbers,
            _bm25([[numbers[t] for terms, times in units for t in terms * times] for units in texts], numbers),
            {},
        )

    def rank(self, asked: Sequence[Token]) -> list[Match]:
        """Return the topics that share words with *asked*, best first, at most CANDIDATES."""
        words = [self._word(token) for token in {token.stem: token for token in asked}.values()]
        scores = self._score(word for word in words if word.role is not TokenRole.ASKING)
        for topic, score in self._score(word for word in words if word.role is TokenRole.ASKING).items():
            scores[topic] = scores.get(topic, 0.0) + _ASKING_SCORE * score
        best = nlargest(CANDIDATES, scores, key=lambda topic: (scores[topic], -topic))
        return sorted((self._match(topic, scores[topic], words) for topic in best), key=_best_first)

    def _score(self, words: Iterable[_Word]) -> dict[int, float]:
        terms = [self.numbers[term] for word in words for term in word.terms if term in self.numbers]
        return self.scores(terms) if terms else {}

    def _word(self, token: Token) -> _Word:
        told = [self.weights[term] for term in token.terms if term in self.weights]
        idle = token.role is TokenRole.ASKING
        if told:
            floor = 0.0 if token.written == "us" else _COMMON  # "us" may be the pronoun
            telling, weight = max(told), max(*told, floor)
        else:
            telling = weight = min(_STRANGE, _weight(0, len(self.slugs))) if token.stem.isascii() else _KOREAN
        return _Word(
            token.terms,
            token.role,
            telling=min(telling, _COMMON) if idle else telling,
            weight=min(weight, _COMMON) if idle else weight,
            unsaid=min(weight, _UNSAID) if idle or token.written[0].isdigit() else weight,
        )

    def _match(self, topic: int, score: float, words: Sequence[_Word]) -> Match:
        said = self.known.get(topic) or self.known.setdefault(topic, _Said.of(self.units[topic], self.weights))
        shares = [(word, word.share(said.units)) for word in words]
        missing = [word for word, share in shares if not share]
        covered = sum(word.weight * share for word, share in shares)
        total = sum(word.weight if share else word.unsaid for word, share in shares) or 1.0
        places = {word.terms[0] for word in missing if word.role is TokenRole.PLACE}
        likeness, focus = said.likest(words)
        return Match(
            self.slugs[topic],
            score=(score + covered) / total + likeness,
            coverage=covered / total,
            focus=focus / total,
            evidence=sum(word.weight * share for word, share in shares if word.role is not TokenRole.ASKING),
            matters=sum(1 for word, share in shares if share and word.role is not TokenRole.ASKING),
            owned=any(self.owners.get(term) == self.slugs[topic] for word in words for term in word.terms),
            complete=all(word.role is not TokenRole.MATTER for word in missing),
            foreign=not places <= self.home,
            elsewhere=bool(places & self.home),
        )


def _best_first(match: Match) -> tuple[float, str]:
    return -match.score, match.slug


def _weight(topics: int, of: int) -> float:
    """Return what a word tells that so many topics say: most when only one does, or none."""
    return log(1 + (of - topics + 0.5) / (topics + 0.5))


def _terms(text: str, korean: Container[str]) -> list[str]:
    return [term for token in tokens(text, korean) if token.role is not TokenRole.STOP for term in token.terms]


def _owners(topics: Iterable[Topic], korean: Container[str]) -> dict[str, str]:
    """Return the words that stand in the names of one topic only, with its slug: drills are joint exercises.

    So do years that one topic only speaks of.
    """
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for topic in topics:
        for token in tokens(" / ".join(topic.names), korean):
            for term in token.terms if token.role is TokenRole.MATTER else ():
                owners[term].add(topic.slug)
        for year in _YEAR.findall(" ".join(text for text, _ in _texts(topic))):
            owners[year].add(topic.slug)
    return {term: slug for term, (slug, *others) in owners.items() if not others}


def _texts(topic: Topic) -> Iterator[tuple[str, int]]:
    """Yield what *topic* says, unit by unit, and how often it counts."""
    yield topic.name, _NAME
    for name in topic.names:
        yield name, 1
    for question in topic.questions:
        yield question, _QUESTION
    yield " ".join(topic.keywords), _KEYWORDS
    yield topic.summary, _SUMMARY
    for statement in topic.statements:
        yield statement.text, _STATEMENT
    for point in topic.disagreements:
        yield " ".join((point.about, *(side.text for side in point.sides))), _STATEMENT


def _bm25(documents: Sequence[Sequence[int]], numbers: Mapping[str, int]) -> Scores:
    """Return what scores every document that shares a term with some, by bm25s."""
    import bm25s  # type: ignore[import-untyped]  # noqa: PLC0415 - with numpy a quarter of a second, which a plain name need not wait for

    if not numbers:
        return lambda _: {}
    index = bm25s.BM25()
    index.index((documents, dict(numbers)), create_empty_token=False, show_progress=False)

    def scores(terms: Sequence[int]) -> dict[int, float]:
        found = index.get_scores(list(terms))
        hit = found.nonzero()[0]
        return dict(zip(hit.tolist(), found[hit].tolist(), strict=True))  # many times faster than one by one

    return scores
