"""Whether a database is whole: what it finds itself, and what a recount of all that is counted finds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import text

from store.content import search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from store.db.engine import Database

LIVE = "FROM passage p JOIN document d ON d.key = p.document_key WHERE d.until IS NULL"


def unsound(database: Database) -> list[str]:
    """Return what is wrong; empty when all is well. It must be able to write, and changes nothing."""
    with database.write() as connection:
        own = _sqlite(connection) if database.dialect == "sqlite" else ()
        return [*own, *misindexed(connection), *_unpruned(connection)]


def indexed(connection: Connection) -> dict[tuple[int, str], int]:
    """Return how often each term is found in each passage, by the passage's key."""
    among = search.collection(connection, 0)
    found = {}
    for term, segment, postings in connection.execute(text("SELECT term, segment, postings FROM posting")):
        places, times = among.standing([(segment, postings)])
        found |= {(key, term): int(often) for key, often in zip(among.keys[places].tolist(), times, strict=True)}
    return found


def _sqlite(connection: Connection) -> Iterator[str]:
    checks = connection.execute(text("PRAGMA integrity_check")).scalars().all()
    yield from (line for line in checks if line != "ok")
    yield from map(str, connection.execute(text("PRAGMA foreign_key_check")).all())


def misindexed(connection: Connection) -> Iterator[str]:
    """Yield what is wrong with the index."""
    counted = connection.execute(text("SELECT passages FROM current_generation")).scalar_one()
    live = connection.execute(text(f"SELECT p.key, p.terms {LIVE}")).all()
    if counted != len(live):
        yield f"counted {counted}, there are {len(live)}"
    said = {(key, term): often for key, terms in live for term, often in Counter(terms.split()).items()}
    if indexed(connection) != said:
        yield "what is found is not what the passages say"


def _unpruned(connection: Connection) -> Iterator[str]:
    """Yield gaps in the history, and what no generation of it has; all is well when no channel needs more."""
    oldest, newest, kept = connection.execute(text("SELECT min(number), max(number), count(*) FROM generation")).one()
    if newest - oldest + 1 != kept:
        yield f"{kept} versions from {oldest} to {newest}"
    for table in ("document", "topic", "statement"):
        ended = text(f"SELECT count(*) FROM {table} WHERE until <= :oldest")  # noqa: S608 - of our own names
        if left := connection.execute(ended, {"oldest": oldest}).scalar_one():
            yield f"{left} rows of {table} are of no version"
