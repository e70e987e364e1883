"""The seed folder into the store: what a load would change, and the load itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store import briefings, foresight, generations, kept, turns
from store.errors import MendTheFiles, TryAgain
from store.model import Difference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from store import seeds
    from store.core import BriefingStore
    from store.generations import Compared, Work
    from store.history import Changes
    from store.model import Content

    Progress = Callable[[str, int, int], None]
    """Is told what is being done (topics, documents, writing), how many are done and of how many."""


class FolderMoved(TryAgain):
    """The folder reads otherwise than when somebody looked at what would change."""

    code = "moved"

    def __init__(self) -> None:
        super().__init__("The files have changed since you looked, so nothing was loaded; look at the changes again.")


class FolderShrunk(MendTheFiles):
    """The folder lost so much that it may be a mistake; nothing changed. *alarms* are sentences that say what."""

    code = "shrunk"

    def __init__(self, folder: Path, alarms: tuple[str, ...]) -> None:
        super().__init__(f"{folder}: {' '.join(alarms)} Nothing was loaded; say that you mean it, or mend the folder.")
        self.alarms = alarms


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


@dataclass(frozen=True, slots=True)
class Plan:
    """What a load of a folder would change. Its truth is that it would change anything."""

    changes: Changes
    """As `history` tells them: up to the generation that the load would make."""
    difference: Difference
    mark: str
    """SHA-256, hex, over every file that was read: two plans of one mark read the same."""
    alarms: tuple[str, ...]
    """Sentences that tell what the folder may have lost by mistake; mostly none."""
    topics: int
    statements: int
    documents: int
    passages: int

    def __bool__(self) -> bool:
        return bool(self.difference)


class Loader:
    """Loads folders into one store. Safe to share between threads."""

    def __init__(self, store: BriefingStore, *, may_empty: bool = True) -> None:
        """Take *may_empty* as whether an empty folder can mean anything where the store holds something."""
        self._store = store
        self._may_empty = may_empty

    def plan(self, folder: Path, progress: Progress | None = None) -> Plan:
        """Return what a load of *folder* would change. Nothing is written, and whoever loads is not in the way.

        Raises as `load`; an empty folder is no problem here but an alarm, where the store holds anything.
        """
        read = self._read(folder, progress)
        with self._store.database.read() as connection:
            compared, changes = foresight.changes(connection, read.content)
        counts = _counts(read.content)
        return Plan(changes, compared.difference, read.mark, _alarms(compared), **counts)

    def load(  # noqa: PLR0913 - who, when and what the person saw are not one thing
        self,
        folder: Path,
        *,
        by: str,
        at: datetime,
        progress: Progress | None = None,
        expecting: str | None = None,
        sure: bool = False,
    ) -> Loaded:
        """Make *folder*, with the files that the store keeps for it, the whole truth; return what that changed.

        Nothing changes when it raises: NoInput, PathRefused or SeedsInvalid,
        with every problem; LoadRunning when somebody else loads; FolderMoved
        when *expecting* is the mark of another reading; FolderShrunk when
        there are alarms and nobody is *sure*.
        """
        told = progress or _silent
        with turns.taken(self._store.database, by=by, at=at):
            read = self._read(folder, told)
            if expecting not in (None, read.mark):
                raise FolderMoved
            if not sure:
                self._heed(folder, read.content)
            told("writing", 0, 1)
            loaded = self._write(read.content, by, at)
            told("writing", 1, 1)
        return loaded

    def _read(self, folder: Path, progress: Progress | None) -> seeds.Read:
        # Imported here, because the parsers of files cost more than a start without them.
        from store import seeds  # noqa: PLC0415

        with self._store.database.read() as connection:
            files = {one.name: one.content for one in kept.listed(connection)}
            may_be_empty = self._may_empty and generations.holds(connection)
        return seeds.gather(folder, files, progress=progress, may_be_empty=may_be_empty)

    def _heed(self, folder: Path, content: Content) -> None:
        with self._store.database.read() as connection:
            alarms = _alarms(generations.compare(connection, content))
        if alarms:
            raise FolderShrunk(folder, alarms)

    def _write(self, content: Content, by: str, at: datetime) -> Loaded:
        with self._store.database.write() as connection:
            made = generations.write(connection, content, by=by, at=at)
            number = briefings.current(connection)
        self._store.refresh()
        difference = made.difference if made else Difference()
        return Loaded(number, difference, **_counts(content), changed=made is not None)


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


def _counts(content: Content) -> Mapping[str, int]:
    return {
        "topics": len(content.topics),
        "statements": sum(len(topic.statements) for topic in content.topics.values()),
        "documents": len(content.documents),
        "passages": sum(len(document.passages) for document in content.documents.values()),
    }


def _alarms(compared: Compared) -> tuple[str, ...]:
    """What is missing so suddenly that somebody should be asked: everything, or half the topics."""
    topics, documents = compared.topics, compared.documents
    empty = not (topics.wanted or documents.wanted)
    halved = len(topics.live) > 1 and len(topics.change.removed) * 2 >= len(topics.live)
    told = (
        _shrunk("topics", topics) if empty or halved else "",
        _shrunk("documents", documents) if not documents.wanted else "",
    )
    return tuple(filter(None, told))


def _shrunk(what: str, work: Work) -> str:
    here, there, lost = len(work.wanted), len(work.live), len(work.change.removed)
    if here < there:
        return f"It has {here} {what} where the store has {there}."
    return f"It lacks {lost} of the {there} {what} that the store has." if lost else ""
