"""A question to the statements that answer it and to their topics, best first, and to what may be said of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from store.lookup.asked_for import asked_for
from store.lookup.names import Weight
from store.lookup.tokens import TokenRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.lookup.asked_for import AskedKind
    from store.lookup.bm25 import Numbers
    from store.lookup.corpus import Corpus, Own, Question
    from store.lookup.meaning import Nearness
    from store.lookup.names import Names
    from store.lookup.tokens import Token

_MOST_LEAD = 3.0
_MOST_STRANGE = 3
_MOST_SOUND = 8.0
_LOOKED_AT = 50

_BEST = "best"  # of a topic: how good the best of its statements is


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
    """The statements and topics of a corpus by number, best first, and what the outcome is judged by."""

    statements: Sequence[int]
    topics: Sequence[int]
    outcome: Mapping[str, float]
    open: int | None
    """The number of what is left open that comes nearest; None when an ask of a statement comes nearer."""
    own: Own | None
    """What the editors have this very question for: then it is first."""


def signals(question: Question, corpus: Corpus, near: Nearness | None) -> Signals:
    """Return the signals of *question*; those of meaning only when its nearness is known."""
    wanted = asked_for(question.text)
    statements = {
        "said": corpus.said.said(question.weights),
        "ask": corpus.best_ask(corpus.asked.like(question.weights)),
        "kind": corpus.kinds[wanted] if wanted else np.zeros(len(corpus.statements)),
    }
    topics = {
        "about": corpus.about.said(question.weights),
        "named": _named(corpus.names, question.tokens, corpus.number),
    }
    if near:
        statements |= {"near_said": near.said, "near_ask": near.asked}
        topics |= {"near_asks": near.asks_of, "near_phrases": near.phrases_of}
    return Signals(question, wanted, statements, topics, corpus.left_open.like(question.weights), near)


def of_topics(found: Signals, corpus: Corpus, weights: Mapping[str, float]) -> Mapping[str, Numbers]:
    """Return the signals of topics, with how good the best statement is that each shows."""
    said = _sum(found.statements, weights, len(corpus.statements))
    return {**found.topics, _BEST: corpus.shown.best_statement(said, len(corpus.topics))}


def rank(found: Signals, corpus: Corpus, weights: Mapping[str, float], topic_weights: Mapping[str, float]) -> Ranked:
    """Return all statements and topics, best first. There must be some."""
    # A statement is as good as it and the best topic that shows it.
    of_topic = _sum(found.topics, weights, len(corpus.topics))
    of_statement = _sum(found.statements, weights, len(corpus.statements))
    score = of_statement + corpus.shown.best_topic(of_topic, len(corpus.statements))
    topic = _sum(of_topics(found, corpus, weights), topic_weights, len(corpus.topics))
    best = np.argsort(-score, kind="stable").tolist()
    own = corpus.own(found.question.tokens)
    if own and not own.is_open:
        best = [own.number, *(number for number in best if number != own.number)]
    outcome = _outcome(found, corpus, score, best)
    return Ranked(
        best,
        np.argsort(-topic, kind="stable").tolist(),
        outcome,
        own.number if own and own.is_open else _open(found, corpus, outcome),
        own,
    )


def _open(found: Signals, corpus: Corpus, outcome: Mapping[str, float]) -> int | None:
    likest = found.near.open if found.near else found.open
    if not likest.size or outcome["near_open" if found.near else "open"] <= 0:
        return None
    return corpus.open_asks[int(likest.argmax())][1]


def _sum(some: Mapping[str, Numbers], weights: Mapping[str, float], size: int) -> Numbers:
    total = np.zeros(size)
    for name, values in some.items():
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
    said = corpus.words[first]
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
            "near_open": float(near.open.max(initial=-1.0) - near.asked.max()),
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
    first, *others = best[:_LOOKED_AT]
    leads = (float(score[first] - score[other]) for other in others if not corpus.overlaps(first, other))
    return min(_MOST_LEAD, next(leads, _MOST_LEAD))
