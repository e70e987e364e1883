"""What a comparison, a timeline and the changes between generations say, as reports. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.reports.report import Line, Report, Span
from bot.text import answers
from bot.text.counts import counted, named, verbs
from bot.text.days import day, moment
from bot.text.limits import Signed
from bot.text.standing import as_of, held, standing
from bot.text.topics import summary
from store.lookup.chronology import points, shown
from store.lookup.compare import by_holder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from store.changes import Changes, StatementChange
    from store.history.as_of import Stood
    from store.model import Change, Citation, PartialDate, Snapshot, Source, Statement, Topic

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
    """Return what happened on one topic, the oldest first, or on all, the newest first."""
    only = topics[0] if len(topics) == 1 else None
    found = points(topics, newest_first=only is None)
    lines = tuple(
        _event(one, point.when, topic if only is None else None, snapshot)
        for point in found
        for topic, one in point.said
    )
    name = only.short if only else "All topics"
    return Report(
        key=f"timeline {only.slug}" if only else "timeline",
        title=f"{name}: timeline",
        told=f"{name}: {counted(len(lines), 'event')} by date" if lines else f"{name}: the documents date no event.",
        notes=(_of_events(len(lines), len(shown(topics)), "oldest" if only else "newest"),),
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
    notes = [Signed(f"generation {one.number}: {moment(one.loaded_at)}, by {one.loaded_by}") for one in ends]
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
    by = by_holder(topic)
    lines = [
        Line(HELD[holder], one.text, f"{standing(one, snapshot.sources)} · {one.id}", one.citations)
        for holder, statements in by.items()
        for one in statements
    ]
    lines += _differing(topic, "Where they differ: {}", snapshot)
    counts = ", ".join(f"{len(statements)} {holder.value}" for holder, statements in by.items())
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
    lines = [Line("In short", f"{topic.short}: {summary(topic)}", _standing(topic)) for topic in topics]
    said = sorted(shown(topics), key=lambda one: topics.index(one[0]))
    for holder, heading in HELD.items():
        lines += [
            Line(f"{heading} · {topic.short}", one.text, f"{standing(one, snapshot.sources)} · {one.id}", one.citations)
            for topic, one in said
            if one.held_by.value == holder
        ]
    for topic in topics:
        lines += _differing(topic, f"Where they differ · {topic.short}: {{}}", snapshot)
    return Report(
        key=f"compare {' '.join(topic.slug for topic in topics)}",
        title=f"{names} compared",
        told=f"{names} compared: {', '.join(_counted(topic) for topic in topics)}",
        notes=(_common(topics, snapshot),),
        lines=tuple(lines),
        sources=_sources((topic.citations for topic in topics), snapshot),
        topics=tuple(topics),
    )


def _differing(topic: Topic, heading: str, snapshot: Snapshot) -> list[Line]:
    return [
        Line(heading.replace("{}", point.about), side.text, standing(side, snapshot.sources), side.citations)
        for point in topic.disagreements
        for side in point.sides
    ]


def _standing(topic: Topic) -> str:
    latest = max((one.as_of for one in topic.shown if one.as_of), default=None)
    when = "undated" if latest is None else f"as of {latest.human}"
    return " · ".join((when, counted(len(topic.shown), "statement"), f"reviewed {day(topic.reviewed)}"))


def _counted(topic: Topic) -> str:
    return f"{topic.short} has {counted(len(topic.shown), 'statement')}"


def _common(topics: Sequence[Topic], snapshot: Snapshot) -> str:
    """Return what both rest on, which says how far they are independent of each other."""
    cited = [{citation.document for citation in topic.citations} for topic in topics]
    shared = [snapshot.sources[id_] for id_ in sorted(set.intersection(*cited)) if id_ in snapshot.sources]
    if not shared:
        return "They rest on different sources."
    return f"Both rest on: {'; '.join(answers.caption(source) for source in shared)}"


def _silent(topic: Topic) -> str:
    """Return who says nothing: that, too, is an answer."""
    silent = [holder for holder in HELD if holder not in {one.held_by.value for one in topic.shown}]
    return f"nothing held by: {', '.join(silent)}" if silent else "every side is heard"


def _event(one: Statement, when: PartialDate, topic: Topic | None, snapshot: Snapshot) -> Line:
    """Return what happened, and as of which source; *topic* is named where it is one of several."""
    said = f"{as_of(one, snapshot.sources)} · {held(one, snapshot.sources)} · {one.id}"
    return Line(
        when.human,
        f"{topic.short}: {one.text}" if topic else one.text,
        said if one.as_of is None else f"as of {said}",
        one.citations,
    )


def _of_events(events: int, statements: int, first: str) -> str:
    ordered = f"{counted(events, 'event')} by date, the {first} first; " if events else ""
    rest = counted(statements - events, "statement")
    return f"{ordered}{rest} without a date on which something happened"


def _statements(found: Iterable[StatementChange], snapshot: Snapshot) -> Iterator[Line]:
    ordered = sorted(found, key=lambda change: _verb(change)[0])
    for change in ordered:
        one = change.after or change.before
        if one is None:
            continue
        was = change.before.text if change.before and change.after and change.before.text != change.after.text else ""
        topic = snapshot.topics.get(change.topic)
        told = f"{change.id} · {topic.short if topic else change.topic} · {_now_and_then(change, snapshot.sources)}"
        yield Line(_verb(change)[1], one.text, told, change.after.citations if change.after else (), was)


def _verb(change: StatementChange) -> tuple[int, str]:
    if change.before is None:
        return 0, "Added"
    if change.after is None:
        return (3, "Merged") if change.moved_to else (2, "Removed")
    return 1, "Changed"


def _now_and_then(change: StatementChange, sources: Mapping[str, Source]) -> str:
    """Return how a statement stands, and how it stood where that differs, or where it is told now."""
    before, after = change.before, change.after
    if before is None or after is None:
        one = after or before
        told = standing(one, sources) if one else ""
        return f"{told} · merged into {change.moved_to}" if change.moved_to else told
    now, then = standing(after, sources), standing(before, sources)
    if now != then:
        return f"now {now}, was {then}"
    return now if before.text != after.text else f"{now} · cited otherwise"


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
    told = ("added", "changed", "removed", *(["merged"] if "merged" in verbs else []))
    counts = (f"{verbs.count(verb)} {verb}" for verb in told)
    return f"{counted(len(verbs), 'statement')}: {', '.join(counts)}"


def _span(span: Span) -> tuple[str, ...]:
    now, then = span.until, span.since
    loaded = Signed(f"generation {now.number}, loaded {moment(now.loaded_at)} by {now.loaded_by}")
    since = f"against generation {then.number} of {day(then.loaded_at)}"
    starts = (f"the history starts on {day(then.loaded_at)} with generation {then.number}",) if span.first else ()
    return (loaded, since, *starts) if then.number != now.number else (loaded, *starts)


def _sources(cited: Iterable[Iterable[Citation]], snapshot: Snapshot) -> tuple[Source, ...]:
    """Return the sources in order of first use, which numbers them."""
    ids = dict.fromkeys(citation.document for citations in cited for citation in citations)
    return tuple(snapshot.sources[id_] for id_ in ids if id_ in snapshot.sources)
