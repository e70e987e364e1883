"""An edit as values: what somebody wants, what it would be, what became of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from store.errors import InvalidRequest

if TYPE_CHECKING:
    from datetime import datetime

UNDATED = "undated"


class NothingToChoose(InvalidRequest):
    """No edit stands against the folder under that key."""


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """A statement as somebody writes it, every field as text: what is wrong with it is told, never raised."""

    text: str
    as_of: str = UNDATED
    """`2026-01-24`, `2026-01`, `2026` or `undated`."""
    holder: str = "fact"
    citations: tuple[tuple[str, int], ...] = ()
    """The ids of documents, each with the number of a passage in it."""
    asks: tuple[str, ...] = ()
    happened: str = ""
    """A date as above, or empty."""
    topics: tuple[str, ...] = ()
    """The slugs of the other topics that show it too."""

    @property
    def fingerprint(self) -> str:
        """The draft in one word: two that say the same have the same. That of what stands is the `seen` of a change."""
        told = [getattr(self, name) for name in FIELDS]
        return sha256(json.dumps(told).encode()).hexdigest()[:16]


FIELDS = tuple(one.name for one in fields(StatementDraft))


@dataclass(frozen=True, slots=True)
class AddStatement:
    """A statement that *topic* lacks."""

    topic: str
    draft: StatementDraft


@dataclass(frozen=True, slots=True)
class ReplaceStatement:
    """A statement that is to read otherwise. *seen* is the fingerprint of what the editor saw, here and below."""

    key: str
    draft: StatementDraft
    seen: str


@dataclass(frozen=True, slots=True)
class RetireStatement:
    """A statement that is to go."""

    key: str
    seen: str


@dataclass(frozen=True, slots=True)
class NewTopic:
    """A topic with its first statement, which carries its summary."""

    id: str
    name: str
    category: str
    summary: str
    aliases: tuple[str, ...]
    first: StatementDraft


@dataclass(frozen=True, slots=True)
class AddAlias:
    """Another name of a topic."""

    topic: str
    alias: str


@dataclass(frozen=True, slots=True)
class AddAsk:
    """Another question that a statement answers. An empty *seen* takes the statement as it stands."""

    key: str
    ask: str
    seen: str = ""


WantedEdit = AddStatement | ReplaceStatement | RetireStatement | NewTopic | AddAlias | AddAsk


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong, in which field of the change (empty for none), and where in the file (empty for nowhere)."""

    field: str
    message: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class SameWords:
    """Words of the text, six in a row, that a passage of an original has too."""

    words: str
    document: str
    passage: int


@dataclass(frozen=True, slots=True)
class EditConflict:
    """What the editor saw stands no longer. *stands* is what does, None where it is gone; *seen* its fingerprint.

    *by* is who edited it last, as far as that is known.
    """

    key: str
    stands: StatementDraft | None
    wanted: StatementDraft | None
    seen: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class EditRefused:
    """Why an edit cannot be; nothing changed."""

    problems: tuple[FieldProblem, ...]


@dataclass(frozen=True, slots=True)
class EditDone:
    """An edit that is live as *generation*. *edit* is its number, for `undo`.

    *kept* says that the store keeps it, because the folder cannot be written; *note* what failed beside it.
    """

    generation: int
    edit: int
    key: str
    kept: bool = False
    note: str = ""


EditOutcome = EditDone | EditConflict | EditRefused

Side = Literal["edit", "folder"]
"""What is to stand: what was edited, or what the folder says in its place."""


@dataclass(frozen=True, slots=True)
class MendingPlan:
    """What a change would be; nothing is written. It may be applied where it has neither problems nor a conflict."""

    change: WantedEdit | None
    """None where it undoes an edit."""
    key: str
    before: StatementDraft | None
    after: StatementDraft | None
    problems: tuple[FieldProblem, ...] = ()
    remarks: tuple[SameWords, ...] = ()
    conflict: EditConflict | None = None
    files: tuple[str, ...] = ()

    @property
    def wanted(self) -> WantedEdit:
        """What is to be applied; InvalidRequest where it is an edit that is undone, which `undo` applies."""
        if self.change is None:
            raise InvalidRequest("Undo the edit instead.")
        return self.change

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the fields that would differ, in their order; all where it is new or goes."""
        if self.before is None or self.after is None:
            return FIELDS
        return tuple(name for name in FIELDS if getattr(self.before, name) != getattr(self.after, name))


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit that was made. *kind* is add, replace, retire, topic, alias, ask or undo."""

    number: int
    key: str
    by: str
    at: datetime
    kind: str
    before: str
    after: str
    generation: int | None
    kept: bool = False
    undone: bool = False
