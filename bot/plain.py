"""Answers as plain text: for terminals, notifications and screen readers. The wording shared by every door."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from store.model import Brief, Choices, Nothing, Passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.model import Answer, Citation, Disagreement, Document, Found, PartialDate, Source, Statement, Topic


def render(answer: Answer) -> str:
    """Return the answer for a terminal: lines without markup, no newline at the end."""
    match answer:
        case Brief():
            return "\n".join(_brief(answer))
        case Choices():
            return "\n".join((close_call(answer.query), *(f"  {_pointer(topic)}" for topic in answer.topics)))
        case Passages():
            return "\n".join(_passages(answer))
        case Nothing():
            return "\n".join(_nothing(answer))
        case _:
            assert_never(answer)


def notification(answer: Answer) -> str:
    """Return one line that carries content, for a notification and where blocks are not shown."""
    match answer:
        case Brief():
            return f"{answer.topic.short}: {counted(len(answer.topic.statements), 'statement')}, {_latest(answer)}"
        case Choices():
            return f"{close_call(answer.query)} {', '.join(topic.short for topic in answer.topics)}"
        case Passages():
            return f"{no_briefing(answer.query)} {_speak_of_it(answer.found)}, first in {caption(answer.found[0].source)}"
        case Nothing(nearest=()):
            return no_briefing(answer.query)
        case Nothing():
            return f"{no_briefing(answer.query)} Nearest: {', '.join(topic.short for topic in answer.nearest)}"
        case _:
            assert_never(answer)


def title(topic: Topic) -> str:
    """Return the label and the name, `OPCON · Wartime operational control transfer`; the name alone if they agree."""
    return topic.name if topic.short.casefold() == topic.name.casefold() else f"{topic.short} · {topic.name}"


def caption(source: Source) -> str:
    """Return a source as a reader cites it: publisher (or title), author and date."""
    return ", ".join(part for part in (source.publisher or source.title, source.author, dated(source.published)) if part)


def full_caption(source: Source) -> str:
    """Return everything known about a source in one line: title, author, publisher, date and kind."""
    named = source.publisher or "publisher not named"
    said = (source.title, source.author, named, dated(source.published), source.kind.value)
    return " · ".join(part for part in said if part)


def dated(when: PartialDate | None) -> str:
    """Return `15 Dec 2025`, `Dec 2025`, `2025`, or `undated`."""
    return "undated" if when is None else when.human


def standing(statement: Statement) -> str:
    """Return the date and who holds it: `15 Dec 2025 · analysis`."""
    return f"{dated(statement.as_of)} · {statement.held_by.value}"


def numbers(sources: Sequence[Source]) -> dict[str, int]:
    """Return each document's number in the brief, counting from 1."""
    return {source.id: number for number, source in enumerate(sources, start=1)}


def mark(citation: Citation, number: Mapping[str, int]) -> str:
    """Return a citation as it stands behind a statement: `[1 ¶4]`."""
    return f"[{number[citation.document]} ¶{citation.passage}]"


def marks(citations: Sequence[Citation], number: Mapping[str, int]) -> str:
    """Return every citation of a statement: `[1 ¶4] [2 ¶7]`."""
    return " ".join(mark(citation, number) for citation in citations)


def latest(brief: Brief) -> PartialDate | None:
    """Return the latest date that the brief stands for; None when nothing in it is dated."""
    dates = [statement.as_of for statement in brief.topic.statements if statement.as_of]
    return max(dates, default=None)


def footing(brief: Brief) -> str:
    """Return what the brief stands on: `as of 2026 · 2 publishers`."""
    when = latest(brief)
    publishers = {source.publisher for source in brief.sources if source.publisher}
    unnamed = sum(source.publisher is None for source in brief.sources)
    parts = ["undated" if when is None else f"as of {when.human}"]
    if publishers:
        parts.append(counted(len(publishers), "publisher"))
    if unnamed:
        parts.append(f"{counted(unnamed, 'source')} without a named publisher")
    return " · ".join(parts)


def counted(number: int, noun: str) -> str:
    """Return `1 statement` or `5 statements`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def no_briefing(query: str) -> str:
    """Return the sentence of a miss."""
    return f"No briefing on “{query}”."


def close_call(query: str) -> str:
    """Return the sentence that offers choices."""
    return f"“{query}” may mean more than one topic. Did you mean:"


def _brief(brief: Brief) -> Iterator[str]:
    topic, number = brief.topic, numbers(brief.sources)
    yield " · ".join(part for part in (title(topic), topic.korean) if part)
    yield ""
    yield topic.summary
    if topic.statements:
        yield "\nWhat the sources say"
        for statement in topic.statements:
            yield f"  • {statement.text}"
            yield f"    {standing(statement)} {marks(statement.citations, number)}"
    for disagreement in _opened(topic.disagreements):
        yield from _differ(disagreement, number)
    yield "\nSources"
    yield from (f"  [{number[source.id]}] {full_caption(source)}" for source in brief.sources)
    if brief.related:
        yield f"Related: {', '.join(related.slug for related in brief.related)}"
    yield f"{footing(brief)} · reviewed {topic.reviewed.day} {topic.reviewed:%b %Y}"


def _opened(disagreements: Sequence[Disagreement]) -> Iterator[Disagreement | None]:
    if disagreements:
        yield None
    yield from disagreements


def _differ(disagreement: Disagreement | None, number: Mapping[str, int]) -> Iterator[str]:
    if disagreement is None:
        yield "\nWhere they differ"
        return
    yield f"  {disagreement.about}"
    yield from (f"    – {side.text} {marks(side.citations, number)}" for side in disagreement.sides)


def _passages(answer: Passages) -> Iterator[str]:
    yield f"{no_briefing(answer.query)} {_speak_of_it(answer.found)}:"
    for one in answer.found:
        yield f"\n  {one.passage.text}"
        yield f"    {caption(one.source)} · {one.source.id} ¶{one.passage.number}"
        if one.topics:
            yield f"    Topics: {', '.join(one.topics)}"


def _nothing(answer: Nothing) -> Iterator[str]:
    yield no_briefing(answer.query)
    if answer.nearest:
        yield "The nearest topics:"
        yield from (f"  {_pointer(topic)}" for topic in answer.nearest)
    yield "All topics: alliance topics"


def _pointer(topic: Topic) -> str:
    return f"{topic.slug} · {topic.name}"


def _speak_of_it(found: Sequence[Found]) -> str:
    verb = "speaks" if len(found) == 1 else "speak"
    return f"{counted(len(found), 'passage')} {verb} of it"


def _latest(brief: Brief) -> str:
    published = [source.published for source in brief.sources if source.published]
    return f"latest source {max(published).human}" if published else "sources undated"


def document(given: Document) -> str:
    """Return a document for a terminal: its caption, then its numbered passages under their headings."""
    lines, heading = [full_caption(given.source)], None
    for passage in given.passages:
        if passage.heading != heading and passage.heading:
            lines.append(f"\n{passage.heading}")
        heading = passage.heading
        lines.append(f"  ¶{passage.number} {passage.text}")
    return "\n".join(lines)
