"""What an item has to do with others: the topics that it speaks of, and the texts that are one story with it. Pure.

Topics are those that it names, then what the answering stage makes of its first words. Of stories, shingles of words:
a few of them find the candidates.
"""

from __future__ import annotations

import re
from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from store.model import MAX_QUERY, Brief, Choices, Sure
from store.text import clean
from store.text.language import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from store.lookup import Index
    from store.model import Answer


_LEAD = 2
"""Paragraphs that say what a report is about."""
_OFTEN = 2
"""So often a topic is named in a report that speaks of it, where its first words do not."""
MOST_TOPICS = 5
MAY_SPEAK = N_("it may speak of these topics, and names none as its own")
NAMES_NONE = N_("it names no topic")
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


class Link(NamedTuple):
    """The topics that a text speaks of, the most named first; *why* says why somebody should look, if so."""

    topics: tuple[str, ...]
    why: str = ""


def linked(title: str, paragraphs: Sequence[str], index: Index, ask: Callable[[str], Answer]) -> Link:
    """Return the topics that a text speaks of."""
    opening = {slug for text in (title, *paragraphs[:_LEAD]) for slug in index.names.mentioned(text)}
    named = Counter(slug for text in (title, *paragraphs) for slug in index.names.mentioned(text))
    titled = index.names.mentioned(title)
    ranked = sorted(named.items(), key=lambda one: (one[0] not in titled, -one[1]))
    sure = [slug for slug, times in ranked if slug in opening or times >= _OFTEN]
    if sure:
        return Link(tuple(sure[:MOST_TOPICS]))
    answer = ask(_asked(title, paragraphs))
    match answer:
        case Brief(answers=(first, *_)) if first.sure is Sure.ANSWER and not answer.unsaid:
            return Link((answer.topic.slug,))
        case Brief():
            near: Iterable[str] = (answer.topic.slug,)
        case Choices():
            near = (topic.slug for topic in answer.topics)
        case _:
            near = ()
    guessed = tuple(dict.fromkeys((*named, *near)))[:MOST_TOPICS]
    return Link(guessed, MAY_SPEAK if guessed else NAMES_NONE)


def _asked(title: str, paragraphs: Sequence[str]) -> str:
    words = f"{title}. {paragraphs[0] if paragraphs else ''}"
    return words if len(words) <= MAX_QUERY else words[:MAX_QUERY].rpartition(" ")[0]


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
