"""What a load or a rollback would change, what keeps it from happening, how far it is and what came of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from bot.blocks import browse, standoffs
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
    runs,
    said,
    who,
    words,
)
from bot.blocks.report import page
from bot.reports.changes import foreseen
from bot.reports.report import Line, Report
from bot.text import counts
from bot.text.counts import counted, holding, named
from bot.text.days import clock
from bot.text.errors import left_out
from bot.text.limits import cut
from store.files.formats import is_of_document, is_of_topic
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reports.queries import Changed
    from bot.text.sources import Link
    from store.changes import Loaded, Plan
    from store.errors import LoadRunning, Problem
    from store.model import Generation, Snapshot

_REST = "rest "
MOST_PROBLEMS = 10
MOST_CHANGES, FEW_CHANGES = 20, 5
MAX_WARNING = 290
MARGIN = 2_500
"""What of a message is left to warnings and buttons."""
DOING = {"topics": N_("Reading topics"), "documents": N_("Reading documents"), "writing": N_("Writing what changed")}
GONE = N_("The files have changed since you looked.")
MOVED = N_("The files have changed since you looked. This is how they read now.")
STORE_MOVED = N_("Something was loaded since you looked. This is what would change now.")
STILL_IN_FILES = N_(
    "The files in {folder} stay as they are: mend them too, or the next reload brings back what they say."
)
LOST = N_("What it lacks is retired; it stays in the history, and a rollback brings it back.")


class AgreedPlan(NamedTuple):
    """What somebody agrees to load: the folder of that mark, and whether its bad documents stay as they are."""

    mark: str
    skip_bad: bool


def seen(value: str) -> AgreedPlan:
    """Return what the button of a plan stands for."""
    return AgreedPlan(value.removeprefix(_REST), value.startswith(_REST))


def report_of(plan: Plan, snapshot: Snapshot, folder: str) -> Report:
    """Return what a load of *folder* would change, with every name."""
    report = foreseen(plan.changes, _("What a reload changes"), snapshot)
    now = snapshot.generation
    against = _("against version {generation}", generation=now) if now else _("the first load")
    notes = (f"{cut(folder, 100)}: {holding(plan)}", against)
    return replace(report, key=plan.mark, notes=notes, again="admin:pages")


def planned(plan: Plan, report: Report, folder: str, to: Link, *, note: str = "") -> Card:
    """Return what a load would change, and the buttons that do it or leave it; *note* stands above all."""
    if not plan and plan.standoffs:
        told = _("Nothing to load, but something to choose.")
        return Card(
            f"{note} {told}".strip(), [rich(line(said(f"{note} {told}".strip()))), *standoffs.shown(plan.standoffs)]
        )
    if not plan:
        live = {"number": plan.changes.since, "folder": folder, "holding": holding(plan)}
        told = _("Nothing to load: version {number} says what {folder} says ({holding}).", **live)
        if plan.skipped:
            told = _(
                "Nothing to load: version {number} says what {folder} says ({holding}), but for {files}.",
                files=left_out(plan.skipped),
                **live,
            )
        return browse.notice(f"{note} {told}".strip())
    agreed = f"{_REST}{plan.mark}" if plan.skipped else plan.mark
    load = button(_("Load this"), "admin:load", agreed, primary=not plan.alarms)
    if plan.alarms:
        load = _sure({**button(_("Load this"), "admin:sure", agreed), "style": "danger"}, plan, folder)
    warning = [(_("Look twice.") + " ", f"{' '.join(plan.alarms)} {_(LOST)}")] if plan.alarms else []
    left = [(_("Left as it is until mended:") + " ", f"{left_out(plan.skipped)}.")] if plan.skipped else []
    lead = [*([("", note)] if note else []), *warning, *left, ("", f"{counts.tally(plan.difference)}.")]
    # A warning must not scroll away above what it warns of.
    most = FEW_CHANGES if plan.alarms or plan.standoffs else MOST_CHANGES
    card = _foreseen(replace(report, again=""), lead, load, to, most=most)
    # They stand above the buttons of the load, which changes nothing about them.
    return replace(card, blocks=[*card.blocks[:-1], *standoffs.shown(plan.standoffs), card.blocks[-1]])


def rollback(found: Changed, report: Report, folder: str, to: Link, *, note: str = "") -> Card:
    """Return what going back would change, and the buttons that do it or leave it."""
    back, live = found.span.until.number, found.span.since.number
    if back == live:
        return browse.notice(_("Nothing to roll back: version {live} is the live one.", live=live))
    if not found.changes:
        return browse.notice(
            _("Nothing to roll back: version {live} says what version {back} said.", live=live, back=back)
        )
    go = button(_("Roll back to {back}", back=back), "admin:back", f"{back}:{live}", primary=True)
    lead = [*([("", note)] if note else []), ("", _(STILL_IN_FILES, folder=folder))]
    report = replace(report, title=_("What going back to version {back} changes", back=back), again="")
    return _foreseen(report, lead, go, to)


def _foreseen(
    report: Report, lead: Sequence[tuple[str, str]], go: Element, to: Link, *, most: int = MOST_CHANGES
) -> Card:
    """Return the first changes below what is said of them all; the rest is counted, and a button shows everything."""
    told = [rich(line(*([words(bold, bold=True)] if bold else []), said(text))) for bold, text in lead]
    shown, end = page(report, to, most=most, margin=MARGIN)
    left = len(report.lines) - end
    more = [button(_("Show everything"), "admin:pages", f"{report.key}:0")] if left else []
    row = actions(go, button(_("Leave it"), "admin:leave", report.key), *more)
    return Card(
        report.told, [*shown.blocks[:2], *told, *shown.blocks[2:], *left_over(len(report.lines), end), row], shown.title
    )


def _sure(load: Element, plan: Plan, folder: str) -> Element:
    topics, documents = plan.difference.topics.removed, plan.difference.documents.removed
    lost = f"{' '.join(plan.alarms)} {_('What goes:')} "
    told = f"{lost}{_named(topics or documents, MAX_WARNING - len(lost))}."
    return asking_first(
        load, _("Load {folder} all the same?", folder=cut(folder, 40)), told, yes=_("Load it"), no=_("Leave it")
    )


def _named(ids: Sequence[str], room: int) -> str:
    """Return as many of *ids* as there is room for, and how many more there are."""
    for shown in range(len(ids), 1, -1):
        if len(told := named(ids, shown)) <= room:
            return told
    return _("{number:,} of them", number=len(ids))


def report_of_problems(found: Sequence[Problem]) -> Report:
    """Return every problem, as `file:line:col: message`; the same problems have the same key."""
    told, lines = counted(len(found), "problem"), [str(one) for one in found]
    key = sha256("\n".join(lines).encode()).hexdigest()
    return Report(key, told, told, (), tuple(Line("", one, "") for one in lines), again="admin:pages")


def problems(found: Sequence[Problem], report: Report, live: int, folder: str) -> Card:
    """Return the first problems that keep *folder* from being loaded, and how many more there are."""
    stays = _("Nothing was loaded; version {live} stays live.", live=live) if live else _("Nothing was loaded.")
    told = _("{problems} in {folder}", problems=counted(len(found), "problem"), folder=folder)
    left = len(found) - MOST_PROBLEMS
    more = [button(_("Show all {count:,}", count=len(found)), "admin:pages", f"{report.key}:0")] if left > 0 else []
    # What is wrong with the folder as a whole cannot wait.
    waits = all(is_of_document(one.file) or is_of_topic(one.file) for one in found)
    rest = [button(_("Load the rest"), "admin:rest", "reload")] if waits else []
    blocks = [
        header(told),
        context(stays, _("Mend the files, then try again.")),
        rich(bullets([_problem(one) for one in found[:MOST_PROBLEMS]])),
        *left_over(len(found), MOST_PROBLEMS),
        actions(button(_("Try again"), "admin:retry", "reload", primary=True), *rest, *more),
    ]
    return Card(f"{told}. {stays}", blocks, _("Problems"))


def _problem(one: Problem) -> Element:
    place = str(one).removesuffix(one.message).rstrip()
    return line(said(place, 300, code=True), words(" "), said(one.message, 600))


def so_far(progress: LoadProgress) -> Card:
    """Return how far a load is."""
    doing = _(DOING[progress.what]) if progress.what in DOING else _("Loading")
    if progress.total > 1:
        doing = _("{doing}: {done:,} of {total:,}", doing=doing, done=progress.done, total=progress.total)
    return browse.notice(f"{doing} …")


def live(done: Loaded, by: str, seconds: float) -> Card:
    """Return that a load is done: the generation, what it changed and holds, who did it and how long it took."""
    if not done.changed:
        return browse.notice(
            _("Nothing changed; version {number} stands ({holding}).", number=done.generation, holding=holding(done))
        )
    told = _("Version {number} is live", number=done.generation)
    against = standoffs.shown(done.standoffs)
    left = (
        [line(said(_("Left as it was until mended: {files}.", files=left_out(done.skipped))))] if done.skipped else []
    )
    tally = line(said(f"{counts.tally(done.difference)}."))
    told_who = _("Loaded by {person} in {time}. It holds {holding}.")
    by_whom = line(*runs(told_who, person=who(by), time=_took(seconds), holding=holding(done)))
    return Card(
        f"{told}: {counts.tally(done.difference)}",
        [header(told), rich(tally, *left, by_whom), *against, _after(done.generation)],
    )


def back(made: Generation | None, target: int, by: str, folder: str) -> Card:
    """Return that a rollback is done, and what of it the files undo again."""
    if made is None:
        return browse.notice(_("Nothing changed: the briefings say what version {number} said.", number=target))
    told = _("Version {number} is live", number=made.number)
    told_who = _("It says what version {number} said. Rolled back by {person}.")
    said_it = line(*runs(told_who, number=str(target), person=who(by)))
    still = line(said(_(STILL_IN_FILES, folder=folder)))
    return Card(
        f"{told}: {_('it says what version {number} said', number=target)}",
        [header(told), rich(said_it, still), _after(made.number)],
    )


def running(error: LoadRunning) -> Card:
    """Return who loads and since when, in the reader's own time."""
    told = _(
        "A load has been running since {time}. Nothing was done; try again when it is done.",
        time=clock(error.since),
    )
    since = runs(
        _("{person} has been loading since {moment}. Nothing was done; try again when that load is done."),
        person=who(error.by),
        moment=instant(error.since, "{time}"),
    )
    return Card(told, [rich(line(*since))])


def _after(number: int) -> Block:
    row = [button(_("History"), "admin:verb:history", "history")]
    if number > 1:
        changed = button(_("What changed"), "sheet:more", f"changes {number - 1} {number}:0")
        row = [
            changed,
            *row,
            button(_("Undo"), "admin:look-back", str(number - 1), spoken=_("Undo, after a look at it")),
        ]
    return actions(*row)


def _took(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    if minutes:
        return _("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
    return _("{seconds:.1f} s", seconds=seconds)


@dataclass(slots=True)
class LoadProgress:
    """How far a load is, told by its thread and read by the one that tells people."""

    what: str = ""
    done: int = 0
    total: int = 0

    def __call__(self, what: str, done: int, total: int) -> None:
        """Take note."""
        self.what, self.done, self.total = what, done, total
