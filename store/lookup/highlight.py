"""Where in a text the words stand that were searched for. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from store import text as words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

Span: TypeAlias = tuple[int, int]

_WORD = re.compile(r"(?:(?:co|de|non|pre|re)[-\u2010\u2011])?[^\W_]+(?:['\u2019.][^\W_]+)*", re.IGNORECASE)
_BEFORE = 60
_SENTENCE = re.compile(r"[.!?。…][\u201d\u2019\"')\]]*\s+")


def marks(text: str, terms: Collection[str]) -> tuple[Span, ...]:
    """Return the spans of *text*, in order, that some of *terms* find."""
    wanted = frozenset(terms)
    return tuple(word.span() for word in _WORD.finditer(text) if not wanted.isdisjoint(_terms(word[0].lower())))


def excerpt(text: str, spans: Sequence[Span], most: int) -> Span:
    """Return where to cut at most *most* characters from *text*: so that they hold the most of *spans*.

    Of several cuts one that is not short, begins with a sentence, and stands close to what it holds.
    """
    if len(text) <= most:
        return 0, len(text)
    sentences = {0, *(found.end() for found in _SENTENCE.finditer(text))}
    before = (text.rfind(" ", 0, max(start - _BEFORE, 0)) + 1 for start, _ in spans)
    start = max(
        sorted({*sentences, *before}),
        key=lambda at: (_held(spans, at, at + most), at + most <= len(text), at in sentences, at if spans else -at),
    )
    return start, min(start + most, len(text))


def _held(spans: Sequence[Span], start: int, end: int) -> int:
    return sum(start <= first and last <= end for first, last in spans)


@lru_cache(maxsize=20_000)
def _terms(word: str) -> tuple[str, ...]:
    return words.terms(word)
