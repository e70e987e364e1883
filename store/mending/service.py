"""What people edit in place: a plan, which writes nothing; the file and the store in one turn; and the way back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from store.content import edits
from store.content.edits import EditState
from store.db import load_lock
from store.errors import AllianceError, InvalidRequest
from store.history.archive import prune
from store.mending import basis, pulling, targets
from store.mending.carrying_out import EditWork, carry_out
from store.mending.model import (
    AddAsk,
    EditDone,
    EditRefused,
    MendingPlan,
    NothingToChoose,
    ReplaceStatement,
    RetireStatement,
)
from store.mending.planning import Planner
from store.mending.targets import draft_of, find

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from store.changes import Standoff
    from store.db.engine import Database
    from store.ingest.model import Pulled
    from store.lookup import Index
    from store.mending.model import Edit, EditOutcome, Side, StatementDraft, WantedEdit
    from store.mending.planning import PlannedEdit

_DEEDS = {"topic": "Begin", "alias": "Name", "ask": "Let a question lead to", "undo": "Undo an edit of"}
"""How a commit calls what was done; else as its kind."""


class EditUpkeep(NamedTuple):
    """What follows an edit: history older than so many days goes; its files become a *git* commit."""

    history_days: int | None = None
    git: bool = False


class Mending:
    """Edits of one store and of its seed folder. Safe to share between threads."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        live: Callable[[], object],
        index: Callable[[], Index],
        upkeep: EditUpkeep,
    ) -> None:
        """Take *live* as what to call once a generation is live, *index* as what gives that of the current one."""
        self._upkeep = upkeep
        self._database = database
        self._folder = folder
        self._live = live
        self._index = index

    def seen(self, key: str) -> StatementDraft | None:
        """Return the statement *key* as it stands, for a form; None where there is none."""
        snapshot = self._index().snapshot
        found = find(snapshot, key)
        return None if found is None else draft_of(found, snapshot)

    def plan(self, change: WantedEdit, *, now: datetime) -> MendingPlan:
        """Return what *change* would be. Nothing is written, and whoever loads is not in the way."""
        return self._planned(change, now).plan

    def apply(
        self, wanted: MendingPlan | WantedEdit, *, by: str, now: datetime, patience: float = 0, name: str = ""
    ) -> EditOutcome:
        """Carry out a change, if it can be, and return what became of it. A commit calls whoever does it *name*.

        LoadRunning when somebody loads, or edits, for longer than *patience* seconds; StorageFailed when the disk
        fails. Nothing changed when this raises, but after OutcomeUnknown it may be live; the next edit or load
        settles it.
        """
        change = wanted.wanted if isinstance(wanted, MendingPlan) else wanted
        with load_lock.taken(self._database, by=by, at=now, patience=patience):
            self._finish_begun()
            return self._carried_out(self._planned(change, now), by, now, name)

    def undo(self, number: int, *, by: str, now: datetime, patience: float = 0, name: str = "") -> EditOutcome:
        """Reverse the edit *number* by a new one, if nothing touched since what it changed. Raises as `apply`."""
        with load_lock.taken(self._database, by=by, at=now, patience=patience):
            self._finish_begun()
            return self._carried_out(self._undoing(number), by, now, name)

    def standoffs(self) -> tuple[Standoff, ...]:
        """Return where the folder says something else than what was edited, until somebody chooses."""
        return tuple(basis.basis(self._database, self._folder).overlay.standoffs)

    def choose(self, key: str, side: Side, *, by: str, now: datetime, patience: float = 0) -> EditOutcome:
        """Let the `edit` of a standoff, or what the `folder` says, be so for good. Raises as `apply`.

        NothingToChoose where no edit stands against the folder under that *key*.
        """
        with load_lock.taken(self._database, by=by, at=now, patience=patience):
            self._finish_begun()
            found = basis.basis(self._database, self._folder)
            if all(one.key != key for one in found.overlay.standoffs):
                raise NothingToChoose(f"Nothing that was edited stands against the folder at “{key}”.")
            with self._database.read() as connection:
                record = next(one for one in edits.of_parts(connection, [key]) if one.state is not EditState.CLOSED)
            planned = Planner(
                self._database, found, None, basis.choice(record, found, keep_edit=side == "edit")
            ).planned()
            if side == "folder" and not planned.parts:
                # The folder has no place for it, and nothing of it is live.
                with self._database.write() as connection:
                    edits.stand_so(connection, [replace(record, state=EditState.CLOSED)])
                return EditDone(found.snapshot.generation, record.edit, key)
            return self._carried_out(planned, by, now)

    def pull(self, *, by: str, now: datetime) -> Pulled:
        """Write what the store keeps for the folder into it; see `pulling`. LoadRunning when somebody loads."""
        with load_lock.taken(self._database, by=by, at=now):
            return pulling.pull(self._database, self._folder)

    def edits(self, key: str = "", most: int = 20) -> tuple[Edit, ...]:
        """Return the latest edits, or those of the statement or topic *key*, the newest first; at most *most*."""
        with self._database.read() as connection:
            found = edits.of_parts(connection, [key]) if key else edits.latest(connection, most * 4)
            numbers = [*dict.fromkeys(one.edit for one in found)][:most]
            gone = edits.undone(connection, numbers)
            return tuple(basis.told(edits.of_edit(connection, one), undone=one in gone) for one in numbers)

    def _planned(self, change: WantedEdit, now: datetime) -> PlannedEdit:
        found = basis.basis(self._database, self._folder)
        free = partial(basis.free_number, self._database, found.snapshot)
        target = targets.target(change, found.snapshot, free, found.fingerprint, now.date())
        seen = change.seen if isinstance(change, ReplaceStatement | RetireStatement | AddAsk) else ""
        return self._with_editor(Planner(self._database, found, change, target).planned(seen))

    def _undoing(self, number: int) -> PlannedEdit:
        with self._database.read() as connection:
            done = edits.of_edit(connection, number)
            newest = {one.part: one.edit for one in reversed(edits.of_parts(connection, [one.part for one in done]))}
        if not done:
            raise InvalidRequest(f"There is no edit {number}; all that there are: alliance seeds edits")
        found = basis.basis(self._database, self._folder)
        touched = any(newest[one.part] != number for one in done)
        target = basis.target(done, found, touched=touched)
        return self._with_editor(Planner(self._database, found, None, target).planned())

    def _with_editor(self, planned: PlannedEdit) -> PlannedEdit:
        """Return the plan with who edited last what is in its way."""
        if conflict := planned.plan.conflict:
            with self._database.read() as connection:
                last = next(iter(edits.of_parts(connection, [conflict.key])), None)
            planned.plan = replace(planned.plan, conflict=replace(conflict, by=last.by if last else ""))
        return planned

    def _finish_begun(self) -> None:
        """Make live what was begun by a process that ended once the files were written; forget what came to nothing."""
        with self._database.read() as connection:
            numbers = dict.fromkeys(one.edit for one in edits.of_state(connection, EditState.BEGUN))
        for number in numbers:
            found = basis.basis(self._database, self._folder)
            if number in found.overlay.came_to_nothing:
                with self._database.write() as connection:
                    edits.take_back(connection, number)
                continue
            with self._database.read() as connection:
                begun = edits.of_edit(connection, number)
            planned = Planner(self._database, found, None, basis.finish(begun)).planned()
            if planned.may_be:
                carry_out(EditWork(self._database, planned, begun[0].by, begun[0].at, begun), self._folder)

    def _carried_out(self, planned: PlannedEdit, by: str, now: datetime, name: str = "") -> EditOutcome:
        if planned.plan.conflict:
            return planned.plan.conflict
        if planned.plan.problems:
            return EditRefused(planned.plan.problems)
        done = carry_out(EditWork(self._database, planned, by, now), self._folder)
        with suppress(AllianceError):
            # It is live, whatever fails now: who cannot read it yet will see it with the next look.
            self._live()
        if self._upkeep.history_days is not None:
            prune(self._database, self._upkeep.history_days, now)
        files = [] if done.kept else [path for path, file in planned.files.items() if file.becomes != file.was]
        if not (self._upkeep.git and files):
            return done
        # The edit stands, whatever git says.
        subject = f"{_DEEDS.get(planned.target.kind, planned.target.kind.capitalize())} {done.key}"
        return replace(done, note=pulling.commit(self._folder, files, subject, name or by))
