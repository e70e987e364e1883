"""How digests are spoken of: their state, their next run, why one stopped. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.text.counts import counted
from bot.text.days import clock, describe, weekday_of_year
from bot.text.limits import escape
from bot.text.topics import label
from store.context import by_clock_of
from store.digests.model import RESUMED, Quiet, Standing, State, Tells
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from store.digests.model import Delivery, Missed, Subscription
    from store.model import Topic

EDITORS_LIST = N_("The editors' list")
PAUSED = N_("Paused.")

REASONS = {
    "account_inactive": N_("the bot's account was switched off"),
    "channel_not_found": N_("Slack does not find the channel; it may be private and I am not in it"),
    "invalid_auth": N_("Slack no longer takes the bot's token"),
    "invalid_blocks": N_("Slack refused the message as malformed"),
    "is_archived": N_("the channel is archived"),
    "message_limit_exceeded": N_("the workspace has sent as many messages as Slack lets it"),
    "missing_scope": N_("the bot lacks a permission of Slack's"),
    "not_in_channel": N_("I am not in the channel: /invite me there"),
    "rate_limited": N_("Slack asked me to wait"),
    "ratelimited": N_("Slack asked me to wait"),
    "restricted_action": N_("the workspace does not let me post there"),
    "schedule_unreadable": N_("its schedule cannot be read"),
    "token_expired": N_("the bot's token has expired"),
    "topics_retired": N_("all its topics have left the briefings"),
    "token_revoked": N_("the bot's token was revoked"),
}

_ENDS = {
    State.POSTED: N_("posted"),
    State.QUIET: N_("nothing to tell"),
    State.FAILED: N_("refused"),
    State.UNCONFIRMED: N_("nobody knows whether it was posted"),
}


def state(one: Subscription, topics: Mapping[str, Topic], *, paused: str = "") -> str:
    """Return the full state: topics, rule, next run, quiet days; *paused* stands for a next run that somebody held."""
    return f"{about(one, topics)}. {schedule(one, paused=paused)}"


def schedule(one: Subscription, *, paused: str = "") -> str:
    """Return `Weekdays 08:30 Asia/Seoul. Next: Mon 23 Nov, 08:30 KST. One line on quiet days.`"""
    return f"{describe(one.rule)}. {next_run(one, paused=paused)} {_quiet(one)}."


def about(one: Subscription, topics: Mapping[str, Topic]) -> str:
    """Return which topics: `OPCON, SMA`, or `All topics`; or that it is the editors' list."""
    if one.for_editors:
        return _(EDITORS_LIST)
    names = [label(topics[slug]) if slug in topics else gone(slug) for slug in one.topics]
    held = [label(topics[slug]) if slug in topics else slug for slug in one.held]
    told = ", ".join(names) if names else _("All topics")
    return _("{topics} (paused: {held})", topics=told, held=", ".join(held)) if held else told


def gone(slug: str) -> str:
    """Return what a topic or a document is called that the store no longer has."""
    return _("{slug} (no longer in the briefings)", slug=slug)


def next_run(one: Subscription, *, paused: str = "") -> str:
    """Return `Next: Mon 23 Nov, 08:30 KST.`, or why there is none."""
    if one.standing is Standing.PAUSED:
        return _("Paused: {reason}.", reason=reason(one.paused_because)) if one.paused_because else paused or _(PAUSED)
    if one.next_due_at is None:
        return _("It never falls due; choose other days.")
    return _("Next: {moment}.", moment=moment(one.next_due_at, one.rule.zone))


def moment(at: datetime, of: str) -> str:
    """Return an instant as a clock in the zone *of* a digest shows it: `Mon 23 Nov, 08:30 KST`."""
    with by_clock_of(of):
        return f"{weekday_of_year(at)}, {clock(at)}"


def reason(code: str | None) -> str:
    """Return why Slack refused, in words; a code of ours begins with a capital: there was no answer."""
    if not code or code[0].isupper():
        return _("Slack did not answer")
    return _(REASONS[code]) if code in REASONS else _("Slack says “{code}”", code=code)


def stopped(one: Subscription, due_at: datetime, code: str | None) -> str:
    """Return what the owner reads when a digest was refused for good: what was not sent, and what becomes of it."""
    return _(
        "The digest of {moment} in <#{channel}> was not posted: {reason}. It is paused; once it runs "
        "again, the next one tells what this one would have. When that is mended: /alliance digest "
        "resume, in the channel.",
        moment=moment(due_at, one.rule.zone),
        channel=one.place.channel,
        reason=reason(code),
    )


def missed(one: Subscription, found: Missed) -> str:
    """Return what the owner reads of digests that were not posted before the next was due."""
    digest = _("the digest of {moment}", moment=moment(found.first, one.rule.zone))
    if found.count > 1:
        digest = _("{digest} and {times} after it", digest=digest, times=counted(found.count - 1, "time"))
    channel = f"<#{one.place.channel}>"
    if found.error == RESUMED:
        told = _(
            "I cannot say whether {digest} in {channel} was posted: I was not running, or my store is an older backup.",
            digest=digest,
            channel=channel,
        )
        return f"{told} {_('Look into the channel; the next one tells what is new since the last that I know of.')}"
    why = reason(found.error) if found.error else _("I was not running, or its turn had not come")
    told = _(
        "{digest} in {channel} was not posted: {why}.",
        digest=f"{digest[0].upper()}{digest[1:]}",
        channel=channel,
        why=why,
    )
    return f"{told} {_('The next one tells what it would have.')}"


def ended(one: Delivery, of: str) -> str:
    """Return how a digest ended: `posted Mon 23 Nov, 08:30 KST`, or why it was not."""
    why = f": {reason(one.error)}" if one.error and one.state in {State.FAILED, State.UNCONFIRMED} else ""
    ended_so = _(_ENDS[one.state]) if one.state in _ENDS else one.state.value
    return f"{_('{ended} {moment}', ended=ended_so, moment=moment(one.due_at, of))}{why}"


def unreadable(one: Subscription) -> str:
    """Return what the owner reads when the schedule of a digest cannot be read any more."""
    return _(
        "I cannot read when the digest in <#{channel}> is due (zone: {zone}), so it is paused; all "
        "others go on. To set it anew: /alliance digest move weekdays 08:30 Asia/Seoul, then /alliance "
        "digest resume, in the channel.",
        channel=one.place.channel,
        zone=escape(one.rule.zone),
    )


def unsettled(one: Subscription, due_at: datetime, code: str | None) -> str:
    """Return what the owner reads when nobody can tell whether a digest was posted."""
    return _(
        "Slack did not say whether the digest of {moment} in <#{channel}> was posted, and I cannot read "
        "the channel to see: {reason}. Please look; if it is not there, post it again.",
        moment=moment(due_at, one.rule.zone),
        channel=one.place.channel,
        reason=reason(code),
    )


_TELLS = {Tells.REPORTS: N_("Reports only."), Tells.STATEMENTS: N_("Statements only, no reports.")}


def _quiet(one: Subscription) -> str:
    told = _TELLS.get(one.tells)
    quiet = _("Silent on quiet days") if one.quiet is Quiet.SILENT else _("One line on quiet days")
    return f"{_(told)} {quiet}" if told else quiet
