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
    asking_first,
    bullets,
    button,
    context,
    fitting,
    header,
    instant,
    is_person,
    left_over,
    line,
    mention,
    rich,
    said,
    who,
    words,
)
from bot.text import counts
from bot.text.counts import counted, holding_now
from bot.text.days import day
from bot.text.editors_list import asked_in_vain
from bot.text.limits import cut
from bot.text.waiting import waits
from store.access.model import AttemptOutcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.access.model import Admin, Attempt
    from store.changes import BadFile, WaitingFolder
    from store.errors import LoadRunning
    from store.model import Generation, Snapshot
    from store.usage.editors_list import Gap

MOST_NAMED = 12
MOST_BAD = 10
MOST_LISTED = 18
"""Two blocks each; the rest are reached by their names."""
AUDIT_LINES = 20
GAPS_LINES = 25
ADMINS_NOTE = "Also in words: /alliance admin admins add @name, and remove @name."
NOBODY = (
    "Nobody may do this yet. Whoever runs the bot names its administrators: "
    "ALLIANCE_ADMINS takes Slack member ids (profile → ⋮ → Copy member ID)."
)
STRANGER = (
    "You belong to another workspace. Only administrators in the workspace that this bot belongs to may do this; "
    "ask one of your contacts there to ask them. Looking things up is open to you: /alliance help"
)


def denied(admins: Sequence[Admin]) -> Card:
    """Return who may, as names, and how to ask."""
    if not admins:
        return browse.notice(NOBODY)
    told = "Only administrators may do this; ask one of them."
    ask = line(
        words("Only administrators may do this: "),
        *people([one.person for one in admins]),
        words(". Tell them what should change, or ask to be added: "),
        words("/alliance admin admins add @you", code=True),
    )
    return Card(told, [rich(ask)])


def stranger() -> Card:
    """Return why somebody of another workspace may not, and what they can do."""
    return browse.notice(STRANGER)


def people(ids: Sequence[str]) -> list[Element]:
    """Return the names, parted by commas; what is over MOST_NAMED is counted."""
    runs: list[Element] = []
    for id_ in ids[:MOST_NAMED]:
        runs += [*([words(", ")] if runs else []), mention(id_)]
    return [*runs, words(f" and {len(ids) - MOST_NAMED} more")] if len(ids) > MOST_NAMED else runs


def chooser(deeds: Sequence[tuple[str, str, str, str]]) -> Card:
    """Return what an administrator can do; a deed is its verb, what may follow, what it does, its label or nothing."""
    told = "What administrators do"
    lines = [
        line(words(f"/alliance admin {verb} {more}".strip(), code=True), words(f"  {does}"))
        for verb, more, does, _ in deeds
    ]
    row = [button(label, f"admin:verb:{verb}", verb) for verb, _, _, label in deeds if label]
    return Card(told, [header(told), rich(bullets(lines)), *([actions(*row)] if row else [])], "Administrators")


def unknown(verb: str) -> Card:
    """Return that *verb* is nothing an administrator does, and where the list is."""
    return browse.notice(f"“{verb}” is nothing an administrator does; /alliance admin lists what there is.")


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
    told = f"Generation {now.live.number} is live" if now.live else "Nothing has been loaded yet"
    lines = [
        *([_made(now.live)] if now.live else []),
        line(words(holding_now(now.snapshot, now.passages))),
        line(said(f"Folder {now.folder} · {now.database} · {counted(now.kept, 'generation')} kept")),
        _loading(now.running),
        *_bad(now.bad),
        *([line(said(f"A start leaves the folder alone. {waits(now.waits)} Reload"))] if now.waits else []),
    ]
    row = [button("Reload", "admin:verb:reload", "reload"), button("History", "admin:verb:history", "history")]
    return Card(told, [header(told), rich(bullets(lines)), actions(*row)], "Status")


def _made(live: Generation) -> Element:
    how = "Loaded" if live.rollback_to is None else f"Rolled back to generation {live.rollback_to}"
    return line(words(f"{how} "), instant(live.loaded_at), words(" by "), who(live.loaded_by))


def _bad(files: Sequence[BadFile]) -> Iterator[Element]:
    """Yield a line for each file that the last load left as it was, up to MOST_BAD, and how many more there are."""
    for one in files[:MOST_BAD]:
        told = f"Left as it was until mended, since {day(one.since)}: {one.problem}"
        yield line(said(told, MAX_LINE))
    if len(files) > MOST_BAD:
        yield line(words(f"and {len(files) - MOST_BAD:,} more problems; /alliance admin reload names them all"))


def _loading(running: LoadRunning | None) -> Element:
    if running is None:
        return line(words("Nobody is loading now"))
    return line(who(running.by), words(" has been loading since "), instant(running.since, "{time}"))


