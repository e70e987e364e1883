"""`alliance load`: look at what would change, agree to it, load it; again and again with --watch."""

from __future__ import annotations

import shlex
import time
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

import typer

from bot.cli import json_answers, json_reports, lookups, output
from bot.cli.watch import until_stopped, watch
from bot.reports.changes import foreseen
from bot.reports.report import as_text
from bot.tasks.clock import utc
from bot.text import edits as edit_words
from bot.text.counts import holding
from bot.text.waiting import mentioned, waiting
from store.access.notices import ADMINISTRATORS, Notice
from store.changes import Changes, Occasion, Plan, StatementChange
from store.embedding.process import OFF
from store.errors import AllianceError, DatabaseCorrupt, MendTheFiles, NoInput, OutcomeUnknown, TryAgain, Unavailable
from store.loading.request import FolderShrunk
from store.model import Change, Difference

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from store.changes import Loaded
    from store.core import BriefingStore
    from store.model import Content, Snapshot

PATIENCE = 600.0
"""Seconds that an unattended start waits for another that migrates or loads."""

MOST_LINES = 40
"""The most changes that are shown before the question; more are counted."""


def show_plan(store: BriefingStore, folder: Path, *, as_json: bool, skip_bad: bool = False) -> None:
    """Print what a load of *folder* would change; nothing is written, not even the tables of a new database."""
    with output.ProgressBars() as progress:
        if lookups.has_tables(store):
            store.refresh()
            plan = store.loader.plan(folder, progress, skip_bad=skip_bad)
        else:
            plan = _first(store.check(folder))
    if as_json:
        output.say_record(json_reports.planned(plan))
        return
    output.say(_would(plan, store.snapshot, folder), titled=True)
    _tell_left(plan)
    if plan.alarms:
        output.tell(f"{folder}: {' '.join(plan.alarms)} So a load asks first, and is refused where nobody can answer.")


def load_folder(store: BriefingStore, folder: Path, *, yes: bool, as_json: bool, skip_bad: bool = False) -> None:
    """Load *folder* and print what that did; at a terminal show first what it would change, and ask."""
    store.migrate()
    asks = store.snapshot.generation > 0 and output.watched() and not (yes or as_json)
    seen = _agreed(store, folder, skip_bad=skip_bad) if asks else None
    try:
        with output.ProgressBars() as progress:
            mark = seen.mark if seen else None
            done = store.loader.load(
                folder,
                by=lookups.who(),
                at=utc(),
                progress=progress,
                expecting=mark,
                sure=yes or mark is not None,
                skip_bad=skip_bad,
            )
    except FolderShrunk as error:
        output.tell(_shrunk(folder, error))
        raise typer.Exit(error.exit_code) from None
    _say(done, as_json=as_json)
    _learn(store)


def _learn(store: BriefingStore) -> None:
    """Read what questions mean, as the bot does beside its work, so that `ask` answers as it does."""
    if store.meanings.encoder.model == OFF:
        return
    try:
        with output.ProgressBars(instead="Reading what {total} texts mean; until then, words answer.") as progress:
            learned = store.meanings.learn(store.index, progress=progress)
    except KeyboardInterrupt:
        learned = False
    if not learned:
        output.tell("Questions go by their words alone until the bot, or another load, has read what they mean.")


def load_unattended(store: BriefingStore, folder: Path, *, as_json: bool) -> None:
    """Load *folder* as a start does, and print what that did."""
    _say(start(store, folder), as_json=as_json)


def start(store: BriefingStore, folder: Path, *, sure: bool = False) -> Loaded:
    """Load *folder* as nobody watches: once, not over what people did since, waiting for whoever else starts.

    Where it is left alone, administrators are told what waits. Nobody is asked whether it lost much when *sure*.
    """
    _patiently(store.migrate)
    load = store.load if sure else store.loader.load
    with output.ProgressBars() as progress:
        done = load(folder, by=lookups.who(), at=utc(), progress=progress, occasion=Occasion.START, patience=PATIENCE)
    _tell_of_waiting(store, folder, done)
    return done


def _tell_of_waiting(store: BriefingStore, folder: Path, done: Loaded) -> None:
    """Say what a start left alone, if anything; what would undo a person's work is also told to administrators."""
    for one in done.standoffs:
        key = f"standoff {one.edit} {sha256(one.folder.encode()).hexdigest()[:16]}"
        store.notices.add(Notice(key, ADMINISTRATORS, edit_words.standoff(one, mentioned)), utc())
    if done.waits is None:
        return
    output.tell(waiting(done.waits, str(folder), how=f"alliance load {shlex.quote(str(folder))}"))
    if done.waits.by_person:
        key = f"waits {done.waits.mark} {done.waits.live.number}"
        words = waiting(done.waits, "The seed folder", how="`/alliance admin reload`", name=mentioned)
        store.notices.add(Notice(key, ADMINISTRATORS, words), utc())


