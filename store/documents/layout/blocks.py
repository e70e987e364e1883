"""A page as blocks: what its lines say of themselves, before anyone judges what they mean."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from store.documents.layout.abbreviations import is_abbreviation


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
