"""A person's words to an answer, over one snapshot: certain first, then looser, else nothing.

An exact name, a name in other words, a slip of the finger, a question: the first
of these that is sure answers. What the topics do not speak of gets None.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from store import text as words
from store.lookup.names import Names, Weight, bag, keys, meaning
from store.lookup.questions import Match, Questions
from store.lookup.synonyms import parties
from store.lookup.tokens import TokenRole, matter, tokens
from store.lookup.typos import Typos
from store.model import Brief, Choices, Nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.lookup.tokens import Token
    from store.model import Snapshot, Source, Topic

# The share of a question that a topic must speak of, by the surest of its names that stands in the question.
_COVERAGE = {None: 0.6, Weight.PLACE: 0.6, Weight.WORD: 0.6, Weight.PHRASE: 0.5, Weight.OWN: 0.2}
_COVERAGE_LIKELY = 0.45  # enough to offer when a party of the alliance is named
_COVERAGE_ELSEWHERE = 0.8  # Japanese nuclear weapons are not Korean ones
_FOCUS = 0.5  # the share that one sentence or name of the topic must speak of
_EVIDENCE = 2.0  # the weight of words of ours in a question that has other words too
_EVIDENCE_COMPLETE = 1.0  # the same when no word of it is strange
_CLOSE = 0.87  # of the best score: so near, and it is the person's choice
_FULL = 0.95  # of a question: then one word of a matter is enough
_MANY = 3
_LONG = 7
_STATEMENT = re.compile(r"\s*([\w-]+)#(\d{1,6})\s*")
_PARTIES = frozenset(parties().values()) | {"allianc"}


class Index:
    """Everything a lookup needs of one snapshot. Never changes; safe to share between threads.

    Exact names are ready at once. What looser words need is made when first
    asked for, or by `warm`.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.exact = keys(snapshot.topics.values())
        self._parts: dict[str, tuple[tuple[Source, ...], tuple[Topic, ...]]] = {}

    @classmethod
    def build(cls, snapshot: Snapshot) -> Index:
        """Return the index of *snapshot*."""
        return cls(snapshot)

    def warm(self) -> None:
        """Make everything now, so that no question waits for it."""
        _ = self.questions, self.typos

    @cached_property
    def names(self) -> Names:
        """The names of all topics, in all their forms."""
        return Names.build(self.snapshot.topics.values())

    @cached_property
    def questions(self) -> Questions:
        """What all topics say, for questions."""
        return Questions.build(tuple(self.snapshot.topics.values()), self.names.korean, self.names.home)

    @cached_property
    def typos(self) -> Typos:
        """What a slip of the finger is measured against."""
        return Typos.build(self.exact, self.snapshot.topics.values())

    def parts(self, topic: Topic) -> tuple[tuple[Source, ...], tuple[Topic, ...]]:
        """Return the sources of *topic* in order of first use, and its related topics."""
        found = self._parts.get(topic.slug)
        if found is None:
            snapshot = self.snapshot
            cited = dict.fromkeys(citation.document for citation in topic.citations)
            sources = tuple(snapshot.sources[id_] for id_ in cited if id_ in snapshot.sources)
            related = tuple(snapshot.topics[slug] for slug in topic.related if slug in snapshot.topics)
            found = self._parts[topic.slug] = (sources, related)
        return found


def resolve(query: str, index: Index) -> Brief | Choices | Nothing | None:
    """Return the brief or the choices that *query* surely means, or None: then ask the passages.

    Nothing comes at once for words that tell of no matter, such as "what time is it".
    """
    key = words.normalise(query)
    slugs: Sequence[str] = index.exact.get(key, ())
    besides: Sequence[str] = ()
    if not slugs:
        statement = _STATEMENT.fullmatch(query)
        if statement and (one := _statement(query, statement, index)):
            return one
        told = tokens(query, index.names.korean)
        if _is_talk(told):
            return Nothing(words.clean(query), (), index.snapshot.generation)
        slugs, besides = _loose(query, key, matter(told), index)
    topics = tuple(index.snapshot.topics[slug] for slug in slugs[:_MANY])
    if len(topics) > 1:
        return Choices(words.clean(query), topics, index.snapshot.generation)
    if not topics:
        return None
    also = tuple(index.snapshot.topics[slug] for slug in besides[: _MANY - 1])
    return replace(brief(query, topics[0], index), also=also) if also else brief(query, topics[0], index)


def brief(query: str, topic: Topic, index: Index) -> Brief:
    """Return the brief of *topic* as the answer to *query*."""
    sources, related = index.parts(topic)
    return Brief(words.clean(query), topic, sources, related, index.snapshot.generation)


def _statement(query: str, asked: re.Match[str], index: Index) -> Brief | Nothing | None:
    """Return the brief with its one statement that `opcon#3` names; None when what stands before the # is no topic."""
    slugs = index.exact.get(words.normalise(asked[1]), ())
    if len(slugs) != 1:
        return None
    topic = index.snapshot.topics[slugs[0]]
    wanted, known = f"{topic.slug}#{int(asked[2])}", tuple(statement.id for statement in topic.statements)
    if wanted in known:
        return replace(brief(query, topic, index), focus=wanted)
    home = index.snapshot.home(wanted)
    if home != wanted:
        there = index.snapshot.topics[home.rpartition("#")[0]]
        return replace(brief(query, there, index), focus=home, moved_from=wanted)
    return Nothing(words.clean(query), (topic,), index.snapshot.generation, known)


