"""One generation in memory: its snapshot, the index of its names, and which topics speak of which passage."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from store.lookup.resolve import Index, nothing, resolve
from store.model import Brief, Choices, Citation, Found, Passages
from store.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from store.model import Answer, Passage, Snapshot, Source, Topic

_TOPIC_BITS = 24

MOST_ANSWERS = 8_000
"""So many are kept: some kilobytes for each hundred."""


class CitingTopics:
    """The topics that cite each passage, by document: 8 bytes a citation, where slugs by citations took 250."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        self._slugs = tuple(topics)
        places: defaultdict[str, set[int]] = defaultdict(set)
        for number, topic in enumerate(topics.values()):
            for citation in topic.citations:
                places[citation.document].add(citation.passage << _TOPIC_BITS | number)
        self._places = {document: array("q", sorted(some)) for document, some in places.items()}
        """Of each document, in order: a passage, and behind it the number of a topic."""

    def of(self, citation: Citation) -> Iterator[str]:
        """Yield the slugs of those that cite a passage, in the order of topics."""
        places, first = self._places.get(citation.document, ()), citation.passage << _TOPIC_BITS
        for place in islice(places, bisect_left(places, first), None):
            if place >> _TOPIC_BITS != citation.passage:
                return
            yield self._slugs[place - first]


@dataclass(frozen=True)
class GenerationView:
    """Swapped whole, so that a reader keeps what it began with."""

    snapshot: Snapshot
    index: Index
    answers: OrderedDict[str, Answer] = field(default_factory=OrderedDict)
    """What was answered to whom matters not: to the same words the same, as long as the generation stands."""

    @classmethod
    def build(cls, snapshot: Snapshot) -> GenerationView:
        """Return the view of *snapshot*."""
        return cls(snapshot, Index(snapshot))

    @cached_property
    def cited(self) -> CitingTopics:
        """Which topics cite which passages."""
        return CitingTopics(self.snapshot.topics)

    def warm(self) -> None:
        """Make everything now, so that no question waits for it."""
        self.index.warm()
        _ = self.cited

    def glance(self, query: str, *, anew: bool) -> Answer | None:
        """Return what *query* names, or, unless it is asked *anew*, was answered before; None where it is neither."""
        answer = None if anew else self.answers.get(query)
        if answer is None and (answer := resolve(query, self.index)):
            self.remember(query, answer)
        return answer

    def remember(self, query: str, answer: Answer) -> None:
        """Keep *answer*, so that what many ask is worked out once; passages are not kept, whose texts are many."""
        if not isinstance(answer, Passages):
            self.answers[query] = answer
        if len(self.answers) > MOST_ANSWERS:
            self.answers.popitem(last=False)

    def topics_of(self, document: str, passage: Passage) -> tuple[str, ...]:
        """Return the topics that cite the passage, then those of its document, then those that it names."""
        cited = self.cited.of(Citation(document, passage.number))
        source = self.snapshot.sources.get(document)
        # Documents of feeds may speak of a topic that has left the store.
        ticked = tuple(slug for slug in source.topics if slug in self.snapshot.topics) if source else ()
        return tuple(dict.fromkeys((*cited, *ticked, *self.index.names.mentioned(passage.text))))

    def found(self, source: Source, passage: Passage) -> Found:
        """Return a passage with the topics it speaks of."""
        return Found(source, passage, self.topics_of(source.id, passage))

    def named(self, text: str) -> str | None:
        """Return the slug of the one topic that *text* is a name of; None when there is none, or several."""
        found = self.index.exact.get(normalise(text), ())
        return found[0] if len(found) == 1 else None

    def nearest(self, text: str) -> tuple[Topic, ...]:
        """Return the topics that *text* may have meant to name, the likelier first; possibly none."""
        meant = resolve(text, self.index)
        match meant:
            case Brief():
                return (meant.topic,)
            case Choices():
                return meant.topics
            case _:
                return nothing(text, self.index).nearest
