"""What a comparison and a timeline say, as reports, and how the store stood on a day. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reports.report import Line, Report
from bot.text import answers
from bot.text.counts import counted
from bot.text.days import day
from bot.text.sources import as_of, caption, dated, held, held_by, standing
from bot.text.topics import label, summary
from store.lookup.compare import by_holder, points, shown
from store.model import Holder
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from store.history.archive import Stood
    from store.model import PartialDate, Snapshot, Statement, Topic

HELD = {
    Holder.OFFICIAL: N_("Official"),
    Holder.SUPPORTERS: N_("Supporters"),
    Holder.CRITICS: N_("Critics"),
    Holder.ANALYSIS: N_("Analysis"),
    Holder.FACT: N_("Fact"),
}

MOST_COMPARED = 12
"""The lines of a comparison that a screen or two hold; the rest are a press away."""


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
    name = label(only) if only else _("All topics")
    return Report(
        key=f"timeline {only.slug}" if only else "timeline",
        title=_("{name}: timeline", name=name),
        told=_("{name}: {events} by date", name=name, events=counted(len(lines), "event"))
        if lines
        else _("{name}: the documents date no event.", name=name),
        notes=(_of_events(len(lines), len(shown(topics)), oldest_first=only is not None),),
        lines=lines,
        sources=snapshot.cited(cite for point in found for _, one in point.said for cite in one.citations),
        topics=(only,) if only else (),
        others=("compare",),
    )


def stood(given: Stood) -> str:
    """Return how the store stood, as a heading: `As the briefings stood on 20 Nov 2026 (generation 3)`."""
    if given.generation is not None:
        return _(
            "As the briefings stood on {day} (version {number})", day=day(given.day), number=given.generation.number
        )
    if given.first is None:
        return _("Nothing has been loaded yet, so there is no history.")
    first = {"first": day(given.first.loaded_at), "number": given.first.number}
    begins = _("it starts on {first} with version {number}", **first)
    if given.first.number > 1:
        begins = _("it starts on {first} with version {number}; what came before was pruned", **first)
    return _("The briefings have no history for {day}: {begins}.", day=day(given.day), begins=begins)


def to_come(when: date) -> str:
    """Return the sentence for a day that has no history yet."""
    return _("{day} is still to come. Without a date you get what the briefings say now.", day=day(when))


def _one(topic: Topic, snapshot: Snapshot) -> Report:
    by = by_holder(topic)
    lines = [_line(_(HELD[holder]), one, snapshot) for holder, statements in by.items() for one in statements]
    lines += _differing(topic, _("Where they differ:"), snapshot)
    counts = ", ".join(
        _("{number} {holder}", number=len(statements), holder=held_by(holder)) for holder, statements in by.items()
    )
    return Report(
        key=f"compare {topic.slug}",
        title=_("{topic}: who holds what", topic=label(topic)),
        told=f"{_('{topic}: who holds what', topic=label(topic))}: {counts or _('no statements')}",
        notes=(counts or _("no statements"), _silent(topic)),
        lines=tuple(lines),
        sources=snapshot.cited(topic.citations),
        topics=(topic,),
        others=("timeline",),
    )


def _two(topics: Sequence[Topic], snapshot: Snapshot) -> Report:
    names = _("{first} and {second}", first=label(topics[0]), second=label(topics[-1]))
    lines = [Line(_("In short"), f"{label(topic)}: {summary(topic)}", _standing(topic)) for topic in topics]
    for topic in topics:
        lines += _differing(topic, _("Where they differ · {topic}:", topic=label(topic)), snapshot)
    said = sorted(shown(topics), key=lambda one: topics.index(one[0]))
    for holder, heading in HELD.items():
        lines += [
            _line(f"{_(heading)} · {label(topic)}", one, snapshot) for topic, one in said if one.held_by is holder
        ]
    return Report(
        key=f"compare {' '.join(topic.slug for topic in topics)}",
        title=_("{names} compared", names=names),
        told=f"{_('{names} compared', names=names)}: {', '.join(_counted(topic) for topic in topics)}",
        notes=(_common(topics, snapshot),),
        lines=tuple(lines),
        sources=snapshot.cited(one for topic in topics for one in topic.citations),
        topics=tuple(topics),
        beside=_("In short"),
        pair=(topics[0].slug, topics[-1].slug),
        most=MOST_COMPARED,
    )


def _line(heading: str, one: Statement, snapshot: Snapshot) -> Line:
    return Line(heading, one.text, f"{standing(one, snapshot.sources)} · {one.id}", one.citations)


def _differing(topic: Topic, heading: str, snapshot: Snapshot) -> list[Line]:
    return [
        Line(f"{heading} {point.about}", side.text, standing(side, snapshot.sources), side.citations)
        for point in topic.disagreements
        for side in point.sides
    ]


def _standing(topic: Topic) -> str:
    return " · ".join(
        (answers.as_of(topic), counted(len(topic.shown), "statement"), _("reviewed {day}", day=day(topic.reviewed)))
    )


def _counted(topic: Topic) -> str:
    return _("{topic} has {statements}", topic=label(topic), statements=counted(len(topic.shown), "statement"))


def _common(topics: Sequence[Topic], snapshot: Snapshot) -> str:
    """Return what both rest on, which says how far they are independent of each other."""
    cited = [{citation.document for citation in topic.citations} for topic in topics]
    shared = [snapshot.sources[id_] for id_ in sorted(set.intersection(*cited)) if id_ in snapshot.sources]
    if not shared:
        return _("They rest on different sources.")
    return _("Both rest on: {names}", names="; ".join(caption(source) for source in shared))


def _silent(topic: Topic) -> str:
    """Return who says nothing: that, too, is an answer."""
    heard = {one.held_by for one in topic.shown}
    silent = [held_by(holder) for holder in HELD if holder not in heard]
    return _("nothing held by: {names}", names=", ".join(silent)) if silent else _("every side is heard")


def _event(one: Statement, when: PartialDate, topic: Topic | None, snapshot: Snapshot) -> Line:
    """Return what happened, and as of which source; *topic* is named where it is one of several."""
    said = f"{as_of(one, snapshot.sources)} · {held(one, snapshot.sources)} · {one.id}"
    return Line(
        dated(when),
        f"{label(topic)}: {one.text}" if topic else one.text,
        said if one.as_of is None else _("as of {date}", date=said),
        one.citations,
    )


def _of_events(events: int, statements: int, *, oldest_first: bool) -> str:
    rest = counted(statements - events, "statement")
    told = _("{statements} without a date on which something happened", statements=rest)
    if not events:
        return told
    count = counted(events, "event")
    if oldest_first:
        return f"{_('{events} by date, the oldest first', events=count)}; {told}"
    return f"{_('{events} by date, the newest first', events=count)}; {told}"
