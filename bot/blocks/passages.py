"""Passages that a question or a search found, as Block Kit: excerpts with the words marked. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.elements import (
    Block,
    Card,
    Element,
    actions,
    button,
    cite_button,
    context,
    fitting,
    line,
    openers,
    rich,
    said,
    words,
)
from bot.text import answers
from bot.text.limits import size
from bot.text.sources import caption, place
from store.lookup import highlight
from store.text import clean
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from store.model import Found, Passages, Topic

MAX_EXCERPT = 700


def passages(answer: Passages, topics: Mapping[str, Topic]) -> list[Block]:
    """Return as many of the passages as one message holds."""
    parts = [_found(found, topics) for found in answer.found]
    return [block for part in parts[: fitting(parts)] for block in part]


def searched(answer: Passages, topics: Mapping[str, Topic]) -> Card:
    """Return a page of what a search found; a button shows the next one."""
    parts = [_found(found, topics) for found in answer.found]
    count = fitting(parts)
    told = answers.searched(answer, count)
    notes = [context(*answer.notes)] if answer.notes else []
    end = answer.start + count
    more = [actions(button(_("More"), "search:more", f"{end}:{answer.query}", spoken=answers.more(answer, end)))]
    blocks = [rich(line(said(told))), *notes, *(block for part in parts[:count] for block in part)]
    return Card(told, [*blocks, *(more if end < answer.total else [])])


def _found(found: Found, topics: Mapping[str, Topic]) -> list[Block]:
    spoken_of = [topics[slug] for slug in found.topics if slug in topics][:3]
    spot, spoken = f"{found.source.id}#{found.passage.number}", caption(found.source)
    opens = _("Open the note") if found.source.note else _("Open the source")
    whole = size(found.passage.text) <= MAX_EXCERPT
    read = (
        button(opens, "sources:open", found.source.id, spoken=_("Open {spoken}", spoken=spoken))
        if whole
        else button(
            _("Read in full"), "passage:open", spot, spoken=_("Read the passage of {spoken} in full", spoken=spoken)
        )
    )
    return [
        rich(line(*_excerpt(found))),
        context(f"{caption(found.source)} · ¶{found.passage.number}{place(found.source, found.passage.number)}"),
        actions(read, *openers(spoken_of, "topic:open"), *cite_button(found.source.id, found.passage.number)),
    ]


def _excerpt(found: Found) -> list[Element]:
    """Return the part of the passage that holds the most of the words, each in bold."""
    text = found.passage.text
    if not found.marks or text != clean(text):
        return [said(text, MAX_EXCERPT)]
    start, end = highlight.excerpt(text, found.marks, MAX_EXCERPT - 2)
    runs = [words(run, **({"bold": True} if bold else {})) for run, bold in _runs(found, start, end)]
    before, after = ([words("…")] if cut else [] for cut in (start > 0, end < len(text)))
    return [*before, *runs, *after]


def _runs(found: Found, start: int, end: int) -> Iterator[tuple[str, bool]]:
    """Yield the text from *start* to *end* in runs, each with whether it is marked."""
    text, at = found.passage.text, start
    for first, last in found.marks:
        if start <= first and last <= end:
            if at < first:
                yield text[at:first], False
            yield text[first:last], True
            at = last
    if at < end:
        yield text[at:end], False
