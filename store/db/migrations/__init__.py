"""The history of the schema. Alembic is imported by `run` alone, when there is something to migrate.

A revision's id says by which older code its tables may still be used: those of
`0012_from_0010` by code that knows 0010, those of plain `0012` by no older
code. So a release reads and writes on when the next one has migrated, and can
be gone back to. It is in the id because that is what every database records of
itself, and what goes back with a downgrade.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sqlalchemy import inspect, text

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FROM = "_from_"

SchemaState = Literal["none", "behind", "current", "ahead"]

REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011_from_0010",
    "0012_from_0011",
    "0013_from_0011",
    "0014_from_0011",
    "0015_from_0011",
    "0016_from_0011",
    "0017_from_0011",
    "0018_from_0011",
    "0019_from_0011",
    "0020_from_0011",
    "0021_from_0011",
)
"""Every revision that this code knows, oldest first."""

HEAD = REVISIONS[-1]
"""The revision that this code needs: comparing with it costs one query and no import of Alembic."""


def state(connection: Connection) -> SchemaState:
    """Return how the tables that *connection* sees stand to this code.

    `current` are those of HEAD, and of a newer revision that says it may be
    used by code such as this; `ahead` is any other that it does not know.
    """
    if not inspect(connection).has_table("alembic_version"):
        return "none"
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision is None:
        return "none"
    if revision in REVISIONS:
        return "current" if revision == HEAD else "behind"
    return "current" if oldest(revision) in map(serial, REVISIONS) else "ahead"


def serial(revision: str) -> str:
    """Return the number in a revision's id."""
    return revision.partition(_FROM)[0]


def oldest(revision: str) -> str:
    """Return the serial of the oldest revision whose code may use the tables of *revision*."""
    return revision.rpartition(_FROM)[2]
