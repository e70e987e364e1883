"""One generation in memory: its snapshot, the index of its names, and which topics speak of which passage."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.lookup.resolve import Index, mentions
from store.model import Citation, Found

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.model import Passage, Snapshot, Source


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
        ticked = source.topics if source else ()
        return tuple(dict.fromkeys((*cited, *ticked, *mentions(passage.text, self.index))))

    def found(self, source: Source, passage: Passage) -> Found:
        """Return a passage with the topics it speaks of."""
        return Found(source, passage, self.topics_of(source.id, passage))
