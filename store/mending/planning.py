"""What an edit would be: its files as they would read, held against the whole folder as a load does."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from store import seeds
from store.changes import silent
from store.content import edits, kept_files
from store.content import read as read_content
from store.errors import SeedsInvalid
from store.files.decoding import Unreadable
from store.mending import problems
from store.mending.model import EditConflict, FieldProblem, MendingPlan
from store.mending.targets import draft, draft_of, find
from store.seeds.document_files import File
from store.seeds.editing import hunks
from store.seeds.editing.changes import Unwritable
from store.seeds.editing.parts import EditedPart, rest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from store.db.engine import Database
    from store.mending.model import WantedEdit
    from store.mending.targets import Step, Target
    from store.model import Snapshot, Topic
    from store.seeds.editing.hunks import Hunk
    from store.seeds.editing.parts import Value
    from store.seeds.folder import Listing
    from store.seeds.topics import TopicDraft

_OTHERWISE = "The file cannot be written so that it says this; change it in the folder."


class PartChange(NamedTuple):
    """A part as the folder had it and as it would; *hunk* is the lines of its file that differ."""

    part: EditedPart
    was: Value
    became: Value
    hunk: Hunk


@dataclass(frozen=True, slots=True)
class EditBasis:
    """What is live, and the folder's files as a load would read them."""

    snapshot: Snapshot
    found: Listing

    def file(self, name: str) -> File | None:
        """Return a topic's file; None where there is none."""
        return next((one for one in self.found.topics if one.name == name), None)

    def content(self, name: str) -> bytes | None:
        """Return what is in a topic's file; None where there is none, or it cannot be read."""
        found = self.file(name)
        with suppress(OSError):
            return found.content() if found else None
        return None

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


@dataclass(slots=True)
class PlannedEdit:
    """A plan, with all that carrying it out takes. *files* are what is in each after it; None is a file that goes."""

    plan: MendingPlan
    target: Target
    standing: EditBasis
    was: dict[str, bytes | None] = field(default_factory=dict)
    files: dict[str, bytes | None] = field(default_factory=dict)
    parts: list[PartChange] = field(default_factory=list)
    topics: dict[str, Topic | None] = field(default_factory=dict)
    """The live topics that change, as they would be; None for one that goes."""

    @property
    def may_be(self) -> bool:
        """Whether nothing is in its way."""
        return not (self.plan.problems or self.plan.conflict)


def standing(database: Database, folder: Path) -> EditBasis:
    """Return what is live, and what *folder* holds."""
    with database.read() as connection:
        snapshot = read_content.snapshot(connection, read_content.current(connection))
        kept = {one.name: one.content for one in kept_files.listed(connection)}
    return EditBasis(snapshot, seeds.listing(folder, kept, may_be_empty=True))


def free_number(database: Database, snapshot: Snapshot, slug: str) -> int:
    """Return the number of the next statement of a topic: one that none ever had."""
    topic = snapshot.topics[slug]
    with database.read() as connection:
        highest = edits.highest(connection, slug)
    ids = [*(one.id for one in topic.statements), *(one.id for one in topic.moved)]
    return max(highest, *(int(id_.rpartition("#")[2]) for id_ in ids), 0) + 1


