"""A person's words to an answer, over one snapshot: certain first, then looser, else nothing.

A name, a name in other words, a slip of the finger: `resolve`, which no model is
asked for. A question: `answer`, by the statements that come nearest. What neither
speaks of gets None.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from store import text as words
from store.lookup import phrases, talk
from store.lookup.asked_for import asked_for, may_ask_view, read_view
from store.lookup.names import Names, bag, keys, meaning
from store.lookup.tokens import forget_words, is_talk, matter, tokens
from store.lookup.typos import Typos
from store.model import Brief, Choices, Finding, Nothing, Sure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.lookup.asked_for import ViewRequest
    from store.lookup.corpus import Corpus
    from store.lookup.meaning import Meaning, Vector
    from store.lookup.ranking import Ranked
    from store.lookup.tokens import Token
    from store.model import Snapshot, Source, Topic

_MANY = 3
_ROOM = 440  # characters: with dates and sources as much as a phone shows
_LOOKED_AT = 40  # statements, the best: among them are three that say different things
_PARTED = 12  # places where a comparison is parted: names hold an `and` or two
_STATEMENT = re.compile(r"\s*([\w-]+)#(\d{1,6})\s*")


class Index:
    """Everything a lookup needs of one snapshot. Never changes; safe to share between threads.

    Exact names are ready at once. What looser words need is made when first
    asked for, or by `warm`.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.exact = keys(snapshot.topics.values())
        self._parts: dict[str, tuple[tuple[Source, ...], tuple[Topic, ...]]] = {}

    def warm(self) -> None:
        """Make everything now, so that no question waits for it."""
        _ = self.typos, self.authors, self.corpus
        forget_words()

    @cached_property
    def names(self) -> Names:
        """The names of all topics, in all their forms."""
        return Names.build(self.snapshot.topics.values())

    @cached_property
    def corpus(self) -> Corpus:
        """What all topics say, for questions."""
        from store.lookup.corpus import Corpus  # noqa: PLC0415 - numpy is a tenth of a second, which a plain name need not wait for

        return Corpus(self.snapshot.topics.values(), self.names)

    @cached_property
    def typos(self) -> Typos:
        """What a slip of the finger is measured against."""
        return Typos.build(self.exact, self.snapshot.topics.values())

    @cached_property
    def authors(self) -> Mapping[str, tuple[Source, ...]]:
        """The documents of each author, in order, by the keys of the name: in full, and the last."""
        found: defaultdict[str, dict[str, Source]] = defaultdict(dict)
        for source in self.snapshot.sources.values():
            key = words.normalise(source.author or "")
            for name in {key, key.rpartition(" ")[2]} - {""}:
                found[name][source.id] = source
        return {name: tuple(wrote.values()) for name, wrote in found.items()}

    def spelled(self, query: str) -> str:
        """Return the question in *query* without slips of the finger; all in capitals, as its words mostly are."""
        return self.typos.cased(self.typos.spelled(_question(query)))

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
    """Return the brief or the choices that *query* names, or None: then it may be a question.

    Nothing comes at once for words that tell of no matter, such as "what time is it", and for what an assistant is
    asked to do: with the topics that it names, should it have been a question.
    """
    slugs: Sequence[str] = index.exact.get(words.normalise(phrases.plain(query)), ())
    if not slugs:
        asked = _question(query)
        key = words.normalise(asked)
        slugs = index.exact.get(key, ()) or _both(asked, index) or _viewed(asked, index)
    if not slugs:
        statement = _STATEMENT.fullmatch(asked)
        if statement and (one := _statement(query, statement, index)):
            return one
        told = tokens(asked, index.names.korean)
        telling = matter(told)
        is_idle = talk.asks_a_deed(phrases.plain(query)) or is_talk(told)
        if is_idle and not (telling and index.corpus.own(asked, telling)):
            near = tuple(index.snapshot.topics[slug] for slug in index.names.mentioned(query)[:_MANY])
            return Nothing(words.clean(query), near, index.snapshot.generation, ours=False)
        slugs = _loose(asked, key, telling, index)
    topics = tuple(index.snapshot.topics[slug] for slug in slugs[:_MANY])
    if len(topics) > 1:
        return Choices(words.clean(query), topics, index.snapshot.generation)
    return brief(query, topics[0], index) if topics else None


def answer(query: str, index: Index, meant: tuple[Meaning, Vector] | None = None) -> Brief | Choices | None:
    """Return what the statements say to a question: the answer, the nearest, or a choice of topics; None when not ours.

    *meant* is the meaning of the snapshot and the vector of the question, where a model has made them.
    """
    from store.lookup.ranking import Degree, leading, rank, signals, weights  # noqa: PLC0415 - as in `corpus`

    corpus = index.corpus
    if not corpus.statements:
        return None
    near = meant[0].near(meant[1]) if meant else None
    fitted = weights("vectors" if near else "words")
    plain = _question(query)
    asked = index.typos.mended(plain, matter(tokens(plain, index.names.korean)), index.names.korean)
    question = corpus.question(plain, asked)
    own = corpus.own(plain, asked)
    if own is None and phrases.asks_who(plain) and len(question.strange) == len(asked):
        return None  # nobody of this name is spoken of
    if own is None and question.strange and not (near or question.weights or asked_for(plain)):
        return None  # of words that nobody wrote the weights say nothing else: a test holds them to it
    ranked = rank(signals(question, corpus, near), corpus, fitted.ranking, fitted.topics)
    degree = ranked.degree(fitted)
    if degree is Degree.NOTHING:
        return None
    topics = tuple(corpus.topics[number] for number in leading(ranked, degree, corpus, _MANY))
    match degree:
        case Degree.CHOICE:
            # Of words that nobody wrote, such as a strange name alone, no topic is more likely than another.
            known = len(question.strange) < len(asked) and len(topics) > 1
            return Choices(words.clean(query), topics, index.snapshot.generation) if known else None
        case _:
            found = replace(brief(query, topics[0], index), also=topics[1:], unsaid=degree is Degree.UNSAID)
            return _answered(found, ranked, index, Sure.ANSWER if degree is Degree.ANSWER else Sure.NEAR)


