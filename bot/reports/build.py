"""What a comparison, a timeline and the changes between generations say, as reports. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.reports.report import Line, Report, Span
from bot.text import answers
from bot.text.counts import counted, named, verbs
from bot.text.days import day, moment
from store.lookup.chronology import points
from store.lookup.compare import by_holder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from store.changes import Changes, StatementChange
    from store.history.as_of import Stood
    from store.model import Change, Citation, Snapshot, Source, Statement, Topic

HELD = {
    "official": "Official",
    "supporters": "Supporters",
    "critics": "Critics",
    "analysis": "Analysis",
    "fact": "Fact",
}
MOST_NAMED = 8
MOST_IN_LINE = 25


def comparison(topics: Sequence[Topic], snapshot: Snapshot) -> Report:
    """Return two topics side by side, or who holds what on one."""
    return _two(topics, snapshot) if len(topics) > 1 else _one(topics[0], snapshot)


def timeline(topics: Sequence[Topic], snapshot: Snapshot) -> Report:
    """Return the dated statements of one topic, the oldest first, or of all, the newest first; the undated last."""
    only = topics[0] if len(topics) == 1 else None
    found = points(topics, newest_first=only is None)
    lines = tuple(_dated(one, topic, only) for point in found for topic, one in point.said)
    undated = sum(len(point.said) for point in found if point.when is None)
    return Report(
        key=f"timeline {only.slug}" if only else "timeline",
        title=f"{only.short if only else 'All topics'}: timeline",
        told=f"{only.short if only else 'All topics'}: {counted(len(lines), 'statement')} by date",
        notes=(_dated_note(len(lines) - undated, undated, "oldest" if only else "newest"),),
        lines=lines,
        sources=_sources((one.citations for point in found for _, one in point.said), snapshot),
        topics=(only,) if only else (),
        others=("compare",),
    )


def changes(found: Changes, span: Span, topics: Sequence[Topic], snapshot: Snapshot) -> Report:
    """Return what was added, changed and removed, statement by statement."""
    lines = (*_statements(found.statements, snapshot), *_things("Topics", found.topics))
    if not topics:
        lines = (*lines, *_things("Documents", found.documents))
    title = f"{topics[0].short}: what changed" if topics else "What changed"
    key = f"changes {found.since} {found.until}" + (f" {topics[0].slug}" if topics else "")
    if not lines:
        return Report(key, title, unchanged(span), notes=_span(span), lines=(), topics=tuple(topics))
    told = f"{_counts(found, done=True)} since {day(span.day or span.since.loaded_at)}"
    cited = (one.citations for change in found.statements for one in (change.after,) if one)
    return Report(key, title, told, (told, *_span(span)), lines, _sources(cited, snapshot), tuple(topics))


def between(found: Changes, span: Span, snapshot: Snapshot) -> Report:
    """Return what is otherwise in one generation than in another, whichever is the earlier."""
    ends = dict.fromkeys((span.since, span.until))
    notes = [f"generation {one.number}: {moment(one.loaded_at)}, by {one.loaded_by}" for one in ends]
    title = f"From generation {span.since.number} to generation {span.until.number}"
    report = foreseen(found, title, snapshot)
    return replace(report, key=f"changes {found.since} {found.until}", notes=(*report.notes, *notes))


def foreseen(found: Changes, title: str, snapshot: Snapshot) -> Report:
    """Return what a load, or the way back, would change in *snapshot*; no key leads back to it."""
    lines = (*_statements(found.statements, snapshot), *_every("Topics", found.topics))
    lines = (*lines, *_every("Documents", found.documents))
    cited = (change.after.citations for change in found.statements if change.after)
    known = replace(snapshot, sources={**snapshot.sources, **{source.id: source for source, _ in found.passages}})
    told = _counts(found)
    whole = Report("", title, f"{title}: {told}", (told,), lines, _sources(cited, known))
    return whole if lines else Report("", title, "Nothing differs.", (), ())


def unchanged(span: Span) -> str:
    """Return the sentence of a span without changes."""
    if span.since.number == span.until.number and span.day is None:
        return f"No changes: generation {span.until.number}, loaded {day(span.until.loaded_at)}, is the first."
    if span.first and span.since.number == span.until.number:
        return f"No changes since the first load that is kept, of {day(span.since.loaded_at)}."
    return f"No changes since {day(span.day or span.since.loaded_at)}."


def stood(given: Stood) -> str:
    """Return how the store stood, as a heading: `As the store stood on 20 Nov 2026 (generation 3)`."""
    if given.generation is not None:
        return f"As the store stood on {day(given.day)} (generation {given.generation.number})"
    if given.first is None:
        return "Nothing has been loaded yet, so there is no history."
    pruned = "; what came before was pruned" if given.first.number > 1 else ""
    begins = f"it starts on {day(given.first.loaded_at)} with generation {given.first.number}{pruned}"
    return f"The store has no history for {day(given.day)}: {begins}."


def to_come(when: date) -> str:
    """Return the sentence for a day that has no history yet."""
    return f"{day(when)} is still to come. Without a date you get what the store says now."


def _one(topic: Topic, snapshot: Snapshot) -> Report:
    held = by_holder(topic)
    lines = [
        Line(HELD[holder], one.text, f"{answers.dated(one.as_of)} · {one.id}", one.citations)
        for holder, statements in held.items()
        for one in statements
    ]
    for point in topic.disagreements:
        lines += [Line(f"Where they differ: {point.about}", side.text, "", side.citations) for side in point.sides]
    counts = ", ".join(f"{len(statements)} {holder.value}" for holder, statements in held.items())
    return Report(
        key=f"compare {topic.slug}",
        title=f"{topic.short}: who holds what",
        told=f"{topic.short}: who holds what: {counts or 'no statements'}",
        notes=(counts or "no statements", _silent(topic)),
        lines=tuple(lines),
        sources=_sources([topic.citations], snapshot),
        topics=(topic,),
        others=("timeline",),
    )


def _two(topics: Sequence[Topic], snapshot: Snapshot) -> Report:
    names = " and ".join(topic.short for topic in topics)
    lines = [Line("In short", f"{topic.short}: {topic.summary}", _standing(topic)) for topic in topics]
    held = [(topic, by_holder(topic)) for topic in topics]
    for holder, heading in HELD.items():
        lines += [
            Line(f"{heading} · {topic.short}", one.text, f"{answers.dated(one.as_of)} · {one.id}", one.citations)
            for topic, said in held
            for one in next((said[key] for key in said if key.value == holder), ())
        ]
    for topic in topics:
        lines += [
            Line(f"Where they differ · {topic.short}: {point.about}", side.text, "", side.citations)
            for point in topic.disagreements
            for side in point.sides
        ]
    return Report(
        key=f"compare {' '.join(topic.slug for topic in topics)}",
        title=f"{names} compared",
        told=f"{names} compared: {', '.join(_counted(topic) for topic in topics)}",
        notes=(_common(topics, snapshot),),
        lines=tuple(lines),
        sources=_sources((topic.citations for topic in topics), snapshot),
        topics=tuple(topics),
    )


def _standing(topic: Topic) -> str:
    latest = max((one.as_of for one in topic.statements if one.as_of), default=None)
    when = "undated" if latest is None else f"as of {latest.human}"
    return " · ".join((when, counted(len(topic.statements), "statement"), f"reviewed {day(topic.reviewed)}"))


def _counted(topic: Topic) -> str:
    return f"{topic.short} has {counted(len(topic.statements), 'statement')}"


def _common(topics: Sequence[Topic], snapshot: Snapshot) -> str:
    """Return what both rest on, which says how far they are independent of each other."""
    cited = [{citation.document for citation in topic.citations} for topic in topics]
    shared = [snapshot.sources[id_] for id_ in sorted(set.intersection(*cited)) if id_ in snapshot.sources]
    if not shared:
        return "They rest on different sources."
    return f"Both rest on: {'; '.join(answers.caption(source) for source in shared)}"


def _silent(topic: Topic) -> str:
    """Return who says nothing: that, too, is an answer."""
    silent = [holder for holder in HELD if holder not in {one.held_by.value for one in topic.statements}]
    return f"nothing held by: {', '.join(silent)}" if silent else "every side is heard"


def _dated(one: Statement, topic: Topic, only: Topic | None) -> Line:
    heading = "Undated" if one.as_of is None else one.as_of.human
    standing = f"{one.held_by.value} · {one.id}"
    return Line(heading, one.text if only else f"{topic.short}: {one.text}", standing, one.citations)


def _dated_note(dated: int, undated: int, first: str) -> str:
    shown = f"{dated} dated, the {first} first" if dated else "none is dated"
    return f"{shown}; {undated} undated, at the end" if undated else shown


def _statements(found: Iterable[StatementChange], snapshot: Snapshot) -> Iterator[Line]:
    ordered = sorted(found, key=lambda change: _verb(change)[0])
    for change in ordered:
        one = change.after or change.before
        if one is None:
            continue
        was = change.before.text if change.before and change.after and change.before.text != change.after.text else ""
        topic = snapshot.topics.get(change.topic)
        told = f"{change.id} · {topic.short if topic else change.topic} · {_now_and_then(change)}"
        yield Line(_verb(change)[1], one.text, told, change.after.citations if change.after else (), was)


def _verb(change: StatementChange) -> tuple[int, str]:
    if change.before is None:
        return 0, "Added"
    return (2, "Removed") if change.after is None else (1, "Changed")


def _now_and_then(change: StatementChange) -> str:
    """Return how a statement stands, and how it stood where that differs."""
    before, after = change.before, change.after
    if before is None or after is None:
        one = after or before
        return answers.standing(one) if one else ""
    if answers.standing(before) != answers.standing(after):
        return f"now {answers.standing(after)}, was {answers.standing(before)}"
    return answers.standing(after) if before.text != after.text else f"{answers.standing(after)} · cited otherwise"


def _things(noun: str, change: Change) -> Iterator[Line]:
    for verb, ids in verbs(change):
        yield Line(noun, f"{len(ids)} {verb}: {named(ids, MOST_NAMED)}", "")


def _every(noun: str, change: Change) -> Iterator[Line]:
    """Like `_things`, with every name: what is agreed to must have been seen."""
    for verb, ids in verbs(change):
        for first in range(0, len(ids), MOST_IN_LINE):
            told = ", ".join(ids[first : first + MOST_IN_LINE])
            yield Line(noun, f"… {told}" if first else f"{len(ids)} {verb}: {told}", "")


def _counts(found: Changes, *, done: bool = False) -> str:
    verbs = [_verb(change)[1].lower() for change in found.statements]
    if not verbs:
        return f"No statement {'changed' if done else 'changes'}, but topics or documents {'did' if done else 'do'}"
    counts = (f"{verbs.count(verb)} {verb}" for verb in ("added", "changed", "removed"))
    return f"{counted(len(verbs), 'statement')}: {', '.join(counts)}"


def _span(span: Span) -> tuple[str, ...]:
    now, then = span.until, span.since
    loaded = f"generation {now.number}, loaded {moment(now.loaded_at)} by {now.loaded_by}"
    since = f"against generation {then.number} of {day(then.loaded_at)}"
    starts = (f"the history starts on {day(then.loaded_at)} with generation {then.number}",) if span.first else ()
    return (loaded, since, *starts) if then.number != now.number else (loaded, *starts)


def _sources(cited: Iterable[Iterable[Citation]], snapshot: Snapshot) -> tuple[Source, ...]:
    """Return the sources in order of first use, which numbers them."""
    ids = dict.fromkeys(citation.document for citations in cited for citation in citations)
    return tuple(snapshot.sources[id_] for id_ in ids if id_ in snapshot.sources)
