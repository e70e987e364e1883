"""The history of the schema. Alembic is imported by `run` alone, when there is something to migrate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sqlalchemy import inspect, text

if TYPE_CHECKING:
    from sqlalchemy import Connection

SchemaState = Literal["none", "behind", "current", "ahead"]

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010")
"""Every revision that this code knows, oldest first."""

HEAD = REVISIONS[-1]
"""The revision that this code needs: comparing with it costs one query and no import of Alembic."""


def state(connection: Connection) -> SchemaState:
    """Return how the tables that *connection* sees stand to this code; `ahead` is a revision it does not know."""
    if not inspect(connection).has_table("alembic_version"):
        return "none"
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision is None:
        return "none"
    if revision == HEAD:
        return "current"
    return "behind" if revision in REVISIONS else "ahead"
