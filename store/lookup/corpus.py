"""All that may answer a question, and the words of each: statements with their asks, and topics. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from store.lookup.asked_for import AskedKind, asked_for, holds
from store.lookup.bm25 import Field, TermTexts, Vocabulary
from store.lookup.tokens import TokenRole, matter, tokens
from store.lookup.wordlists import elsewhere
from store.model import Holder, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from store.lookup.bm25 import Numbers
    from store.lookup.names import Names
    from store.lookup.tokens import Token
    from store.model import Topic

# How often each part of a topic counts.
_NAME, _KEYWORDS, _QUESTION, _SUMMARY = 4, 3, 2, 2
_ONLY_ASKS = 0.35  # of a word's weight, for words such as "happen" that tell little of a matter
_SYNONYM = 0.8  # of a word's weight that its synonym covers
_GOOD = 0.5  # of a question: then a topic is worth a look although it does not answer
_SELDOM = 0.001  # of all texts: how often a word is taken to stand where none has it
_MOST_ODDS = 2.5  # of one word, that no word decides alone
_STRANGE_KOREAN = 0.5  # of a strange word's weight: our text is English, so it is no sign of another matter


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is held against the corpus. The weights of its terms add up to 1, synonyms aside."""

    text: str
    tokens: tuple[Token, ...]
    """Without stop words."""
    weights: Mapping[str, float]
    shares: Sequence[float]
    """What each of the tokens weighs; they add up to 1."""
    every: Mapping[str, float]
    """What each stem weighs, those too that the corpus does not know."""
    strange: Sequence[Token]
    """Those that stand nowhere in the corpus."""


class Own(NamedTuple):
    """The number of a statement, or of what is left open, that an ask of the editors' is for."""

    number: int
    is_open: bool


class ShownPairs(NamedTuple):
    """Which statements are shown in which topics, by their numbers: each in its *home*, some in others too."""

    home: NDArray[np.intp]
    """The topic of each statement, in the order of the topics; each has a statement."""
    starts: NDArray[np.intp]
    """Where the statements of each topic begin."""
    statements: NDArray[np.intp]
    topics: NDArray[np.intp]
    """Those that are borrowed, one after the other, and by which topic each of them is."""

    @classmethod
    def of(cls, home: NDArray[np.intp], borrowed: Sequence[tuple[int, int]]) -> Self:
        """Return the pairs; *borrowed* are those of a statement and a topic that is not its home."""
        pairs = np.array(borrowed, int).reshape(-1, 2)
        return cls(home, np.flatnonzero(np.diff(home, prepend=-1)), pairs[:, 0], pairs[:, 1])

    def best_topic(self, of_topic: Numbers) -> Numbers:
        """Return for each statement the best of the topics that show it."""
        best = of_topic[self.home]
        np.maximum.at(best, self.statements, of_topic[self.topics])
        return best

    def best_statement(self, of_statement: Numbers) -> Numbers:
        """Return for each topic the best of the statements that it shows."""
        best: Numbers = np.maximum.reduceat(of_statement, self.starts)
        np.maximum.at(best, self.topics, of_statement[self.statements])
        return best


