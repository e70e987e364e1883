"""How digests are spoken of: their state, their next run, why one stopped. Pure."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.text.counts import counted
from bot.text.limits import escape
from store.digests.model import RESUMED, Quiet, Standing, State
from store.digests.schedule_text import describe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo

    from store.digests.model import Delivery, Missed, Subscription
    from store.model import Topic

EDITORS_LIST = "The editors' list"
PAUSED = "Paused."

REASONS = {
    "account_inactive": "the bot's account was switched off",
    "channel_not_found": "Slack does not find the channel; it may be private and I am not in it",
    "invalid_auth": "Slack no longer takes the bot's token",
    "invalid_blocks": "Slack refused the message as malformed",
    "is_archived": "the channel is archived",
    "message_limit_exceeded": "the workspace has sent as many messages as Slack lets it",
    "missing_scope": "the bot lacks a permission of Slack's",
    "not_in_channel": "I am not in the channel: /invite me there",
    "rate_limited": "Slack asked me to wait",
    "ratelimited": "Slack asked me to wait",
    "restricted_action": "the workspace does not let me post there",
    "schedule_unreadable": "its schedule cannot be read",
    "token_expired": "the bot's token has expired",
    "topics_retired": "all its topics have left the store",
    "token_revoked": "the bot's token was revoked",
}

_ENDS = {
    State.POSTED: "posted",
    State.QUIET: "nothing to tell",
    State.FAILED: "refused",
    State.UNCONFIRMED: "nobody knows whether it was posted",
}


def state(one: Subscription, topics: Mapping[str, Topic], *, paused: str = PAUSED) -> str:
    """Return the full state: topics, rule, next run, quiet days; *paused* stands for a next run that somebody held."""
    return f"{about(one, topics)}. {schedule(one, paused=paused)}"


def schedule(one: Subscription, *, paused: str = PAUSED) -> str:
    """Return `Weekdays 08:30 Asia/Seoul. Next: Mon 23 Nov, 08:30 KST. One line on quiet days.`"""
    return f"{describe(one.rule)}. {next_run(one, paused=paused)} {_quiet(one)}."


def about(one: Subscription, topics: Mapping[str, Topic]) -> str:
    """Return which topics: `OPCON, SMA`, or `All topics`; or that it is the editors' list."""
    if one.for_editors:
        return EDITORS_LIST
    names = [topics[slug].short if slug in topics else f"{slug} (no longer in the store)" for slug in one.topics]
    held = [topics[slug].short if slug in topics else slug for slug in one.held]
    return (", ".join(names) if names else "All topics") + (f" (paused: {', '.join(held)})" if held else "")


def next_run(one: Subscription, *, paused: str = PAUSED) -> str:
    """Return `Next: Mon 23 Nov, 08:30 KST.`, or why there is none."""
    if one.standing is Standing.PAUSED:
        return f"Paused: {reason(one.paused_because)}." if one.paused_because else paused
    if one.next_due_at is None:
        return "It never falls due; choose other days."
    return f"Next: {moment(one.next_due_at, one.rule.zone)}."


def moment(at: datetime, zone: str) -> str:
    """Return an instant as a clock in *zone* shows it: `Mon 23 Nov, 08:30 KST`."""
    local = at.astimezone(_zone(zone))
    name = local.tzname() or ""
    return f"{local:%a} {local.day} {local:%b, %H:%M} {name if name.isalpha() else f'UTC{name}'}"


def _zone(name: str) -> tzinfo:
    """Return a zone; UTC where this machine has none of that name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def reason(code: str | None) -> str:
    """Return why Slack refused, in words; a code of ours begins with a capital: there was no answer."""
    if not code or code[0].isupper():
        return "Slack did not answer"
    return REASONS.get(code, f"Slack says “{code}”")


def stopped(one: Subscription, due_at: datetime, code: str | None) -> str:
    """Return what the owner reads when a digest was refused for good: what was not sent, and what becomes of it."""
    return (
        f"The digest of {moment(due_at, one.rule.zone)} in <#{one.place.channel}> was not posted: {reason(code)}. "
        "It is paused; once it runs again, the next one tells what this one would have. "
        "When that is mended: /alliance digest resume, in the channel."
    )


def missed(one: Subscription, found: Missed) -> str:
    """Return what the owner reads of digests that were not posted before the next was due."""
    more = f" and {counted(found.count - 1, 'time')} after it" if found.count > 1 else ""
    digest = f"the digest of {moment(found.first, one.rule.zone)}{more} in <#{one.place.channel}>"
    if found.error == RESUMED:
        return (
            f"I cannot say whether {digest} was posted: I was not running, or my store is an older backup. "
            "Look into the channel; the next one tells what is new since the last that I know of."
        )
    why = reason(found.error) if found.error else "I was not running, or its turn had not come"
    return f"{digest[0].upper()}{digest[1:]} was not posted: {why}. The next one tells what it would have."


def ended(one: Delivery, zone: str) -> str:
    """Return how a digest ended: `posted Mon 23 Nov, 08:30 KST`, or why it was not."""
    why = f": {reason(one.error)}" if one.error and one.state in {State.FAILED, State.UNCONFIRMED} else ""
    return f"{_ENDS.get(one.state, one.state.value)} {moment(one.due_at, zone)}{why}"


def unreadable(one: Subscription) -> str:
    """Return what the owner reads when the schedule of a digest cannot be read any more."""
    return (
        f"I cannot read when the digest in <#{one.place.channel}> is due (zone: {escape(one.rule.zone)}), so it is "
        "paused; all others go on. To set it anew: /alliance digest move weekdays 08:30 Asia/Seoul, then "
        "/alliance digest resume, in the channel."
    )


def unsettled(one: Subscription, due_at: datetime, code: str | None) -> str:
    """Return what the owner reads when nobody can tell whether a digest was posted."""
    return (
        f"Slack did not say whether the digest of {moment(due_at, one.rule.zone)} in <#{one.place.channel}> was "
        f"posted, and I cannot read the channel to see: {reason(code)}. Please look; if it is not there, post it again."
    )


def _quiet(one: Subscription) -> str:
    return "Silent on quiet days" if one.quiet is Quiet.SILENT else "One line on quiet days"
