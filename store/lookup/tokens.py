"""Text to tokens of meaning: soldiers are troops, Pyongyang is North Korea, and some words only ask."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from store import text as texts
from store.lookup.wordlists import parties, places, synonyms
from store.text import korean as korean_text
from store.text import split, stem
from store.text.word_files import ASKING, ASKING_KOREAN, STOP

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

_LONG = 7
_TELLING = 3  # digits of a number that by itself may stand for one thing


class TokenRole(Enum):
    """What a token does in a question."""

    STOP = "stop"
    ASKING = "asking"
    PLACE = "place"
    MATTER = "matter"


@dataclass(frozen=True, slots=True)
class Token:
    """One word or set phrase: as written, its stem, what it shares with its synonyms ("" = nothing), and its role."""

    written: str
    stem: str
    concept: str
    role: TokenRole
    terms: tuple[str, ...]
    """What it is indexed by: its stem, and ~ with what it shares."""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    named: Mapping[str, str]
    loose: Mapping[str, str]
    phrases: Mapping[str, tuple[int, ...]]
    """First words of phrases, and how many words those have, longest first."""
    places: frozenset[str]
    asking: frozenset[str]

    def knows(self, written: str) -> bool:
        return written in self.named or (stem(written) if written.isascii() else written) in self.loose


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    named = _by_words(places() | parties())
    loose = _by_words(synonyms())
    sizes: defaultdict[str, set[int]] = defaultdict(set)
    for name in named | loose:
        first, *others = name.split(" ")
        if others:
            sizes[first].add(len(others) + 1)
    return _Lexicon(
        named=named,
        loose={stem(name) if name.isascii() else name: token for name, token in loose.items()},
        phrases={first: tuple(sorted(some, reverse=True)) for first, some in sizes.items()},
        places=frozenset(places().values()),
        asking=frozenset(stem(word) for word in ASKING),
    )


def _by_words(written: Mapping[str, str]) -> dict[str, str]:
    return {" ".join(split(name)): token for name, token in written.items()}


def tokens(text: str, names: Container[str] = ()) -> tuple[Token, ...]:
    """Return the tokens of *text*, in order, set phrases first; stop words are among them.

    *names* are the Korean names to keep whole, without spaces.
    """
    words = split(text)
    if text.isascii():
        return tuple(_english(words))
    found: list[Token] = []
    for korean, run in groupby(words, key=_is_korean):
        same = list(run)
        found.extend(_korean(same, names) if korean else _english(same))
    return tuple(found)


def matter(found: Iterable[Token]) -> tuple[Token, ...]:
    """Return the tokens without stop words."""
    return tuple(token for token in found if token.role is not TokenRole.STOP)


def is_talk(told: Sequence[Token]) -> bool:
    """Return whether no word tells of a matter; a long word by itself, such as readiness, may stand in the passages."""
    if any(token.role in (TokenRole.MATTER, TokenRole.PLACE) for token in told):
        return all(map(_is_small, told))
    return any(token.role is TokenRole.STOP or len(token.written) < _LONG for token in told) or not told


def _is_small(token: Token) -> bool:
    """Return whether *token* is a number that counts many things, as in 2+2."""
    return token.written.isdecimal() and len(token.written) < _TELLING


def _is_korean(word: str) -> bool:
    return korean_text.HANGUL.match(word) is not None


def _english(words: Sequence[str]) -> Iterator[Token]:
    lexicon = _lexicon()
    return map(_word, words if lexicon.phrases.keys().isdisjoint(words) else _with_phrases(words, lexicon))


def _with_phrases(words: Sequence[str], lexicon: _Lexicon) -> Iterator[str]:
    at = 0
    while at < len(words):
        size = _phrase(words, at, lexicon) if words[at] in lexicon.phrases else 1
        yield words[at] if size == 1 else " ".join(words[at : at + size])
        at += size


def _phrase(words: Sequence[str], at: int, lexicon: _Lexicon) -> int:
    sizes = (size for size in lexicon.phrases[words[at]] if at + size <= len(words))
    return next((size for size in sizes if lexicon.knows(" ".join(words[at : at + size]))), 1)


@lru_cache(maxsize=50_000)
def _word(written: str) -> Token:
    lexicon = _lexicon()
    stemmed = lexicon.named.get(written) or stem(written)
    concept = lexicon.loose.get(stemmed, "")
    if stemmed in lexicon.places:
        return _made(written, stemmed, concept, TokenRole.PLACE)
    if written in STOP and written != "us":
        return _made(written, stemmed, concept, TokenRole.STOP)
    asking = stemmed in lexicon.asking and not concept
    return _made(written, stemmed, concept, TokenRole.ASKING if asking else TokenRole.MATTER)


def forget_words() -> None:
    """Let go of the words that were met, here and in `store.text`."""
    _word.cache_clear()
    texts.forget_words()


def _korean(words: Sequence[str], names: Container[str]) -> Iterator[Token]:
    lexicon = _lexicon()

    def known(word: str) -> bool:
        return word in names or lexicon.knows(word) or word in ASKING_KOREAN

    return (_korean_word(part, names) for part in korean_text.parts(words, known))


def _korean_word(part: str, names: Container[str]) -> Token:
    lexicon = _lexicon()
    written = lexicon.named.get(part, part)
    concept = lexicon.loose.get(written, "")
    if written in lexicon.places:
        return _made(part, written, concept, TokenRole.PLACE)
    if part in names or concept or written != part:
        return _made(part, written, concept, TokenRole.MATTER)
    idle = len(part) == 1 or part in ASKING_KOREAN
    return _made(part, part, "", TokenRole.STOP if idle else TokenRole.MATTER)


def _made(written: str, stemmed: str, concept: str, role: TokenRole) -> Token:
    return Token(written, stemmed, concept, role, (stemmed, f"~{concept}") if concept else (stemmed,))
