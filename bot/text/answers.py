"""Answers as plain text, for terminals, notifications and screen readers, and the wording that all of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.text import topics
from bot.text.counts import counted
from bot.text.days import day
from bot.text.limits import cut
from bot.text.sources import as_of as said_as_of
from bot.text.sources import by_id, caption, dated, standing
from bot.text.topics import label
from store.model import Brief, Choices, Nothing, Passages, Statement, Sure
from store.text.language import gettext as _
from store.text.language import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.model import Answer, Finding, Source, Topic

MAX_PASSAGE = 300
"""How much of a passage a notification holds."""


def notification(answer: Answer) -> str:
    """Return one line that carries content: what a notification shows and a screen reader says first."""
    # Whatever stands in a text, a summary of several lines too.
    return " ".join(_content(answer).split())


def _content(answer: Answer) -> str:
    match answer:
        case Brief(focused=Statement() as one):
            return f"{one.text} ({standing(one, by_id(answer.sources))})"
        case Brief(answers=(first, *_)):
            told = f"{first.text} ({held(first, by_id(answer.sources))})"
            return told if first.sure is Sure.ANSWER else f"{lead(answer)} {told}"
        case Brief():
            return f"{label(answer.topic)}: {topics.dated_summary(answer.topic) or as_of(answer.topic)}"
        case Choices():
            return f"{close_call(answer.query)} {_labels(answer.topics)}"
        case Passages():
            first_found = answer.found[0]
            return f"{found(answer)} {cut(first_found.passage.text, MAX_PASSAGE)} ({caption(first_found.source)})"
        case Nothing():
            return miss(answer) if len(answer.nearest) < 2 else f"{miss(answer)} {_labels(answer.nearest)}"
        case _:
            assert_never(answer)


def as_of(topic: Topic) -> str:
    """Return the latest date of a statement, which a topic stands for: `as of 15 Dec 2025`, or `undated`."""
    when = max((one.as_of for one in topic.shown if one.as_of), default=None)
    return dated(None) if when is None else _("as of {date}", date=dated(when))


def footing(brief: Brief) -> str:
    """Return what the brief stands on: `as of 2026 · 2 publishers · reviewed 23 Nov 2026`."""
    publishers = {source.publisher for source in brief.sources if source.publisher}
    unnamed = sum(source.publisher is None for source in brief.sources)
    named = counted(len(publishers), "publisher") if publishers else ""
    without = _("{sources} without a named publisher", sources=counted(unnamed, "source")) if unnamed else ""
    told = as_of(brief.topic), named, without, _("reviewed {day}", day=day(brief.topic.reviewed))
    return " · ".join(filter(None, told))


def badge(brief: Brief) -> str:
    """Return `Last reviewed 2 Feb 2026: a review is due.`; empty where none is."""
    return _("Last reviewed {day}: a review is due.", day=day(brief.topic.reviewed)) if brief.stale else ""


def held(one: Finding, sources: Mapping[str, Source]) -> str:
    """Return how a finding stands, as a statement does; of a passage, that it is one: `15 Dec 2025 · passage`."""
    return standing(one, sources) or f"{said_as_of(one, sources)} · {_('passage')}"


def lead(brief: Brief) -> str:
    """Return what stands above statements that are not claimed to be the answer."""
    return f"{left_open(brief)} {nearest(brief)}" if brief.unsaid else nearest(brief)


def nearest(brief: Brief) -> str:
    """Return the words that lead to statements that are not claimed to be the answer."""
    return _("The nearest that they do say:") if brief.unsaid else _("The nearest that the documents say:")


def left_open(brief: Brief) -> str:
    """Return what the documents don't say, by its name where the editors gave it one."""
    return _("The documents don't give {open}.", open=brief.open) if brief.open else _("The documents don't say.")


def close_call(query: str) -> str:
    """Return the sentence that offers choices."""
    return _("“{query}” may mean more than one topic. Did you mean:", query=query)


def found(answer: Passages) -> str:
    """Return the sentence above passages that a question found."""
    if answer.author:
        documents = counted(len(answer.found), "document")
        return _("{author} is the author of {documents} here.", author=answer.author, documents=documents)
    return ngettext(
        "No briefing on “{query}”, but {number} passage speaks of it.",
        "No briefing on “{query}”, but {number} passages speak of it.",
        len(answer.found),
        query=answer.query,
    )


def searched(answer: Passages, shown: int) -> str:
    """Return the sentence above the first *shown* of the passages that a search found."""
    count = counted(max(answer.total, shown), "passage")
    if answer.start:
        return _(
            "{first} to {last} of {count} for “{query}”, best first",
            first=answer.start + 1,
            last=answer.start + shown,
            count=count,
            query=answer.query,
        )
    if shown < answer.total:
        return _("{shown} of {count} for “{query}”, best first", shown=shown, count=count, query=answer.query)
    return _("{count} for “{query}”, best first", count=count, query=answer.query)


def more(answer: Passages, end: int) -> str:
    """Return what a button says aloud that shows the passages after the first *end*."""
    return _(
        "Show more: {passages} left for “{query}”", passages=counted(answer.total - end, "passage"), query=answer.query
    )


def miss(answer: Nothing) -> str:
    """Return the sentence of a miss; it says nothing of who asked."""
    if answer.statements:
        return _(
            "There is no statement “{query}”. {topic} has {names}.",
            query=answer.query,
            topic=label(answer.nearest[0]),
            names=", ".join(answer.statements),
        )
    told = [_("No briefing on “{query}”.", query=answer.query)]
    if answer.nearest:
        only = label(answer.nearest[0]) if len(answer.nearest) == 1 else ""
        told.append(_("Did you mean {topic}?", topic=only) if only else _("Did you mean one of these?"))
    if not answer.ours:
        told.append(_("I look up what the briefings say, and do nothing else: /alliance help"))
    return " ".join(told)


def _labels(topics: Iterable[Topic]) -> str:
    return ", ".join(label(topic) for topic in topics)
