"""How often answers are right: lists of what people ask, held against what the store answers. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

from store.model import Brief, Choices, Passages, Sure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from store.model import Answer, Citation

NONE = "-"


@dataclass(frozen=True, slots=True)
class AskedLine:
    """What somebody asks, of what kind it is, and what is right.

    *topics* are slugs of which one should come; empty where nothing should.
    *answers* are ids of statements, or passages as they are cited, of which one
    answers; empty where it is not known, or the documents don't say.
    """

    kind: str
    text: str
    topics: frozenset[str]
    answers: frozenset[str]

    @classmethod
    def parse(cls, row: str) -> Self:
        """Return a row of a list: kind, question, topics, answers; ValueError where a part is missing."""
        kind, text, topics, *rest = row.split("\t")
        return cls(kind, text, _several(topics), _several(rest[0] if rest else NONE))


@dataclass(frozen=True, slots=True)
class Outcome:
    """A line and whether what came back is right; None where that cannot be told."""

    line: AskedLine
    topic_first: bool | None
    topic_in_three: bool | None
    answer_first: bool | None
    answer_in_three: bool | None
    answer_anywhere: bool | None
    claimed_right: bool | None
    """Whether the answer that is claimed is right."""
    no_claim: bool
    no_brief: bool


def read(text: str) -> list[AskedLine]:
    """Return the lines of a list: kind, question, topics and answers parted by tabs; # is a comment."""
    rows = (row for row in text.splitlines() if row.strip() and not row.startswith("#"))
    return [AskedLine.parse(row) for row in rows]


def outcomes(lines: Iterable[AskedLine], ask: Callable[[str], Answer]) -> list[Outcome]:
    """Return what *ask* makes of every line."""
    return [_outcome(line, ask(line.text)) for line in lines]


def figures(some: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """Return for each kind, in the order of the list, how many lines it has and the percentages that can be told."""
    kinds: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in some:
        kinds[outcome.line.kind].append(outcome)
    return {kind: {"lines": len(of), **dict(_percentages(of))} for kind, of in kinds.items()}


def table(told: dict[str, dict[str, float]]) -> Iterator[str]:
    """Yield the rows of a table of figures, under the names of the columns."""
    columns = [field.name for field in fields(Outcome)[1:]]
    yield " ".join([f"{'kind':12} {'lines':>5}", *(f"{column.replace('_', ' '):>15}" for column in columns)])
    for kind, of in told.items():
        cells = (f"{of[column]:15.1f}" if column in of else f"{'':15}" for column in columns)
        yield " ".join([f"{kind:12} {of['lines']:5.0f}", *cells]).rstrip()


def _percentages(some: Sequence[Outcome]) -> Iterator[tuple[str, float]]:
    for field in fields(Outcome)[1:]:
        told = [value for outcome in some if (value := getattr(outcome, field.name)) is not None]
        if told:
            yield field.name, 100 * sum(told) / len(told)


def _outcome(line: AskedLine, answer: Answer) -> Outcome:
    topics = _topics(answer)
    answers = answer.answers if isinstance(answer, Brief | Passages) else ()
    right = [_is_right(line, one.id, one.citations) for one in answers]
    claimed = bool(answers) and answers[0].sure is Sure.ANSWER
    knows, has = bool(line.topics), bool(line.answers)
    return Outcome(
        line,
        topic_first=not line.topics.isdisjoint(topics[:1]) if knows else None,
        topic_in_three=not line.topics.isdisjoint(topics[:3]) if knows else None,
        answer_first=any(right[:1]) if has else None,
        answer_in_three=any(right[:3]) if has else None,
        answer_anywhere=any(right) or _shown(line, answer) if has else None,
        claimed_right=right[0] if claimed and has else None,
        no_claim=not claimed,
        no_brief=not isinstance(answer, Brief),
    )


def _topics(answer: Answer) -> tuple[str, ...]:
    match answer:
        case Brief():
            return (answer.topic.slug, *(topic.slug for topic in answer.also))
        case Choices():
            return tuple(topic.slug for topic in answer.topics)
        case _:
            return ()


def _shown(line: AskedLine, answer: Answer) -> bool:
    """Return whether the answer stands somewhere in a whole brief, or among the passages."""
    match answer:
        case Brief(answers=()):
            return any(_is_right(line, one.id, one.citations) for one in answer.topic.shown)
        case Passages():
            return any(f"{one.source.id}#{one.passage.number}" in line.answers for one in answer.found)
        case _:
            return False


def _is_right(line: AskedLine, id_: str | None, citations: Iterable[Citation]) -> bool:
    return id_ in line.answers or any(str(citation) in line.answers for citation in citations)


def _several(text: str) -> frozenset[str]:
    return frozenset(part for part in text.split("|") if part not in ("", NONE))


def is_wrong(outcome: Outcome) -> bool:
    """Return whether the first answer, or the first topic, is not the right one; or something came where nothing is."""
    if outcome.line.topics:
        return outcome.answer_first is False or outcome.topic_first is False
    return not (outcome.no_claim and outcome.no_brief)


def fault(outcome: Outcome) -> str:
    """Return a line that went wrong, and what was expected."""
    expected = "|".join(sorted(outcome.line.answers or outcome.line.topics)) or "nothing"
    return f"  {outcome.line.kind}: {outcome.line.text!r}, expected {expected}"
