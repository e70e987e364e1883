"""A page as blocks, and what it says of itself, before anyone judges what its lines mean."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for
# ruff: noqa: RUF001  # pages are typeset: their dashes are what we look for

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.model import Kind, PartialDate


_NUMBERS = re.compile(r"\s*[\[(]?\d{1,3}(?:\s?[,–-]\s?\d{1,3})*[\])]?\s*")
_SYMBOLS = re.compile(r"\s*[*†‡§¶]{1,3}\s*")
_POWER = re.compile(r"(?:^|[\s(]|\b10|\b[a-zA-Z]|\b(?:[kcm]m|ft|mi|yd))$")
"""What a power or an isotope's number stands behind; any other number is a note's."""
BAR = "\u2044"
"""Of a fraction."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Role(Enum):
    """What a block is known to be from its markup; plain lines are not known."""

    LINE = "line"
    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item or undecided line."""

    text: str
    role: Role = Role.LINE
    level: int = 0
    """Of a marked heading, 1 the highest; 0 when it is not known."""

    def saying(self, text: str) -> Block:
        """Return the same block with another text."""
        return self if text == self.text else Block(text, self.role, self.level)


@dataclass(frozen=True, slots=True)
class Facts:
    """Guesses, None where nothing was said."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: PartialDate | None = None
    updated: PartialDate | None = None
    url: str | None = None
    language: str | None = None
    guessed: PartialDate | None = None
    """When it seems to be from, for want of anything that says so."""
    kind: Kind | None = None

    def or_else(self, other: Facts) -> Facts:
        """Return these facts, with what they lack taken from *other*, which most often says nothing."""
        if not other:
            return self
        return Facts(
            self.title or other.title,
            self.author or other.author,
            self.publisher or other.publisher,
            self.published or other.published,
            self.updated or other.updated,
            self.url or other.url,
            self.language or other.language,
            self.guessed or other.guessed,
            self.kind or other.kind,
        )

    def __bool__(self) -> bool:
        told = self.title or self.author or self.publisher or self.published or self.updated or self.url
        return bool(told or self.language or self.guessed or self.kind)


@dataclass(frozen=True, slots=True)
class Page:
    """A file as its format gives it: the blocks in order, and what the format itself says of them."""

    blocks: tuple[Block, ...]
    facts: Facts = Facts()
    frame: tuple[Block, ...] = ()
    """Blocks from around the article (its byline, the site's footer): read for facts, never as passages."""
    words: int = 0
    """How many words a person sees on it, but for menus and the like; 0 where those of its blocks are all."""
    sifted: bool = False
    """Whether what frames the article was told apart already: no line of it ends it."""
    printed: bool = False
    """Whether it was set on paper, where what comes twice was written twice; a web page may just show it twice."""


CELL = " · "
"""Stands between the cells of a row."""

BULLET = re.compile(r"\s*(?:[-*•‣▪●◦·ㆍ✓✔]|–|—)\s+(?=\S)")
"""What begins an item of a list; it says nothing, and is left out."""

CLAUSE = re.compile(
    r"\s*(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivxlIVXL]{1,6}|[가-하])[.)](?=\s|\()|[①-⑳○●□■◦▪▶※§ㅇ❍◎❏▷➢►◆◇]\s?(?=\S)|제\s?\d+\s?[조항장절](?!\w))"
)
"""What numbers a clause, `(a)`, `iv.`, `①`; people cite by it, so it is kept."""

RULE = re.compile(r"\s*(?:[-*_=~#•·.—–]\s?){3,}\s*")
ALONE = re.compile(r"\s*(?:©|ⓒ|\(c\)|copyright\b|https?://)", re.IGNORECASE)
"""What stands on a line of its own, whatever the lines above and below say."""

_WIDE = re.compile("[\u1100-\u11ff\u2e80-\uffdc]+")
_FIRST = 9
"""Of a line's letters, in which whatever numbers it ends."""
_CLOSING = "\"”’')]»"
_STOPS = (".", "!", "?", ":", ";", "…", "。")


_ABBREVIATION = re.compile(
    r"""[\"“‘'(\[]*(?:(?:[A-Za-z]\.)+
      | (?:Mr|Mrs|Ms|Mx|Messrs|Dr|Prof|Gen|Lt|Col|Maj|Brig|Adm|RAdm|VAdm|Sgt|Capt|Cpt|Cmdr|Cdr|Comdr|Cpl|Tech|Pvt|Pfc
        |Spc|Ens|Sqn|Wg|Cmdt|Supt|Insp|Det|Ret|Sen|Rep|Reps|Gov|Lieut|Amb|Hon|Rev|Fr|Msgr|Pres|Min|Sec|Dep|Asst|Assoc|Atty
        |St|vs|Nos?|Vol|Inc|Ltd|Co|Corp|Bros|Jr|Sr|Esq|etc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec
        |Mt|Ft|Pt|Ave|Blvd|Rd|Univ|Dept|Prov|Dist|Art|Arts|Fig|Figs|Ch|Para|Cl|approx|est|eds?|cf|viz|al|ca|pp?)\.)""",
    re.IGNORECASE | re.VERBOSE,
)


_CALLED = re.compile(
    r"(?:Mr|Mrs|Ms|Mx|Messrs|Dr|Prof|Gen|Lt|Col|Maj|Brig|Adm|RAdm|VAdm|Sgt|Capt|Cmdr|Cdr|Cpl|Pvt|Pfc|Sen|Reps?|Gov|Lieut|Amb"
    r"|Hon|Rev|Msgr|Tech)\."
)


def is_called(line: str) -> bool:
    """Return whether a line ends in what a name follows, `U.S. Army Maj. Gen.`: it goes on, whatever its width."""
    return line.endswith(".") and _CALLED.fullmatch(line[line.rfind(" ") + 1 :]) is not None


def is_abbreviation(word: str) -> bool:
    """Return whether *word*, with its stop, is one that text goes on behind: `Maj.`, `U.S.`, `No.`."""
    return word.endswith(".") and _ABBREVIATION.fullmatch(word) is not None


def begins_plainly(bare: str) -> bool:
    """Return whether *bare*, stripped, begins with a letter that belongs to its first word: neither mark nor number."""
    head = bare[:_FIRST]
    return head[:1].isalpha() and "." not in head and ")" not in head and head[0] not in "제ㅇㆍ"


def is_stopped(line: str) -> bool:
    """Return whether a line ends in a stop, and maybe in quotation marks and brackets behind it; `Maj.` goes on."""
    line = line.rstrip()
    return line.rstrip(_CLOSING).endswith(_STOPS) and not is_abbreviation(line[line.rfind(" ") + 1 :])


def width(text: str) -> int:
    """Return how many Latin letters would take as much room as *text*: a syllable of Hangul takes two."""
    # Without a list of them: of five megabytes of Korean that was 150 MB.
    return len(text) if text.isascii() else 2 * len(text) - len(_WIDE.sub("", text))


def written(text: str, before: str) -> str:
    """Return how raised *text* is written behind *before*: `²` behind `km`, `th` behind `9`, nothing for a mark."""
    if _SYMBOLS.fullmatch(text):
        return ""
    if not _NUMBERS.fullmatch(text):
        return text
    return powers(text) if _POWER.search(before[-4:]) else ""


def powers(digits: str) -> str:
    """Return digits as they are written above the line: 10⁶ is not 106."""
    return digits.translate(_RAISED)


def is_symbol(text: str) -> bool:
    """Return whether raised text is a mark that is no number: `†`."""
    return _SYMBOLS.fullmatch(text) is not None
