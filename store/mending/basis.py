"""What an edit starts from: what is live, the folder with and without edits over it; and an edit turned back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from store.content import edits, file_marks
from store.content import read as read_content
from store.content.edits import EditState
from store.files import disk
from store.files.disk import File
from store.loading.glance import listing, overlaid
from store.mending.model import Edit, EditConflict, StatementDraft
from store.mending.targets import Step, Target, draft, draft_of, find
from store.seeds.editing.hunks import Hunk
from store.seeds.editing.parts import EditedPart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from store.content.edits import EditRecord
    from store.db.engine import Database
    from store.loading.glance import Overlay
    from store.model import Snapshot
    from store.seeds.editing.parts import Value
    from store.seeds.folder import Listing


@dataclass(slots=True)
class FileChange:
    """A topic's file: what is in the folder, and the same with what was edited over it; each before and after."""

    was: bytes | None
    laid: bytes | None
    becomes: bytes | None
    laid_becomes: bytes | None


@dataclass(frozen=True, slots=True)
class EditBasis:
    """What is live, and the folder's files as a load would read them; *folder* has them without what was edited."""

    snapshot: Snapshot
    folder: Listing
    overlay: Overlay
    is_flat: bool = False
    """Whether it holds documents alone, beside which no topic can lie."""

    @property
    def found(self) -> Listing:
        """The files as a load would read them."""
        return self.overlay.found

    def content(self, name: str) -> bytes | None:
        """Return what is in a topic's file, as a load would read it; None where there is none, or it cannot be read."""
        with suppress(OSError):
            return _content(self.found, name)
        return None

    def file(self, name: str) -> FileChange:
        """Return a topic's file before anything changes; raises as `File.content`."""
        was, laid = _content(self.folder, name), _content(self.found, name)
        return FileChange(was, laid, was, laid)

    def fingerprint(self, key: str) -> str:
        """Return that of the draft which the folder has of a statement; empty where it has none."""
        live, part = find(self.snapshot, key), EditedPart.of(key)
        said = part.said_in(self.content(part.file))
        topics = draft_of(live, self.snapshot).topics if live else ()
        return draft(said, topics).fingerprint if isinstance(said, dict) else ""

    def with_files(self, files: Mapping[str, bytes | None]) -> Listing:
        """Return the folder with what is in *files* in place of its own; those without content are gone."""
        kept = [one for one in self.found.topics if one.name not in files]
        path = {one.name: one.path for one in self.found.topics}
        new = [File(name, path.get(name, name), data) for name, data in files.items() if data is not None]
        return replace(self.found, topics=tuple(sorted([*kept, *new])), problems=[])


def _content(found: Listing, name: str) -> bytes | None:
    one = next((one for one in found.topics if one.name == name), None)
    return None if one is None else one.content()


def basis(database: Database, folder: Path) -> EditBasis:
    """Return what is live, and what *folder* holds."""
    with database.read() as connection:
        snapshot = read_content.snapshot(connection, read_content.current(connection))
        found = listing(folder, file_marks.listed(connection), may_be_empty=True)
        is_flat = bool(found.documents) and disk.placed(folder, "documents/x").parent == folder
        return EditBasis(snapshot, found, overlaid(connection, found, folder), is_flat)


def free_number(database: Database, snapshot: Snapshot, slug: str) -> int:
    """Return the number of the next statement of a topic: one that none ever had."""
    topic = snapshot.topics[slug]
    with database.read() as connection:
        highest = edits.highest(connection, slug)
    ids = [*(one.id for one in topic.statements), *(one.id for one in topic.moved)]
    return max(highest, *(int(id_.rpartition("#")[2]) for id_ in ids), 0) + 1


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
