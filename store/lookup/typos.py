"""Slips of the finger: a name mistyped, or one word of a question; the nearest spellings among any number of names."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from store.lookup.tokens import matter, tokens
from store.lookup.wordlists import places
from store.text import korean as korean_text
from store.text import split
from store.text.word_files import ASKING, LOOKALIKES, STOP

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from store.lookup.names import Slugs
    from store.lookup.tokens import Token
    from store.model import Topic


_RUN_LEAST = 9  # letters of a name for each slip that may also move, lose or add a space
_ENDING = re.compile(r"(?:(?<=[sxzho])es|ed|ing|ly)$")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_DOTTED = re.compile(r"\bU\.S\.(?:A\.)?")
_WITHIN = re.compile(r"(?:(?<=[a-z,;] )|(?<=\())[A-Za-z][A-Za-z0-9]*")
_DOUBLED = re.compile(r"(.)\1+")
FEW = 1_000
"""Up to so many spellings are all compared; more are first thinned by the letters they share."""

MOST_FOUND = 500

_MOST_SHORT = 1 << 16  # numbers of two bytes
_GRAMS_AN_EDIT = 4  # a swap of neighbours spoils four trigrams, any other edit three


@dataclass(frozen=True, slots=True)
class Speller:
    """Spellings, and when there are many, shortest first, for each three letters in a row those that hold them."""

    spellings: Sequence[str]
    longest: int
    grams: Mapping[str, array[int]]
    order: Sequence[int] = ()
    """As which of them each spelling was given."""
    starts: Sequence[int] = ()
    """How many spellings are shorter than each length."""
    found: dict[tuple[str, int], list[tuple[str, int]]] = field(default_factory=dict)
    """What was found already: a question is looked at twice and thrice, and words come again."""

    @classmethod
    def build(cls, spellings: Iterable[str]) -> Speller:
        """Return a speller over *spellings*, each once, in their order."""
        unique = tuple(dict.fromkeys(spellings))
        longest = max(map(len, unique), default=0)
        if len(unique) <= FEW:
            return cls(unique, longest, {})
        order = array("i", sorted(range(len(unique)), key=lambda given: len(unique[given])))
        ordered = [unique[given] for given in order]
        kind = "H" if len(ordered) <= _MOST_SHORT else "L"
        grams: defaultdict[str, array[int]] = defaultdict(lambda: array(kind))
        for number, spelling in enumerate(ordered):
            for gram in _grams(spelling):
                grams[gram].append(number)
        starts = [bisect_left(ordered, length, key=len) for length in range(longest + 2)]
        return cls(ordered, longest, grams, order, starts)

    def near(self, written: str, edits: int) -> list[tuple[str, int]]:
        """Return the spellings at most *edits* away from *written* with their distance, nearest first, at most 8.

        An edit is a letter too many, too few or another, or two swapped. Among
        many spellings only the least edits that find any are tried.
        """
        if len(self.found) > MOST_FOUND:
            self.found.clear()
        near = self.found.get((written, edits))
        if near is None:
            near = self.found[written, edits] = self._near(written, edits)
        return near

    def _near(self, written: str, edits: int) -> list[tuple[str, int]]:
        if len(written) > self.longest + edits:
            return []
        if len(self.spellings) <= FEW:
            return _within(written, self.spellings, edits)
        grams = _grams(written)
        rarest = sorted(filter(None, map(self.grams.get, grams)), key=len)
        strange = len(grams) - len(rarest)  # trigrams that no spelling has are the rarest of all
        looks = ((some, rarest[: max(0, some * _GRAMS_AN_EDIT + 1 - strange)]) for some in range(1, edits + 1))
        nearer = (_within(written, self._sharing(written, some, holding), some) for some, holding in looks if holding)
        return next(filter(None, nearer), [])

    def _sharing(self, written: str, edits: int, holding: Iterable[array[int]]) -> list[str]:
        """Return every spelling that is about as long and holds one of some trigrams, in the order given."""
        first = self.starts[min(max(len(written) - edits, 0), self.longest + 1)]
        end = self.starts[min(len(written) + edits, self.longest) + 1]
        so_long = (some[bisect_left(some, first) : bisect_left(some, end)] for some in holding)
        numbers: set[int] = set().union(*so_long)
        return [self.spellings[number] for number in sorted(numbers, key=self.order.__getitem__)]


def _within(written: str, spellings: Sequence[str], edits: int) -> list[tuple[str, int]]:
    found = process.extract(written, spellings, scorer=OSA.distance, processor=None, score_cutoff=edits, limit=8)
    return [(spelling, int(distance)) for spelling, distance, _ in found]


def _grams(spelling: str) -> set[str]:
    padded = f"\0\0{spelling}\0\0"
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


@dataclass(frozen=True, slots=True)
class Typos:
    """The spellings of names and of their words, and all words that are no slip."""

    slugs: Mapping[str, Slugs]
    names: Speller
    words: Speller
    known: frozenset[str]
    usual: Mapping[str, str]
    """How words that have capitals are mostly written, by their small letters."""

    @classmethod
    def build(cls, keys: Mapping[str, Slugs], topics: Iterable[Topic]) -> Typos:
        """Return what a slip of *keys*, the names of *topics*, is measured against."""
        slugs = {korean_text.letters(key): slugs for key, slugs in keys.items() if len(key) > 3 or not key.isascii()}
        named = {word for key in keys if key.isascii() for word in key.split(" ")}
        texts = [(_text(topic), _asks(topic)) for topic in topics]
        said = split(" ".join(chain.from_iterable(texts)))
        known = frozenset((*STOP, *ASKING, *LOOKALIKES, *places(), *named, *said))
        words = sorted(word for word in named if len(word) > 4)
        return cls(slugs, Speller.build(slugs), Speller.build(words), known, _usual(text for text, _ in texts))

    def nearest(self, key: str) -> Slugs:
        """Return what *key* resembles, nearest first, though it is no slip; for a suggestion."""
        if len(key) < 4:
            return ()
        near = self.names.near(korean_text.letters(key), min(3, max(1, len(key) // 3)))
        return tuple(dict.fromkeys(slug for name, _ in near for slug in self.slugs[name]))

    def mended(self, query: str, asked: Sequence[Token], korean: Container[str]) -> Sequence[Token]:
        """Return *asked*, the tokens of *query*, with each strange word as the word of a name that it is a slip of."""
        spelled = self.spelled(query)
        return asked if spelled == query else matter(tokens(spelled, korean))

    def spelled(self, query: str) -> str:
        """Return *query* with each strange word as the word of a name that it is a slip of; as it is without one."""
        words = split(query)
        right = [self._mended(word) for word in words]
        return query if right == words else " ".join(right)

    def cased(self, text: str) -> str:
        """Return *text*, where it is all in capitals, in the letters that its words mostly have."""
        if not text.isupper():
            return text
        return _LATIN.sub(lambda word: self.usual.get(word[0], word[0]), _DOTTED.sub("US", text).lower())

    def meant(self, key: str) -> Slugs:
        """Return what *key* is a slip of; empty when nothing or too much."""
        typed = korean_text.letters(key)
        if len(key) < (4 if key.isascii() else 3):
            return ()
        near = [(name, edits) for name, edits in self.names.near(typed, _edits(typed)) if self._is_slip(typed, name)]
        best = min((edits for _, edits in near), default=0)
        slugs = dict.fromkeys(slug for name, edits in near if edits == best for slug in self.slugs[name])
        return tuple(slugs) if len(slugs) <= 3 else ()

    def _is_slip(self, typed: str, name: str) -> bool:
        if not typed.isascii():
            return len(typed) > 6
        ours, theirs = typed.split(" "), name.split(" ")
        strange = any(not self._is_known(word) for word in ours)
        if strange and len(typed) >= _RUN_LEAST and _run(ours, theirs) <= len(typed) // _RUN_LEAST:
            return True
        if len(ours) != len(theirs):
            return False
        wrong = [(mine, right) for mine, right in zip(ours, theirs, strict=True) if mine != right]
        return all(not self._is_known(mine) and _slipped(mine, right, alone=len(ours) == 1) for mine, right in wrong)

    def _is_known(self, word: str) -> bool:
        shorter = word[:-1] if word.endswith(("s", "ed")) else word  # leases, leased
        return not self.known.isdisjoint((word, shorter, _ENDING.sub("", word)))

    def _mended(self, word: str) -> str:
        if len(word) < 5 or not word.isalpha() or not word.isascii() or self._is_known(word):
            return word
        edits = 1 if len(word) < 9 else 2
        near = self.words.near(word, edits) or [
            one for one in self.words.near(word, 2) if _single(one[0]) == _single(word)
        ]
        return next((name for name, _ in near if _slipped(word, name, alone=True)), word)


def _usual(written: Iterable[str]) -> dict[str, str]:
    """Return the commonest writing of each word that mostly has capitals where no sentence begins."""
    times = Counter(word for text in written for word in _WITHIN.findall(text))
    best: dict[str, str] = {}
    for word, _ in times.most_common():
        best.setdefault(word.lower(), word)
    return {small: word for small, word in best.items() if small != word}


def _asks(topic: Topic) -> str:
    """Return what editors have people ask: words that may stand nowhere else, and are no slips."""
    said = (ask for one in topic.statements for ask in one.asks)
    left_open = (ask for one in topic.open for ask in (one.text, *one.asks))
    return " ".join(chain(said, left_open))


def _text(topic: Topic) -> str:
    said = (statement.text for statement in topic.statements)
    return " ".join((*topic.questions, *topic.keywords, topic.summary, *said))


def _edits(typed: str) -> int:
    if not typed.isascii():
        return 1 if len(typed) < 12 else 2
    return 1 if len(typed) < 6 else 2 if len(typed) < 16 else 3


def _run(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """Return the edits between two names without their spaces; many for single words, which are judged as words."""
    return OSA.distance("".join(ours), "".join(theirs)) if len(ours) + len(theirs) > 2 else 99


def _slipped(typed: str, right: str, *, alone: bool) -> bool:
    """Return whether *typed* is so near to the word *right* that a finger slipped; the first letter seldom does."""
    edits = min(OSA.distance(typed, right), OSA.distance(typed, _british(right)))
    swapped = typed[:2] == right[1::-1]
    if typed[0] != right[0] and not (swapped and edits == 1):
        return not alone and edits == 1 and len(right) > 4
    if len(right) <= 4 and alone:
        return edits == 1 and (len(typed) > len(right) or sorted(typed) == sorted(right))
    return edits <= (1 if len(right) < 7 else 2) or _single(typed) == _single(right)


def _single(word: str) -> str:
    """Return *word* with doubled letters written once: which letter is doubled is the commonest slip."""
    return _DOUBLED.sub(r"\1", word)


def _british(word: str) -> str:
    return word.replace("ense", "ence").replace("iz", "is").replace("bor", "bour")
