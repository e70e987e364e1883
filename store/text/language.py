"""Messages in the language that people are spoken to in: English, or what the catalogue of the request says. Pure.

They are translated where they are drawn, never when a module is read.
"""

from __future__ import annotations

import re

from store.context import CATALOGUE
from store.errors import FilledMessage

_AGREEING = re.compile(r"\{(\w+)[^{}]*\}([”)」]*)(을\(를\)|이\(가\)|은\(는\)|와\(과\)|\(으\)로)")
"""A value and the particle behind it, which is chosen by how the value ends."""


def gettext(message: str, /, **values: object) -> str:
    """Return *message* in the language that is spoken, its places filled with *values*."""
    catalogue = CATALOGUE.get()
    return _filled(message if catalogue is None else catalogue.gettext(message), values)


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """Return the message for *number* things, which fills the place `{number}` as `1,200`."""
    catalogue = CATALOGUE.get()
    told = (one if number == 1 else many) if catalogue is None else catalogue.ngettext(one, many, number)
    return _filled(told, {"number": f"{number:,}", **values})


def N_(message: str) -> str:  # noqa: N802 - what gettext's tools look for
    """Return *message* as it is: it is translated where it is shown."""
    return message


def told(message: str) -> str:
    """Return a message in the language that is spoken, and any other text as it is."""
    return gettext(message.template, **message.values) if isinstance(message, FilledMessage) else message


def _filled(message: str, values: dict[str, object]) -> str:
    if not values:
        return message
    if _AGREEING.search(message):
        message = _AGREEING.sub(lambda found: _agreed(found, values), message)
    return message.format(**values)


def _agreed(found: re.Match[str], values: dict[str, object]) -> str:
    place = found[0].removesuffix(found[3])
    return place + particle(str(values[found[1]]), found[3])


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
