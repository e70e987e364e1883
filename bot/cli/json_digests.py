"""The JSON records of digests that scripts rely on: their keys are a promise and only ever grow. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.digests.schedule_text import describe

if TYPE_CHECKING:
    from datetime import datetime

    from bot.digests.loop import Tick
    from store.digests.model import Delivery, Subscription

Record = dict[str, Any]


def subscription(one: Subscription) -> Record:
    """Return a subscription; an empty list of topics means all of them."""
    return {
        "id": one.id,
        "team": one.place.team,
        "channel": one.place.channel,
        "owner": one.owner,
        "topics": [] if one.for_editors else list(one.topics),
        "days": list(one.rule.days),
        "times": [f"{local:%H:%M}" for local in one.rule.times],
        "zone": one.rule.zone,
        "ordinal": one.rule.ordinal,
        "month_days": list(one.rule.month_days),
        "months": list(one.rule.months),
        "weeks": one.rule.weeks,
        "held": list(one.held),
        "skip_holidays": list(one.rule.skip_holidays),
        "rule": describe(one.rule),
        "quiet": one.quiet.value,
        "state": one.standing.value,
        "paused_because": one.paused_because,
        "next_due_at": _iso(one.next_due_at),
        "for_editors": one.for_editors,
        "tells": one.tells.value,
    }


def delivery(one: Delivery) -> Record:
    """Return a delivery; part 0 is the message, parts from 1 are its thread."""
    return {
        "id": one.id,
        "subscription": one.subscription,
        "team": one.place.team,
        "channel": one.place.channel,
        "due_at": _iso(one.due_at),
        "part": one.part,
        "state": one.state.value,
        "attempts": one.attempts,
        "sent_at": _iso(one.sent_at),
        "ts": one.ts,
        "error": one.error,
    }


def tick(now: datetime, done: Tick) -> Record:
    """Return what a tick did: how many fell due, and where each delivery that moved stands now."""
    return {
        "now": _iso(now),
        "due": done.due,
        "deliveries": [
            delivery(outcome.delivery) | {"state": outcome.state.value, "ts": outcome.ts, "error": outcome.error}
            for outcome in done.outcomes
        ],
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
