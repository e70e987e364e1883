"""All that may answer a question, and the words of each: statements with their asks, and topics. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from store.lookup.asked_for import AskedKind
from store.lookup.bm25 import Field
from store.lookup.gathering import Gathering, asks_of, home_statements, senses, terms_of
from store.lookup.tokens import TokenRole, matter, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from store.lookup.bm25 import Numbers, TermTexts
    from store.lookup.gathering import Own
    from store.lookup.names import Names
    from store.lookup.tokens import Token
    from store.model import Statement, Topic

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


class ShownPairs(NamedTuple):
    """Which statements are shown in which topics, by their numbers: each in its *home*, some in others too."""

    starts: NDArray[np.intp]
    """Where the statements of each topic begin; each has some, and they are in the order of the topics."""
    sizes: NDArray[np.intp]
    """How many those are."""
    statements: NDArray[np.intp]
    topics: NDArray[np.intp]
    """Those that are borrowed, one after the other, and by which topic each of them is."""

    @classmethod
    def of(cls, home: NDArray[np.intp], borrowed: Sequence[tuple[int, int]]) -> Self:
        """Return the pairs; *borrowed* are those of a statement and a topic that is not its home."""
        pairs = np.array(borrowed, int).reshape(-1, 2)
        return cls(np.flatnonzero(np.diff(home, prepend=-1)), np.bincount(home), pairs[:, 0], pairs[:, 1])

    def best_topic(self, of_topic: Numbers) -> Numbers:
        """Return for each statement the best of the topics that show it."""
        best = np.repeat(of_topic, self.sizes)
        np.maximum.at(best, self.statements, of_topic[self.topics])
        return best

    def best_statement(self, of_statement: Numbers) -> Numbers:
        """Return for each topic the best of the statements that it shows."""
        best: Numbers = np.maximum.reduceat(of_statement, self.starts)
        np.maximum.at(best, self.topics, of_statement[self.statements])
        return best


class HomeStatements:
    """The statements of many topics by their numbers: each is had from its topic, which may be packed."""

    def __init__(self, topics: Sequence[Topic], home: NDArray[np.intp]) -> None:
        self._topics, self._home = topics, home
        self._starts = np.flatnonzero(np.diff(home, prepend=-1))

    def __len__(self) -> int:
        return len(self._home)

    def __getitem__(self, number: int) -> Statement:
        home = self._home[number]
        return home_statements(self._topics[home])[number - int(self._starts[home])]

    def __iter__(self) -> Iterator[Statement]:
        return (one for topic in self._topics for one in home_statements(topic))


class Corpus:
    """The statements of all topics, their asks, and the topics, ready to be held against a question. Never changes."""

    def __init__(self, topics: Iterable[Topic], names: Names) -> None:
        self.topics = tuple(topics)
        self.names = names
        self.number = {topic.slug: number for number, topic in enumerate(self.topics)}
        found = Gathering(self.topics, names)
        self.home = np.array(found.home, int)
        self.statements = HomeStatements(self.topics, self.home)
        self._asked_of, self.open_of, self._open_home = np.array(found.asked_of, int), found.open_of, found.open_home
        self._vocabulary = found.said.vocabulary
        self._frequency = self._counted(found.said, found.asks)
        self._weights = np.array([self._weight(held) for held in self._frequency], float)
        self.said = Field(found.said, self._weights)
        """What each statement says."""
        self.asked = Field(found.asks, self._weights)
        """The asks, one after the other."""
        self.left_open = Field(found.left_open, self._weights)
        """The asks of what is left open, one after the other."""
        self.elsewhere = Field(found.elsewhere, self._weights)
        """Questions on what is not ours, one after the other."""
        self.about = Field(found.about, self._weights)
        """All that each topic says."""
        self.kinds = {kind: np.array(held, np.int8) for kind, held in found.kinds.items()}
        """For each kind of thing 1 where a statement holds one, else -1."""
        self.shown = ShownPairs.of(self.home, [*self._borrowed(found.also)])
        """Which statements are shown in which topics, their homes among them."""
        self._own = found.certain()
        numbers = np.array([wants is AskedKind.NUMBER for wants in found.open_wants], bool)
        others = np.array([wants not in (AskedKind.NUMBER, None) for wants in found.open_wants], bool)
        self._open_elsewise = {kind: others if kind is AskedKind.NUMBER else numbers for kind in AskedKind}

    def _counted(self, said: TermTexts, asks: TermTexts) -> array[int]:
        """In how many statements each term stands; their asks are part of them."""
        size = len(self.statements) or 1
        held = np.concatenate((said.codes(said.of, size), asks.codes(self._asked_of[asks.of], size)))
        once, _ = np.unique(held, return_counts=True)  # asked for alone, it imports masked arrays, 0.8 MB
        return array("i", np.bincount(once // size, minlength=len(said.vocabulary)).tolist())

    def _borrowed(self, also: Iterable[tuple[str, int]]) -> Iterator[tuple[int, int]]:
        # Pairs, not a table: of 5,000 topics that takes 75 MB, and a question walks all of it.
        starts = np.flatnonzero(np.diff(self.home, prepend=-1))
        for id_, topic in also:
            home = self.number.get(id_.rpartition("#")[0])
            ids = [] if home is None else [one.id for one in self.topics[home].statements]
            if home is not None and id_ in ids:
                yield int(starts[home]) + ids.index(id_), topic

    @property
    def asks(self) -> Iterator[tuple[str, int]]:
        """The questions that statements answer, in the order of `asked`, each with the number of its statement."""
        return ((ask, number) for number, one in enumerate(self.statements) for ask in one.asks)

    @property
    def open_asks(self) -> Iterator[str]:
        """The questions that what is left open stands for, in the order of `left_open`."""
        return (ask for topic in self.topics for one in topic.open for ask in asks_of(one))

    @property
    def phrases(self) -> Iterator[tuple[str, int]]:
        """The names and the questions of topics, each with the number of its topic."""
        return ((text, number) for number, topic in enumerate(self.topics) for text in (topic.name, *topic.questions))

    def open(self, number: int) -> str:
        """Return what is left open, of all that is."""
        home = self._open_home[number]
        return self.topics[home].open[number - bisect_left(self._open_home, home)].text

    def weight(self, term: str) -> float:
        """Return what a term tells: most when one statement has it, or none."""
        number = self._vocabulary.get(term)
        return self._weight(0 if number is None else self._frequency[number])

    def _weight(self, found: int) -> float:
        return log(1 + (len(self.statements) - found + 0.5) / (found + 0.5))

    def words(self, statement: int, asked: Iterable[Token]) -> set[str]:
        """Return the terms of *asked* by which a statement can be found: its own, its asks' or its topic's names'."""
        known = {term for token in asked for term in token.terms if self._knows(term)}
        said = {term for term in known if self.said.holds(term, statement)}
        if said == known:
            return said
        one, topic = self.statements[statement], self.topics[self.home[statement]]
        texts = (*one.asks, *topic.names)
        return known & said.union(*(terms_of(matter(tokens(text, self.names.korean))) for text in texts))

    def sounds(self, asked: Sequence[Token]) -> float:
        """Return by how much the words of a question are more those of our matters than of others: log odds, summed."""
        ours, others = (self.said, self.asked, self.left_open), (self.elsewhere,)
        odds = (_rate(token, ours) - _rate(token, others) for token in asked)
        return sum(max(-_MOST_ODDS, min(_MOST_ODDS, one)) for one in odds)

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

    def open_alike(self, likeness: Numbers, wanted: AskedKind | None) -> Numbers:
        """Return how like a question is to each ask of what is left open; a number is like nothing else.

        Where the troops are stationed tells nothing of how many are; but when and where of a thing are open together.
        """
        return (
            likeness if wanted is None else np.where(self._open_elsewise[wanted], likeness.min(initial=0.0), likeness)
        )

    def open_shown(self, number: int, topics: Iterable[int]) -> bool:
        """Return whether what is left open is of one of these topics."""
        return self._open_home[number] in topics

    def own(self, text: str, asked: Sequence[Token]) -> Own | None:
        """Return what the editors have a question for that says the same as *text*, in other words or in any order.

        *asked* are its tokens without stop words.
        """
        keys = senses(text, self.names.readings(asked))
        return next((self._own[key] for key in keys if key in self._own), None)

    def showing(self, statement: int) -> list[int]:
        """Return the topics that show a statement, its home first."""
        return [self.home[statement], *self.shown.topics[self.shown.statements == statement]]

    def leaving_open(self, number: int) -> int:
        """Return the topic that leaves something open."""
        return self._open_home[number]

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
        return any(term in field for field in (self.said, self.asked, self.about, self.left_open))


def _rate(token: Token, fields: Sequence[Field]) -> float:
    """Return the logarithm of the share of texts that hold a token; what none holds is alike seldom everywhere."""
    holding = max(sum(field.holding(term) for field in fields) for term in token.terms)
    return log(_SELDOM + holding / max(1, sum(field.size for field in fields)))