def _patiently(work: Callable[[], object]) -> None:
    """Do *work*, again and again for PATIENCE seconds while somebody else is at it."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            work()
        except TryAgain:
            if time.monotonic() > until:
                raise
            time.sleep(1)
        else:
            return


def watch_folder(store: BriefingStore, folder: Path, *, yes: bool, as_json: bool) -> None:
    """Load *folder*, then again whenever its files change, until somebody says to stop."""
    store.migrate()
    own = store.maintenance.path
    with until_stopped() as stop:
        reload = _Reload(store, folder, as_json=as_json, sure=yes)
        watch(folder, reload, stop, ignored=str(own.resolve()) if own else "")


def _agreed(store: BriefingStore, folder: Path, *, skip_bad: bool) -> Plan | None:
    """Return the plan that the person agreed to; None when nothing would change, and there is nothing to ask."""
    with output.ProgressBars() as progress:
        plan = store.loader.plan(folder, progress, skip_bad=skip_bad)
    if not plan:
        return None
    _tell_left(plan)
    output.say(_would(plan, store.snapshot, folder, most=MOST_LINES), titled=True)
    if plan.alarms:
        output.tell(f"{folder}: {' '.join(plan.alarms)}")
    output.confirm("Load this all the same?" if plan.alarms else "Load this?")
    return plan


def _would(plan: Plan, snapshot: Snapshot, folder: Path, most: int | None = None) -> str:
    if not plan:
        return f"Nothing would change; version {snapshot.generation} says what {folder} says: {holding(plan)}."
    title = f"What loading {folder} changes"
    report = foreseen(plan.changes, title, snapshot)
    if most is None or len(report.lines) <= most:
        return as_text(report)
    whole = f"alliance load {shlex.quote(str(folder))} --dry-run shows every statement"
    return "\n".join((title, *report.notes, *output.differing(plan.difference), whole))


def _first(content: Content) -> Plan:
    """Return what a load changes where nothing was ever loaded: it adds everything."""
    said = {said.id: said for topic in content.topics.values() for said in topic.statements}
    topics, documents = Change(added=tuple(content.topics)), Change(added=tuple(content.documents))
    statements = tuple(StatementChange(id_, id_.rpartition("#")[0], None, one, 1, None) for id_, one in said.items())
    passages = tuple((one.source, passage) for one in content.documents.values() for passage in one.passages)
    return Plan(
        Changes(0, 1, statements, topics, documents, passages),
        Difference(topics, Change(added=tuple(said)), documents),
        mark="",
        alarms=(),
        topics=len(content.topics),
        statements=len(said),
        documents=len(content.documents),
        passages=len(passages),
    )


@dataclass(slots=True)
class _Reload:
    """Loads the folder once more and tells what came of it: nothing when that is what was told last."""

    store: BriefingStore
    folder: Path
    as_json: bool
    sure: bool
    """Whether the first load may empty the store: a later one never."""
    trouble: str = field(default="", init=False)
    begun: bool = field(default=False, init=False)

    def __call__(self) -> bool:
        """Return whether it is loaded, or cannot be before the files are mended."""
        try:
            with output.ProgressBars() as progress:
                sure = self.sure and not self.begun
                done = self.store.loader.load(self.folder, by=lookups.who(), at=utc(), progress=progress, sure=sure)
        except AllianceError as error:
            self._tell(error)
            return not isinstance(error, TryAgain | Unavailable)
        if done.changed or self.trouble or not self.begun:
            _say(done, as_json=self.as_json, when=True)
        self._watches()
        self.trouble = ""
        return True

    def _tell(self, error: AllianceError) -> None:
        """Tell what is in the way, once; what no file and no patience can mend ends the command."""
        passes = isinstance(error, TryAgain | Unavailable) and not isinstance(error, DatabaseCorrupt)
        mended = isinstance(error, MendTheFiles) or (isinstance(error, NoInput) and self.begun)
        if not (passes or mended):
            raise error
        told = _shrunk(self.folder, error) if isinstance(error, FolderShrunk) else output.problem(error)
        if told != self.trouble and self.as_json:
            output.say_record(json_reports.trouble(self.folder, error))
        elif told != self.trouble:
            output.tell(f"{_clock()}  {self._stands(error)}\n{told}")
        self.trouble = told
        self._watches()

    def _stands(self, error: AllianceError) -> str:
        if isinstance(error, OutcomeUnknown):
            return "Perhaps loaded; it is tried again:"
        live = self.store.snapshot.generation
        return f"Not loaded; version {live} stays:" if live else "Not loaded; nothing is loaded yet:"

    def _watches(self) -> None:
        if not self.begun:
            output.tell(f"Watching {self.folder}; Ctrl+C ends it.")
        self.begun = True


def _shrunk(folder: Path, error: FolderShrunk) -> str:
    again = f"alliance load {shlex.quote(str(folder))} --yes"
    return f"{folder}: {' '.join(error.alarms)} Nothing was loaded. If you mean it: {again}"


def _say(done: Loaded, *, as_json: bool, when: bool = False) -> None:
    if as_json:
        output.say_record(json_answers.loaded(done))
    else:
        output.say(f"{_clock()}  {output.loaded(done)}" if when else output.loaded(done))
    _tell_left(done)


def _tell_left(found: Plan | Loaded) -> None:
    """Name the files that are left out, whose last word stays, and the edits that stand until somebody chooses."""
    for problem in found.skipped:
        output.tell(f"left as it was: {problem}")
    for one in found.standoffs:
        output.tell(edit_words.standoff(one))


def _clock() -> str:
    """The time of day, as the clock of whoever watches shows it."""
    return f"{utc().astimezone():%H:%M:%S %Z}"
