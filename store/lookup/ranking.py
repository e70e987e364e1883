"""A question to the statements that answer it and to their topics, best first, and to what may be said of it. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from math import exp
from typing import TYPE_CHECKING

import numpy as np

from store.lookup.asked_for import asked_for, asks_why
from store.lookup.names import Weight
from store.lookup.tokens import TokenRole
from store.text.korean import HANGUL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from store.lookup.asked_for import AskedKind
    from store.lookup.bm25 import Numbers
    from store.lookup.corpus import Corpus, Question
    from store.lookup.gathering import Own
    from store.lookup.meaning import Nearness
    from store.lookup.names import Names
    from store.lookup.tokens import Token


_MOST_LEAD = 3.0
_MOST_STRANGE = 3
_MOST_SOUND = 8.0
LOOKED_AT = 50
"""So many statements and topics are put in order: of thousands nobody looks further."""
_BLOCKS = 4  # for each score that is wanted: so many are put in order

_BEST = "best"  # of a topic: how good the best of its statements is
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


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of a question and every statement and topic, by the name of the signal."""

    question: Question
    wanted: AskedKind | None
    statements: Mapping[str, Numbers]
    topics: Mapping[str, Numbers]
    open: Numbers
    """How like the question is to each ask of what is left open."""
    near: Nearness | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best statements and topics of a corpus by number, best first, and what the outcome is judged by."""

    statements: Sequence[int]
    """The best LOOKED_AT, as of the topics, which are put in order when they are asked for: most of what is not ours
    needs none."""
    topics: Callable[[], Sequence[int]]
    outcome: Mapping[str, float]
    open: int | None
    """The number of what is left open that comes nearest; None when an ask of a statement comes nearer."""
    own: Own | None
    """What the editors have this very question for: then it is first."""

    def degree(self, fitted: AnswerWeights) -> Degree:
        """Return how sure an answer is; the editors' own questions are what they say they are."""
        if self.own:
            return Degree.UNSAID if self.own.is_open else Degree.ANSWER
        return fitted.degree(self.outcome)


def signals(question: Question, corpus: Corpus, near: Nearness | None) -> Signals:
    """Return the signals of *question*; those of meaning only when its nearness is known."""
    wanted = asked_for(question.text)
    statements = {
        "said": corpus.said.said(question.weights),
        "ask": corpus.best_ask(corpus.asked.like(question.weights)),
        "kind": corpus.kinds[wanted].astype(float) if wanted else np.zeros(len(corpus.statements)),
    }
    topics = {
        "about": corpus.about.said(question.weights),
        "named": _named(corpus.names, question.tokens, corpus.number),
    }
    if near:
        statements |= {"near_said": near.said, "near_ask": near.asked}
        topics |= {"near_asks": near.asks_of, "near_phrases": near.phrases_of}
    left_open = corpus.open_alike(near.open if near else corpus.left_open.like(question.weights), wanted)
    return Signals(question, wanted, statements, topics, left_open, near)


def of_topics(found: Signals, corpus: Corpus, weights: Mapping[str, float]) -> Mapping[str, Numbers]:
    """Return the signals of topics, with how good the best statement is that each shows."""
    return _with_best(found, corpus, _sum(found.statements, weights, len(corpus.statements)))


def _with_best(found: Signals, corpus: Corpus, of_statement: Numbers) -> Mapping[str, Numbers]:
    return {**found.topics, _BEST: corpus.shown.best_statement(of_statement)}


def rank(found: Signals, corpus: Corpus, weights: Mapping[str, float], topic_weights: Mapping[str, float]) -> Ranked:
    """Return the best statements and topics, best first. There must be some."""
    # A statement is as good as it and the best topic that shows it.
    of_topic = _sum(found.topics, weights, len(corpus.topics))
    of_statement = _sum(found.statements, weights, len(corpus.statements))
    score = of_statement + corpus.shown.best_topic(of_topic)
    best = first(score)
    own = corpus.own(found.question.text, found.question.tokens)
    if own and not own.is_open:
        best = [own.number, *(number for number in best if number != own.number)]
    outcome = _outcome(found, corpus, score, best)
    return Ranked(
        best,
        lambda: first(_sum(_with_best(found, corpus, of_statement), topic_weights, len(corpus.topics))),
        outcome,
        own.number if own and own.is_open else _open(found, corpus, outcome),
        own,
    )


