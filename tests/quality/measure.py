"""How often a lookup finds the right topic: lists of what people type, held against what the store answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.model import Brief, Choices, Nothing, Passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from store.model import Answer

NOTHING = "-"
PASSAGES = "(passages)"


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody typed, how it was meant to be hard, and the slugs of which one should answer."""

    kind: str
    text: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A line and what came back: slugs, the likeliest first, or NOTHING, or PASSAGES."""

    line: Line
    found: tuple[str, ...]

    @property
    def first(self) -> bool:
        """Whether the first answer is right."""
        return self.found[0] in self.line.right

    @property
    def among_three(self) -> bool:
        """Whether one of the first three is right."""
        return not self.line.right.isdisjoint(self.found[:3])

    def __str__(self) -> str:
        return f"{self.line.kind:9} {self.line.text!r}: {' or '.join(sorted(self.line.right))}, not {self.found[0]}"


@dataclass(frozen=True, slots=True)
class Score:
    """How many lines of a kind were right, in percent."""

    lines: int
    first: float
    among_three: float


def read(path: Path) -> list[Line]:
    """Return the lines of a list: kind, text and slugs parted by bars, with tabs between; # is a comment."""
    rows = (row for row in path.read_text("utf-8").splitlines() if row.strip() and not row.startswith("#"))
    return [Line(kind, text, frozenset(slugs.split("|"))) for kind, text, slugs in (row.split("\t") for row in rows)]


def outcomes(lines: Iterable[Line], ask: Callable[[str], Answer]) -> list[Outcome]:
    """Return what *ask* makes of every line."""
    return [Outcome(line, _found(ask(line.text))) for line in lines]


def _found(answer: Answer) -> tuple[str, ...]:
    match answer:
        case Brief(topic=topic, also=also):
            return (topic.slug, *(other.slug for other in also))
        case Choices(topics=topics):
            return tuple(topic.slug for topic in topics)
        case Passages():
            return (PASSAGES,)
        case Nothing():
            return (NOTHING,)


def scores(some: Sequence[Outcome]) -> dict[str, Score]:
    """Return the score of each kind, in the order of the list."""
    lines = Counter(outcome.line.kind for outcome in some)
    first = Counter(outcome.line.kind for outcome in some if outcome.first)
    three = Counter(outcome.line.kind for outcome in some if outcome.among_three)
    return {kind: Score(n, 100 * first[kind] / n, 100 * three[kind] / n) for kind, n in lines.items()}


def table(scored: dict[str, Score]) -> Iterator[str]:
    """Yield the rows of a table: kind, lines, first and among the first three in percent."""
    yield f"{'kind':9} {'lines':>5} {'first':>6} {'in 3':>6}"
    for kind, score in scored.items():
        yield f"{kind:9} {score.lines:5} {score.first:6.1f} {score.among_three:6.1f}"
