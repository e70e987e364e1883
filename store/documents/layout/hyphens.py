"""Words that a line's end broke: joined, and the hyphen kept where it is the word's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store.documents.layout.hangul import HangulEnds
from store.text.normalise import typed
from store.text.stopwords import ASKING, STOP

if TYPE_CHECKING:
    from collections.abc import Iterable

HYPHENS = "-\u2010\u00ad"
_DASHES = "\u2013\u2014"
HYPHENATING = frozenset(f"{HYPHENS}{_DASHES} ")
"""What may end a line that a word is broken at; a space may stand behind it."""
_HYPHENATED = re.compile(rf"(?:[^\W_]|\.)[{HYPHENS}{_DASHES}]")
_WORDS = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*+")
_BROKEN = re.compile(rf"[^\W\d_]+[{HYPHENS}][ \t]*\n\s*[^\W\d_]+")
_SYLLABLE = re.compile(
    r"(?:[bcdghjklmnprstwy]|ch|kk|tt|pp|ss|jj)?(?:y?[aeou]|y?eo|eui|w[aei]|wo|ae|eu|oo|ou|ee|ui|i|oe)(?:ng|n|k|l|m|p|t)?"
)
_NAME = re.compile(r"(?:^|\s)[A-Z][a-z]+ ([A-Z][a-z]+)-")
"""A Korean name that the line breaks: `Kim Jong-` and `un`, both syllables as they are romanised."""
_LONGEST_PIECE = 10_000
"""No word is so long; what is must not be copied for every line that it goes on."""

_HANGUL = re.compile(r"[가-힣]\n|[가-힣] \n")
_SUSPENDED = frozenset({"and", "or", "to", "und", "oder"})
_BEFORE = frozenset(
    ("self", "well", "long", "short", "high", "low", "all", "half", "cross", "ex", "vice", "cost", "ill")
)
_APART = re.compile(r"(?:non|anti)(?!sense|profit|dote|bod(?:y|ies)|biotic|septic|thes[ie]s|path|quit)\w{4}")
"""What is written with a hyphen where nothing shows the word: lines are broken at hyphens that are there first."""
_PREFIXES = frozenset(("non", "anti", "counter", "pro", "multi", "semi", "sub", "post", "pre", "inter", "intra"))
_AFTER = frozenset(
    """
    based term led level scale year years old sharing related backed range called known owned run oriented driven
    style free friendly specific powered armed capable sized minded party state person day week month hour point
    step stage sided looking standing ranking edge in-chief up-to building off
    """.split()  # noqa: SIM905 - a word list reads better as text
)


def is_hyphenated(line: str) -> bool:
    """Return whether *line* ends in a hyphen or dash behind a letter, digit or stop."""
    return line[-1:] in HYPHENATING and _HYPHENATED.fullmatch(line, max(0, len(line) - 2)) is not None


class Joiner:
    """Joins broken lines; a word broken by a hyphen is written as the rest of the text writes it."""

    def __init__(self, text: str) -> None:
        # As nearly every Latin text is ASCII but for marks of typesetting, and that is seen at once.
        hangul = not typed(text).isascii() and _HANGUL.search(text)
        self.hangul = HangulEnds(text.split("\n") if hangul else ())
        self.known: frozenset[str] = frozenset()
        if any(f"{hyphen}\n" in text for hyphen in HYPHENS):
            # The halves at the ends of lines are no words that the text knows. One word after the other: of
            # megabytes without a space there are millions.
            whole = _BROKEN.sub(" ", text.lower().replace("\u2010", "-"))
            self.known = frozenset(found[0] for found in _WORDS.finditer(whole))
        self.compounds = frozenset(word.partition("-")[0] for word in self.known if "-" in word)

    def join(self, held: list[str], after: str) -> None:
        """Add the line *after* to the pieces held, of which a space will make one paragraph."""
        after, before = after.lstrip(), held[-1]
        if len(before) <= _LONGEST_PIECE and self.hangul.is_one_word(before, after):
            held[-1] = before + after
            return
        held[-1] = before = before.rstrip()
        if len(before) > _LONGEST_PIECE or not is_hyphenated(before):
            held.append(after)
            return
        first, space, rest = after.partition(" ")
        if first.strip(",").lower() in _SUSPENDED:
            held.append(after)
            return
        one = before[-1] not in _DASHES and self._is_one_word(before, first)
        held[-1] = (before[:-1] if one else before) + first
        if space:
            held.append(rest)

    def _is_one_word(self, before: str, after: str) -> bool:
        if before.endswith("\u00ad"):
            return True
        ends, begins = _WORDS.findall(before[-80:].lower()), _WORDS.findall(after[:80].lower())
        if not (ends and begins and after[:1].islower()) or _is_name(before[-80:], begins[0]):
            return False
        return self._makes_one(ends[-1], begins[0])

    def _makes_one(self, left: str, right: str) -> bool:
        """Return whether the halves are one word: as the text has it, then by what compounds are made of."""
        whole = left + right
        if whole in self.known or f"{left}-{right}" in self.known:
            return whole in self.known
        if whole in ASKING or whole in STOP:
            return True
        if "-" in left or right.partition("-")[0] in _AFTER or left in _BEFORE:
            return False
        if left in ("non", "anti") and _APART.match(whole):
            return False
        return not (left in self.compounds or (right in self.known and (left in self.known or left in _PREFIXES)))


def _is_name(before: str, after: str) -> bool:
    name = _NAME.search(before, max(0, before.rfind(" ", 0, before.rfind(" "))))
    return bool(name and _SYLLABLE.fullmatch(name[1].lower()) and _SYLLABLE.fullmatch(after))


def joined(lines: Iterable[str], joiner: Joiner) -> str:
    """Return the lines of one paragraph as its text."""
    held: list[str] = []
    for line in lines:
        if held:
            joiner.join(held, line)
        else:
            held = [line.lstrip()]
    return " ".join(held).rstrip()
