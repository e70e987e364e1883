"""Which form a Korean particle takes behind a word: 을 or 를, 으로 or 로, by how its last syllable ends. Pure."""

from __future__ import annotations

import re

_FORMS = {
    "을(를)": ("을", "를"),
    "이(가)": ("이", "가"),
    "은(는)": ("은", "는"),
    "와(과)": ("과", "와"),
    "(으)로": ("으로", "로"),
}
"""Each pair with the form behind a consonant and the one behind a vowel."""
_ASIDE = re.compile(r"(?<!\s)\s*\([^()]*\)\s*$")
_FIRST, _FINALS, _RIEUL = ord("가"), 28, 8
_CONSONANT_DIGITS, _RIEUL_DIGITS = "013678", "178"
"""How numbers are read: 영, 일, 삼, 육, 칠 and 팔 end in a consonant, three of them in ㄹ."""
_CONSONANT_LETTERS, _RIEUL_LETTERS = "lmn", "l"
"""How foreign words end, as Korean hears them: OPCON in ㄴ, SCM in ㅁ; most others get a vowel."""


def particle(word: str, pair: str) -> str:
    """Return the form of *pair*, such as `을(를)`, that stands behind *word*: what is in brackets is not read."""
    behind_consonant, behind_vowel = _FORMS[pair]
    closed, rieul = _ending(word)
    if pair == "(으)로" and rieul:
        return behind_vowel
    return behind_consonant if closed else behind_vowel


def _ending(word: str) -> tuple[bool, bool]:
    """Return whether *word* ends in a consonant, and whether that is ㄹ."""
    read = _ASIDE.sub("", word).rstrip(" .,;:!?”\"')]}>」…")
    last = read[-1:]
    if "가" <= last <= "힣":
        final = (ord(last) - _FIRST) % _FINALS
        return final > 0, final == _RIEUL
    if last.isdigit():
        return last in _CONSONANT_DIGITS, last in _RIEUL_DIGITS
    letter = last.casefold()
    return bool(letter) and letter in _CONSONANT_LETTERS, bool(letter) and letter in _RIEUL_LETTERS
