"""Text as we may repeat it, a question as a value, and keys and terms: how names and texts are compared."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re
import unicodedata
from itertools import chain
from threading import local

import Stemmer  # type: ignore[import-not-found]  # PyStemmer ships no types

from store.errors import TooLong
from store.model import MAX_QUERY
from store.text import korean
from store.text.american import american, respelled
from store.text.language import N_
from store.text.word_files import STOP

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})

_MARKS = (
    *(("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("\u2010", "-"), ("\u2011", "-")),
    *(("…", " "), ("•", " "), ("·", " "), ("\u00a0", " ")),
)
"""Of typesetting, as a keyboard has them: nearly every article is plain ASCII but for these."""


def typed(text: str) -> str:
    """Return *text* with the marks of typesetting that make no difference to its words as ASCII has them."""
    if text.isascii():
        return text
    for mark, plain in _MARKS:
        if mark in text:
            text = text.replace(mark, plain)
    return text


def clean(text: str) -> str:
    """Return *text* as we may repeat it: NFC, nothing invisible, white space collapsed."""
    # Nothing that ASCII and the marks of typesetting can say is invisible, or is composed of parts.
    plain = typed(text)
    if plain.isascii() and plain.isprintable():
        return _evenly_spaced(text.replace("\u00a0", " "))
    text = unicodedata.normalize("NFC", text)
    # What is printable is visible, and has no white space but spaces.
    return _evenly_spaced(text if text.isprintable() else text.translate(_VISIBLE))


def _evenly_spaced(text: str) -> str:
    """Return *text*, whose white space is all spaces, with single ones and none at its ends."""
    text = text.strip(" ")
    # Taken apart only where it must be: the words of megabytes take ten times as many.
    return " ".join(text.split()) if "  " in text else text


class _Visible(dict[int, str]):
    """What each character is shown as; found out once, because whole libraries go through here."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        shown = "" if unicodedata.category(character) in _INVISIBLE else character
        return self.setdefault(code, " " if character.isspace() else shown)


_VISIBLE = _Visible()


class Query(str):
    """A text that is clean and no longer than MAX_QUERY characters, because `of` made it."""

    __slots__ = ()

    @classmethod
    def of(cls, text: str) -> Query:
        """Return *text* as a query, which it may be already; TooLong over MAX_QUERY characters."""
        if isinstance(text, Query):
            return text
        cleaned = clean(text)
        if len(cleaned) > MAX_QUERY:
            raise TooLong(N_("Please shorten this to {most} characters."), most=MAX_QUERY)
        return cls(cleaned)


_PLAIN = dict.fromkeys((0x2018, 0x2019, 0x02BC, 0x00B4), "'") | dict.fromkeys(range(0x2010, 0x2016), "-")
_TYPESET = re.compile(f"[{''.join(map(chr, _PLAIN))}]")
_LETTER = r"[^\W\d_]"
# The stop first, as of the apostrophe below; it stands between two letters that are words, or behind the last of them.
_OF_DOTTED = re.compile(rf"\.(?<=\b{_LETTER}\.)(?:(?={_LETTER}(?:\.|\b))|(?<=\b{_LETTER}\.{_LETTER}\.))")
# The apostrophe first, and only then what is before it: so the matcher looks for one character.
_POSSESSIVE = re.compile(r"'(?<=\w')(?:s\b|(?=\W|$))")
_APOSTROPHE = re.compile(r"'(?<=\w')(?=\w)")
_PREFIX = re.compile(r"\b(co|de|non|pre|re)-(?=[a-z])")
_GAPS = bytes(code if chr(code).isascii() and chr(code).isalnum() else 32 for code in range(256))
_MOST_TERMS = 200_000
MAX_TERM = 64
"""The characters of a term that count: an index refuses a kilobyte without a space."""

_ARTICLES = frozenset({"the", "a", "an"})


def normalise(text: str) -> str:
    """Return the key that names are compared by; empty when nothing in *text* is a letter or a digit.

    Case, punctuation, dots of abbreviations, British spelling, a leading
    article and spaces between Hangul make no difference.
    """
    words = split(text)
    if len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    key = " ".join(words)
    return key if key.isascii() else korean.joined(key)


def terms(text: str) -> tuple[str, ...]:
    """Return the stems that full-text search matches, in order, repeats kept, stop words dropped.

    Hangul gives pairs of syllables without particles, so spacing makes no difference.
    """
    words = _words(text)
    if text.isascii() or "".join(words).isascii():
        return tuple(filter(None, map(_TERMS.__getitem__, words)))
    return tuple(chain.from_iterable(map(_TERMS_OF.__getitem__, words)))


class _Terms(dict[str, str]):
    """What a word is found by; empty for a stop word. Texts repeat their words: most are known already."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_TERMS:
            self.clear()
        plain = respelled(word)
        term = "" if plain in STOP else stem(plain)[:MAX_TERM]
        return self.setdefault(word, term) if len(word) <= MAX_TERM else term


_TERMS = _Terms()


class _TermsOf(dict[str, tuple[str, ...]]):
    """The same for a text with words that are not ASCII: one of Hangul is found by several."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= _MOST_TERMS:
            self.clear()
        is_hangul = korean.HANGUL.match(word) is not None
        found = korean.pairs(korean.bare(word)) if is_hangul else tuple(filter(None, [_TERMS[word]]))
        return self.setdefault(word, found) if len(word) <= MAX_TERM else found


_TERMS_OF = _TermsOf()


def forget_words() -> None:
    """Let go of the words that were met: texts say many that nobody asks for."""
    _TERMS.clear()
    _TERMS_OF.clear()


def split(text: str) -> list[str]:
    """Return the words of *text* as they are compared: lower case, American, without marks."""
    return [american(word) for word in _words(text)]


def _words(text: str) -> list[str]:
    plain = typed(text)
    if plain.isascii() and plain.isprintable():
        return _ascii_words(plain)
    text = clean(text)
    if not text.isascii():
        text = clean(unicodedata.normalize("NFKC", text))
        text = text.translate(_PLAIN) if _TYPESET.search(text) else text
    text = _unmarked(text.casefold())
    return korean.pieces(text)


def _ascii_words(text: str) -> list[str]:
    # By bytes, which is five times as fast.
    return _unmarked(text.lower()).encode().translate(_GAPS).decode().split()


def _unmarked(text: str) -> str:
    """Return lower-case *text* with the marks taken out that part no word: U.S., ROK's, re-enter."""
    # A stop between two words has no letter on both of its sides.
    if text.count(".") > text.count(". ") + text.endswith("."):
        text = _OF_DOTTED.sub("", text)
    if "'" in text:
        text = _APOSTROPHE.sub("", _POSSESSIVE.sub("", text))
    if "-" in text:
        text = _PREFIX.sub(r"\1", text)
    return text


def holds(text: str, name: str) -> bool:
    """Return whether *name* stands in *text* as a word, letter for letter."""
    at = text.find(name)
    while at >= 0:
        if not text[at - 1 : at].isalnum() and not text[at + len(name) : at + len(name) + 1].isalnum():
            return True
        at = text.find(name, at + 1)
    return False


class _Stemmers(local):
    """One stemmer a thread: the library's object must not be shared."""

    def __init__(self) -> None:
        self.english = Stemmer.Stemmer("english", 0)


_stemmers: _Stemmers | None = None


def stem(word: str) -> str:
    """Return the English stem of one lower-case *word*."""
    global _stemmers  # noqa: PLW0603 - made at the first use, so that nothing happens at import
    if _stemmers is None:
        _stemmers = _Stemmers()
    return str(_stemmers.english.stemWord(word))
