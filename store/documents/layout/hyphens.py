"""Words that the end of a line broke, joined: the hyphen kept where it is their own, Korean words without any."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from store.text import word_files
from store.text.normalise import typed
from store.text.word_files import ASKING, STOP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


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
_END, _START = re.compile(r"[가-힣]+$"), re.compile(r"[가-힣]+")
_SPACED = re.compile(r"[가-힣] $")
_HANGUL_WORDS = re.compile(r"[가-힣]{2,}")
_LONGEST = 20
_FIRST, _FINALS = ord("가"), 28

_END_OF_WORD = r"(?=[^가-힣]|$)"
_ALWAYS = re.compile(
    rf"(?:[의에도만록고며]|에서[는의도]?|에게[는도서]?|으로[는의도]?|까지|부터|처럼|보다|마다|밖에|들[은을이의에도과]|다[고는며]){_END_OF_WORD}|다[.,]|다면"
    r"|[입합됩습]니다|[했됐였었았겠]|[된됨]" + _END_OF_WORD
)
_CLOSED = re.compile(rf"(?:[은을과]|이(?:라고|라는|며|나)){_END_OF_WORD}")
_OPEN = re.compile(rf"(?:[는를와가]|로[는의]?|라고|라는){_END_OF_WORD}")
"""Particles and endings that no word begins with: behind any syllable, behind one with a final consonant, without."""
_VERBAL = re.compile(r".(?:하[며고는지여기려게면였]|한다|할\s|해\s|되[는며고어지기면]|시[키킨켰])|적[인이으]")
_UNIT = re.compile(r"년|월|일|분의|명|개|차|조|억|만|천|원|달러|여|퍼센트")
"""What is counted or measured, and stands close behind its number."""
_PARTICLES = "을를은는이가도에로고며서면만와과의"
_FROM = re.compile(rf"[에로]서[는도의]?{_END_OF_WORD}")
_BESIDE = re.compile(
    r"(?:[및등수]|[두세네] |때문|위[해한]|대[해한]|통[해한]|따[르라]|관련|있|없|또는|그리|같[은이]|등[으이을은과]"
    r"|이[번를는]|모[두든])"
)
"""What stands alone, and begins a line where one ends between words."""
_ALONE = frozenset(
    "이그저수것등및약또더안못각한두세네내제첫총전후중때건명년월일점바줄새옛온매본양위뒤앞곧다잘왜못큰긴된할될"
)
"""Words of one syllable; any other alone at a line's end is the beginning of one."""
_BEGUN = word_files.words(Path(__file__).parent / "korean_beginnings.txt")
"""How words begin whose first syllable is one too."""
_ENDED = re.compile(
    r".(?:[은는을를의에로와과도고며서면만]|던|[있없]는|한|할|된|될|위해|대한|통해|따라|관련)$|..[이가]$"
)
"""How a word ends that a space follows, most often."""
_RARELY_ALONE = 2
"""Syllables: what is as short, with its particle, is the end of a word rather than one."""
_FEWEST, _SHARE = 2, 0.2
"""How many ends of lines must be sure to lie within words, and which share of all, for others to be looked at."""


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


class _LineEnd(NamedTuple):
    left: str
    right: str
    after: str


class HangulEnds:
    """How the Korean lines of a text end: between words alone, or anywhere.

    Of 7,218 ends in 20 public reports that it was not made with, 94 % are told right where they lie anywhere (56 % by
    particles alone), and 99.7 % where they lie between words.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.has_none = all(map(str.isascii, lines))
        breaks = [] if self.has_none else list(_breaks(lines))
        spaced = 0 if self.has_none else sum(_SPACED.search(line[-_FEWEST:]) is not None for line in lines)
        self.written = spaced >= max(_FEWEST, _SHARE * (spaced + len(breaks)))
        """Whether the file writes the space where a line ends between words, as some programs do."""
        self.words: frozenset[str] = frozenset()
        self.starts: frozenset[str] = frozenset()
        sure = sum(_clings(each) or _is_torn(each) for each in breaks)
        self.anywhere = sure >= max(_FEWEST, _SHARE * len(breaks))
        if self.anywhere:
            inner = (word for line in lines for word in _HANGUL_WORDS.findall(line.strip())[1:-1])
            self.words = frozenset(word for word in inner if len(word) <= _LONGEST)
            self.starts = frozenset(word[:at] for word in self.words for at in range(2, len(word) + 1))

    def is_one_word(self, before: str, after: str) -> bool:
        """Return whether the line *after* goes on with the last word of the one *before*."""
        if self.has_none:
            return False
        found = _break(before, after)
        if self.anywhere and before[-1:].isdigit() and _UNIT.match(after):
            return True
        if found is None or self.written or _clings(found):
            return found is not None
        return self.anywhere and self._is_torn(found)

    def _is_torn(self, found: _LineEnd) -> bool:
        """Return whether a word goes on, by the other words of the text, then by what Korean words are made of."""
        left, right, after = found
        if left + right in self.words or left + right[0] in self.starts:
            return True
        if _BESIDE.match(after) or {left, right} <= self.words:
            return False
        if len(left) == 1:
            return _is_torn(found)
        if _FROM.match(left[-1] + after) or (left[-1] not in _PARTICLES and _VERBAL.match(left[-1] + after)):
            return True
        ended = _ENDED.search(left) or left in self.words or right in self.words
        return not ended and len(right) <= _RARELY_ALONE


def _break(before: str, after: str) -> _LineEnd | None:
    start = _START.match(after)
    end = start and _END.search(before[-_LONGEST:])
    return _LineEnd(end[0], start[0][:_LONGEST], after[:_LONGEST]) if start and end else None


def _breaks(lines: Sequence[str]) -> Iterator[_LineEnd]:
    for at in range(len(lines) - 1):
        if found := _break(lines[at], lines[at + 1]):
            yield found


def _is_torn(found: _LineEnd) -> bool:
    return len(found.left) == 1 and (found.left not in _ALONE or found.left + found.right[0] in _BEGUN)


def _clings(found: _LineEnd) -> bool:
    if _ALWAYS.match(found.after):
        return True
    closed = (ord(found.left[-1]) - _FIRST) % _FINALS > 0
    return (_CLOSED if closed else _OPEN).match(found.after) is not None
