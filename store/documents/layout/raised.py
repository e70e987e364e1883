"""What raised characters say where no markup tells: the mark of a footnote, a power, or a part of the word."""

# ruff: noqa: RUF001  # pages are typeset: their dashes are what we look for

from __future__ import annotations

import re

_NUMBERS = re.compile(r"\s*[\[(]?\d{1,3}(?:\s?[,–-]\s?\d{1,3})*[\])]?\s*")
_SYMBOLS = re.compile(r"\s*[*†‡§¶]{1,3}\s*")
_POWER = re.compile(r"(?:^|[\s(]|\b10|\b[a-zA-Z]|\b(?:[kcm]m|ft|mi|yd))$")
"""What a power or an isotope's number stands behind; any other number is a note's."""
BAR = "\u2044"
"""Of a fraction."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


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
