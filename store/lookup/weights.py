"""How much each signal counts: numbers that `make weights` fits to lists of questions and writes beside this file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from math import exp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


_TWICE = 2.0
"""Held against 1 on ten lists of questions, a seventh fewer silences are named, and half as many that are none."""


class Confidence(StrEnum):
    """What a question may turn out to be."""

    ANSWERED = "answered"  # the best statement answers it
    NEAR = "near"  # ours, and answered by another statement or by a topic as a whole
    UNSAID = "unsaid"  # ours, and the documents don't say
    ELSEWHERE = "elsewhere"  # not our matter


class Degree(StrEnum):
    """How sure an answer is."""

    ANSWER = "answer"
    NEAR = "near"
    UNSAID = "unsaid"
    CHOICE = "choice"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class AnswerWeights:
    """One set of weights: with a model's vectors or without."""

    limits: Mapping[str, float]
    """How likely a question must be ours to be `offered` topics or `shown` statements, and what else is to be said:
    `claimed`, `unsaid`.
    """
    ranking: Mapping[str, float]
    """Of statements."""
    topics: Mapping[str, float]
    mean: Mapping[str, float]
    spread: Mapping[str, float]
    verdicts: Mapping[Confidence, Mapping[str, float]]
    """A multinomial logistic model over the signals of the outcome, "" its constant."""

    def degree(self, outcome: Mapping[str, float]) -> Degree:
        """Return how sure the best statement is."""
        chances, limits = self.chances(outcome), self.limits
        ours = 1 - chances[Confidence.ELSEWHERE]
        if ours < limits["shown"]:
            return Degree.CHOICE if ours >= limits["offered"] else Degree.NOTHING
        if chances[Confidence.ANSWERED] >= limits["claimed"]:
            return Degree.ANSWER
        # To say that the documents don't say is a claim as well: not where they may well do.
        unsaid = chances[Confidence.UNSAID] >= max(limits["unsaid"], _TWICE * chances[Confidence.ANSWERED])
        return Degree.UNSAID if unsaid else Degree.NEAR

    def chances(self, outcome: Mapping[str, float]) -> dict[Confidence, float]:
        """Return how likely each verdict is; they add up to 1."""
        seen = {name: (outcome[name] - self.mean[name]) / self.spread[name] for name in self.mean}
        raw = {
            verdict: exp(of[""] + sum(of[name] * value for name, value in seen.items()))
            for verdict, of in self.verdicts.items()
        }
        whole = sum(raw.values())
        return {verdict: value / whole for verdict, value in raw.items()}


@cache
def weights(which: str) -> AnswerWeights:
    """Return the weights for `words` alone, or for `vectors` too."""
    told = json.loads(files("store.lookup").joinpath("weights.json").read_text("utf-8"))[which]
    verdicts = {Confidence(name): of for name, of in told["verdicts"].items()}
    return AnswerWeights(told["limits"], told["ranking"], told["topics"], told["mean"], told["spread"], verdicts)
