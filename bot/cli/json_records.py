"""The JSON records of digests and feeds that scripts rely on: their keys are a promise and only ever grow. Pure."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from store.digests.schedule_text import describe

if TYPE_CHECKING:
    from datetime import datetime

    from bot.digests.loop import Tick
    from bot.feeds.service import Tested
    from store.digests.model import Delivery, Subscription
    from store.feeds.model import Feed, FeedItem, Round


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


def feed(one: Feed) -> Record:
    """Return a feed; `due_at` is null where it is gone for good."""
    return {
        "id": one.id,
        "url": one.url,
        "title": one.title,
        "mode": one.mode.value,
        "words": list(one.words),
        "added_by": one.added_by,
        "added_at": _iso(one.added_at),
        "due_at": _iso(one.due_at),
        "period_seconds": one.period_seconds,
        "polled_at": _iso(one.polled_at),
        "failing_since": _iso(one.failing_since),
        "failures": one.failures,
        "error": one.error,
    }


def item(one: FeedItem) -> Record:
    """Return an item with all its places."""
    return {
        "id": one.id,
        "state": one.state.value,
        "title": one.title,
        "publisher": one.publisher,
        "author": one.author,
        "published": str(one.published) if one.published else None,
        "dated": one.dated,
        "url": one.url,
        "topics": list(one.topics),
        "why": one.why,
        "document": one.document,
        "found_at": _iso(one.found_at),
        "places": [
            {"publisher": place.publisher, "url": place.url, "published": str(place.published or "") or None}
            for place in one.places
        ],
    }


def round_(one: Round) -> Record:
    """Return what a round of polling brought."""
    return {
        "feeds": [asdict(each) for each in one.polled],
        "published": list(one.published),
        "held": one.held,
        "joined": one.joined,
    }


def tested(one: Tested) -> Record:
    """Return what stands at an address."""
    return {
        "url": one.url,
        "title": one.parsed.title,
        "left_out": one.parsed.left_out,
        "empty": one.parsed.empty,
        "items": [
            {
                "title": sight.entry.title,
                "url": sight.entry.link,
                "author": sight.entry.author,
                "published": str(sight.entry.published) if sight.entry.published else None,
                "topics": list(sight.topics),
                "why": sight.why,
                "wanted": sight.wanted,
            }
            for sight in one.sights
        ],
    }
