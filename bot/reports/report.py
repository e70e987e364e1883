"""A report: dated, cited lines under headings, longer than a message, what changed among them; as text. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bot.text.counts import counted, named, verbs
from bot.text.sources import citation_mark, full_caption, source_numbers, standing
from bot.text.topics import label
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from store.changes import Changes, StatementChange
    from store.model import Change, Citation, Generation, Snapshot, Source, Topic


MOST_NAMED = 8
MOST_IN_LINE = 25


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is said: under which *heading*, how it stands, and where it is from; *was* is how it read."""

    heading: str
    text: str
    standing: str
    citations: tuple[Citation, ...] = ()
    was: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Lines in order. *key* is what leads back to it, `timeline opcon`; *sources* are what its numbers stand for."""

    key: str
    title: str
    told: str
    """One sentence with content: the notification."""
    notes: tuple[str, ...]
    lines: tuple[Line, ...]
    sources: tuple[Source, ...] = ()
    topics: tuple[Topic, ...] = ()
    """The topics that its buttons open."""
    others: tuple[str, ...] = ()
    """What else there is on the topic, `timeline` or `compare`: a button each."""
    beside: str = ""
    """The heading whose lines stand beside each other, where there is room for columns."""
    pair: tuple[str, str] | None = None
    """The topics that stand side by side, which have a page of their own; None for any other report."""
    most: int = 60
    """The most lines in one message; more are no longer read."""
    again: str = "sheet:more"
    """The action that shows what does not fit; empty where whoever asks for the page has a way of their own."""


def as_text(report: Report) -> str:
    """Return the whole report for a terminal."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    number = source_numbers(report.sources)
    yield report.title
    yield from report.notes
    if not report.lines:
        yield report.told
    for heading, lines in groupby(report.lines, key=lambda one: one.heading):
        if heading:
            yield f"\n{heading}"
        for one in lines:
            yield f"  • {one.text}"
            if one.was:
                yield f"    was: {one.was}"
            marks = [citation_mark(citation, number) for citation in one.citations if citation.document in number]
            below = " ".join((one.standing, *marks)).strip()
            if below:
                yield f"    {below}"
    if report.sources:
        yield "\nSources"
        yield from (f"  [{number[source.id]}] {full_caption(source)}" for source in report.sources)


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


def statement_lines(found: Iterable[StatementChange], snapshot: Snapshot) -> Iterator[Line]:
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


def named_lines(noun: str, change: Change) -> Iterator[Line]:
    """Yield what happened to topics or documents, with the first of their names."""
    for verb, ids in verbs(change):
        done = _("{number:,} {done}", number=len(ids), done=verb)
        yield Line(noun, f"{done}: {named(ids, MOST_NAMED)}", "")


def every_name(noun: str, change: Change) -> Iterator[Line]:
    """Like `named_lines`, with every name: what is agreed to must have been seen."""
    for verb, ids in verbs(change):
        for first in range(0, len(ids), MOST_IN_LINE):
            told = ", ".join(ids[first : first + MOST_IN_LINE])
            done = _("{number:,} {done}", number=len(ids), done=verb)
            yield Line(noun, f"… {told}" if first else f"{done}: {told}", "")


def tally_of(found: Changes, *, done: bool = False) -> str:
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