def leading(ranked: Ranked, degree: Degree, corpus: Corpus, most: int) -> Sequence[int]:
    """Return the best topics: first those that show what answers, or the one that leaves open what is unsaid."""
    order, lead = ranked.topics(), list[int]()
    if degree is Degree.ANSWER:
        lead = corpus.showing(ranked.statements[0])
    elif degree is Degree.UNSAID and ranked.open is not None:
        home = corpus.leaving_open(ranked.open)
        # What comes nearest by words alone may be of another topic.
        lead = [home] if ranked.own or ("near_open" in ranked.outcome and home in order[:most]) else []
    ahead = [number for number in order if number in lead] or lead[:1]
    return [*ahead, *(number for number in order if number not in lead)][:most]


def _open(found: Signals, corpus: Corpus, outcome: Mapping[str, float]) -> int | None:
    if not found.open.size or outcome["near_open" if found.near else "open"] <= 0:
        return None
    return corpus.open_of[int(found.open.argmax())]


def first(scores: Numbers, most: int = LOOKED_AT) -> list[int]:
    """Return the numbers of the best scores, best first; of equal ones the lower number first."""
    least = _least(scores, most)
    better = np.flatnonzero(scores > least)
    ordered: list[int] = better[np.argsort(-scores[better], kind="stable")][:most].tolist()
    # Most questions speak of few texts: all the others are equal, and need no order.
    equal: list[int] = np.flatnonzero(scores == least)[: most - len(ordered)].tolist()
    return ordered + equal


def _least(scores: Numbers, most: int) -> float:
    """Return a score that *most* reach, if there are so many, and few exceed."""
    # The best of each block: to part all the scores takes 25 times as long where most of them are equal.
    size = max(1, len(scores) // (most * _BLOCKS))
    blocks = len(scores) // size
    if blocks <= most:
        return float(scores.min(initial=0.0))
    return float(np.sort(scores[: blocks * size].reshape(blocks, size).max(axis=1))[-most])


def _sum(some: Mapping[str, Numbers], weights: Mapping[str, float], size: int) -> Numbers:
    total = np.zeros(size)
    for name, values in some.items():
        if values.any():
            total += weights[name] * values
    return total


def _named(names: Names, asked: Sequence[Token], number: Mapping[str, int]) -> Numbers:
    """Return for each topic how surely a name of it stands in the question, 0-1."""
    surest = np.zeros(len(number))
    for hit in names.inside(asked):
        for slug in hit.slugs:
            surest[number[slug]] = max(surest[number[slug]], (hit.weight + 1) / (Weight.OWN + 1))
    return surest


def _outcome(found: Signals, corpus: Corpus, score: Numbers, best: Sequence[int]) -> dict[str, float]:
    """Return the signals of what may be said: how good the best statement is, and how strange the question."""
    first, question, wanted, near = best[0], found.question, found.wanted, found.near
    said = corpus.words(first, question.tokens)
    places = [token for token in question.tokens if token.role is TokenRole.PLACE]
    told = {
        "score": float(score[first]),
        "lead": _lead(score, best, corpus),
        "covered": sum(
            share
            for token, share in zip(question.tokens, question.shares, strict=True)
            if not said.isdisjoint(token.terms)
        ),
        "strange": float(min(_MOST_STRANGE, len(question.strange))),
        "alien": float(any(place.stem not in corpus.about for place in places)),
        "sounds": max(-_MOST_SOUND, min(_MOST_SOUND, corpus.sounds(question.tokens))),
        "unkind": float(wanted is not None and corpus.kinds[wanted][first] < 0),
        "wants": float(wanted is not None),
    }
    if near:
        return told | {
            "near_said": float(near.said[first]),
            # Fewer words of Korean are covered, whatever it asks; and a reason is seldom what the documents leave open.
            "korean": float(HANGUL.search(question.text) is not None),
            "why": float(asks_why(question.text)),
            "near_open": float(found.open.max(initial=-1.0) - near.asked.max()),
            "ours": near.ours,
            "among": near.among,
            "elsewhere": near.elsewhere,
        }
    asked = found.statements["ask"].max(initial=0.0)
    return told | {
        "named": float(found.topics["named"].max()),
        "beyond": float(corpus.elsewhere.like(question.every).max(initial=0.0) - asked),
        "open": float(found.open.max(initial=0.0) - asked),
    }


def _lead(score: Numbers, best: Sequence[int], corpus: Corpus) -> float:
    """Return by how much the first leads the best that rests on other passages."""
    first, *others = best[:LOOKED_AT]
    leads = (float(score[first] - score[other]) for other in others if not corpus.overlaps(first, other))
    return min(_MOST_LEAD, next(leads, _MOST_LEAD))
