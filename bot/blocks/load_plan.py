"""What a load or a rollback would change, what keeps it from happening, how far it is and what came of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from bot.blocks import browse
from bot.blocks.elements import (
    Block,
    Card,
    Element,
    actions,
    asking_first,
    bullets,
    button,
    context,
    header,
    instant,
    left_over,
    line,
    rich,
    said,
    who,
    words,
)
from bot.blocks.report import page
from bot.reports import build
from bot.reports.report import Line, Report
from bot.text import counts
from bot.text.counts import counted, holding, named
from bot.text.errors import left_out
from bot.text.limits import cut
from store.loading.refusals import is_of_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reports.queries import Changed
    from bot.text.links import Link
    from store.changes import Loaded, Plan
    from store.errors import LoadRunning, Problem
    from store.model import Generation, Snapshot

_REST = "rest "
MOST_PROBLEMS = 10
MOST_CHANGES, FEW_CHANGES = 20, 5
MAX_WARNING = 290
MARGIN = 2_500
"""What of a message is left to warnings and buttons."""
DOING = {"topics": "Reading topics", "documents": "Reading documents", "writing": "Writing what changed"}
GONE = "The files have changed since you looked."
MOVED = f"{GONE} This is how they read now."
STORE_MOVED = "Something was loaded since you looked. This is what would change now."
STILL_IN_FILES = "The files in {folder} stay as they are: mend them too, or the next reload brings back what they say."
LOST = "What it lacks is retired; it stays in the history, and a rollback brings it back."


class AgreedPlan(NamedTuple):
    """What somebody agrees to load: the folder of that mark, and whether its bad documents stay as they are."""

    mark: str
    skip_bad: bool


def seen(value: str) -> AgreedPlan:
    """Return what the button of a plan stands for."""
    return AgreedPlan(value.removeprefix(_REST), value.startswith(_REST))


def report_of(plan: Plan, snapshot: Snapshot, folder: str) -> Report:
    """Return what a load of *folder* would change, with every name."""
    report = build.foreseen(plan.changes, "What a reload changes", snapshot)
    against = f"against generation {snapshot.generation}" if snapshot.generation else "the first load"
    notes = (f"{cut(folder, 100)}: {holding(plan)}", against)
    return replace(report, key=plan.mark, notes=notes, again="admin:pages")


def planned(plan: Plan, report: Report, folder: str, to: Link, *, note: str = "") -> Card:
    """Return what a load would change, and the buttons that do it or leave it; *note* stands above all."""
    if not plan:
        but = f", but for {left_out(plan.skipped)}" if plan.skipped else ""
        told = f"Nothing to load: generation {plan.changes.since} says what {folder} says ({holding(plan)}){but}."
        return browse.notice(f"{note} {told}".strip())
    agreed = f"{_REST}{plan.mark}" if plan.skipped else plan.mark
    load = button("Load this", "admin:load", agreed, primary=not plan.alarms)
    if plan.alarms:
        load = _sure({**button("Load this", "admin:sure", agreed), "style": "danger"}, plan, folder)
    warning = [("Look twice. ", f"{' '.join(plan.alarms)} {LOST}")] if plan.alarms else []
    left = [("Left as it is until mended: ", f"{left_out(plan.skipped)}.")] if plan.skipped else []
    lead = [*([("", note)] if note else []), *warning, *left, ("", f"{counts.tally(plan.difference)}.")]
    # A warning must not scroll away above what it warns of.
    return _foreseen(replace(report, again=""), lead, load, to, most=FEW_CHANGES if plan.alarms else MOST_CHANGES)


def rollback(found: Changed, report: Report, folder: str, to: Link, *, note: str = "") -> Card:
    """Return what going back would change, and the buttons that do it or leave it."""
    back, live = found.span.until.number, found.span.since.number
    if back == live:
        return browse.notice(f"Nothing to roll back: generation {live} is the live one.")
    if not found.changes:
        return browse.notice(f"Nothing to roll back: generation {live} says what generation {back} said.")
    go = button(f"Roll back to {back}", "admin:back", f"{back}:{live}", primary=True)
    lead = [*([("", note)] if note else []), ("", STILL_IN_FILES.format(folder=folder))]
    report = replace(report, title=f"What going back to generation {back} changes", again="")
    return _foreseen(report, lead, go, to)


def _foreseen(
    report: Report, lead: Sequence[tuple[str, str]], go: Element, to: Link, *, most: int = MOST_CHANGES
) -> Card:
    """Return the first changes below what is said of them all; the rest is counted, and a button shows everything."""
    told = [rich(line(*([words(bold, bold=True)] if bold else []), said(text))) for bold, text in lead]
    shown, end = page(report, to, most=most, margin=MARGIN)
    left = len(report.lines) - end
    more = [button("Show everything", "admin:pages", f"{report.key}:0")] if left else []
    row = actions(go, button("Leave it", "admin:leave", report.key), *more)
    return Card(
        report.told, [*shown.blocks[:2], *told, *shown.blocks[2:], *left_over(len(report.lines), end), row], shown.title
    )


def _sure(load: Element, plan: Plan, folder: str) -> Element:
    topics, documents = plan.difference.topics.removed, plan.difference.documents.removed
    lost = f"{' '.join(plan.alarms)} What goes: "
    told = f"{lost}{_named(topics or documents, MAX_WARNING - len(lost))}."
    return asking_first(load, f"Load {cut(folder, 40)} all the same?", told, yes="Load it", no="Leave it")


def _named(ids: Sequence[str], room: int) -> str:
    """Return as many of *ids* as there is room for, and how many more there are."""
    for shown in range(len(ids), 1, -1):
        if len(told := named(ids, shown)) <= room:
            return told
    return f"{len(ids):,} of them"


def report_of_problems(found: Sequence[Problem]) -> Report:
    """Return every problem, as `file:line:col: message`; the same problems have the same key."""
    told, lines = counted(len(found), "problem"), [str(one) for one in found]
    key = sha256("\n".join(lines).encode()).hexdigest()
    return Report(key, told, told, (), tuple(Line("", one, "") for one in lines), again="admin:pages")


def problems(found: Sequence[Problem], report: Report, live: int, folder: str) -> Card:
    """Return the first problems that keep *folder* from being loaded, and how many more there are."""
    stays = f"Nothing was loaded; generation {live} stays live." if live else "Nothing was loaded."
    told = f"{counted(len(found), 'problem')} in {folder}"
    left = len(found) - MOST_PROBLEMS
    more = [button(f"Show all {len(found):,}", "admin:pages", f"{report.key}:0")] if left > 0 else []
    # What topics say hangs together; a document can wait.
    rest = [button("Load the rest", "admin:rest", "reload")] if all(is_of_document(one.file) for one in found) else []
    blocks = [
        header(told),
        context(stays, "Mend the files, then try again."),
        rich(bullets([_problem(one) for one in found[:MOST_PROBLEMS]])),
        *left_over(len(found), MOST_PROBLEMS),
        actions(button("Try again", "admin:retry", "reload", primary=True), *rest, *more),
    ]
    return Card(f"{told}. {stays}", blocks, "Problems")


def _problem(one: Problem) -> Element:
    place = str(one).removesuffix(one.message).rstrip()
    return line(said(place, 300, code=True), words(" "), said(one.message, 600))


def so_far(progress: LoadProgress) -> Card:
    """Return how far a load is."""
    doing = DOING.get(progress.what, "Loading")
    counts = f": {progress.done:,} of {progress.total:,}" if progress.total > 1 else ""
    return browse.notice(f"{doing}{counts} …")


def live(done: Loaded, by: str, seconds: float) -> Card:
    """Return that a load is done: the generation, what it changed and holds, who did it and how long it took."""
    if not done.changed:
        return browse.notice(f"Nothing changed; generation {done.generation} stands ({holding(done)}).")
    told = f"Generation {done.generation} is live"
    left = [line(said(f"Left as it was until mended: {left_out(done.skipped)}."))] if done.skipped else []
    tally = line(said(f"{counts.tally(done.difference)}."))
    by_whom = line(words("Loaded by "), who(by), words(f" in {_took(seconds)}. It holds {holding(done)}."))
    return Card(
        f"{told}: {counts.tally(done.difference)}", [header(told), rich(tally, *left, by_whom), _after(done.generation)]
    )


def back(made: Generation | None, target: int, by: str, folder: str) -> Card:
    """Return that a rollback is done, and what of it the files undo again."""
    if made is None:
        return browse.notice(f"Nothing changed: the store says what generation {target} said.")
    told = f"Generation {made.number} is live"
    said_it = line(words(f"It says what generation {target} said. Rolled back by "), who(by), words("."))
    still = line(said(STILL_IN_FILES.format(folder=folder)))
    return Card(
        f"{told}: it says what generation {target} said", [header(told), rich(said_it, still), _after(made.number)]
    )


def running(error: LoadRunning) -> Card:
    """Return who loads and since when, in the reader's own time."""
    since = [who(error.by), words(" has been loading since "), instant(error.since, "{time}")]
    told = f"A load has been running since {error.since:%H:%M} UTC. Nothing was done; try again when it is done."
    return Card(told, [rich(line(*since, words(". Nothing was done; try again when that load is done.")))])


def _after(number: int) -> Block:
    row = [button("History", "admin:verb:history", "history")]
    if number > 1:
        changed = button("What changed", "sheet:more", f"changes {number - 1} {number}:0")
        row = [changed, *row, button("Undo", "admin:look-back", str(number - 1), spoken="Undo, after a look at it")]
    return actions(*row)


def _took(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"


@dataclass(slots=True)
class LoadProgress:
    """How far a load is, told by its thread and read by the one that tells people."""

    what: str = ""
    done: int = 0
    total: int = 0

    def __call__(self, what: str, done: int, total: int) -> None:
        """Take note."""
        self.what, self.done, self.total = what, done, total
