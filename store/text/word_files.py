"""Lists of words that are data: text files beside the code that goes by them. Lines that begin with # say what for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAID = re.compile(r"^#.*\n?", re.MULTILINE)
_GOES_ON = re.compile(r"\n\s+")
_LISTS = Path(__file__).parent / "wordlists"


def words(file: Path) -> frozenset[str]:
    """Return the words of *file*, which blanks part."""
    return frozenset(_written(file).split())


def tokens(file: Path) -> dict[str, str]:
    """Return every word or phrase of *file*, tokens included, to its token: see `read_tokens`."""
    return read_tokens(_written(file))


def read_tokens(lines: str) -> dict[str, str]:
    """Return every word or phrase of *lines* to its token.

    A line is the token, a colon, and what people write for it, parted by commas; indented lines go on.
    """
    return {name: token for token, others in _entries(lines) for name in (token, *others)}


def called(file: Path) -> dict[str, str]:
    """Return what people write to what they mean by it, as `tokens`, but for the tokens themselves."""
    return {name: token for token, others in _entries(_written(file)) for name in others}


def choices(file: Path) -> dict[str, tuple[str, ...]]:
    """Return every token of *file* to what stands behind it, in order."""
    return dict(_entries(_written(file)))


def _entries(lines: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in _GOES_ON.sub(" ", lines.strip()).splitlines():
        token, _, others = line.partition(":")
        yield token, tuple(name.strip() for name in others.split(",") if name.strip())


def _written(file: Path) -> str:
    return _SAID.sub("", file.read_text(encoding="utf-8"))


STOP = words(_LISTS / "stop.txt")
"""Dropped from full-text search on both sides."""

ASKING = words(_LISTS / "asking.txt")
"""Evidence when a topic says them, no evidence against it when it does not."""

ASKING_KOREAN = words(_LISTS / "asking_korean.txt")
"""The same for Korean, as typed once spaces are gone."""

TURNING = words(_LISTS / "turning.txt")
"""Words, most of them stop words, that turn a question into another."""

MINOR = words(_LISTS / "minor.txt")
"""What titles write small."""

LOOKALIKES = words(_LISTS / "lookalikes.txt")
"""Ordinary words one slip away from the names of this field."""
