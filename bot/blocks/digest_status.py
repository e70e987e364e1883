"""What a person sees of a channel's digests: their state, a list of them, a preview, the buttons. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.blocks import browse
from bot.blocks.elements import (
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
    is_person,
    left_over,
    line,
    mention,
    rich,
    said,
    weight,
    words,
)
from bot.blocks.modals import modal
from bot.text.counts import counted
from bot.text.digests import PAUSED, about, ended, next_run, schedule, state
from bot.text.limits import cut
from store.digests.model import Standing
from store.digests.schedule_text import describe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.digests.model import Delivery, Draft, Removal, Subscription
    from store.model import Topic

    Topics = Mapping[str, Topic]

EXAMPLE = "/alliance digest subscribe opcon sma weekdays 08:30 Asia/Seoul"
HELP = f"Try: {EXAMPLE}, or list, preview, now, pause, resume, move, unsubscribe."
INVITE = "I am not in this channel, so I cannot post here. Invite me first: /invite @{name}"
UNTIL_RESUMED = "Nothing comes until it is resumed."
BETWEEN_PEOPLE = (
    "I cannot post between people. Set the digest up in a channel, or in your conversation with me: /alliance digest"
)
REMOVAL = "It will not be posted any more; what was posted stays, and its channel is told."
UNDOABLE = "Anybody who may change digests can undo that for a day."
MAX_ABOUT = 2_000
MAX_PREVIEW, MAX_PREVIEW_BLOCKS = 10_000, 30
MOST_LISTED = 18
"""Two blocks each; the rest are reached by their numbers."""
MOST_LINES = 20
"""Digests of a whole workspace in one message."""


def told(done: str, one: Subscription, topics: Topics, *, read_by: str = "") -> Card:
    """Return what was *done* to a digest, and its full state: what *done* says already is not said again.

    *read_by* says who reads its channel beside our workspace.
    """
    now = state(one, topics, paused=UNTIL_RESUMED if f"{done}." == PAUSED else PAUSED)
    warning = [rich(line(words("Mind: ", bold=True), words(read_by)))] if read_by else []
    shown = [rich(line(words(f"{done}. ", bold=True), said(now))), *warning, actions(*deeds(one))]
    return Card(f"{done}. {now} {read_by}".strip(), shown)


def confirm_removal(one: Subscription, topics: Topics) -> Card:
    """Return the question before a digest is removed."""
    told = f"Remove {_the_digest(one, topics)}? {REMOVAL} {UNDOABLE}"
    remove = {**button("Remove", "digest:end", one.id), "style": "danger"}
    return Card(told, [rich(line(said(told))), actions(remove, button("Keep", "digest:keep", one.id))])


def removed(gone: Removal, topics: Topics, *, announced: bool) -> Card:
    """Return that a digest is no more, and the way back, for whoever removed it."""
    channel = "The channel is told. " if announced else ""
    told = f"Removed {_the_digest(gone.digest, topics)}. {channel}{UNDOABLE}"
    return Card(told, [rich(line(said(told))), actions(_undo(gone))])


def announced_removal(gone: Removal, topics: Topics) -> Card:
    """Return who removed a digest, and the way back, for its channel."""
    told = f"removed {_the_digest(gone.digest, topics)}. {UNDOABLE}"
    return Card(f"Somebody {told}", [rich(line(_who(gone.by), words(" "), said(told))), actions(_undo(gone))])


def announced_return(one: Subscription, topics: Topics, by: str) -> Card:
    """Return who brought a digest back, and when it comes next, for its channel."""
    told = f"brought back {_the_digest(one, topics)}. {next_run(one)}"
    return Card(f"Somebody {told}", [rich(line(_who(by), words(" "), said(told)))])


def _the_digest(one: Subscription, topics: Topics) -> str:
    if one.for_editors:
        return f"the editors' list ({describe(one.rule)})"
    return f"the digest on {cut(about(one, topics), MAX_ABOUT)} ({describe(one.rule)})"


def _who(by: str) -> Element:
    return mention(by) if is_person(by) else words("Somebody")


def _undo(gone: Removal) -> Element:
    return button("Undo", "digest:undo", gone.key, spoken="Bring this digest back")


def listed(found: Sequence[Subscription], topics: Topics) -> Card:
    """Return the digests of a channel, numbered, each with what can be done to it."""
    if not found:
        return browse.notice(f"This channel has no digest yet. To set one up: /alliance digest. {HELP}")
    heading = f"{counted(len(found), 'digest')} in this channel"
    entries = [block for one in enumerate(found[:MOST_LISTED], 1) for block in _entry(*one, topics)]
    note = context("Anybody in the channel may change them.")
    return Card(heading, [header(heading), *entries, *left_over(len(found), MOST_LISTED), note])


def every(found: Sequence[Subscription], ends: Mapping[str, Delivery], topics: Topics, start: int = 0) -> Card:
    """Return the digests of a workspace from number *start* on: whose, where, when, and how the last one ended."""
    if not found:
        return browse.notice("No channel has a digest yet. To set one up: /alliance digest, in a channel.")
    heading = f"{counted(len(found), 'digest')} in this workspace"
    end = min(start + MOST_LINES, len(found))
    lines = [_everybodys(one, ends.get(one.id), topics) for one in found[start:end]]
    more = [actions(button("Show more", "admin:digests", str(end)))] if end < len(found) else []
    note = context("In words: /alliance admin digests pause all, resume all, pause @name, or give @from @to.")
    return Card(heading, [header(heading), rich(bullets(lines)), *more, note])


def _everybodys(one: Subscription, end: Delivery | None, topics: Topics) -> Element:
    last = "nothing posted yet" if end is None else f"last: {ended(end, one.rule.zone)}"
    told = f" {about(one, topics)}. {schedule(one)} Looked after by "
    owner = mention(one.owner) if is_person(one.owner) else words(one.owner or "nobody")
    return line({"type": "channel", "channel_id": one.place.channel}, said(told, MAX_LINE), owner, said(f"; {last}."))


def confirm_now(one: Subscription, topics: Topics) -> Card:
    """Return the question before a digest is posted at once."""
    told = f"Post the digest on {about(one, topics)} here now? Everybody in the channel sees it."
    yes = button("Post now", "digest:now", one.id, primary=True)
    return Card(told, [rich(line(said(told))), actions(yes, button("See it first", "digest:preview", one.id))])


def preview(draft: Draft | None) -> Card:
    """Return what a digest would post now, its thread below as far as one message holds it."""
    if draft is None:
        return browse.notice("Nothing would be posted now: there is no news, and this digest is silent on quiet days.")
    head = json.loads(draft.content)
    note = context("Preview: what this digest would post now. Only you see it.")
    blocks = [note, *head["blocks"], *_thread(draft, weight(head["blocks"]))]
    return Card(f"Preview. {head['text']}", blocks)


def saved(one: Subscription, topics: Topics) -> dict[str, Any]:
    """Return the modal that takes the form's place."""
    rows = [line(said(about(one, topics), MAX_ABOUT, bold=True)), line(said(schedule(one)))]
    undo = context("To see, preview, pause or remove it: /alliance digest list")
    return modal(Card("", [rich(*rows), undo], "Digest saved"))