class Corpus:
    """The statements of all topics, their asks, and the topics, ready to be held against a question. Never changes."""

    def __init__(self, topics: Iterable[Topic], names: Names) -> None:
        self.topics = tuple(topics)
        self.names = names
        self.number = {topic.slug: number for number, topic in enumerate(self.topics)}
        homes = [
            (one, number) for number, topic in enumerate(self.topics) for one in topic.statements or [_whole(topic)]
        ]
        self.statements: tuple[Statement, ...] = tuple(statement for statement, _ in homes)
        self.home = np.array([number for _, number in homes], int)
        self.asks = tuple((ask, number) for number, one in enumerate(self.statements) for ask in one.asks)
        self.open = tuple((one.text, number) for number, topic in enumerate(self.topics) for one in topic.open)
        self.open_asks = tuple(_open_asks(self.topics))
        self.phrases = tuple((text, number) for number, topic in enumerate(self.topics) for text in _phrases(topic))
        self._asked_of = np.array([number for _, number in self.asks], int)
        vocabulary = Vocabulary()
        said = TermTexts.gathered(map(self._terms, map(self.told, range(len(self.statements)))), vocabulary)
        asks = TermTexts.gathered((self._terms(ask) for ask, _ in self.asks), vocabulary)
        self._frequency = self._counted(said, asks)
        self.said = Field(said, self.weight)
        """What each statement says."""
        self.asked = Field(asks, self.weight)
        """The asks, one after the other."""

    def told(self, statement: int) -> str:
        """Return what a statement says, below the name of its topic."""
        return f"{self.topics[self.home[statement]].name}: {self.statements[statement].text}"

    def _counted(self, said: TermTexts, asks: TermTexts) -> Mapping[str, int]:
        """In how many statements each term stands; their asks are part of them."""
        size = len(self.statements) or 1
        held = np.concatenate((said.codes(said.of, size), asks.codes(self._asked_of[asks.of], size)))
        counts = np.bincount(np.unique(held) // size, minlength=len(said.vocabulary))
        return dict(zip(said.vocabulary, counts.tolist(), strict=True))

    def weight(self, term: str) -> float:
        """Return what a term tells: most when one statement has it, or none."""
        found, of = self._frequency.get(term, 0), len(self.statements)
        return log(1 + (of - found + 0.5) / (found + 0.5))

    @cached_property
    def left_open(self) -> Field:
        """The asks of what is left open, one after the other."""
        return Field(TermTexts.gathered(self._terms(ask) for ask, _ in self.open_asks), self.weight)

    @cached_property
    def elsewhere(self) -> Field:
        """Questions on what is not ours, one after the other."""
        return Field(TermTexts.gathered(map(self._terms, elsewhere())), self.weight)

    @cached_property
    def about(self) -> Field:
        """All that each topic says."""
        texts = ((term for text, times in _texts(topic) for term in self._terms(text) * times) for topic in self.topics)
        return Field(TermTexts.gathered(texts), self.weight)

    def words(self, statement: int) -> set[str]:
        """Return the terms by which a statement can be found: its own, its asks' and its topic's names'."""
        # Not kept: the sets of all statements take four times the memory of all they say.
        one, topic = self.statements[statement], self.topics[self.home[statement]]
        told = (self.told(statement), *one.asks, *topic.names)
        return {term for text in told for term in self._terms(text)}

    @cached_property
    def kinds(self) -> Mapping[AskedKind, Numbers]:
        """For each kind of thing 1 where a statement holds one, else -1."""
        return {
            kind: np.array([1.0 if holds(one.text, kind) else -1.0 for one in self.statements], float)
            for kind in AskedKind
        }

    @cached_property
    def shown(self) -> ShownPairs:
        """Which statements are shown in which topics, their homes among them."""
        # Pairs, not a table: of 5,000 topics that takes 75 MB, and a question walks all of it.
        by_id = {one.id: number for number, one in enumerate(self.statements)}
        also = [
            (by_id[one.id], number) for number, topic in enumerate(self.topics) for one in topic.also if one.id in by_id
        ]
        return ShownPairs.of(self.home, also)

    def sounds(self, asked: Sequence[Token]) -> float:
        """Return by how much the words of a question are more those of our matters than of others: log odds, summed."""
        ours, others = (self.said, self.asked, self.left_open), (self.elsewhere,)
        return sum(
            float(np.clip(_rate(token, ours) - _rate(token, others), -_MOST_ODDS, _MOST_ODDS)) for token in asked
        )

    def warm(self) -> None:
        """Make everything now, so that no question waits for it."""
        _ = self.left_open, self.elsewhere, self._own, self.about, self.kinds, self.shown

    def nearest(self, asked: Sequence[Token]) -> Iterator[str]:
        """Yield the slugs of the topics that speak of a good part of *asked*, best first."""
        scores = self.about.said(self.question("", asked).weights)
        good = np.flatnonzero(scores > _GOOD)
        yield from (self.topics[number].slug for number in good[np.argsort(-scores[good], kind="stable")])

    def overlaps(self, one: int, other: int) -> bool:
        """Return whether two statements rest on a passage in common: they may well say the same."""
        return not set(self.statements[one].citations).isdisjoint(self.statements[other].citations)

    def best_ask(self, scores: Numbers) -> Numbers:
        """Return for each statement the best of the *scores* of its asks, 0 without one."""
        best = np.zeros(len(self.statements))
        np.maximum.at(best, self._asked_of, scores)
        return best

    def own(self, asked: Sequence[Token], wanted: AskedKind | None) -> Own | None:
        """Return what the editors have a question for that says the same as *asked*, in other words or in any order.

        It wants the same kind of thing too: in Korean what the SMA is and how much it is differ in stop words alone.
        """
        keys = ((wanted, words) for words in self.names.readings(asked))
        return next((self._own[key] for key in keys if key in self._own), None)

    @cached_property
    def _own(self) -> Mapping[tuple[AskedKind | None, frozenset[str]], Own]:
        found: dict[tuple[AskedKind | None, frozenset[str]], set[Own]] = defaultdict(set)
        for some, is_open in ((self.asks, False), (self.open_asks, True)):
            for ask, number in some:
                for words in self.names.readings(self._tokens(ask)):
                    found[asked_for(ask), words].add(Own(number, is_open))
        # What is left open yields to what is said, and what two statements have is neither's.
        said = {key: {own for own in owns if not own.is_open} or owns for key, owns in found.items()}
        return {key: next(iter(owns)) for key, owns in said.items() if len(owns) == 1}

    def question(self, text: str, asked: Sequence[Token]) -> Question:
        """Return *text*, whose tokens without stop words are *asked*, as it is held against the corpus."""
        each = [self._share(token) for token in asked]
        whole = sum(each) or 1.0
        weights: dict[str, float] = {}
        for token in asked:
            some = _ONLY_ASKS if token.role is TokenRole.ASKING else 1.0
            for term, part in zip(token.terms, (1.0, _SYNONYM), strict=False):
                if self._knows(term):
                    weights[term] = max(weights.get(term, 0.0), self.weight(term) * some * part / whole)
        every = {token.stem: share for token, share in zip(asked, each, strict=True)}
        strange = [
            token for token in asked if token.role is not TokenRole.ASKING and not any(map(self._knows, token.terms))
        ]
        return Question(text, tuple(asked), weights, [share / whole for share in each], every, strange)

    def _share(self, token: Token) -> float:
        known = [self.weight(term) for term in token.terms if self._knows(term)]
        if token.role is TokenRole.ASKING:
            return _ONLY_ASKS * max(known, default=0.0)
        strange = self.weight("") * (1.0 if token.stem.isascii() else _STRANGE_KOREAN)
        return max(known, default=strange)

    def _knows(self, term: str) -> bool:
        return term in self._frequency or term in self.about or term in self.left_open

    def _terms(self, text: str) -> list[str]:
        return [term for token in self._tokens(text) for term in token.terms]

    def _tokens(self, text: str) -> tuple[Token, ...]:
        return matter(tokens(text, self.names.korean))


def _rate(token: Token, fields: Sequence[Field]) -> float:
    """Return the logarithm of the share of texts that hold a token; what none holds is alike seldom everywhere."""
    holding = max(sum(field.holding(term) for field in fields) for term in token.terms)
    return log(_SELDOM + holding / max(1, sum(field.size for field in fields)))


def _whole(topic: Topic) -> Statement:
    """Return the summary of a topic without statements, for questions; it cites nothing and is not shown."""
    return Statement(topic.slug, topic.summary, None, Holder.FACT, (), asks=topic.questions)


def _open_asks(topics: Sequence[Topic]) -> Iterator[tuple[str, int]]:
    """Yield the asks of everything that is left open, each with its number; its own words where it has none."""
    opens = (one for topic in topics for one in topic.open)
    for number, one in enumerate(opens):
        yield from ((ask, number) for ask in one.asks or (one.text,))


def _phrases(topic: Topic) -> Iterator[str]:
    yield topic.name
    yield from topic.questions


def _texts(topic: Topic) -> Iterator[tuple[str, int]]:
    """Yield what *topic* says, and how often it counts."""
    yield topic.name, _NAME
    yield " / ".join(topic.names), 1
    yield " / ".join(topic.questions), _QUESTION
    yield " ".join(topic.keywords), _KEYWORDS
    yield topic.summary, _SUMMARY
    for statement in topic.statements:
        yield statement.text, 1
    for point in topic.disagreements:
        yield " ".join((point.about, *(side.text for side in point.sides))), 1
