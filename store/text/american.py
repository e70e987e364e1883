"""American spellings of British words, so that both find the same names.

Both sides of every comparison go through here, so a word changed without need
(it is never shown) still equals itself.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from store.text import word_files

_LISTS = Path(__file__).parent / "wordlists"
_KEEP_ISE = word_files.words(_LISTS / "ise_kept.txt")
_WHOLE = word_files.tokens(_LISTS / "american.txt")
RULES = (
    (re.compile(r"^(.{2,}[iy])s(ation|ational)$"), r"\1z\2"),
    (re.compile(r"^((?:para|ana|cata|hydro|elec?tro)ly)s(e|ed|er|ing)$"), r"\1z\2"),
    (re.compile(r"^((?:pre|counter)?(?:def|off|lic|pret))ence(less)?$"), r"\1ense\2"),
    (
        re.compile(
            r"^((?:un|dis|mis)?(?:arm|behavi|cand|clam|col|endeav|fav|flav|glam|harb|hon|hum|lab|neighb|od|parl|rig|rum|"
            r"sav|splend|tum|val|vap|vig))our(.*)$"
        ),
        r"\1or\2",
    ),
    (
        re.compile(
            r"^((?:epi|multi)?(?:calib|cent|fib|lit|lust|met|sab|somb|spect|theat|kilomet|millimet))r(?:e|(ed))$"
        ),
        r"\1er\2",
    ),
    (re.compile(r"^(.*(?:catal|dial|anal|monol|prol))ogue$"), r"\1og"),
    (
        re.compile(
            r"^((?:re)?(?:cancel|channel|counsel|dial|duel|equal|fuel|label|level|marshal|model|panel|quarrel|rival|signal|"
            r"total|travel|tunnel))l(ed|ing|er)$"
        ),
        r"\1\2",
    ),
)
"""The first that fits a word changes it."""

ISE = re.compile(r"^(.{3,})is(e|ed|er|ing)$")
SUSPECT = re.compile(r"(?:s(?:ation|ational|e|ed|er|ing)|ence(?:less)?|red?|ogue|l(?:ed|ing|er))$|our")
"""Finds every word that a rule could change, and few others: there are hundreds of thousands of words."""


@lru_cache(maxsize=20_000)
def american(word: str) -> str:
    """Return one lower-case *word* in its American spelling; a plural stays a plural."""
    return respelled(word)


def respelled(word: str) -> str:
    """Return the same for somebody who asks but once."""
    if len(word) < 4 or not word.isascii():
        return word
    plural = word.endswith("s") and not word.endswith("ss")
    return _singular(word[:-1]) + "s" if plural else _singular(word)


def _singular(word: str) -> str:
    if word in _WHOLE:
        return _WHOLE[word]
    if not SUSPECT.search(word):
        return word
    for pattern, replacement in RULES:
        changed, count = pattern.subn(replacement, word)
        if count:
            return changed
    return _with_z(word)


def _with_z(word: str) -> str:
    found = ISE.match(word)
    if not found or f"{found[1]}ise" in _KEEP_ISE or found[1][-1] in "aou":
        return word  # raise, noise and disguise were never spelled with a z
    return f"{found[1]}iz{found[2]}"
