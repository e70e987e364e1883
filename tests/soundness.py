"""Whether a database is whole: what it finds itself, and what a recount of all that is counted finds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from store.db.engine import Database

LIVE = "FROM passage p JOIN document d ON d.key = p.document_key WHERE d.until IS NULL"
STRAY = f"SELECT key FROM passage_index EXCEPT SELECT p.key {LIVE}"  # noqa: S608 - of constants


def unsound(database: Database) -> list[str]:
    """Return what is wrong; empty when all is well. It must be able to write, and changes nothing."""
    with database.write() as connection:
        own = _sqlite(connection) if database.dialect == "sqlite" else _stray(connection)
        return [*own, *_miscounted(connection), *_unpruned(connection)]


def _sqlite(connection: Connection) -> Iterator[str]:
    checks = connection.execute(text("PRAGMA integrity_check")).scalars().all()
    yield from (line for line in checks if line != "ok")
    yield from map(str, connection.execute(text("PRAGMA foreign_key_check")).all())
    connection.execute(text("INSERT INTO passage_index (passage_index) VALUES ('integrity-check')"))


def _stray(connection: Connection) -> Iterator[str]:
    for key in connection.execute(text(STRAY)).scalars():
        yield f"passage {key} is indexed and not valid"


def _miscounted(connection: Connection) -> Iterator[str]:
    counted = connection.execute(text("SELECT passages, terms FROM current_generation")).one()
    live = connection.execute(text(f"SELECT p.length, p.terms {LIVE}")).all()
    if tuple(counted) != (len(live), sum(length for length, _ in live)):
        yield f"counted {counted}, there are {len(live)}"
    terms = Counter(word for _, said in live for word in {*said.split()} if not word.startswith("_"))
    if dict(connection.execute(text("SELECT term, passages FROM term")).all()) != terms:
        yield "the counts of terms are not those of the passages"


def _unpruned(connection: Connection) -> Iterator[str]:
    """Yield gaps in the history, and what no generation of it has; all is well when no channel needs more."""
    oldest, newest, kept = connection.execute(text("SELECT min(number), max(number), count(*) FROM generation")).one()
    if newest - oldest + 1 != kept:
        yield f"{kept} generations from {oldest} to {newest}"
    for table in ("document", "topic", "statement"):
        ended = text(f"SELECT count(*) FROM {table} WHERE until <= :oldest")  # noqa: S608 - of our own names
        if left := connection.execute(ended, {"oldest": oldest}).scalar_one():
            yield f"{left} rows of {table} are of no generation"
