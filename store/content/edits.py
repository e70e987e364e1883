"""SQL for what people edited in place: part by part, what it was and became, and how that stands to the folder."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from store.db import rows
from store.db.schema import edit, statement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from store.model import Statement


class EditState(StrEnum):
    """How a part of an edit stands to the folder."""

    BEGUN = "begun"
    """It was to be written, and nobody knows yet whether it was."""
    WRITTEN = "written"
    """The folder has it."""
    KEPT = "kept"
    """The store has it, for a folder that cannot be written."""
    CLOSED = "closed"
    """Something else stands in its place by now."""


@dataclass(frozen=True, slots=True)
class EditRecord:
    """One part of one edit. *was*, *became* and *base* are values of `seeds.editing.parts`."""

    edit: int
    kind: str
    part: str
    was: Any
    became: Any
    base: Any
    hunk: tuple[str, str]
    by: str
    at: datetime
    state: EditState
    digest: str | None = None
    generation: int | None = None
    undoes: int | None = None
    number: int = 0


def begin(connection: Connection, parts: Iterable[EditRecord]) -> list[EditRecord]:
    """Write an edit down before it is carried out, and return it numbered. Whoever does holds the load's turn."""
    last = connection.execute(select(func.coalesce(func.max(edit.c.number), 0))).scalar_one()
    found = list(enumerate(parts, last + 1))
    numbered = [replace(one, number=number, edit=last + 1) for number, one in found]
    connection.execute(insert(edit), [_row(one) for one in numbered])
    return numbered


def take_back(connection: Connection, number: int) -> None:
    """Forget the edit *number*, which came to nothing."""
    connection.execute(delete(edit).where(edit.c.edit == number))


def stand(connection: Connection, parts: Sequence[EditRecord]) -> None:
    """Let *parts* stand as they say, and nothing that was edited there before."""
    mine, c = [one.number for one in parts], edit.c
    for one in parts:
        earlier = update(edit).where(c.part == one.part, c.number.not_in(mine), c.state != EditState.CLOSED.value)
        connection.execute(earlier.values(state=EditState.CLOSED.value))
    stand_so(connection, parts)


def stand_so(connection: Connection, parts: Iterable[EditRecord]) -> None:
    """Let each of *parts* stand as it says."""
    for one in parts:
        values = {"state": one.state.value, "digest": one.digest, "base": _text(one.base), "generation": one.generation}
        connection.execute(update(edit).where(edit.c.number == one.number).values(values))


def of_state(connection: Connection, *states: EditState) -> tuple[EditRecord, ...]:
    """Return the parts in one of *states*, in the order in which they were edited."""
    query = select(edit).where(edit.c.state.in_([one.value for one in states])).order_by(edit.c.number)
    return tuple(map(_record, connection.execute(query).all()))


def of_edit(connection: Connection, number: int) -> tuple[EditRecord, ...]:
    """Return the parts of one edit; none where there is none of that number."""
    query = select(edit).where(edit.c.edit == number).order_by(edit.c.number)
    return tuple(map(_record, connection.execute(query).all()))


def of_parts(connection: Connection, parts: Collection[str]) -> tuple[EditRecord, ...]:
    """Return all that was ever edited there, the newest first."""
    query = select(edit).where(edit.c.part.in_(parts)).order_by(edit.c.number.desc())
    return tuple(map(_record, connection.execute(query).all()))


def latest(connection: Connection, most: int) -> tuple[EditRecord, ...]:
    """Return the parts of the latest edits, the newest first; at most *most* parts."""
    query = select(edit).order_by(edit.c.number.desc()).limit(most)
    return tuple(map(_record, connection.execute(query).all()))


def undone(connection: Connection, numbers: Collection[int]) -> frozenset[int]:
    """Return which of the edits with these numbers were undone."""
    query = select(edit.c.undoes).where(edit.c.undoes.in_(numbers))
    return frozenset(number for number in connection.execute(query).scalars() if number)


def former(connection: Connection, topic: str, number: int) -> tuple[Statement, ...]:
    """Return what a statement said in former generations, without what it answered; possibly none."""
    c = statement.c
    query = select(statement).where(c.topic == topic, c.number == number, c.until.is_not(None))
    return tuple(rows.statement(row) for row in connection.execute(query).all())


def highest(connection: Connection, topic: str) -> int:
    """Return the highest number that a statement of *topic* ever had, as far as it is known; 0 for none."""
    said = select(func.coalesce(func.max(statement.c.number), 0)).where(statement.c.topic == topic)
    parts = select(edit.c.part).where(edit.c.part.like(f"{topic}#%"))
    edited = [int(part.rpartition("#")[2]) for part in connection.execute(parts).scalars()]
    return max(connection.execute(said).scalar_one(), *edited, 0)


def _row(one: EditRecord) -> dict[str, Any]:
    return {
        "number": one.number,
        "edit": one.edit,
        "kind": one.kind,
        "part": one.part,
        "was": _text(one.was),
        "became": _text(one.became),
        "base": _text(one.base),
        "hunk": json.dumps(one.hunk, ensure_ascii=False),
        "edited_by": one.by,
        "edited_at": one.at,
        "state": one.state.value,
        "digest": one.digest,
        "generation": one.generation,
        "undoes": one.undoes,
    }


def _record(row: Any) -> EditRecord:
    was, became, base = (None if text is None else json.loads(text) for text in (row.was, row.became, row.base))
    return EditRecord(
        row.edit,
        row.kind,
        row.part,
        was,
        became,
        base,
        tuple(json.loads(row.hunk)),
        row.edited_by,
        row.edited_at,
        EditState(row.state),
        row.digest,
        row.generation,
        row.undoes,
        row.number,
    )


def _text(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