def history(made: Sequence[Generation], live: int, start: int = 0) -> Card:
    """Return the generations from number *start* of the list on, each with the way to its changes and back to it."""
    if not made:
        return browse.notice("Nothing has been loaded yet, so there is no history.")
    told = f"{counted(len(made), 'generation')} kept, the newest first"
    before = {one.number: older.number for one, older in pairwise(made)}
    parts = [_generation(one, live, before.get(one.number)) for one in made[start:]]
    end = start + fitting(parts)
    blocks = [header(told), *(block for part in parts[: end - start] for block in part)]
    if end < len(made):
        blocks.append(actions(button("Show older", "admin:history", str(end))))
    elif made[-1].number > 1:
        blocks.append(context(f"The history begins with generation {made[-1].number}: earlier ones were pruned."))
    return Card(told, blocks, "History")


def _generation(one: Generation, live: int, before: int | None) -> list[Block]:
    at = [words(" · "), instant(one.loaded_at), words(" · "), who(one.loaded_by)]
    if one.rollback_to is not None:
        at.append(words(f" · rollback to {one.rollback_to}"))
    name = f"Generation {one.number}{', live' if one.number == live else ''}"
    changes = line(said(counts.tally(one.difference), MAX_LINE))
    row = []
    if before is not None:
        row.append(
            button("Changes", "sheet:more", f"changes {before} {one.number}:0", spoken=f"Changes of {one.number}")
        )
    if one.number != live:
        row.append(button("Roll back", "admin:look-back", str(one.number), spoken=f"Roll back to {one.number}"))
    return [rich(line(words(name, bold=True), *at), changes), *([actions(*row)] if row else [])]


def admins(listed: Sequence[Admin], above: Card | None = None) -> Card:
    """Return who may change the store, with the ways to add and to remove; *above* says what was just done."""
    told = f"{counted(len(listed), 'administrator')}"
    blocks = [block for one in listed[:MOST_LISTED] for block in _admin(one)]
    placeholder = {"type": "plain_text", "text": "Add somebody", "emoji": False}
    pick = {"type": "users_select", "action_id": "admin:add", "placeholder": placeholder}
    done = above.blocks if above else []
    text = above.text if above else told
    return Card(
        text,
        [*done, header(told), *blocks, *left_over(len(listed), MOST_LISTED), actions(pick), context(ADMINS_NOTE)],
        "Administrators",
    )


def _admin(one: Admin) -> list[Block]:
    if one.added_by is None or one.added_at is None:
        return [rich(line(mention(one.person), words(" · named in ALLIANCE_ADMINS")))]
    since = [words(" · added by "), mention(one.added_by), words(" "), instant(one.added_at)]
    told = "They can no longer load, roll back, add documents or see the audit."
    remove = button("Remove", "admin:remove", one.person)
    gone = asking_first(remove, "Remove this administrator?", told, yes="Remove", no="Keep")
    return [rich(line(mention(one.person), *since)), actions(gone)]


def about_person(person: str, what: str) -> Card:
    """Return one sentence about somebody."""
    return Card(f"Administrators: they {what}.", [rich(line(mention(person), words(f" {what}.")))])


def nobody_called(name: str) -> Card:
    """Return that a name does not lead to one person, and that the menu does."""
    if not name:
        return browse.notice("Say whom: /alliance admin admins add @name, or pick them below.")
    return browse.notice(f"“{cut(name, MAX_LABEL)}” is not exactly one person here. Pick them from the menu below.")


def audit(found: Sequence[Attempt], home: str) -> Card:
    """Return the attempts, the newest first; one more than AUDIT_LINES of them says that there are older ones."""
    told = "What was tried, the newest first"
    if not found:
        return browse.notice("Nobody has tried anything yet.")
    lines = [_attempt(one, home) for one in found[:AUDIT_LINES]]
    more = len(found) > AUDIT_LINES
    older = [actions(button("Show older", "admin:audit", str(found[AUDIT_LINES - 1].number)))] if more else []
    return Card(told, [header(told), rich(bullets(lines)), *older], "Audit")


def _attempt(one: Attempt, home: str) -> Element:
    person = mention(one.person) if one.team == home and is_person(one.person) else words(cut(one.person, MAX_LABEL))
    away = [words(f" of workspace {cut(one.team, MAX_LABEL)}")] if one.team != home else []
    what = mention(one.detail) if is_person(one.detail) else said(one.detail, MAX_LINE)
    detail = [words(" · "), what] if one.detail else []
    bold = one.outcome in {AttemptOutcome.DENIED, AttemptOutcome.FAILED}
    became = words(one.outcome.value, bold=True) if bold else words(one.outcome.value)
    deed = said(one.deed, MAX_LABEL, code=True)
    at = instant(one.at, "{date_short_pretty}, {time_secs}")
    return line(at, words(" · "), person, *away, words(" · "), deed, words(" · "), became, *detail)


def gaps(found: Sequence[Gap], start: int = 0) -> Card:
    """Return the questions without an answer, the most asked first, from number *start* on."""
    if not found:
        return browse.notice("Every question found an answer.")
    told = f"{counted(len(found), 'question')} found nothing"
    end = min(start + GAPS_LINES, len(found))
    lines = [line(said(one.text, MAX_LINE), words(f"  {asked_in_vain(one)}", italic=True)) for one in found[start:end]]
    more = [actions(button("Show more", "admin:gaps", str(end)))] if end < len(found) else []
    note = context("The most asked first. Who asked is not kept.")
    return Card(told, [header(told), note, rich(bullets(lines)), *more], "Gaps")
