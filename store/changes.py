"""The nouns of what changes: between two generations, by a load, and before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypedDict

if TYPE_CHECKING:
    from datetime import datetime

    from store.errors import Problem
    from store.model import Change, Difference, Generation, Passage, Source, Statement

Progress = Callable[[str, int, int], None]
"""Is told what is being done (topics, documents, writing), how many are done and of how many."""


def silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class StatementChange:
    """A statement that reads otherwise now: added without *before*, removed without *after*."""

    id: str
    topic: str
    before: Statement | None
    after: Statement | None
    generation: int
    at: datetime | None
    """When that generation was loaded; None when it has been pruned."""
    moved_to: str | None = None
    """Where the address leads for good; None unless it was removed because it was merged into another."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What separates generation *since* from *until*. Statements by topic and number, passages by document.

    An *until* that is the earlier tells what going back changes.
    """

    since: int
    until: int
    statements: tuple[StatementChange, ...]
    topics: Change
    documents: Change
    passages: tuple[tuple[Source, Passage], ...]
    """The passages of new documents, and the new ones of changed documents."""

    def __bool__(self) -> bool:
        return bool(self.statements or self.topics or self.documents)


class Occasion(StrEnum):
    """Why a folder is loaded."""

    ASKED = "asked"
    """Somebody wants it to be what the store says."""
    ADDED = "added"
    """Somebody changed something through the bot, which goes by way of the folder."""
    START = "start"
    """Nobody: a program starts. What people did since is not theirs to undo."""


class BadFile(NamedTuple):
    """A file that the last load left as it was: what is wrong in it, and since when."""

    problem: Problem
    since: datetime


class LoadOptions(TypedDict, total=False):
    """How a folder is loaded: who is told how far it is, on what occasion, and how long another load is waited for."""

    progress: Progress | None
    occasion: Occasion
    patience: float


class StoreOptions(TypedDict, total=False):
    """What a store is told of: for how long it keeps what, and the model that reads questions."""

    miss_days: int
    review_days: int
    history_days: int | None
    model: str


@dataclass(frozen=True, slots=True)
class WaitingFolder:
    """A folder that an unattended start leaves alone, and what loading it would change."""

    mark: str
    live: Generation
    by_person: bool
    """Whether what is live came of a rollback or of a change in Slack; else from another folder."""
    loaded_as: int | None
    """The generation that this folder once made; None when it was never loaded."""
    difference: Difference


@dataclass(frozen=True, slots=True)
class Standoff:
    """An edit, and what the folder says there instead, in words; a person must choose between the two.

    *key* is that of `mending.choose`. Until then the edit *stands*, if it can at all.
    """

    key: str
    edited: str
    folder: str
    by: str
    at: datetime
    edit: int
    stands: bool = True


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did. *difference* is empty and *changed* false when the folder says what the store says."""

    generation: int
    difference: Difference
    topics: int
    statements: int
    documents: int
    passages: int
    changed: bool
    skipped: tuple[Problem, ...] = ()
    """What is wrong in the documents that were left as they were."""
    waits: WaitingFolder | None = None
    """Why nothing was loaded, where an unattended start left the folder alone."""
    standoffs: tuple[Standoff, ...] = ()
    """Where edits stand against what the folder says, until somebody chooses."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a load of a folder would change. Its truth is that it would change anything."""

    changes: Changes
    """Up to the generation that the load would make."""
    difference: Difference
    mark: str
    """SHA-256, hex, over every file that was read: two plans of one mark read the same."""
    alarms: tuple[str, ...]
    """Sentences that tell what the folder may have lost by mistake; mostly none."""
    topics: int
    statements: int
    documents: int
    passages: int
    skipped: tuple[Problem, ...] = ()
    """What is wrong in the documents that the load would leave as they are."""
    standoffs: tuple[Standoff, ...] = ()
    """As of `Loaded`."""

    def __bool__(self) -> bool:
        return bool(self.difference)
