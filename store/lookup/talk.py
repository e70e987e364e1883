"""What people say around a question, greetings, and what they ask of an assistant and is nothing to look up. Pure."""

from __future__ import annotations

import re
from functools import cache

from store.lookup.phrases import points_back
from store.lookup.wordlists import chatter, deeds

_SENTENCE = re.compile(r"(?<=[.?!…])\s+")
_ASKING = re.compile(r"\b(?:who|whose|whom|what|which|when|where|why|how)\b", re.IGNORECASE)
_BETWEEN = r"\s,.:;!?…()~\u2013\u2014-"
_WORD = re.compile(r"\w\w")
_ALONE = 3  # blanks: a sentence with so many may stand without the others


def bare(text: str) -> str:
    """Return the question in *text* without greetings, thanks and the like; as it is when nothing else is there."""
    asked = _only_question(text).strip()
    small = _small(asked)
    before = _before("hello", "polite", "before", "around").match(small)
    behind = _behind().search(small, before.end() if before else 0)
    question = asked[before.end() if before else 0 : behind.start() if behind else None]
    return question if _WORD.search(question) else text


def greeting(text: str) -> str:
    """Return "hello" or "thanks" where *text* is that and nothing else; else ""."""
    return next((kind for kind in ("hello", "thanks") if _only(kind).fullmatch(text)), "")


def asks_a_deed(text: str) -> bool:
    """Return whether *text* asks to do something, such as to call a ministry, where nothing is to be looked up."""
    small = _small(text)
    begun = _before("hello", "polite", "around").match(small)
    start = begun.end() if begun else 0
    by_name, *others = _deeds()
    return by_name.match(text, start) is not None or others[not text.isascii()].match(small, start) is not None


@cache
def _deeds() -> list[re.Pattern[str]]:
    """Return what matches deeds that know a name by its capital, the others in English, and all the others."""
    by_name = [one for one in deeds() if "[A-Z]" in one]
    others = [one for one in deeds() if one not in by_name]
    return [re.compile("|".join(some)) for some in (by_name, filter(str.isascii, others), others)]


def _small(text: str) -> str:
    """Return *text* in small letters, as long as it is: to match without regard to case takes thrice as long."""
    small = text.lower()
    return small if len(small) == len(text) else text


def _only_question(text: str) -> str:
    """Return the one sentence of *text* that asks, when it can be read without the others; else all of it."""
    sentences = _SENTENCE.split(text)
    asking = [one for one in sentences if one.endswith("?") or _ASKING.search(one)]
    alone = len(sentences) > 1 and len(asking) == 1 and asking[0].count(" ") >= _ALONE
    return asking[0] if alone and not points_back(asking[0]) else text


@cache
def _only(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{chatter(kind)})[{_BETWEEN}]*", re.IGNORECASE)


@cache
def _before(*kinds: str) -> re.Pattern[str]:
    """Return what matches all that goes before a question."""
    # Atomic and possessive, here and below: what has matched is not parted anew, however long a text goes on like that.
    return re.compile(rf"\A[{_BETWEEN}]*(?>(?:{chatter(*kinds)})(?![\w'])[{_BETWEEN}]*)++")


@cache
def _behind() -> re.Pattern[str]:
    """Return what matches all that comes behind a question."""
    said = chatter("behind", "thanks", "around")
    return re.compile(rf"(?<![{_BETWEEN}])(?>[{_BETWEEN}]+(?:{said})(?![\w'])){{1,8}}+[{_BETWEEN}]*\Z")
