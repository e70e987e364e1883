"""How often the links to evidence pages were ended: those of one page, and all; with its SQL.

The round of a page is part of what its links are signed with, so that ending
them leaves no list of dead links behind, and whoever asks again gets a link
that works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from store.db import bulk
from store.db.schema import link_round

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.db.engine import Database

ALL = ""
"""Stands for every page."""


class LinkRounds:
    """The rounds in one database, as this process last read them. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Mapping[str, int] = {}
        self.ended = 0
        """How often links were ended in all: when it changes, so do links."""

    def of(self, page: str) -> tuple[int, int]:
        """Return how often all links were ended, and how often those of *page*."""
        return self._known.get(ALL, 0), self._known.get(page, 0)

    def refresh(self) -> None:
        """Read them anew: one query."""
        with self._database.read() as connection:
            rows = connection.execute(select(link_round.c.page, link_round.c.round)).all()
        self._known = dict(rows)
        self.ended = sum(self._known.values())

    def end(self, page: str = ALL) -> None:
        """End every link to *page* that was made until now."""
        with self._database.write() as connection:
            first, more = bulk.fresh(connection, link_round).values(page=page, round=1), link_round.c.round + 1
            connection.execute(first.on_conflict_do_update(index_elements=["page"], set_={"round": more}))
        self.refresh()