def named(text: str, index: Index) -> Sequence[str]:
    """Return the topics that *text* is a name of, in other words or with a slip of the finger; no question is read."""
    key = words.normalise(text)
    found: Sequence[str] = index.exact.get(key, ())
    if found:
        return found
    asked = matter(tokens(text, index.names.korean))
    unspaced = index.names.unspaced.get(key.replace(" ", ""))
    return unspaced or index.names.bags.get(bag(asked)) or index.typos.meant(key, asked)


def nothing(query: str, index: Index) -> Nothing:
    """Return the honest miss, with at most three topics that are near in matter or in spelling."""
    key = words.normalise(query)
    asked = matter(tokens(query, index.names.korean))
    spelled = index.typos.nearest(key)
    near = [match.slug for match in index.questions.rank(asked) if match.evidence >= _EVIDENCE_COMPLETE]
    slugs = list(dict.fromkeys((*near, *spelled)))[:_MANY]
    return Nothing(words.clean(query), tuple(index.snapshot.topics[slug] for slug in slugs), index.snapshot.generation)


def mentions(text: str, index: Index) -> tuple[str, ...]:
    """Return the slugs of the topics that *text* names, in the order of the text."""
    found = matter(tokens(text, index.names.korean))
    slugs = (
        slug
        for hit in index.names.inside(found)
        if not hit.capitals or words.holds(text, hit.capitals)
        for slug in hit.slugs
    )
    return tuple(dict.fromkeys(slugs))


def _is_talk(told: Sequence[Token]) -> bool:
    """Return whether no word tells of a matter; a long word by itself, such as readiness, may stand in the passages."""
    if any(token.role in (TokenRole.MATTER, TokenRole.PLACE) for token in told):
        return False
    return any(token.role is TokenRole.STOP or len(token.written) < _LONG for token in told) or not told


def _loose(query: str, key: str, asked: Sequence[Token], index: Index) -> tuple[Sequence[str], Sequence[str]]:
    """Return the slugs that *query* means when its *key* is no name, and what a question may mean besides."""
    slugs = (
        index.names.unspaced.get(key.replace(" ", "")) or _named(asked, index.names) or index.typos.meant(key, asked)
    )
    return (slugs, ()) if slugs else _asked(index.typos.mended(query, asked, index.names.korean), index)


def _named(asked: Sequence[Token], names: Names) -> Sequence[str]:
    """Return what the words of a question name in any order, or what all of them name that do not only ask."""
    found = names.bags.get(bag(asked)) or names.meanings.get(meaning(asked))
    if found:
        return found
    core = [token for token in asked if token.role is not TokenRole.ASKING and not token.written.isdigit()]
    hit = next(names.inside(core), None)
    if hit and hit.end - hit.start == len(core) and hit.weight > Weight.WORD:
        return hit.slugs
    return names.meanings.get(meaning(core), ())


def _asked(asked: Sequence[Token], index: Index) -> tuple[Sequence[str], Sequence[str]]:
    """Return the topics that answer a question, the best and those close to it, and those that come next."""
    named = _named(asked, index.names)
    if named:
        return named, ()
    matches = index.questions.rank(asked)
    surest = _surest(asked, index.names)
    good = [match for match in matches if _is_sure(match, surest.get(match.slug))]
    if good:
        slugs = [match.slug for match in good if match.score >= good[0].score * _CLOSE]
        return slugs, [match.slug for match in matches if match.slug not in slugs and _is_near(match)]
    asks_of_us = any(token.stem in _PARTIES for token in asked if token.written != "us")
    return _offered(matches) if asks_of_us else (), ()


def _is_near(match: Match) -> bool:
    return not match.foreign and match.evidence >= _EVIDENCE_COMPLETE


def _surest(asked: Sequence[Token], names: Names) -> dict[str, Weight]:
    """Return how surely the names inside a question name each topic."""
    surest: dict[str, Weight] = {}
    for hit in names.inside(asked):
        for slug in hit.slugs:
            surest[slug] = max(hit.weight, surest.get(slug, hit.weight))
    return surest


def _offered(matches: Sequence[Match]) -> Sequence[str]:
    """Return what may answer a question about the alliance that no topic surely answers: two or more, or none."""
    likely = [match.slug for match in matches if _is_likely(match)]
    return likely if len(likely) > 1 else ()


def _is_likely(match: Match) -> bool:
    elsewhere = match.foreign or match.elsewhere
    return not elsewhere and match.coverage >= _COVERAGE_LIKELY and match.evidence >= _EVIDENCE_COMPLETE


def _is_sure(match: Match, name: Weight | None) -> bool:
    """Return whether a topic speaks of enough of the question to be its answer, not of its words only."""
    told = name is not None or match.matters > 1 or (match.complete and (match.owned or match.coverage >= _FULL))
    if match.foreign or not told:
        return False
    coverage = _COVERAGE_ELSEWHERE if match.elsewhere else _COVERAGE[name]
    evidence = _EVIDENCE_COMPLETE if match.complete else _EVIDENCE
    return match.coverage >= coverage and match.focus >= min(_FOCUS, coverage) and match.evidence >= evidence
