"""Answers as plain text, for terminals, notifications and screen readers, and the wording that all of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.text import topics
from bot.text.counts import counted
from bot.text.days import day
from bot.text.limits import cut
from bot.text.sources import by_id, place, source_title, sources_heading
from bot.text.standing import as_of as said_as_of
from bot.text.standing import published, standing
from store.model import Brief, Choices, Nothing, Passages, Statement, Sure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from store.model import Answer, Citation, Disagreement, Document, Finding, PartialDate, Source, Topic

MAX_PASSAGE = 300
"""How much of a passage a notification holds."""


def render(answer: Answer) -> str:
    """Return the answer for a terminal: lines without markup, no newline at the end."""
    match answer:
        case Brief():
            told = _statement if answer.focused else _findings if answer.answers else _brief
            return "\n".join(told(answer))
        case Choices():
            return "\n".join((close_call(answer.query), *map(_pointer, answer.topics)))
        case Passages():
            return "\n".join(_passages(answer))
        case Nothing():
            return "\n".join((miss(answer), *map(_pointer, answer.nearest)))
        case _:
            assert_never(answer)


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
            return f"{answer.topic.short}: {topics.dated_summary(answer.topic) or as_of(answer)}"
        case Choices():
            return f"{close_call(answer.query)} {_labels(answer.topics)}"
        case Passages():
            first_found = answer.found[0]
            return f"{found(answer)} {cut(first_found.passage.text, MAX_PASSAGE)} ({caption(first_found.source)})"
        case Nothing():
            return miss(answer) if len(answer.nearest) < 2 else f"{miss(answer)} {_labels(answer.nearest)}"
        case _:
            assert_never(answer)


def title(topic: Topic) -> str:
    """Return label and name, `OPCON · Wartime operational control transfer`; the name alone where they agree."""
    return topic.name if topic.short.casefold() == topic.name.casefold() else f"{topic.short} · {topic.name}"


def caption(source: Source) -> str:
    """Return a source in short: `Korea Policy, Bruce Klingner, 15 Dec 2025`; the title where nobody published it."""
    told = ", ".join(_told(source.publisher or source.title, source.author, published(source)))
    return f"Editors' note on {told}" if source.note else told


def origin(source: Source) -> str:
    """Return where a source comes from: author, publisher, date and kind; a note has those of what it tells of."""
    publisher = source.publisher or "publisher not named"
    return " · ".join(_told(source.author, publisher, published(source), source.kind.value))


def full_caption(source: Source) -> str:
    """Return everything known about a source in one line: its name and its origin."""
    return f"{source_title(source)} · {origin(source)}"


def numbers(sources: Sequence[Source]) -> dict[str, int]:
    """Return each document's number in the brief, counting from 1."""
    return {source.id: number for number, source in enumerate(sources, start=1)}


def mark(citation: Citation, number: Mapping[str, int]) -> str:
    """Return a citation as it stands behind a statement: `[1 ¶4]`, source 1, passage 4."""
    return f"[{number[citation.document]} ¶{citation.passage}]"


def latest(brief: Brief) -> PartialDate | None:
    """Return the latest date of a statement, which the brief stands for; None when none is dated."""
    return max((statement.as_of for statement in brief.topic.shown if statement.as_of), default=None)


def as_of(brief: Brief) -> str:
    """Return `as of 15 Dec 2025`, or `undated`."""
    when = latest(brief)
    return "undated" if when is None else f"as of {when.human}"


def footing(brief: Brief) -> str:
    """Return what the brief stands on: `as of 2026 · 2 publishers · reviewed 23 Nov 2026`."""
    publishers = {source.publisher for source in brief.sources if source.publisher}
    unnamed = sum(source.publisher is None for source in brief.sources)
    named = counted(len(publishers), "publisher") if publishers else ""
    without = f"{counted(unnamed, 'source')} without a named publisher" if unnamed else ""
    return " · ".join(_told(as_of(brief), named, without, f"reviewed {day(brief.topic.reviewed)}"))


def badge(brief: Brief) -> str:
    """Return `Last reviewed 2 Feb 2026: a review is due.`; empty where none is."""
    return f"Last reviewed {day(brief.topic.reviewed)}: a review is due." if brief.stale else ""


def held(one: Finding, sources: Mapping[str, Source]) -> str:
    """Return how a finding stands, as a statement does; of a passage, that it is one: `15 Dec 2025 · passage`."""
    return standing(one, sources) or f"{said_as_of(one, sources)} · passage"


def lead(brief: Brief) -> str:
    """Return the sentence above statements that are not claimed to be the answer."""
    return (
        f"{left_open(brief)} The nearest that they do say:" if brief.unsaid else "The nearest that the documents say:"
    )


