"""An edit that was made, as what it was; and turned back. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.content.edits import EditState
from store.mending.model import Edit, EditConflict, StatementDraft
from store.mending.targets import Step, Target, draft, draft_of, find
from store.seeds.editing.hunks import Hunk
from store.seeds.editing.parts import EditedPart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.content.edits import EditRecord
    from store.mending.basis import EditBasis
    from store.seeds.editing.parts import Value


def target(done: Sequence[EditRecord], stands: EditBasis, *, touched: bool) -> Target:
    """Return what turns an edit back; *touched* says that something was edited there since, which is a conflict."""
    first = _key(done)
    now = find(stands.snapshot, first)
    before = draft_of(now, stands.snapshot) if now else None
    after = _statement(done, first, [one.was for one in done])
    if touched or any(not _stands(one, stands) for one in done):
        conflict = EditConflict(first, before, after, before.fingerprint if before else "")
        return Target("undo", first, before=before, after=after, conflict=conflict)
    steps = tuple(Step(EditedPart.of(one.part), one.was, Hunk(*one.hunk).undone) for one in reversed(done))
    return Target("undo", first, steps, before, after, undoes=done[0].edit)


def choice(record: EditRecord, stands: EditBasis, *, keep_edit: bool) -> Target:
    """Return what lets an edit, or what the folder says in its place, be so for good."""
    part = EditedPart.of(record.part)
    file = stands.file(part.file)
    value = record.became if keep_edit else part.said_in(file.was)
    return Target("choose", _key([record]), (Step(part, value),), chooses=True)


def finish(begun: Sequence[EditRecord]) -> Target:
    """Return what an edit was to do that was begun."""
    steps = tuple(Step(EditedPart.of(one.part), one.became) for one in begun)
    return Target(begun[0].kind, _key(begun), steps, undoes=begun[0].undoes, chooses=True, begun=True)


def told(done: Sequence[EditRecord], *, undone: bool) -> Edit:
    """Return an edit as people are told of it."""
    one = done[0]
    kept = any(part.state is EditState.KEPT for part in done)
    return Edit(
        one.edit, _key(done), one.by, one.at, one.kind, _text(one.was), _text(one.became), one.generation, kept, undone
    )


def _key(done: Sequence[EditRecord]) -> str:
    """Return the address of the statement that an edit was about; of a new name the topic."""
    part = EditedPart.of(done[0].part)
    if part.is_whole:
        return f"{part.slug}#1"
    return part.entry if part.list_key == "also" else part.slug if part.list_key else part.key


def _stands(one: EditRecord, stands: EditBasis) -> bool:
    """Return whether what an edit made of a part is what the folder says still."""
    part = EditedPart.of(one.part)
    return bool(part.said_in(stands.content(part.file)) == one.became)


def _statement(done: Sequence[EditRecord], key: str, values: Sequence[Value]) -> StatementDraft | None:
    said = next((value for one, value in zip(done, values, strict=True) if one.part == key), None)
    return draft(said) if isinstance(said, dict) else None


def _text(value: Value) -> str:
    return str(value["text"]) if isinstance(value, dict) else value or ""
