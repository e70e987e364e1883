"""What the passages say to somebody who asks or searches, as values that a door can show."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from store import lookup
from store.lookup import highlight
from store.model import Passages

if TYPE_CHECKING:
    from collections.abc import Collection

    from store.content.search import Searcher, SearchHit
    from store.db.engine import Database
    from store.lookup.search_query import SearchPage, SearchQuery
    from store.lookup.view import GenerationView
    from store.model import Found, Nothing


class PassageFinder:
    """Finds passages in one database. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self, view: GenerationView, query: str, wanted: SearchQuery, page: SearchPage, *, least: float = 0.0
    ) -> Passages | Nothing | None:
        """Return what the passages say to what is *wanted*; None when they are no longer those of *view*.

        Left out are those that hold less than the share *least* of the weight
        of the telling words. Where a phrase stands nowhere its words are looked for.
        """
        sources = view.snapshot.sources.values()
        notes = wanted.notes(sources)
        if not wanted.phrases and self._searcher.is_silent(wanted, view.snapshot.generation, least):
            return replace(lookup.nothing(query, view.index), notes=notes)
        documents = wanted.documents(sources)
        with self._database.read() as connection:
            hits = self._searcher.search(connection, wanted, page, documents=documents, least=least)
        if hits.generation != view.snapshot.generation:
            return None
        if not hits.found and wanted.phrases:
            return self.find(view, query, wanted.loosened(), page, least=least)
        if not hits.found:
            return replace(lookup.nothing(query, view.index), notes=notes)
        found = tuple(_shown(view, hit, wanted.terms) for hit in hits.found)
        return Passages(query, found, hits.generation, hits.total, hits.start, notes)

    @cached_property
    def _searcher(self) -> Searcher:
        # Imported here, because numpy costs more than a start without it, and a name needs no search.
        from store.content.search import Searcher  # noqa: PLC0415

        return Searcher()


def _shown(view: GenerationView, hit: SearchHit, terms: Collection[str]) -> Found:
    found = view.found(view.snapshot.sources[hit.document], hit.passage)
    return replace(found, marks=highlight.marks(hit.passage.text, terms))
