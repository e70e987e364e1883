"""How much two texts are one story: shingles of words, a few of which find the candidates. Pure."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING

from store.text import clean

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

WIDTH = 4
"""Words of a shingle. Four in a row are rarely written twice."""
KEYS = 16
"""So many shingles of a text find it: a third of it shares five with the whole, and none once in 700 times."""
MOST = 4_000
FEWEST = 12
"""Shingles below which a text is too short to be told from another."""
SAME = 0.6
"""The share of the shorter text's shingles that the longer one has, from which on both are one story.

Papers shorten what an agency sends, and put a line of their own before it; two reports of one event share quotations.
"""
_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[int]:
    """Return what identifies runs of words in *text*, in 63 bits; of a long text those of its beginning."""
    words = _WORD.findall(clean(text).casefold())[:MOST]
    runs = (" ".join(words[at : at + WIDTH]) for at in range(max(0, len(words) - WIDTH + 1)))
    return frozenset(int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big") >> 1 for run in runs)


def keys(found: AbstractSet[int]) -> list[int]:
    """Return the shingles by which candidates are found: the smallest, which a part shares with its whole."""
    return sorted(found)[:KEYS] if len(found) >= FEWEST else []


def is_same(one: AbstractSet[int], other: AbstractSet[int]) -> bool:
    """Return whether two texts are one story."""
    least = min(len(one), len(other))
    return least >= FEWEST and len(one & other) >= SAME * least


def titles(one: str, other: str) -> float:
    """Return the share of the words of both titles that they have in common."""
    first, second = (frozenset(_WORD.findall(clean(text).casefold())) for text in (one, other))
    return len(first & second) / max(1, len(first | second))
