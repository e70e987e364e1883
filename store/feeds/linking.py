"""Which topics an item speaks of: those it names, then what the answering stage makes of its first words. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from store.lookup import mentions
from store.model import MAX_QUERY, Brief, Choices, Sure
from store.text.language import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from store.lookup import Index
    from store.model import Answer

_LEAD = 2
"""Paragraphs that say what a report is about."""
_OFTEN = 2
"""So often a topic is named in a report that speaks of it, where its first words do not."""
MOST_TOPICS = 5
MAY_SPEAK = N_("it may speak of these topics, and names none as its own")
NAMES_NONE = N_("it names no topic")


class Link(NamedTuple):
    """The topics that a text speaks of, the most named first; *why* says why somebody should look, if so."""

    topics: tuple[str, ...]
    why: str = ""


def linked(title: str, paragraphs: Sequence[str], index: Index, ask: Callable[[str], Answer]) -> Link:
    """Return the topics that a text speaks of."""
    opening = {slug for text in (title, *paragraphs[:_LEAD]) for slug in mentions(text, index)}
    named = Counter(slug for text in (title, *paragraphs) for slug in mentions(text, index))
    titled = mentions(title, index)
    sure = [slug for slug, times in _ranked(named, titled) if slug in opening or times >= _OFTEN]
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


def _ranked(named: Counter[str], titled: Sequence[str]) -> list[tuple[str, int]]:
    return sorted(named.items(), key=lambda one: (one[0] not in titled, -one[1]))


def _asked(title: str, paragraphs: Sequence[str]) -> str:
    words = f"{title}. {paragraphs[0] if paragraphs else ''}"
    return words if len(words) <= MAX_QUERY else words[:MAX_QUERY].rpartition(" ")[0]
