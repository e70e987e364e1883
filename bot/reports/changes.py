"""What changed between generations, and what a load or the way back would change, as reports. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.reports.report import Line, Report
from bot.text.counts import counted, named, verbs
from bot.text.days import day, moment
from bot.text.limits import Signed, by_whom
from bot.text.sources import standing
from bot.text.topics import label
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from store.changes import Changes, StatementChange
    from store.model import Change, Citation, Generation, Snapshot, Source, Topic

MOST_NAMED = 8
MOST_IN_LINE = 25


@dataclass(frozen=True, slots=True)
class Span:
    """The generations that are compared: what changed after *since* up to *until*.

    *day* is the day that was asked for; *first* tells that the history starts
    later than that, with *since*.
    """

    since: Generation
    until: Generation
    day: date | None = None
    first: bool = False


def changed_since(found: Changes, span: Span, topics: Sequence[Topic], snapshot: Snapshot) -> Report:
    """Return what was added, changed and removed, statement by statement."""
    lines = (*_statement_lines(found.statements, snapshot), *_named_lines(_("Topics"), found.topics))
    if not topics:
        lines = (*lines, *_named_lines(_("Documents"), found.documents))
    title = _("{topic}: what changed", topic=label(topics[0])) if topics else _("What changed")
    key = f"changes {found.since} {found.until}" + (f" {topics[0].slug}" if topics else "")
    if not lines:
        return Report(key, title, _unchanged(span), notes=_span(span), lines=(), topics=tuple(topics))
    told = _("{counts} since {day}", counts=_tally_of(found, done=True), day=day(span.day or span.since.loaded_at))
    return Report(key, title, told, (told, *_span(span)), lines, snapshot.cited(_cites(found)), tuple(topics))


def between(found: Changes, span: Span, snapshot: Snapshot) -> Report:
    """Return what is otherwise in one generation than in another, whichever is the earlier."""
    ends = dict.fromkeys((span.since, span.until))
    notes = [_loaded(_("version {number}: {moment}, by {person}"), one) for one in ends]
    title = _("From version {old} to version {new}", old=span.since.number, new=span.until.number)
    report = foreseen(found, title, snapshot)
    return replace(report, key=f"changes {found.since} {found.until}", notes=(*report.notes, *notes))


def foreseen(found: Changes, title: str, snapshot: Snapshot) -> Report:
    """Return what a load, or the way back, would change in *snapshot*; no key leads back to it."""
    lines = (*_statement_lines(found.statements, snapshot), *_every_name(_("Topics"), found.topics))
    lines = (*lines, *_every_name(_("Documents"), found.documents))
    known = replace(snapshot, sources={**snapshot.sources, **{source.id: source for source, _ in found.passages}})
    told = _tally_of(found)
    whole = Report("", title, f"{title}: {told}", (told,), lines, known.cited(_cites(found)))
    return whole if lines else Report("", title, _("Nothing differs."), (), ())


def _unchanged(span: Span) -> str:
    """Return the sentence of a span without changes."""
    if span.since.number == span.until.number and span.day is None:
        return _(
            "No changes: version {number}, loaded {day}, is the first.",
            number=span.until.number,
            day=day(span.until.loaded_at),
        )
    if span.first and span.since.number == span.until.number:
        return _("No changes since the first load that is kept, of {day}.", day=day(span.since.loaded_at))
    return _("No changes since {day}.", day=day(span.day or span.since.loaded_at))


def _cites(found: Changes) -> Iterator[Citation]:
    """Yield what the statements cite that are new or read otherwise."""
    return (cite for change in found.statements if change.after for cite in change.after.citations)


def _statement_lines(found: Iterable[StatementChange], snapshot: Snapshot) -> Iterator[Line]:
    """Yield what changed, statement by statement, what was added first."""
    ordered = sorted(found, key=lambda change: _verb(change)[0])
    for change in ordered:
        one = change.after or change.before
        if one is None:
            continue
        was = change.before.text if change.before and change.after and change.before.text != change.after.text else ""
        topic = snapshot.topics.get(change.topic)
        told = f"{change.id} · {label(topic) if topic else change.topic} · {_now_and_then(change, snapshot.sources)}"
        yield Line(_(_verb(change)[1]), one.text, told, change.after.citations if change.after else (), was)


def _verb(change: StatementChange) -> tuple[int, str]:
    if change.before is None:
        return 0, N_("Added")
    if change.after is None:
        return (3, N_("Merged")) if change.moved_to else (2, N_("Removed"))
    return 1, N_("Changed")


def _now_and_then(change: StatementChange, sources: Mapping[str, Source]) -> str:
    """Return how a statement stands, and how it stood where that differs, or where it is told now."""
    before, after = change.before, change.after
    if before is None or after is None:
        one = after or before
        told = standing(one, sources) if one else ""
        return f"{told} · {_('merged into {id}', id=change.moved_to)}" if change.moved_to else told
    now, then = standing(after, sources), standing(before, sources)
    if now != then:
        return _("now {now}, was {then}", now=now, then=then)
    return now if before.text != after.text else f"{now} · {_('cited otherwise')}"


def _named_lines(noun: str, change: Change) -> Iterator[Line]:
    """Yield what happened to topics or documents, with the first of their names."""
    for verb, ids in verbs(change):
        done = _("{number:,} {done}", number=len(ids), done=verb)
        yield Line(noun, f"{done}: {named(ids, MOST_NAMED)}", "")


def _every_name(noun: str, change: Change) -> Iterator[Line]:
    """Like `_named_lines`, with every name: what is agreed to must have been seen."""
    for verb, ids in verbs(change):
        for first in range(0, len(ids), MOST_IN_LINE):
            told = ", ".join(ids[first : first + MOST_IN_LINE])
            done = _("{number:,} {done}", number=len(ids), done=verb)
            yield Line(noun, f"… {told}" if first else f"{done}: {told}", "")


def _tally_of(found: Changes, *, done: bool = False) -> str:
    """Return how many statements were added, changed and removed, or will be where it is not *done*."""
    verbs = [_verb(change)[1].lower() for change in found.statements]
    if not verbs:
        if done:
            return _("No statement changed, but topics or documents did")
        return _("No statement changes, but topics or documents do")
    told = {"added": _("added"), "changed": _("changed"), "removed": _("removed")}
    if "merged" in verbs:
        told["merged"] = _("merged")
    counts = (_("{number:,} {done}", number=verbs.count(verb), done=done_so) for verb, done_so in told.items())
    return f"{counted(len(verbs), 'statement')}: {', '.join(counts)}"


def _loaded(told: str, one: Generation) -> Signed:
    return Signed(told.format(number=one.number, moment=moment(one.loaded_at), person=by_whom(one.loaded_by)))


def _span(span: Span) -> tuple[str, ...]:
    now, then = span.until, span.since
    loaded = _loaded(_("version {number}, loaded {moment} by {person}"), now)
    base = {"number": then.number, "day": day(then.loaded_at)}
    since = _("against version {number} of {day}", **base)
    starts = (_("the history starts on {day} with version {number}", **base),) if span.first else ()
    return (loaded, since, *starts) if then.number != now.number else (loaded, *starts)