def deeds(one: Subscription) -> list[Element]:
    """Return the buttons of one digest; the one that removes asks first."""
    paused = one.standing is Standing.PAUSED
    hold = button("Resume", "digest:resume", one.id) if paused else button("Pause", "digest:pause", one.id)
    return [button("Change", "digest:change", one.id), hold, stop_button("Remove", one.id)]


def stop_button(label: str, id_: str) -> Element:
    """Return the button that removes a digest, behind a question."""
    stop = button(label, "digest:stop", id_, spoken=f"{label} this digest")
    # Only the question is red: a red button in every morning's post would shout.
    return asking_first(stop, "Remove this digest?", f"{REMOVAL} {UNDOABLE}", yes="Remove", no="Keep")


def _entry(number: int, one: Subscription, topics: Topics) -> list[Block]:
    name = said(f"{number}. {about(one, topics)}", MAX_LINE, bold=True)
    return [rich(line(name), line(said(schedule(one)))), actions(*deeds(one))]


def _thread(draft: Draft, taken: int) -> list[Block]:
    """Return the beginning of the thread, and how much more there is."""
    if not draft.thread:
        return []
    blocks = [block for message in draft.thread for block in json.loads(message)["blocks"]]
    room, most = MAX_PREVIEW - taken, MAX_PREVIEW_BLOCKS
    shown = blocks[: fitting([[block] for block in blocks], room, most)] if room > 0 else []
    cut = [context("The thread goes on; the channel gets all of it.")] if len(shown) < len(blocks) else []
    return [{"type": "divider"}, context("In its thread:"), *shown, *cut]
