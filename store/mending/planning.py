"""What an edit would be: its files as they would read, held against the whole folder as a load does."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from store import seeds
from store.changes import silent
from store.content import read as read_content
from store.errors import FilledMessage, SeedsInvalid
from store.files.decoding import Unreadable
from store.mending import problems
from store.mending.model import EditConflict, FieldProblem, MendingPlan
from store.mending.targets import UNCHANGED, draft
from store.seeds.editing import hunks
from store.seeds.editing.changes import Unwritable
from store.seeds.editing.parts import EditedPart, rest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.db.engine import Database
    from store.mending.basis import EditBasis, FileChange
    from store.mending.model import WantedEdit
    from store.mending.targets import Step, Target
    from store.model import Topic
    from store.seeds.editing.hunks import Hunk
    from store.seeds.editing.parts import Value
    from store.seeds.topics import TopicDraft

_CHOOSE_FIRST = FilledMessage(
    "The folder says something else here since this was edited; choose between the two first."
)
_FLAT = FilledMessage("The folder holds documents alone; put them into documents/, so that topics/ can lie beside it.")
_OTHERWISE = FilledMessage("The file cannot be written so that it says this; change it in the folder.")


class PartChange(NamedTuple):
    """A part as it was and as it would be; *base* is what the folder itself says, *hunk* the lines that differ."""

    part: EditedPart
    was: Value
    became: Value
    base: Value
    hunk: Hunk


@dataclass(slots=True)
class PlannedEdit:
    """A plan, with all that carrying it out takes."""

    plan: MendingPlan
    target: Target
    basis: EditBasis
    files: dict[str, FileChange] = field(default_factory=dict)
    parts: list[PartChange] = field(default_factory=list)
    topics: dict[str, Topic | None] = field(default_factory=dict)
    """The live topics that change, as they would be; None for one that goes."""

    @property
    def may_be(self) -> bool:
        """Whether nothing is in its way."""
        return not (self.plan.problems or self.plan.conflict)

    @property
    def laid(self) -> dict[str, bytes | None]:
        """What a load would read in each file that changes, after the edit; None where there is none."""
        return {name: file.laid_becomes for name, file in self.files.items()}


class Planner:
    """Plans one edit of the folder as it stands."""

    def __init__(self, database: Database, found: EditBasis, change: WantedEdit | None, target: Target) -> None:
        self._database = database
        self._basis = found
        self._target = target
        plan = MendingPlan(change, target.key, target.before, target.after, target.problems, conflict=target.conflict)
        self._planned = PlannedEdit(plan, target, found)

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
                file = done.files.setdefault(name, self._basis.file(name))
                if conflict := self._elsewhere(step, file.laid, seen):
                    self._say(conflict=conflict)
                    return
                self._take(step, file)
            except (Unwritable, Unreadable, OSError) as error:
                told = "" if isinstance(error, OSError) else f": {error}"
                self._say(problems=(FieldProblem("", f"The file cannot be edited{told}.", name),))
                return
        for file in done.files.values():
            if _topic(file.becomes) == _topic(file.laid_becomes):
                file.laid_becomes = file.becomes
        if not done.parts and not self._target.begun:
            self._say(problems=(FieldProblem("", UNCHANGED),))
        if self._basis.is_flat:
            self._say(problems=(FieldProblem("", _FLAT),))
        undecided = {one.key for one in self._basis.overlay.standoffs} & {one.part.key for one in done.parts}
        if undecided and not self._target.chooses:
            self._say(problems=(FieldProblem("", _CHOOSE_FIRST),))
        self._say(files=tuple(name for name, file in done.files.items() if file.laid != file.laid_becomes))

    def _elsewhere(self, step: Step, data: bytes | None, seen: str) -> EditConflict | None:
        """Return the conflict where the folder says something of a statement that is not live, and nobody saw it."""
        if not step.part.number or self._target.chooses:
            return None
        snapshot = self._basis.snapshot
        topic = snapshot.topics.get(step.part.slug)
        live, said = step.part.said(topic) if topic else None, step.part.said_in(data)
        if said == live or not (isinstance(said, dict) or said is None):
            return None
        stands = draft(said, self._target.before.topics if self._target.before else ()) if said else None
        if stands and stands.fingerprint == seen:
            return None
        return EditConflict(step.part.key, stands, self._target.after, stands.fingerprint if stands else "")

    def _take(self, step: Step, file: FileChange) -> None:
        """Let the folder say it, and what stands over that, each in its own words around it."""
        part, was, base = step.part, step.part.said_in(file.laid_becomes), step.part.said_in(file.becomes)
        laid, raw = file.laid_becomes, file.becomes
        if was != step.value:
            file.laid_becomes = _written(step, laid)
        if base != step.value:
            # What the folder lacks altogether is written as it stands over it.
            file.becomes = file.laid_becomes if raw is None else _written(step, raw)
        if was != step.value:
            change = PartChange(part, was, step.value, base, _between(laid, file.laid_becomes))
        elif base != step.value:
            # It stood over the folder already: what changes is the folder.
            change = PartChange(part, base, step.value, base, _between(raw, file.becomes))
        else:
            return
        self._planned.parts.append(change)

    def _confirm(self) -> None:
        """Read the folder as it would be, by the code of a load, and hold it against what is wanted."""
        done = self._planned
        found, drafts = self._read(done.laid)
        if isinstance(found, SeedsInvalid):
            told = problems.of_edit(found.problems, self._before(), done.laid, [one.part for one in done.parts])
            if told or any(drafts.get(part.slug) is None for part, *_ in done.parts):
                self._say(problems=told or (FieldProblem("", _OTHERWISE),))
                return
            found = {}  # what is wrong elsewhere in the folder is not theirs to mend
        if not self._is_meant(drafts):
            self._say(problems=(FieldProblem("", _OTHERWISE, next(iter(done.files), "")),))
            return
        self._live(found, drafts)
        self._say(remarks=problems.same_words(self._database, self._basis.snapshot, self._target.after))

    def _before(self) -> frozenset[str]:
        """Return what is wrong in the folder as it is."""
        found, _ = self._read({})
        return frozenset(str(one) for one in found.problems) if isinstance(found, SeedsInvalid) else frozenset()

    def _read(
        self, files: Mapping[str, bytes | None]
    ) -> tuple[Mapping[str, Topic] | SeedsInvalid, Mapping[str, TopicDraft | None]]:
        found = self._basis.with_files(files)
        drafts = seeds.drafts(found, {}, silent)
        edited = {name.removeprefix("topics/").removesuffix(".md") for name in files}
        cited = {one.citation.document for slug in edited if (read := drafts.get(slug)) for one in read.cited}
        with self._database.read() as connection:
            counts = read_content.passage_counts(connection, sorted(cited & self._basis.snapshot.sources.keys()))
        passages = {**dict.fromkeys(self._basis.snapshot.sources), **counts}
        try:
            return seeds.confirm(drafts, passages, (), found.problems), drafts
        except SeedsInvalid as error:
            return error, drafts

    def _is_meant(self, drafts: Mapping[str, TopicDraft | None]) -> bool:
        """Return whether each file says what is wanted now, and else what it said."""
        for name, file in self._planned.files.items():
            slug = name.removeprefix("topics/").removesuffix(".md")
            own = [one for one in self._planned.parts if one.part.slug == slug]
            after = drafts.get(slug)
            if any(one.part.is_whole for one in own):
                continue
            before = problems.read(slug, file.laid)
            if before is None or after is None or any(one.part.said_by(after) != one.became for one in own):
                return False
            if rest(before, [one.part for one in own]) != rest(after, [one.part for one in own]):
                return False
        return True

    def _live(self, found: Mapping[str, Topic], drafts: Mapping[str, TopicDraft | None]) -> None:
        """Note what the live topics become: what the folder says, where they are what it said; else the parts alone."""
        done, live = self._planned, self._basis.snapshot.topics
        statements = {one.id: one for topic in live.values() for one in topic.statements}
        for slug in dict.fromkeys(step.part.slug for step in self._target.steps):
            steps = [step for step in self._target.steps if step.part.slug == slug]
            topic, draft_ = live.get(slug), drafts.get(slug)
            if any(step.part.is_whole for step in steps):
                done.topics[slug] = found.get(slug) or (draft_.topic if draft_ else None)
            elif topic and slug in found and _same(topic, slug, done.files[steps[0].part.file].laid):
                done.topics[slug] = found[slug]
            elif topic:
                for step in steps:
                    topic = step.part.applied(topic, step.value, statements)
                done.topics[slug] = topic

    def _say(self, **told: object) -> None:
        self._planned.plan = replace(self._planned.plan, **told)  # type: ignore[arg-type]  # fields of a plan


def _between(before: bytes | None, after: bytes | None) -> Hunk:
    return hunks.Hunk("", "") if before is None or after is None else hunks.between(before, after)


def _written(step: Step, data: bytes | None) -> bytes | None:
    """Return the file *data* with a step: as it was once, where its hunk still fits."""
    new = step.hunk.applied(data) if step.hunk and data is not None else None
    if new is not None and step.part.said_in(new) == step.value:
        return new
    return step.part.written(data, step.value)


def _topic(data: bytes | None) -> tuple[Topic, list[str]] | None:
    """Return what a file says, in whatever order; None where nothing stands there."""
    read = problems.read("x", data)
    if read is None:
        return None
    statements = tuple(sorted(read.topic.statements, key=lambda one: one.id))
    topic = replace(read.topic, statements=statements, aliases=tuple(sorted(read.topic.aliases)))
    return topic, sorted(told.text for told in read.also)


def _same(topic: Topic, slug: str, data: bytes | None) -> bool:
    """Return whether a live topic is what its file says."""
    read = problems.read(slug, data)
    if read is None:
        return False
    return replace(topic, also=()) == read.topic and [one.id for one in topic.also] == [told.text for told in read.also]
