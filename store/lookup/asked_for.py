"""What a question wants to be told: a number, a date, a name, or nothing of that kind. Pure."""

from __future__ import annotations

import re
from enum import StrEnum

from store.text.word_files import STOP


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
