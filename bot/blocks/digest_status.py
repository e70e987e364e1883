"""What a person sees of a channel's digests: their state, a list of them, a preview, the buttons. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.blocks import browse
from bot.blocks.digest import REMOVAL, UNDOABLE, stop_button
from bot.blocks.elements import (
    MAX_LINE,
    Block,
    Card,
    Element,
    actions,
    bullets,
    button,
    context,
    conversation,
    fitting,
    header,
    is_person,
    left_over,
    line,
    mention,
    rich,
    runs,
    said,
    weight,
    words,
)
from bot.blocks.modals import modal
from bot.text.counts import counted
from bot.text.days import describe
from bot.text.digests import PAUSED, about, ended, next_run, schedule, state
from bot.text.limits import cut
from store.digests.model import Standing
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.digests.model import Delivery, Draft, Removal, Subscription
    from store.model import Topic

    Topics = Mapping[str, Topic]

EXAMPLE = "/alliance digest subscribe opcon sma weekdays 08:30 Asia/Seoul"
HELP = N_("Try: {example}, or list, preview, now, pause, resume, move, unsubscribe.")
INVITE = N_("I am not in this channel, so I cannot post here. Invite me first: /invite @{name}")
UNTIL_RESUMED = N_("Nothing comes until it is resumed.")
BETWEEN_PEOPLE = N_(
    "I cannot post between people. Set the digest up in a channel, or in your conversation with me: /alliance digest"
)
MAX_ABOUT = 2_000
MAX_PREVIEW, MAX_PREVIEW_BLOCKS = 10_000, 30
MOST_LISTED = 18
"""Two blocks each; the rest are reached by their numbers."""
MOST_LINES = 20
"""Digests of a whole workspace in one message."""


def help_line() -> str:
    """Return what else can be said of digests."""
    return _(HELP, example=EXAMPLE)


def told(done: str, one: Subscription, topics: Topics, *, read_by: str = "") -> Card:
    """Return what was *done* to a digest, and its full state: what *done* says already is not said again.

    *read_by* says who reads its channel beside our workspace.
    """
    now = state(one, topics, paused=_(UNTIL_RESUMED) if f"{done}." == _(PAUSED) else "")
    warning = [rich(line(words(_("Mind:") + " ", bold=True), words(read_by)))] if read_by else []
    shown = [rich(line(words(f"{done}. ", bold=True), said(now))), *warning, actions(*deeds(one))]
    return Card(f"{done}. {now} {read_by}".strip(), shown)


def confirm_removal(one: Subscription, topics: Topics) -> Card:
    """Return the question before a digest is removed."""
    told = f"{_('Remove {digest}?', digest=_the_digest(one, topics))} {_(REMOVAL)} {_(UNDOABLE)}"
    remove = {**button(_("Remove"), "digest:end", one.id), "style": "danger"}
    return Card(told, [rich(line(said(told))), actions(remove, button(_("Keep"), "digest:keep", one.id))])


def removed(gone: Removal, topics: Topics, *, announced: bool) -> Card:
    """Return that a digest is no more, and the way back, for whoever removed it."""
    done = _("Removed {digest}.", digest=_the_digest(gone.digest, topics))
    told = " ".join((done, *([_("The channel is told.")] if announced else []), _(UNDOABLE)))
    return Card(told, [rich(line(said(told))), actions(_undo(gone))])


def announced_removal(gone: Removal, topics: Topics) -> Card:
    """Return who removed a digest, and the way back, for its channel."""
    return _by_whom(
        _("{person} removed {digest}."), gone.by, _the_digest(gone.digest, topics), _(UNDOABLE), _undo(gone)
    )


def announced_return(one: Subscription, topics: Topics, by: str) -> Card:
    """Return who brought a digest back, and when it comes next, for its channel."""
    return _by_whom(_("{person} brought back {digest}."), by, _the_digest(one, topics), next_run(one))


def _by_whom(told: str, by: str, digest: str, after: str, *deeds: Element) -> Card:
    """Return who did something to a digest, and what is to be said *after* that."""
    person = mention(by) if is_person(by) else words(_("Somebody"))
    shown = [*runs(told, person=person, digest=digest), words(f" {after}")]
    text = f"{told.format(person=_('Somebody'), digest=digest)} {after}"
    return Card(text, [rich(line(*shown)), *([actions(*deeds)] if deeds else [])])


def _the_digest(one: Subscription, topics: Topics) -> str:
    if one.for_editors:
        return _("the editors' list ({schedule})", schedule=describe(one.rule))
    told = cut(about(one, topics), MAX_ABOUT)
    return _("the digest on {topics} ({schedule})", topics=told, schedule=describe(one.rule))


def _undo(gone: Removal) -> Element:
    return button(_("Undo"), "digest:undo", gone.key, spoken=_("Bring this digest back"))


def listed(found: Sequence[Subscription], topics: Topics) -> Card:
    """Return the digests of a channel, numbered, each with what can be done to it."""
    if not found:
        return browse.notice(f"{_('This channel has no digest yet. To set one up: /alliance digest.')} {help_line()}")
    heading = _("{digests} in this channel", digests=counted(len(found), "digest"))
    entries = [block for one in enumerate(found[:MOST_LISTED], 1) for block in _entry(*one, topics)]
    note = context(_("Anybody in the channel may change them."))
    return Card(heading, [header(heading), *entries, *left_over(len(found), MOST_LISTED), note])


def every(found: Sequence[Subscription], ends: Mapping[str, Delivery], topics: Topics, start: int = 0) -> Card:
    """Return the digests of a workspace from number *start* on: whose, where, when, and how the last one ended."""
    if not found:
        return browse.notice(_("No channel has a digest yet. To set one up: /alliance digest, in a channel."))
    heading = _("{digests} in this workspace", digests=counted(len(found), "digest"))
    end = min(start + MOST_LINES, len(found))
    lines = [_everybodys(one, ends.get(one.id), topics) for one in found[start:end]]
    more = [actions(button(_("Show more"), "admin:digests", str(end)))] if end < len(found) else []
    note = context(_("In words: /alliance admin digests pause all, resume all, pause @name, or give @from @to."))
    return Card(heading, [header(heading), rich(bullets(lines)), *more, note])


def _everybodys(one: Subscription, end: Delivery | None, topics: Topics) -> Element:
    last = _("nothing posted yet") if end is None else _("last: {outcome}", outcome=ended(end, one.rule.zone))
    owner = mention(one.owner) if is_person(one.owner) else words(one.owner or _("nobody"))
    told = said(f"{about(one, topics)}. {schedule(one)}", MAX_LINE)
    looks = runs(_("Looked after by {person}; {last}."), person=owner, last=said(last))
    return line(conversation(one.place.channel), words(" "), told, words(" "), *looks)


def confirm_now(one: Subscription, topics: Topics) -> Card:
    """Return the question before a digest is posted at once."""
    told = _("Post the digest on {about} here now? Everybody in the channel sees it.", about=about(one, topics))
    yes = button(_("Post now"), "digest:now", one.id, primary=True)
    return Card(told, [rich(line(said(told))), actions(yes, button(_("See it first"), "digest:preview", one.id))])


def preview(draft: Draft | None) -> Card:
    """Return what a digest would post now, its thread below as far as one message holds it."""
    if draft is None:
        return browse.notice(
            _("Nothing would be posted now: there is no news, and this digest is silent on quiet days.")
        )
    head = json.loads(draft.content)
    note = context(_("Preview: what this digest would post now. Only you see it."))
    blocks = [note, *head["blocks"], *_thread(draft, weight(head["blocks"]))]
    return Card(f"{_('Preview.')} {head['text']}", blocks)


def saved(one: Subscription, topics: Topics) -> dict[str, Any]:
    """Return the modal that takes the form's place."""
    rows = [line(said(about(one, topics), MAX_ABOUT, bold=True)), line(said(schedule(one)))]
    undo = context(_("To see, preview, pause or remove it: /alliance digest list"))
    return modal(Card("", [rich(*rows), undo], _("Digest saved")))


def deeds(one: Subscription) -> list[Element]:
    """Return the buttons of one digest; the one that removes asks first."""
    paused = one.standing is Standing.PAUSED
    hold = button(_("Resume"), "digest:resume", one.id) if paused else button(_("Pause"), "digest:pause", one.id)
    return [button(_("Change"), "digest:change", one.id), hold, stop_button(_("Remove"), one.id)]


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
    cut = [context(_("The thread goes on; the channel gets all of it."))] if len(shown) < len(blocks) else []
    return [{"type": "divider"}, context(_("In its thread:")), *shown, *cut]
