"""Hangul in Latin letters, syllable by syllable: Revised Romanisation without its changes of sound, for ids. Pure."""

from __future__ import annotations

import re

_FIRST = ord("가")
_INITIALS = "g kk n d tt r m b pp s ss _ j jj ch k t p h".replace("_", "").split(" ")
_VOWELS = [
    "a",
    "ae",
    "ya",
    "yae",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "eu",
    "ui",
    "i",
]
_FINALS = "_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t".replace("_", "").split(" ")
_HANGUL = re.compile(r"[가-힣]+")


def romanised(text: str) -> str:
    """Return *text* with its Hangul in Latin letters: 한미동맹 is `hanmidongmaeng`."""
    return _HANGUL.sub(lambda run: "".join(map(_syllable, run[0])), text)


def _syllable(syllable: str) -> str:
    number = ord(syllable) - _FIRST
    initial, rest = divmod(number, len(_VOWELS) * len(_FINALS))
    vowel, final = divmod(rest, len(_FINALS))
    return _INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]
