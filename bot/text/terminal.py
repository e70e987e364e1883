"""Answers, search results and documents as plain text, for terminals."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.text import topics
from bot.text.answers import (
    badge,
    close_call,
    footing,
    found,
    held,
    lead,
    miss,
    searched,
)
from bot.text.sources import (
    by_id,
    caption,
    citation_mark,
    full_caption,
    place,
    source_numbers,
    sources_heading,
    standing,
)
from bot.text.topics import both_names, topic_title
from store.model import Brief, Choices, Nothing, Passages, Sure
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.model import Answer, Citation, Disagreement, Document, Source, Topic


def render(answer: Answer) -> str:
    """Return the answer for a terminal: lines without markup, no newline at the end."""
    match answer:
        case Brief():
            told = _statement if answer.focused else _findings if answer.answers else _brief
            return "\n".join(told(answer))
        case Choices():
            return "\n".join((close_call(answer.query), *map(_pointer, answer.topics)))
        case Passages():
            return "\n".join((found(answer), *_excerpts(answer)))
        case Nothing():
            return "\n".join((miss(answer), *map(_pointer, answer.nearest)))
        case _:
            assert_never(answer)


def search_results(answer: Passages) -> str:
    """Return a page of what a search found, for a terminal."""
    return "\n".join((searched(answer, len(answer.found)), *answer.notes, *_excerpts(answer)))


def document(given: Document) -> str:
    """Return a document for a terminal: its caption, then its numbered passages under their headings."""
    parts, heading = [full_caption(given.source)], None
    for passage in given.passages:
        if passage.heading and passage.heading != heading:
            parts.append(f"\n{passage.heading}")
        heading = passage.heading
        parts.append(f"  ¶{passage.number} {passage.text}{place(given.source, passage.number)}")
    return "\n".join(parts)


def _brief(brief: Brief) -> Iterator[str]:
    topic, number, sources = brief.topic, source_numbers(brief.sources), by_id(brief.sources)
    yield " · ".join(filter(None, (topic_title(topic), topic.korean)))
    yield from filter(None, [badge(brief)])
    yield f"\n{topics.summary(topic, topic.slug)}"
    if topic.open:
        yield f"\n{topics.left_open(topic)}"
    if topic.shown:
        yield f"\n{_('What the sources say')}"
    for statement in topic.shown:
        yield f"  • {statement.text}"
        yield f"    {standing(statement, sources)} · {statement.id} {_marks(statement.citations, number)}"
    if topic.disagreements:
        yield f"\n{_('Where they differ')}"
    for disagreement in topic.disagreements:
        yield from _sides(disagreement, number, sources)
    yield f"\n{sources_heading(brief.sources)}"
    yield from (f"  [{number[source.id]}] {full_caption(source)}" for source in brief.sources)
    if brief.related:
        yield f"\nRelated: {', '.join(related.slug for related in brief.related)}"
    yield footing(brief)


def _findings(brief: Brief) -> Iterator[str]:
    """Yield the answers to a question, the best first, with the sources that they cite."""
    number, sources = source_numbers(brief.sources), by_id(brief.sources)
    first, *others = brief.answers
    if first.sure is Sure.ANSWER:
        yield first.text
        yield f"  {held(first, sources)} {_marks(first.citations, number)}"
    else:
        yield lead(brief)
    for one in others if first.sure is Sure.ANSWER else brief.answers:
        yield f"  {'Also near: ' if first.sure is Sure.ANSWER else ''}{one.text}"
        yield f"    {held(one, sources)} {_marks(one.citations, number)}"
    cited = {citation.document for one in brief.answers for citation in one.citations}
    yield from (f"  [{number[source.id]}] {full_caption(source)}" for source in brief.sources if source.id in cited)
    yield f"The whole briefing: {brief.topic.slug} · {both_names(brief.topic)}"


def _statement(brief: Brief) -> Iterator[str]:
    """Yield the one statement that was asked for, with the sources it cites under their numbers in the brief."""
    one, number = brief.focused, source_numbers(brief.sources)
    if one is None:
        return
    yield f"{one.id} · {topic_title(brief.topic)}"
    yield from filter(None, (topics.moved(brief), badge(brief)))
    yield f"\n{one.text}"
    yield f"{standing(one, by_id(brief.sources))} {_marks(one.citations, number)}"
    documents = {citation.document for citation in one.citations}
    cited = [source for source in brief.sources if source.id in documents]
    yield f"\n{sources_heading(cited)}"
    yield from (f"  [{number[source.id]}] {full_caption(source)}" for source in cited)
    yield f"The whole briefing: {brief.topic.slug}"


def _sides(disagreement: Disagreement, number: Mapping[str, int], sources: Mapping[str, Source]) -> Iterator[str]:
    yield f"  {disagreement.about}"
    for side in disagreement.sides:
        yield f"    - {side.text} {_marks(side.citations, number)}"
        yield from (f"      {told}" for told in filter(None, [standing(side, sources)]))


def _marks(citations: Sequence[Citation], number: Mapping[str, int]) -> str:
    return " ".join(citation_mark(citation, number) for citation in citations)


def _excerpts(answer: Passages) -> Iterator[str]:
    for one in answer.found:
        yield f"\n  {one.passage.text}"
        yield f"    {caption(one.source)} [{one.source.id} ¶{one.passage.number}]"
        if one.topics:
            yield f"    Topics: {', '.join(one.topics)}"


def _pointer(topic: Topic) -> str:
    return f"  {topic.slug}: {topic.name}"
