"""One generation in memory: its snapshot, the index of its names, and which topics speak of which passage."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.lookup.resolve import Index, mentions, nothing, resolve
from store.model import Brief, Choices, Citation, Found
from store.text import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.model import Passage, Snapshot, Source, Topic


@dataclass(frozen=True, slots=True)
class GenerationView:
    """Swapped whole, so that a reader keeps what it began with."""

    snapshot: Snapshot
    index: Index
    cited: Mapping[Citation, Sequence[str]]

    @classmethod
    def build(cls, snapshot: Snapshot) -> GenerationView:
        """Return the view of *snapshot*."""
        cited: defaultdict[Citation, list[str]] = defaultdict(list)
        for slug, topic in snapshot.topics.items():
            for citation in topic.citations:
                cited[citation].append(slug)
        return cls(snapshot, Index.build(snapshot), cited)

    def topics_of(self, document: str, passage: Passage) -> tuple[str, ...]:
        """Return the topics that cite the passage, then those of its document, then those that it names."""
        cited = self.cited.get(Citation(document, passage.number), ())
        source = self.snapshot.sources.get(document)
        # Documents of feeds may speak of a topic that has left the store.
        ticked = tuple(slug for slug in source.topics if slug in self.snapshot.topics) if source else ()
        return tuple(dict.fromkeys((*cited, *ticked, *mentions(passage.text, self.index))))

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
