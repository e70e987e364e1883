"""Forgetting a person and a workspace, on both databases: an id planted in every column of every table."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Boolean, Date, Integer, LargeBinary, String, Table, insert, select

from store.access.forget import NOBODY, forget_person, forget_workspace
from store.db.schema import metadata
from store.errors import InvalidRequest
from store.model import PartialDate

if TYPE_CHECKING:
    from store.db.engine import Database

PERSON, NEIGHBOUR = "U012AB3CD", "U012AB3CDE"


def planted(table: Table, id_: str, number: int) -> dict[str, Any]:
    """A row of *table* with *id_* in every text that has room for it."""
    return {column.name: _value(column, id_, number) for column in table.c}


def _value(column: Any, id_: str, number: int) -> Any:
    kind = column.type
    if isinstance(kind, LargeBinary):
        return b"\xff by " + id_.encode() + f" {number}".encode()
    if isinstance(kind, String):
        said = f"by {id_} {number}"
        return said if kind.length is None or len(said) <= kind.length else str(number)
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, Integer):
        return 1 if column.foreign_keys or column.name == "single" else number
    if isinstance(kind, Date):
        return date(2026, 11, number)
    return (
        PartialDate(2026)
        if column.name in {"as_of", "happened", "published"}
        else datetime(2026, 11, number, tzinfo=UTC)
    )


def everything(database: Database) -> str:
    with database.read() as connection:
        rows = {table.name: connection.execute(select(table)).all() for table in metadata.sorted_tables}
    return repr(rows)


def plant(database: Database, *ids: str) -> None:
    with database.write() as connection:
        connection.execute(metadata.tables["current_generation"].delete())
        for table in metadata.sorted_tables:
            for number, id_ in enumerate(ids, start=1):
                if table.name != "current_generation" or number == 1:
                    connection.execute(insert(table), planted(table, id_, number))


def test_a_person_is_forgotten_in_every_table(database: Database) -> None:
    plant(database, PERSON, NEIGHBOUR)

    counts = forget_person(database, PERSON)

    left = everything(database)
    assert PERSON not in left.replace(NEIGHBOUR, "")
    assert NEIGHBOUR in left
    assert NOBODY in left
    assert counts["audit"] == 1
    assert counts["kept_file"] == 1


def test_a_workspace_takes_its_digests_and_rights_along(database: Database) -> None:
    audit = metadata.tables["audit"]
    plant(database, "T1", "T2")
    with database.write() as connection:
        connection.execute(audit.insert(), planted(audit, "nobody", 9) | {"team": "T1"})

    forget_workspace(database, "T1")

    left = everything(database)
    assert "T1" not in left
    assert "T2" in left


@pytest.mark.parametrize("typed", ["", "mina", "u012ab3cd", "U01%", "<@U012AB3CD>"])
def test_what_is_no_member_id_is_refused(database: Database, typed: str) -> None:
    with pytest.raises(InvalidRequest, match="no member id"):
        forget_person(database, typed)
