"""What the store knows of a person or of a workspace, taken out of every table.

No list of tables: whatever column holds text is looked through, so that a table
of a later release is not forgotten. A house test plants an id in all of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, String, and_, delete, func, or_, select, update

from store.access.admins import Audit
from store.access.model import Attempt, AttemptOutcome
from store.db.schema import metadata
from store.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping, Table

    from store.db.engine import Database

NOBODY = "forgotten"
"""What stands where a person's id stood."""

_MEMBER = re.compile(r"[UW][A-Z0-9]{2,}", re.ASCII)
_TEAM = re.compile(r"[TE][A-Z0-9]{1,}", re.ASCII)


def forget(database: Database, id_: str, *, workspace: bool, by: str, at: datetime) -> Mapping[str, int]:
    """Take a person, or a *workspace*, out of every table for good, and note it; return of how many rows."""
    gone = (forget_workspace if workspace else forget_person)(database, id_)
    what = "a workspace" if workspace else "a person"
    Audit(database).note(Attempt(at, "", by, "forget", AttemptOutcome.DONE, what))
    return gone


def forget_person(database: Database, person: str) -> Mapping[str, int]:
    """Take a member id out of the store; return how many rows changed or went, by table, for those with any.

    Rights and what is known by the id alone go; digests, history and audit
    stay, without the id. InvalidRequest for what is no member id.
    """
    if not _MEMBER.fullmatch(person):
        raise InvalidRequest(
            f"{person!r} is no member id; it looks like U012AB3CD (in Slack: profile, Copy member ID)."
        )
    with database.write() as connection:
        return _without(connection, person)


def forget_workspace(database: Database, team: str) -> Mapping[str, int]:
    """Take all that is of one workspace out of the store: digests, deliveries, rights, audit. Else as the other."""
    if not _TEAM.fullmatch(team):
        raise InvalidRequest(f"{team!r} is no workspace id; it looks like T012AB3CD.")
    with database.write() as connection:
        gone = {
            table.name: connection.execute(delete(table).where(table.c.team == team)).rowcount
            for table in metadata.sorted_tables
            if "team" in table.c
        }
        rest = _without(connection, team)
    total = {name: gone.get(name, 0) + rest.get(name, 0) for name in {*gone, *rest}}
    return {name: number for name, number in sorted(total.items()) if number}


def _without(connection: Connection, id_: str) -> Mapping[str, int]:
    counts = {table.name: _taken_out(connection, table, id_) for table in metadata.sorted_tables}
    return {name: number for name, number in counts.items() if number}


def _taken_out(connection: Connection, table: Table, id_: str) -> int:
    """Take *id_* out of one table and return of how many rows; a row that is known by it goes."""
    keys = [column.name for column in table.primary_key]
    word = re.compile(rf"(?<![A-Za-z0-9]){id_}(?![A-Za-z0-9])", re.IGNORECASE)
    count = 0
    for row in _candidates(connection, table, id_):
        changed = {name: new for name, value in row.items() if (new := _replaced(value, word)) != value}
        mine = and_(*(table.c[name] == row[name] for name in keys))
        if changed.keys() & {*keys}:
            connection.execute(delete(table).where(mine))
        elif changed:
            connection.execute(update(table).where(mine).values(changed))
        count += bool(changed)
    return count


def _candidates(connection: Connection, table: Table, id_: str) -> Sequence[RowMapping]:
    """Return the rows that may hold *id_*: by its letters in a text; bytes are looked at one by one."""
    texts = [column for column in table.c if isinstance(column.type, String)]
    has_bytes = any(isinstance(column.type, LargeBinary) for column in table.c)
    holds = [func.lower(column).contains(id_.lower(), autoescape=True) for column in texts]
    if not holds and not has_bytes:
        return ()
    query = select(table) if has_bytes else select(table).where(or_(*holds))
    return connection.execute(query).mappings().all()


def _replaced(value: Any, word: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return word.sub(NOBODY, value)
    if isinstance(value, bytes):
        # Whatever the bytes are, as Latin-1 they come back as they were.
        return word.sub(NOBODY, value.decode("latin-1")).encode("latin-1")
    return value
