"""Our lists of words: what people write for a place, a party or a thing, and questions on what is not ours."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from store.text import word_files

_HERE = Path(__file__).parent


def places() -> dict[str, str]:
    """Return what people write for each place of the world beyond, lower case, to the one token that stands for it."""
    return word_files.tokens(_HERE / "places.txt")


def parties() -> dict[str, str]:
    """Return what people write for the parties of the alliance, lower case, to the token of each."""
    return word_files.tokens(_HERE / "parties.txt")


def synonyms() -> dict[str, str]:
    """Return what else people write, lower case, to the token that stands for it."""
    return word_files.tokens(_HERE / "synonyms.txt")


@cache
def chatter(*kinds: str) -> str:
    """Return one regular expression of what people say around a question, of these *kinds*; the longest first."""
    found = sorted(word_files.tokens(_HERE / "chatter.txt").items(), key=lambda one: -len(one[0]))
    # Nothing is captured: Python 3.11 errs on the spans of groups inside possessive ones.
    said = "|".join(one for one, kind in found if kind in kinds).replace("(", "(?:").replace("(?:?", "(?")
    return said.replace(" ?", r"\s*").replace(" ", r"\s+")


def views() -> dict[str, str]:
    """Return what people write to ask for a view of a topic to that view, or to `around`, which only joins it."""
    return word_files.tokens(_HERE / "views.txt")


def endings() -> tuple[str, ...]:
    """Return what is written to a Korean word of a view as its ending."""
    return word_files.choices(_HERE / "views.txt")["ending"]


def deeds() -> tuple[str, ...]:
    """Return regular expressions of what people ask an assistant to do."""
    return _lines("deeds.txt")


@cache
def elsewhere() -> tuple[str, ...]:
    """Return questions on matters that are not ours."""
    return _lines("elsewhere.txt")


def _lines(file: str) -> tuple[str, ...]:
    lines = (_HERE / file).read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))