def left_open(brief: Brief) -> str:
    """Return what the documents don't say, by its name where the editors gave it one."""
    return f"The documents don't give {brief.open}." if brief.open else "The documents don't say."


def name(topic: Topic) -> str:
    """Return the label of a topic and its Korean name: `USFK · 주한미군`."""
    return " · ".join(_told(topic.short, topic.korean))


def close_call(query: str) -> str:
    """Return the sentence that offers choices."""
    return f"“{query}” may mean more than one topic. Did you mean:"


def found(answer: Passages) -> str:
    """Return the sentence above passages that a question found."""
    if answer.author:
        return f"{answer.author} is the author of {counted(len(answer.found), 'document')} here."
    verb = "speaks" if len(answer.found) == 1 else "speak"
    return f"No briefing on “{answer.query}”, but {counted(len(answer.found), 'passage')} {verb} of it."


def searched(answer: Passages, shown: int) -> str:
    """Return the sentence above the first *shown* of the passages that a search found."""
    count = counted(max(answer.total, shown), "passage")
    if answer.start:
        return f"{answer.start + 1} to {answer.start + shown} of {count} for “{answer.query}”, best first"
    part = f"{shown} of {count}" if shown < answer.total else count
    return f"{part} for “{answer.query}”, best first"


def more(answer: Passages, end: int) -> str:
    """Return what a button says aloud that shows the passages after the first *end*."""
    return f"Show more: {counted(answer.total - end, 'passage')} left for “{answer.query}”"


def search_results(answer: Passages) -> str:
    """Return a page of what a search found, for a terminal."""
    return "\n".join((searched(answer, len(answer.found)), *answer.notes, *_excerpts(answer)))


def miss(answer: Nothing) -> str:
    """Return the sentence of a miss; it says nothing of who asked."""
    if answer.statements:
        return f"There is no statement “{answer.query}”. {answer.nearest[0].short} has {', '.join(answer.statements)}."
    nothing = f"No briefing on “{answer.query}”."
    match answer.nearest:
        case ():
            return nothing
        case (only,):
            return f"{nothing} Did you mean {only.short}?"
        case _:
            return f"{nothing} Did you mean one of these?"


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
    topic, number, sources = brief.topic, numbers(brief.sources), by_id(brief.sources)
    yield " · ".join(_told(title(topic), topic.korean))
    yield from _told(badge(brief))
    yield f"\n{topics.summary(topic, topic.slug)}"
    if topic.open:
        yield f"\n{topics.left_open(topic)}"
    if topic.shown:
        yield "\nWhat the sources say"
    for statement in topic.shown:
        yield f"  • {statement.text}"
        yield f"    {standing(statement, sources)} · {statement.id} {_marks(statement.citations, number)}"
    if topic.disagreements:
        yield "\nWhere they differ"
    for disagreement in topic.disagreements:
        yield from _sides(disagreement, number, sources)
    yield f"\n{sources_heading(brief.sources)}"
    yield from (f"  [{number[source.id]}] {full_caption(source)}" for source in brief.sources)
    if brief.related:
        yield f"\nRelated: {', '.join(related.slug for related in brief.related)}"
    yield footing(brief)


def _findings(brief: Brief) -> Iterator[str]:
    """Yield the answers to a question, the best first, with the sources that they cite."""
    number, sources = numbers(brief.sources), by_id(brief.sources)
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
    yield f"The whole briefing: {brief.topic.slug} · {name(brief.topic)}"


def _statement(brief: Brief) -> Iterator[str]:
    """Yield the one statement that was asked for, with the sources it cites under their numbers in the brief."""
    one, number = brief.focused, numbers(brief.sources)
    if one is None:
        return
    yield f"{one.id} · {title(brief.topic)}"
    yield from _told(topics.moved(brief), badge(brief))
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
        yield from (f"      {told}" for told in _told(standing(side, sources)))


def _marks(citations: Sequence[Citation], number: Mapping[str, int]) -> str:
    return " ".join(mark(citation, number) for citation in citations)


def _passages(answer: Passages) -> Iterator[str]:
    yield found(answer)
    yield from _excerpts(answer)


def _excerpts(answer: Passages) -> Iterator[str]:
    for one in answer.found:
        yield f"\n  {one.passage.text}"
        yield f"    {caption(one.source)} [{one.source.id} ¶{one.passage.number}]"
        if one.topics:
            yield f"    Topics: {', '.join(one.topics)}"


def _pointer(topic: Topic) -> str:
    return f"  {topic.slug}: {topic.name}"


def _labels(topics: Iterable[Topic]) -> str:
    return ", ".join(topic.short for topic in topics)


def _told(*parts: str | None) -> Iterator[str]:
    return (part for part in parts if part)
