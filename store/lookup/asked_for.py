"""What a question wants: to be told a number, a date or a name, or to see a view of a topic as a whole. Pure."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from store.lookup.wordlists import endings, views
from store.text import normalise
from store.text.word_files import STOP

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence


class AskedKind(StrEnum):
    """A kind of thing that a sentence holds or does not."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"


# The first that fits is asked for.
_ASKED = (
    (AskedKind.DATE, "when|(what|which) (year|month|date|day)|date", "언제|몇 ?년|몇 ?월|며칠"),
    (
        AskedKind.NUMBER,
        "how (many|much|big|large|long|often|old|far)|numbers?|size|percent(age)?|headcount|amount",
        "몇|얼마|규모|비율",
    ),
    (
        AskedKind.NAME,
        "who|whose|whom|where|(which|what) (country|person|leader|ministry|president|general|city)",
        "누구|누가|어디",
    ),
)
_WANTED = tuple((kind, re.compile(rf"\b({words})\b|{korean}", re.IGNORECASE)) for kind, words, korean in _ASKED)
_WHY = re.compile(r"\b(why|how come|reasons?)\b|왜|이유|까닭", re.IGNORECASE)
_NUMBER_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred|thousand|million|half|double|percent"
_NUMBER = re.compile(rf"\d|\b({_NUMBER_WORDS})\b", re.IGNORECASE)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(rf"\b(19|20)\d\d\b|\b({_MONTHS})\b")
_CAPITAL = re.compile(r"\b[A-Z]\w+")


def asked_for(question: str) -> AskedKind | None:
    """Return what *question* wants to be told; None for why, how and what."""
    return next((kind for kind, words in _WANTED if words.search(question)), None)


def asks_why(question: str) -> bool:
    """Return whether *question* wants a reason: of those our sentences give few, and of numbers many are missing."""
    return _WHY.search(question) is not None


def holds(text: str, kind: AskedKind) -> bool:
    """Return whether *text* holds something of that *kind*."""
    match kind:
        case AskedKind.NUMBER:
            return _NUMBER.search(text) is not None
        case AskedKind.DATE:
            return _DATE.search(text) is not None
        case AskedKind.NAME:
            return any(word.lower() not in STOP for word in _CAPITAL.findall(text))


_SINCE = re.compile(
    r"\s+since\s+(.+)|\s+(?:in\s+|over\s+|within\s+)?(?:the\s+)?(last\s+week|yesterday)[\s.!?]*\Z", re.IGNORECASE
)
_MARKS = ',.:;!?\u2026"()\u201c\u201d'
_PHRASE = 4  # words, the longest


class ViewRequest(NamedTuple):
    """A view of what *name* names, of all where it is empty: the brief, the history, who holds what, the news."""

    view: str
    name: str
    since: str = ""
    """Since when, as typed behind the word: `last week`."""


def read_view(text: str, names: Container[str], named: Callable[[str], object]) -> ViewRequest | None:
    """Return the view that *text*, without what people say around any question, asks for; None for most texts.

    What is left of it is nothing, or *named*; or one of the *names*, normalised, that begin or end like a request
    themselves, such as the status of forces agreement.
    """
    since = _SINCE.search(text)
    written = (text[: since.start()] if since else text).split()
    words = _unmarked(written)
    ahead, behind, every = _views()
    start, lead = _asking(words, ahead)
    back, trail = _asking(words[::-1], behind)
    end = max(start, len(words) - back)
    for begin, stop, asked in ((start, end, lead | trail), (start, len(words), lead), (0, end, trail)):
        name = " ".join(written[begin:stop])
        view = next((view for view in every if view in asked), "word")
        whole = (begin, stop) == (start, end)
        if view != "word" and (normalise(name) in names or (whole and (not name or named(name)))):
            return ViewRequest(view, name, (since[1] or since[2]) if since else "")
    return None


def may_ask_view(text: str) -> bool:
    """Return whether there is a word in *text* that asks for a view: most have none, and need no closer look."""
    return not _telling().isdisjoint(_unmarked(text.split()))


def _unmarked(written: Sequence[str]) -> list[str]:
    return [word.casefold().replace("\u2019", "'").strip(_MARKS) for word in written]


@cache
def _telling() -> frozenset[str]:
    """Return one word of everything that asks for a view: the longest, as the others stand everywhere."""
    return frozenset(max(said.split(), key=len) for said, view in _views()[0].items() if view != "around")


@cache
def _views() -> tuple[Mapping[str, str], Mapping[str, str], Sequence[str]]:
    """Return what people ask for a view with, the same backwards, and the views: the first of several counts."""
    written = views()
    ahead = {said: view for said, view in written.items() if view != "ending"}
    ahead |= {said + end: view for said, view in ahead.items() if not said.isascii() for end in endings()}
    return ahead, {" ".join(said.split()[::-1]): view for said, view in ahead.items()}, [*dict.fromkeys(ahead.values())]


def _asking(words: Sequence[str], known: Mapping[str, str]) -> tuple[int, set[str]]:
    """Return how many of the first *words* only ask for a view, and for which."""
    at, asked = 0, set[str]()
    while size := next(
        (size for size in range(min(_PHRASE, len(words) - at), 0, -1) if " ".join(words[at : at + size]) in known), 0
    ):
        asked.add(known[" ".join(words[at : at + size])])
        at += size
    return at, asked - {"around"}