class Planner:
    """Plans one edit of the folder as it stands."""

    def __init__(self, database: Database, stands: EditBasis, change: WantedEdit | None, target: Target) -> None:
        self._database = database
        self._standing = stands
        self._target = target
        plan = MendingPlan(change, target.key, target.before, target.after, target.problems, conflict=target.conflict)
        self._planned = PlannedEdit(plan, target, stands)

    def planned(self, seen: str = "") -> PlannedEdit:
        """Return the edit. *seen* may also be the fingerprint of what the folder says, where that is not live."""
        if self._planned.may_be:
            self._write(seen)
        if self._planned.may_be:
            self._confirm()
        return self._planned

    def _write(self, seen: str) -> None:
        """Put the steps into their files, one after the other."""
        done = self._planned
        for step in self._target.steps:
            name = step.part.file
            try:
                if name not in done.files:
                    found = self._standing.file(name)
                    done.was[name] = done.files[name] = found.content() if found else None
                if conflict := self._elsewhere(step, done.files[name], seen):
                    self._say(conflict=conflict)
                    return
                self._take(step, done.files[name])
            except (Unwritable, Unreadable, OSError) as error:
                told = "" if isinstance(error, OSError) else f": {error}"
                self._say(problems=(FieldProblem("", f"The file cannot be edited{told}.", name),))
                return
        done.files = {name: data for name, data in done.files.items() if data != done.was[name]}
        self._say(files=tuple(done.files))

    def _elsewhere(self, step: Step, data: bytes | None, seen: str) -> EditConflict | None:
        """Return the conflict where the folder says something of a statement that is not live, and nobody saw it."""
        if not step.part.number:
            return None
        snapshot = self._standing.snapshot
        topic = snapshot.topics.get(step.part.slug)
        live, said = step.part.said(topic) if topic else None, step.part.said_in(data)
        if said == live or not (isinstance(said, dict) or said is None):
            return None
        stands = draft(said, self._target.before.topics if self._target.before else ()) if said else None
        if stands and stands.fingerprint == seen:
            return None
        return EditConflict(step.part.key, stands, self._target.after, stands.fingerprint if stands else "")

    def _take(self, step: Step, data: bytes | None) -> None:
        done, part = self._planned, step.part
        was = part.said_in(data)
        if was == step.value:
            return
        new = step.hunk.applied(data) if step.hunk and data is not None else None
        if new is None or part.said_in(new) != step.value:
            new = part.written(data, step.value)
        hunk = hunks.between(data, new) if data is not None and new is not None else hunks.Hunk("", "")
        done.files[part.file] = new
        done.parts.append(PartChange(part, was, step.value, hunk))

    def _confirm(self) -> None:
        """Read the folder as it would be, by the code of a load, and hold it against what is wanted."""
        done = self._planned
        found, drafts = self._read(done.files)
        if isinstance(found, SeedsInvalid):
            told = problems.of_edit(found.problems, self._before(), done.files, [one.part for one in done.parts])
            if told or any(drafts.get(part.slug) is None for part, *_ in done.parts):
                self._say(problems=told or (FieldProblem("", _OTHERWISE),))
                return
            found = {}  # what is wrong elsewhere in the folder is not theirs to mend
        if not self._is_meant(drafts):
            self._say(problems=(FieldProblem("", _OTHERWISE, next(iter(done.files), "")),))
            return
        self._live(found, drafts)
        self._say(remarks=problems.same_words(self._database, self._standing.snapshot, self._target.after))

    def _before(self) -> frozenset[str]:
        """Return what is wrong in the folder as it is."""
        found, _ = self._read({})
        return frozenset(str(one) for one in found.problems) if isinstance(found, SeedsInvalid) else frozenset()

    def _read(
        self, files: Mapping[str, bytes | None]
    ) -> tuple[Mapping[str, Topic] | SeedsInvalid, Mapping[str, TopicDraft | None]]:
        found = self._standing.with_files(files)
        drafts = seeds.drafts(found, {}, silent)
        edited = {name.removeprefix("topics/").removesuffix(".md") for name in files}
        cited = {one.citation.document for slug in edited if (read := drafts.get(slug)) for one in read.cited}
        with self._database.read() as connection:
            counts = read_content.passage_counts(connection, sorted(cited & self._standing.snapshot.sources.keys()))
        passages = {**dict.fromkeys(self._standing.snapshot.sources), **counts}
        try:
            return seeds.confirm(drafts, passages, (), found.problems), drafts
        except SeedsInvalid as error:
            return error, drafts

    def _is_meant(self, drafts: Mapping[str, TopicDraft | None]) -> bool:
        """Return whether each file says what is wanted now, and else what it said."""
        for name, data in self._planned.was.items():
            slug = name.removeprefix("topics/").removesuffix(".md")
            own = [one for one in self._planned.parts if one.part.slug == slug]
            after = drafts.get(slug)
            if any(one.part.is_whole for one in own):
                continue
            before = problems.read(slug, data)
            if before is None or after is None or any(one.part.said_by(after) != one.became for one in own):
                return False
            if rest(before, [one.part for one in own]) != rest(after, [one.part for one in own]):
                return False
        return True

    def _live(self, found: Mapping[str, Topic], drafts: Mapping[str, TopicDraft | None]) -> None:
        """Note what the live topics become: what the folder says, where they are what it said; else the parts alone."""
        done, live = self._planned, self._standing.snapshot.topics
        statements = {one.id: one for topic in live.values() for one in topic.statements}
        for slug in dict.fromkeys(step.part.slug for step in self._target.steps):
            steps = [step for step in self._target.steps if step.part.slug == slug]
            topic, draft_ = live.get(slug), drafts.get(slug)
            if any(step.part.is_whole for step in steps):
                done.topics[slug] = found.get(slug) or (draft_.topic if draft_ else None)
            elif topic and slug in found and _same(topic, slug, done.was[steps[0].part.file]):
                done.topics[slug] = found[slug]
            elif topic:
                for step in steps:
                    topic = step.part.applied(topic, step.value, statements)
                done.topics[slug] = topic

    def _say(self, **told: object) -> None:
        self._planned.plan = replace(self._planned.plan, **told)  # type: ignore[arg-type]  # fields of a plan


def _same(topic: Topic, slug: str, data: bytes | None) -> bool:
    """Return whether a live topic is what its file says."""
    read = problems.read(slug, data)
    if read is None:
        return False
    return replace(topic, also=()) == read.topic and [one.id for one in topic.also] == [told.text for told in read.also]
