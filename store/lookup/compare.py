"""What is wanted side by side: which topics, who holds what on each, and what happened, in order. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store import lookup
from store.lookup import phrases
from store.model import Brief, Choices, Holder, Nothing
from store.text import normalise
from store.text.normalise import Query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from store.lookup import Index
    from store.model import PartialDate, Statement, Topic

    Meant = Callable[[str], Topic | None]


HOLDERS = (Holder.OFFICIAL, Holder.SUPPORTERS, Holder.CRITICS, Holder.ANALYSIS, Holder.FACT)
"""The order in which one reads who holds what: those who decide, for, against, those who watch, what is agreed."""

_BETWEEN = re.compile(r"\s*(?:,|/|&|\b(?:and|vs\.?|versus|with|to|against)(?=\s))\s*", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_LEAD = re.compile(r"(?:between|of|for|on)\s+", re.IGNORECASE)
_QUESTION = re.compile(
    r"(?:how|what|why|who|whom|whose|when|where|which|whether|is|are|was|were|do|does|did|can|could|should|would"
    r"|will|the|its|their|our)\b.*|.*\?",
    re.IGNORECASE | re.DOTALL,
)


def between(text: str, index: Index) -> tuple[Topic, ...] | Nothing | None:
    """Return the one or two topics that *text* names, in its order.

    Nothing, with the topics near to it, for a part that names none; None when
    the whole reads as a question, to be looked up.

    Names may hold `and` or a comma themselves, so the whole is tried first,
    then every place where it can be parted, exact names before slips.
    """
    asked = _bare(text)
    parted, spaced = list(phrases.parts(asked, _BETWEEN)), list(phrases.parts(asked, _SPACE))
    exact, named = _by(lambda part: index.exact.get(normalise(part), ()), index), _by_name(index)
    whole = exact(asked)
    if whole:
        return (whole,)
    for parts, meant in ((parted, exact), (spaced, exact), (parted, named), (spaced, named)):
        found = _pair(parts, meant)
        if found:
            return found
    one = named(asked)
    if one:
        return (one,)
    if reads_as_question(asked):
        return None
    return _asked(asked, parted or [parts for parts in spaced if any(map(exact, parts))], index)


def one(text: str, index: Index) -> Topic | Nothing | None:
    """Return the topic that *text* names; Nothing when it names none, None when it reads as a question."""
    asked = _bare(text)
    named = _by_name(index)(asked)
    if named:
        return named
    if reads_as_question(asked):
        return None
    return _meant(asked, index)


def by_holder(topic: Topic) -> Mapping[Holder, tuple[Statement, ...]]:
    """Return the statements of each holder that has any, in the order of HOLDERS."""
    held = {holder: tuple(said for said in topic.shown if said.held_by is holder) for holder in HOLDERS}
    return {holder: said for holder, said in held.items() if said}


def reads_as_question(text: str) -> bool:
    """Return whether words behind a subcommand are the rest of a sentence, and no name of a topic."""
    return _QUESTION.fullmatch(text) is not None


def _bare(text: str) -> str:
    """Return *text* without the word that leads into it: `between opcon and sma`. TooLong over MAX_QUERY."""
    asked = Query.of(text)
    lead = _LEAD.match(asked)
    return asked[lead.end() :] if lead else asked


def _asked(asked: str, parted: Sequence[tuple[str, str]], index: Index) -> tuple[Topic, ...] | Nothing:
    """Return what the parts mean as questions, or the first part that means nothing."""
    if not parted:
        found = _meant(asked, index)
        return found if isinstance(found, Nothing) else (found,)
    misses: list[list[Nothing]] = []
    for parts in parted:
        found_parts = [_meant(part, index) for part in parts]
        topics = [found for found in found_parts if not isinstance(found, Nothing)]
        if len(topics) == len(parts):
            return tuple(dict.fromkeys(topics))
        misses.append([found for found in found_parts if isinstance(found, Nothing)])
    # The place to part at is where the fewest words stay unknown.
    return min(misses, key=lambda missed: (len(missed), sum(len(miss.query) for miss in missed)))[0]


def _meant(part: str, index: Index) -> Topic | Nothing:
    answer = lookup.resolve(part, index) if part else None
    match answer:
        case Brief():
            return answer.topic
        case Choices():
            return Nothing(answer.query, answer.topics, answer.generation)
        case _:
            return lookup.nothing(part, index)


def _pair(parts: Sequence[tuple[str, str]], meant: Meant) -> tuple[Topic, ...] | None:
    for before, after in parts:
        first = meant(before)
        second = meant(after) if first else None
        if first and second:
            return tuple(dict.fromkeys((first, second)))
    return None


def _by(slugs_of: Callable[[str], Sequence[str]], index: Index) -> Meant:
    def meant(part: str) -> Topic | None:
        slugs = slugs_of(part)
        return index.snapshot.topics[slugs[0]] if len(slugs) == 1 else None

    return meant


def _by_name(index: Index) -> Meant:
    return _by(lambda part: lookup.named(part, index), index)


@dataclass(frozen=True, slots=True)
class Point:
    """One date, to the precision it is known to, and the statements that tell what happened then."""

    when: PartialDate
    said: tuple[tuple[Topic, Statement], ...]


def points(topics: Iterable[Topic], *, newest_first: bool = False) -> tuple[Point, ...]:
    """Return every date on which something happened that *topics* show, the oldest first unless asked otherwise.

    A statement that does not say when it happened is no event. A year comes
    before its months, and a month before its days, when the oldest comes
    first. Within a date the order is that of the topics; what several show
    stands once, at home where that is among them.
    """
    happened: defaultdict[PartialDate, list[tuple[Topic, Statement]]] = defaultdict(list)
    for topic, statement in shown(topics):
        if statement.happened:
            happened[statement.happened].append((topic, statement))
    return tuple(Point(when, tuple(happened[when])) for when in sorted(happened, reverse=newest_first))


def shown(topics: Iterable[Topic]) -> list[tuple[Topic, Statement]]:
    """Return the statements that *topics* show, each once: at home where that is among them, else where it is first."""
    listed = list(topics)
    homes = {topic.slug for topic in listed}
    found: dict[str, tuple[Topic, Statement]] = {}
    for topic in listed:
        for statement in topic.shown:
            if statement.topic == topic.slug or statement.topic not in homes:
                found.setdefault(statement.id, (topic, statement))
    return list(found.values())
