"""What a load or a rollback would change, what edits stand against it, how far it is and what came of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from bot.text import counts
from bot.text import edits as edit_words
from bot.text.counts import holding, named
from bot.text.days import clock
from bot.text.errors import left_out
from bot.text.limits import cut
from store.mending.model import EditDone
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reports.queries import Changed
    from bot.reports.report import Report
    from bot.text.sources import Link
    from store.changes import Loaded, Plan, Standoff
    from store.errors import LoadRunning
    from store.mending.model import EditOutcome
    from store.model import Generation, Snapshot

_REST = "rest "
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
MOST_STANDOFFS = 3
"""Shown in one message; the rest follow once these are chosen."""
MAX_SAID = 300
NOTHING = N_("There is nothing left to choose there.")
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
        return Card(f"{note} {told}".strip(), [rich(line(said(f"{note} {told}".strip()))), *standoffs(plan.standoffs)])
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
    return replace(card, blocks=[*card.blocks[:-1], *standoffs(plan.standoffs), card.blocks[-1]])


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


def standoffs(found: Sequence[Standoff]) -> list[Block]:
    """Return each edit with what the folder says instead: both texts, and the buttons that choose."""
    blocks = [block for one in found[:MOST_STANDOFFS] for block in _standoff(one)]
    return [*blocks, *left_over(len(found), MOST_STANDOFFS)]


def _standoff(one: Standoff) -> list[Block]:
    told = edit_words.CHANGED if one.stands else edit_words.NO_PLACE
    head = line(*runs(_(told), key=one.key, person=who(one.by), moment=instant(one.at)))
    gone = _("(not there)")
    texts = [_("edited: {text}", text=one.edited or gone), _("folder: {text}", text=one.folder or gone)]
    keep = [button(_("Keep the edit"), "admin:choose-edit", one.key)] if one.stands else []
    take = button(_("Take the folder's"), "admin:choose-folder", one.key)
    return [rich(head, bullets([line(said(text, MAX_SAID)) for text in texts])), actions(*keep, take)]


def chosen(done: EditOutcome) -> str:
    """Return what became of a choice."""
    if isinstance(done, EditDone):
        return _("Chosen: {key}, version {number} is live.", key=done.key, number=done.generation)
    return edit_words.outcome(done)


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
    left = (
        [line(said(_("Left as it was until mended: {files}.", files=left_out(done.skipped))))] if done.skipped else []
    )
    tally = line(said(f"{counts.tally(done.difference)}."))
    told_who = _("Loaded by {person} in {time}. It holds {holding}.")
    by_whom = line(*runs(told_who, person=who(by), time=_took(seconds), holding=holding(done)))
    return Card(
        f"{told}: {counts.tally(done.difference)}",
        [header(told), rich(tally, *left, by_whom), *standoffs(done.standoffs), _after(done.generation)],
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
