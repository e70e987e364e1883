"""Old history is let go, a generation and then the next; what the store says now never changes by it.

A generation goes once it has been live on none of the days that are kept, so
that the history is without a gap. The live one and the one before it stay
whatever their age: a mistake costs nothing while there is a way back.

What channels were told outlives its generation. A channel that hears only of
news, or whose digest is paused, may have been told long ago, and to know what
is news to it takes all that stood then. So those versions are kept that stood
in a generation which a channel was told last, or will have been told once a
digest that is under way has arrived: nothing is lost to it, nor told twice.
They go when something else is pruned after it was told more.

Passages of retired documents are off the index already (see `indexing`), and
the counts are of the current generation alone: neither is touched.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from store.content import write as prune_content
from store.digests.subscription_rows import generations_told

if TYPE_CHECKING:
    from datetime import datetime

    from store.db.engine import Database

AT_ONCE = 50
"""So many generations go in one transaction at most: others write in between."""

logger = logging.getLogger(__name__)


def prune(database: Database, days: int | None, at: datetime) -> None:
    """Let go of the generations that were live on none of the last *days* days; None keeps them all.

    Whoever holds the turn to load calls it after having loaded, so it never
    fails: what went wrong is logged, and the next one does the rest.
    """
    if days is None:
        return
    try:
        _prune(database, at - timedelta(days=days))
    # Whatever it is: what was to be loaded is loaded, and must not be reported as failed.
    except Exception:
        logger.warning("history not pruned; the next load tries again", extra={"code": "prune_failed"}, exc_info=True)


def _prune(database: Database, until: datetime) -> None:
    with database.read() as connection:
        span = prune_content.outdated(connection, until)
    for first in range(span.start, span.stop, AT_ONCE):
        with database.write() as connection:
            prune_content.let_go(connection, min(first + AT_ONCE, span.stop), generations_told(connection))
    if span:
        logger.info("history pruned", extra={"code": "pruned", "first": span.start, "last": span.stop - 1})
