"""What administrators see, and what those see who are none. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.blocks import browse
from bot.blocks.elements import (
    MAX_LABEL,
    MAX_LINE,
    Block,
    Card,
    Element,
    actions,
    bullets,
    button,
    context,
    fitting,
    header,
    instant,
    is_person,
    joined,
    line,
    mention,
    rich,
    runs,
    said,
    who,
    words,
)
from bot.text import counts
from bot.text.counts import counted, holding_now
from bot.text.days import day
from bot.text.limits import cut
from bot.text.waiting import waits
from store.access.model import AttemptOutcome
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.access.model import Admin, Attempt
    from store.changes import BadFile, WaitingFolder
    from store.errors import LoadRunning
    from store.model import Generation, Snapshot

MOST_NAMED = 12
MOST_BAD = 10
OUTCOMES = {
    AttemptOutcome.ALLOWED: N_("allowed"),
    AttemptOutcome.DENIED: N_("denied"),
    AttemptOutcome.DONE: N_("done"),
    AttemptOutcome.FAILED: N_("failed"),
}
AUDIT_LINES = 20
NOBODY = N_(
    "Nobody may do this yet. Whoever runs the bot names its administrators: ALLIANCE_ADMINS takes "
    "Slack member ids (profile → ⋮ → Copy member ID)."
)
STRANGER = N_(
    "You belong to another workspace. Only administrators in the workspace that this bot belongs to "
    "may do this; ask one of your contacts there to ask them. Looking things up is open to you: "
    "/alliance help"
)


def denied(admins: Sequence[Admin]) -> Card:
    """Return who may, as names, and how to ask."""
    if not admins:
        return browse.notice(_(NOBODY))
    told = _("Only administrators may do this; ask one of them.")
    may = runs(_("Only administrators may do this: {people}."), people=people([one.person for one in admins]))
    ask = runs(
        _("Tell them what should change, or ask to be added: {command}"),
        command=words("/alliance admin admins add @you", code=True),
    )
    return Card(told, [rich(line(*may, words(" "), *ask))])


def stranger() -> Card:
    """Return why somebody of another workspace may not, and what they can do."""
    return browse.notice(_(STRANGER))


def people(ids: Sequence[str]) -> list[Element]:
    """Return the names, parted by commas; what is over MOST_NAMED is counted."""
    names, left = joined(map(mention, ids[:MOST_NAMED]), ", "), len(ids) - MOST_NAMED
    return [*names, *([words(" " + _("and {left:,} more", left=left))] if left > 0 else [])]


def chooser(deeds: Sequence[tuple[str, str, str, str]]) -> Card:
    """Return what an administrator can do; a deed is its verb, what may follow, what it does, its label or nothing."""
    told = _("What administrators do")
    lines = [
        line(words(f"/alliance admin {verb} {more}".strip(), code=True), words(f"  {does}"))
        for verb, more, does, _ in deeds
    ]
    row = [button(label, f"admin:verb:{verb}", verb) for verb, _, _, label in deeds if label]
    return Card(told, [header(told), rich(bullets(lines)), *([actions(*row)] if row else [])], _("Administrators"))


def unknown(verb: str) -> Card:
    """Return that *verb* is nothing an administrator does, and where the list is."""
    return browse.notice(
        _("“{verb}” is nothing an administrator does; /alliance admin lists what there is.", verb=verb)
    )


@dataclass(frozen=True, slots=True)
class Status:
    """How the store stands. *live* is None before the first load, *running* when nobody loads."""

    snapshot: Snapshot
    passages: int
    live: Generation | None
    kept: int
    folder: str
    database: str
    running: LoadRunning | None
    waits: WaitingFolder | None = None
    bad: Sequence[BadFile] = ()


def status(now: Status) -> Card:
    """Return what is live, since when and by whom, what it holds, and whether somebody loads."""
    told = _("Version {number} is live", number=now.live.number) if now.live else _("Nothing has been loaded yet")
    lines = [
        *([_made(now.live)] if now.live else []),
        line(words(holding_now(now.snapshot, now.passages))),
        line(said(_where(now))),
        _loading(now.running),
        *_bad(now.bad),
        *(
            [line(said(_("A start leaves the folder alone. {what} Reload", what=waits(now.waits))))]
            if now.waits
            else []
        ),
    ]
    row = [button(_("Reload"), "admin:verb:reload", "reload"), button(_("History"), "admin:verb:history", "history")]
    return Card(told, [header(told), rich(bullets(lines)), actions(*row)], _("Status"))


def _where(now: Status) -> str:
    kept = counted(now.kept, "generation")
    return _("Folder {folder} · {database} · {kept} kept", folder=now.folder, database=now.database, kept=kept)


def _made(live: Generation) -> Element:
    at, person = instant(live.loaded_at), who(live.loaded_by)
    if live.rollback_to is None:
        return line(*runs(_("Loaded {moment} by {person}"), moment=at, person=person))
    told = _("Rolled back to version {number} {moment} by {person}")
    return line(*runs(told, number=str(live.rollback_to), moment=at, person=person))


def _bad(files: Sequence[BadFile]) -> Iterator[Element]:
    """Yield a line for each file that the last load left as it was, up to MOST_BAD, and how many more there are."""
    for one in files[:MOST_BAD]:
        told = _("Left as it was until mended, since {day}: {problem}", day=day(one.since), problem=one.problem)
        yield line(said(told, MAX_LINE))
    if len(files) > MOST_BAD:
        left = len(files) - MOST_BAD
        yield line(words(_("and {left:,} more problems; /alliance admin reload names them all", left=left)))


def _loading(running: LoadRunning | None) -> Element:
    if running is None:
        return line(words(_("Nobody is loading now")))
    since = instant(running.since, "{time}")
    return line(*runs(_("{person} has been loading since {moment}"), person=who(running.by), moment=since))


def history(made: Sequence[Generation], live: int, start: int = 0) -> Card:
    """Return the generations from number *start* of the list on, each with the way to its changes and back to it."""
    if not made:
        return browse.notice(_("Nothing has been loaded yet, so there is no history."))
    told = _("{generations} kept, the newest first", generations=counted(len(made), "generation"))
    before = {one.number: older.number for one, older in pairwise(made)}
    parts = [_generation(one, live, before.get(one.number)) for one in made[start:]]
    end = start + fitting(parts)
    blocks = [header(told), *(block for part in parts[: end - start] for block in part)]
    if end < len(made):
        blocks.append(actions(button(_("Show older"), "admin:history", str(end))))
    elif made[-1].number > 1:
        blocks.append(
            context(_("The history begins with version {number}: earlier ones were pruned.", number=made[-1].number))
        )
    return Card(told, blocks, _("History"))


def _generation(one: Generation, live: int, before: int | None) -> list[Block]:
    at = [words(" · "), instant(one.loaded_at), words(" · "), who(one.loaded_by)]
    if one.rollback_to is not None:
        at.append(words(" · " + _("rollback to {number}", number=one.rollback_to)))
    name = _("Version {number}", number=one.number)
    if one.number == live:
        name = _("Version {number}, live", number=one.number)
    changes = line(said(counts.tally(one.difference), MAX_LINE))
    row = []
    if before is not None:
        row.append(
            button(
                _("Changes"),
                "sheet:more",
                f"changes {before} {one.number}:0",
                spoken=_("Changes of {number}", number=one.number),
            )
        )
    if one.number != live:
        row.append(
            button(
                _("Roll back"), "admin:look-back", str(one.number), spoken=_("Roll back to {number}", number=one.number)
            )
        )
    return [rich(line(words(name, bold=True), *at), changes), *([actions(*row)] if row else [])]


def audit(found: Sequence[Attempt], home: str) -> Card:
    """Return the attempts, the newest first; one more than AUDIT_LINES of them says that there are older ones."""
    told = _("What was tried, the newest first")
    if not found:
        return browse.notice(_("Nobody has tried anything yet."))
    lines = [_attempt(one, home) for one in found[:AUDIT_LINES]]
    more = len(found) > AUDIT_LINES
    older = [actions(button(_("Show older"), "admin:audit", str(found[AUDIT_LINES - 1].number)))] if more else []
    return Card(told, [header(told), rich(bullets(lines)), *older], _("Audit"))


def _attempt(one: Attempt, home: str) -> Element:
    person = mention(one.person) if one.team == home and is_person(one.person) else words(cut(one.person, MAX_LABEL))
    away = [words(" " + _("of workspace {team}", team=cut(one.team, MAX_LABEL)))] if one.team != home else []
    what = mention(one.detail) if is_person(one.detail) else said(one.detail, MAX_LINE)
    detail = [words(" · "), what] if one.detail else []
    bold = one.outcome in {AttemptOutcome.DENIED, AttemptOutcome.FAILED}
    told = _(OUTCOMES[one.outcome])
    became = words(told, bold=True) if bold else words(told)
    deed = said(one.deed, MAX_LABEL, code=True)
    at = instant(one.at, "{date_short_pretty}, {time_secs}")
    return line(at, words(" · "), person, *away, words(" · "), deed, words(" · "), became, *detail)
