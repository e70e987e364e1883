"""Topics to the words of all that they say, each topic looked at once: one that is packed is unpacked for it. Pure."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from store.lookup.asked_for import AskedKind, asked_for, holds
from store.lookup.bm25 import TermTexts, Vocabulary
from store.lookup.tokens import matter, tokens
from store.lookup.wordlists import elsewhere
from store.model import Holder, Statement
from store.text import split
from store.text.word_files import TURNING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from store.lookup.names import Names
    from store.lookup.tokens import Token
    from store.model import OpenQuestion, Topic

_NOTHING = frozenset[str]()  # one for all: nearly every question has none
Sense = tuple[AskedKind | None, frozenset[str], frozenset[str]]

# How often each part of a topic counts.
_NAME, _KEYWORDS, _QUESTION, _SUMMARY = 4, 3, 2, 2


class Own(NamedTuple):
    """The number of a statement, or of what is left open, that an ask of the editors' is for."""

    number: int
    is_open: bool


class Gathering:
    """The words of all topics and what else one look at each brings: one that is packed is unpacked once for it."""

    def __init__(self, topics: Iterable[Topic], names: Names) -> None:
        vocabulary = Vocabulary()
        self.said, self.asks, self.left_open, self.about, self.elsewhere = (TermTexts(vocabulary) for _ in range(5))
        self.home, self.asked_of, self.open_of, self.open_home = (array("i") for _ in range(4))
        self.kinds = {kind: array("b") for kind in AskedKind}
        self.open_wants: list[AskedKind | None] = []
        self.also: list[tuple[str, int]] = []
        self._names = names
        self._own: defaultdict[Sense, set[Own]] = defaultdict(set)
        for number, topic in enumerate(topics):
            self._add(number, topic)
        for question in elsewhere():
            self.elsewhere.add(terms_of(self._tokens(question)))

    def certain(self) -> Mapping[Sense, Own]:
        """Return by its sense what there is exactly one ask for."""
        # What is left open yields to what is said, and what two statements have is neither's.
        said = {key: {own for own in owns if not own.is_open} or owns for key, owns in self._own.items()}
        return {key: next(iter(owns)) for key, owns in said.items() if len(owns) == 1}

    def _add(self, number: int, topic: Topic) -> None:
        for one in home_statements(topic):
            self._say(one, topic)
            self.home.append(number)
        self.also += [(one.id, number) for one in topic.also]
        for open_question in topic.open:
            for ask in asks_of(open_question):
                self._ask(ask, Own(len(self.open_home), is_open=True), self.left_open, self.open_of)
                self.open_wants.append(asked_for(ask))
            self.open_home.append(number)
        self.about.add(term for text, times in _texts(topic) for term in terms_of(self._tokens(text)) * times)

    def _say(self, one: Statement, topic: Topic) -> None:
        self.said.add(terms_of(self._tokens(f"{topic.name}: {one.text}")))
        for kind, held in self.kinds.items():
            held.append(1 if holds(one.text, kind) else -1)
        for ask in one.asks:
            self._ask(ask, Own(len(self.home), is_open=False), self.asks, self.asked_of)

    def _ask(self, ask: str, of: Own, texts: TermTexts, numbers: array[int]) -> None:
        found = self._tokens(ask)
        texts.add(terms_of(found))
        numbers.append(of.number)
        for sense in senses(ask, self._names.readings(found)):
            self._own[sense].add(of)

    def _tokens(self, text: str) -> tuple[Token, ...]:
        return matter(tokens(text, self._names.korean))


def _whole(topic: Topic) -> Statement:
    """Return the summary of a topic without statements, for questions; it cites nothing and is not shown."""
    return Statement(topic.slug, topic.summary, None, Holder.FACT, (), asks=topic.questions)


def home_statements(topic: Topic) -> Sequence[Statement]:
    """Return the statements of a topic; for one without any its summary, which answers questions all the same."""
    return topic.statements or (_whole(topic),)


def asks_of(one: OpenQuestion) -> Sequence[str]:
    """Return the asks of what is left open; its own words where it has none."""
    return one.asks or (one.text,)


def senses(text: str, readings: Iterable[frozenset[str]]) -> Iterator[Sense]:
    """Yield what a question asks, by each reading of its words: what it wants to be told, and the words that turn it.

    In Korean what the SMA is and how much it is differ in stop words alone, as in English who was president before
    Lee and who is President Lee.
    """
    wanted, turning = asked_for(text), TURNING.intersection(split(text)) or _NOTHING
    yield from ((wanted, turning, words) for words in readings)


def terms_of(found: Iterable[Token]) -> list[str]:
    """Return every term of some tokens."""
    return [term for token in found for term in token.terms]


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
