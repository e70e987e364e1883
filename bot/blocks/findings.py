"""The card of a question's answer: the sentence first, then where it comes from, then more on request. Pure."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from bot.blocks.elements import Block, Element, actions, button, line, link, rich, said, small_print, words
from bot.text import answers
from bot.text.limits import cut
from bot.text.links import no_link
from bot.text.sources import by_id
from store.model import Sure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.text.links import Link
    from store.model import Brief, Finding, Source

MAX_CLAIM = 700
MAX_CAPTION = 120
MOST_MARKS = 3
NO_BREAK = "\u00a0"


def findings(brief: Brief, to: Link = no_link, *, share: bool = True) -> list[Block]:
    """Return the answers of a brief, at most three, with their sources on one line and the ways on."""
    number, sources = answers.numbers(brief.sources), by_id(brief.sources)
    first, *others = brief.answers
    told = [line(said(brief.query))]
    if first.sure is Sure.ANSWER:
        told.append(line(said(first.text, MAX_CLAIM, bold=True)))
        told.append(line(words(answers.held(first, sources), italic=True), *_marks(first, number, to)))
        told += [line(words("Also near: "), *_near(one, number, sources, to)) for one in others]
    else:
        told.append(line(said(answers.lead(brief))))
        told += [line(*_near(one, number, sources, to)) for one in brief.answers]
    cited = dict.fromkeys(citation.document for one in brief.answers for citation in one.citations[:MOST_MARKS])
    captions = [
        cut(f"[{number[source.id]}] {answers.caption(source)}", MAX_CAPTION)
        for source in brief.sources
        if source.id in cited
    ]
    return [rich(*told), small_print(["   ".join(captions), answers.name(brief.topic)]), _ways_on(brief, share=share)]


def _near(one: Finding, number: Mapping[str, int], sources: Mapping[str, Source], to: Link) -> Iterator[Element]:
    yield said(one.text, MAX_CLAIM)
    yield words(f" {answers.held(one, sources)}", italic=True)
    yield from _marks(one, number, to)


def _marks(one: Finding, number: Mapping[str, int], to: Link) -> Iterator[Element]:
    for citation in one.citations[:MOST_MARKS]:
        mark, url = answers.mark(citation, number).replace(" ", NO_BREAK), to(citation)
        yield words(" ")
        yield words(mark) if url is None else link(mark, url)


def _ways_on(brief: Brief, *, share: bool) -> Block:
    first, topic = brief.answers[0], brief.topic
    shares = [button("Share", "brief:share", first.id, primary=True)] if share and first.id else []
    shelf = chain([topic], brief.also)
    return actions(
        button("Full brief", "brief:full", topic.slug, spoken=f"Full brief on {topic.name}"),
        *shares,
        button("Read the passage", "passage:open", str(first.citations[0])),
        *(
            button(other.short, f"topic:choose:{place}", other.slug, spoken=f"Open the briefing on {other.name}")
            for place, other in enumerate(shelf)
            if place
        ),
    )
