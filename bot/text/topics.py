"""A topic in words: its summary with what carries it, what its documents leave open, where an old address leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.model import Brief, Topic


def carried(statements: Sequence[str], slug: str = "") -> str:
    """Return the statements that carry a sentence: `[#2, cfc#2]` in the brief of *slug*, else `[opcon#2, cfc#2]`."""
    return f"[{', '.join(one.removeprefix(slug) if slug else one for one in statements)}]"


def summary(topic: Topic, slug: str = "") -> str:
    """Return the summary, each sentence with the statements that carry it, where that is known."""
    sentences = (f"{one.text} {carried(one.statements, slug)}" for one in topic.summary_sentences)
    return " ".join(sentences) or topic.summary


def left_open(topic: Topic) -> str:
    """Return `The documents don't give a date, or a price.`; empty where nobody said what they leave open."""
    match [one.text for one in topic.open]:
        case []:
            return ""
        case [only]:
            return f"The documents don't give {only}."
        case [*first, last]:
            parted = "; " if any("," in text for text in (*first, last)) else ", "
            return f"The documents don't give {parted.join(first)}{parted}or {last}."
        case _:
            raise AssertionError(topic.slug)


def moved(brief: Brief) -> str:
    """Return `opcon#4 was merged into usfk#5.`; empty where the address that was asked for is the statement's own."""
    return f"{brief.moved_from} was merged into {brief.focus}." if brief.moved_from else ""