def _question(query: str) -> str:
    return talk.bare(phrases.plain(query))


def _answered(found: Brief, ranked: Ranked, index: Index, sure: Sure) -> Brief:
    """Return the brief with the nearest statements, the first so *sure*; just that where editors say it answers."""
    best = (index.corpus.statements[number] for number in _apart(ranked.statements, index.corpus))
    sureness = (sure,) if ranked.own and sure is Sure.ANSWER else (sure, Sure.NEAR, Sure.NEAR)
    answers = tuple(Finding.of(one, how) for one, how in zip(best, sureness, strict=False))
    topics = (index.corpus.number[topic.slug] for topic in (found.topic, *found.also))
    silence = ranked.open if found.unsaid else None
    left_open = index.corpus.open(silence) if silence is not None and index.corpus.open_shown(silence, topics) else ""
    return replace(found, sources=_sources(answers, found, index), answers=answers, open=left_open)


def _sources(answers: Sequence[Finding], found: Brief, index: Index) -> tuple[Source, ...]:
    """Return the sources of the answers, then those of the brief, each once."""
    of = index.snapshot.sources
    cited = (of[citation.document] for one in answers for citation in one.citations if citation.document in of)
    return tuple({source.id: source for source in (*cited, *found.sources)}.values())


def _apart(best: Sequence[int], corpus: Corpus) -> Iterator[int]:
    """Yield the best statements, of those that rest on the same passage only the first, as many as a screen shows."""
    chosen: list[int] = []
    room = _ROOM
    for number in best[:_LOOKED_AT]:
        cites = bool(corpus.statements[number].citations)
        if cites and not any(corpus.overlaps(number, other) for other in chosen):
            room -= len(corpus.statements[number].text)
            if chosen and room < 0:
                return
            chosen.append(number)
            yield number


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
    return unspaced or index.names.bags.get(bag(asked)) or index.typos.meant(key)


def nothing(query: str, index: Index) -> Nothing:
    """Return the honest miss, with at most three topics that are near in matter or in spelling."""
    asked = matter(tokens(query, index.names.korean))
    near = index.corpus.nearest(asked) if asked else ()
    slugs = list(dict.fromkeys((*near, *index.typos.nearest(words.normalise(query)))))[:_MANY]
    return Nothing(words.clean(query), tuple(index.snapshot.topics[slug] for slug in slugs), index.snapshot.generation)


def versus(query: str, index: Index) -> tuple[Topic, ...]:
    """Return the two topics that *query* compares, or the one of which it wants to know who holds what; else none."""
    slugs = _both(_question(query), index) if phrases.may_compare(query) else ()
    if not slugs and (asked := view_asked(query, index)) and asked.view == "compare" and asked.name:
        slugs = named(asked.name, index)[:1]
    return tuple(index.snapshot.topics[slug] for slug in slugs)


def view_asked(query: str, index: Index) -> ViewRequest | None:
    """Return the view of a topic, or of all, that *query* asks for; None where editors have a question that says it."""
    if not may_ask_view(query):
        return None
    asked = _question(query)
    one = read_view(asked, index.exact, lambda name: named(name, index))
    return one if one and not index.corpus.own(asked, matter(tokens(asked, index.names.korean))) else None


def _viewed(asked: str, index: Index) -> Sequence[str]:
    one = view_asked(asked, index)
    return named(one.name, index) if one and one.name and not one.since else ()


def _both(query: str, index: Index) -> Sequence[str]:
    """Return the two topics that *query* compares; empty when it compares none, or other things."""
    for parts in islice(phrases.compared(query), _PARTED):
        slugs = dict.fromkeys(slug for part in parts for slug in named(part, index)[:1])
        if len(slugs) == 2:
            return tuple(slugs)
    return ()


def _loose(query: str, key: str, asked: Sequence[Token], index: Index) -> Sequence[str]:
    """Return the slugs that *query* names in other words, or with a slip of the finger."""
    slugs = index.names.unspaced.get(key.replace(" ", "")) or index.typos.meant(key)
    if slugs or asked_for(query) or phrases.asks_whether(query):
        return slugs or ()
    found = _named(asked, index.names) or _named(index.typos.mended(query, asked, index.names.korean), index.names)
    return () if found and phrases.asks_what(query) and index.corpus.own(query, asked) else found


def _named(asked: Sequence[Token], names: Names) -> Sequence[str]:
    """Return what words name in any order, or by what they mean."""
    return names.bags.get(bag(asked)) or names.meanings.get(meaning(asked)) or ()
