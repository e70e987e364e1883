"""A folder before it is read: its files, with what people edited over them, and whether the store says it already."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from store import seeds
from store.changes import Standoff
from store.content import edits, file_marks
from store.content import read as read_content
from store.content.edits import EditState
from store.files import disk
from store.files.decoding import Unreadable
from store.files.disk import File
from store.seeds.document_files import reader
from store.seeds.editing.changes import Unwritable
from store.seeds.editing.parts import EditedPart, said_of, same, told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from store.content.edits import EditRecord
    from store.db.engine import Database
    from store.db.types import Connection
    from store.files.disk import KeptFile
    from store.seeds.editing.parts import Value
    from store.seeds.folder import Listing

EDITED = " (as edited)"
"""What stands behind the name of a file that is not read as it is."""


class Glance(NamedTuple):
    """A folder before it is read. *digests* are empty when the store says nothing."""

    found: Listing
    digests: dict[str, str]
    mark: str
    """What is in it, in one word."""
    says_the_same: bool
    """Whether the folder is known to say what the store says."""
    overlay: Overlay
    """How what people edited stands to it."""


def glance(database: Database, folder: Path, *, may_be_empty: bool) -> Glance:
    """Return what *folder* holds, with what the store keeps for it; it *may be empty* when the store is not.

    NoInput when there is no such folder, PathRefused when its path climbs.
    """
    with database.read() as connection:
        said, holds = file_marks.of_folder(connection), read_content.says_anything(connection)
        kept_ = file_marks.listed(connection)
        overlay = overlaid(connection, listing(folder, kept_, may_be_empty=may_be_empty and holds), folder)
    found = overlay.found
    # A store that says nothing reads every file anyway, so none is hashed beforehand.
    digests = found.digests() if holds else {}
    mark = seeds.mark(found.marked(digests), reader())
    return Glance(found, digests, mark, holds and not found.problems and mark == said, overlay)


def listing(folder: Path, kept: Sequence[KeptFile], *, may_be_empty: bool) -> Listing:
    """Return the files of *folder*, with those that the store has *kept* for it; raises as `glance`."""
    of_feeds = frozenset(one.name for one in kept if one.by_feed)
    return seeds.listing(folder, {one.name: one.content for one in kept}, of_feeds, may_be_empty=may_be_empty)


@dataclass(slots=True)
class Overlay:
    """A folder with edits over it. *standoffs* are to be chosen, *settled* is how edits stand to the folder by now.

    An edit that the folder cannot take is kept by the store and stands over what the folder said when it was made.
    Once the folder says it, it is written. Where the folder says something else than either, or goes back to what it
    said before an edit that it had, nobody but a person can know which is meant: the edit stands until one has chosen,
    and the load says so.
    """

    found: Listing
    standoffs: list[Standoff] = field(default_factory=list)
    settled: list[EditRecord] = field(default_factory=list)
    """The records whose state is another now; CLOSED where nothing is left of them."""
    came_to_nothing: list[int] = field(default_factory=list)
    """The numbers of edits that were begun and that the folder knows nothing of."""

    def note(self, connection: Connection) -> None:
        """Remember what is settled."""
        edits.stand_so(connection, self.settled)
        for number in self.came_to_nothing:
            edits.take_back(connection, number)

    @property
    def is_news(self) -> bool:
        """Whether there is anything to remember."""
        return bool(self.settled or self.came_to_nothing)


def overlaid(connection: Connection, found: Listing, folder: Path) -> Overlay:
    """Return *found* with what was edited over it. *folder* is where files are put that it lacks."""
    records = edits.of_state(connection, EditState.BEGUN, EditState.WRITTEN, EditState.KEPT)
    if not records:
        return Overlay(found)
    laying = _Laying(connection, found, folder)
    begun: defaultdict[int, list[EditRecord]] = defaultdict(list)
    for one in records:
        if one.state is EditState.BEGUN:
            begun[one.edit].append(one)
        else:
            laying.lay(one)
    for number, parts in sorted(begun.items()):
        laying.lay_begun(number, parts)
    return laying.done()


class _Laying:
    def __init__(self, connection: Connection, found: Listing, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        self._files = {file.name: file for file in found.topics}
        self._raw: dict[str, bytes | None] = {}
        self._laid: dict[str, bytes | None] = {}
        self._overlay = Overlay(found)

    def lay(self, one: EditRecord) -> None:
        """Let one part of an edit stand over its file, where the folder has not got it."""
        part = EditedPart.of(one.part)
        raw = self._content(part.file)
        digest = "" if raw is None else disk.digest(raw)
        if one.digest is not None and one.digest == digest:
            return
        said = self._said(part)
        if same(part, said, one.became):
            self._settle(replace(one, state=EditState.WRITTEN, digest=digest))
        elif one.state is EditState.KEPT and same(part, said, one.base):
            self._over(part, one.became)
        elif one.state is EditState.KEPT or (self._can_be_over(part) and self._is_former(one, part, said)):
            laid = self._over(part, one.became)
            texts = (told(one.became, said), told(said, one.became))
            self._overlay.standoffs.append(Standoff(one.part, *texts, one.by, one.at, one.edit, stands=laid))
        else:
            self._settle(replace(one, state=EditState.CLOSED))

    def lay_begun(self, number: int, parts: Sequence[EditRecord]) -> None:
        """Finish an edit that was being written when its process ended, or let go of it where it was not yet."""
        said = {one.part: self._said(EditedPart.of(one.part)) for one in parts}
        if not any(same(EditedPart.of(one.part), said[one.part], one.became) for one in parts):
            self._overlay.came_to_nothing.append(number)
            return
        for one in parts:
            part = EditedPart.of(one.part)
            is_there = same(part, said[one.part], one.became)
            raw = self._raw[part.file]
            digest = disk.digest(raw) if is_there and raw is not None else None
            state = EditState.WRITTEN if is_there else EditState.KEPT
            self._settle(replace(one, state=state, digest=digest, base=said[one.part]))
            if not is_there:
                self._over(part, one.became)

    def done(self) -> Overlay:
        """Return what was laid."""
        laid = {name: data for name, data in self._laid.items() if data != self._raw[name]}
        kept = [file for name, file in self._files.items() if name not in laid]
        new = [
            File(name, self._files[name].path if name in self._files else str(self._folder / name), data, EDITED)
            for name, data in laid.items()
            if data is not None
        ]
        found = replace(self._overlay.found, topics=tuple(sorted([*kept, *new])))
        return replace(self._overlay, found=found)

    def _content(self, name: str) -> bytes | None:
        """Return what is in a file of the folder; None where it has none, or it cannot be read."""
        if name not in self._raw:
            data = None
            with suppress(OSError):
                data = self._files[name].content() if name in self._files else None
            self._raw[name] = self._laid[name] = data
        return self._raw[name]

    def _said(self, part: EditedPart) -> Value:
        """Return what the folder says of a part; of a topic that it lacks, what was edited before."""
        raw = self._content(part.file)
        return part.said_in(raw if raw is not None or part.is_whole else self._laid[part.file])

    def _can_be_over(self, part: EditedPart) -> bool:
        """Return whether there is a file to write it into, or it is the file."""
        return part.is_whole or self._laid[part.file] is not None

    def _over(self, part: EditedPart, value: Value) -> bool:
        """Let *value* stand over the folder; return whether that is possible."""
        try:
            self._laid[part.file] = part.written(self._laid[part.file], value)
        except (Unwritable, Unreadable):
            return False
        return True

    def _settle(self, one: EditRecord) -> None:
        self._overlay.settled.append(one)

    def _is_former(self, one: EditRecord, part: EditedPart, said: Value) -> bool:
        """Return whether the store or an edit said once what the folder says."""
        if any(
            same(part, said, value)
            for past in edits.of_parts(self._connection, [one.part])
            for value in (past.was, past.became)
        ):
            return True
        former = edits.former(self._connection, part.slug, part.number) if part.number else ()
        # What a statement answers was not kept with it.
        return any({**said_of(past), "asks": said["asks"]} == said for past in former if isinstance(said, dict))
