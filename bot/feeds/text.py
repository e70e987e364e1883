"""How feeds are spoken of: what one is, what it brought, what waits. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.digest_details import papers
from bot.text.counts import counted
from bot.text.standing import dated
from store.feeds.model import FeedMode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.feeds.poller import Round
    from bot.feeds.service import Sight, Tested
    from store.feeds.model import Feed, FeedItem, ParsedFeed, Polled
    from store.model import Topic

MOST_SHOWN = 20
_MODES = {FeedMode.REVIEW: "held for review", FeedMode.PUBLISH: "published at once"}


def feed(one: Feed) -> str:
    """Return a feed in a line: whose it is, what becomes of its items, and how it does."""
    return f"{one.title} · {one.url} · {mode(one)} · {health(one)}"


def mode(one: Feed) -> str:
    """Return what becomes of the items of a feed, and which words they must have."""
    words = f", with {', '.join(one.words)}" if one.words else ""
    return f"{_MODES[one.mode]}{words}"


def health(one: Feed) -> str:
    """Return how a feed does: when it answered last, or since when it fails and why."""
    if one.due_at is None:
        return "gone for good, not asked any more"
    if one.failing_since is not None:
        return f"failing since {one.failing_since:%d %b %H:%M} UTC: {one.error}"
    return "not asked yet" if one.polled_at is None else f"read {one.polled_at:%d %b %H:%M} UTC"


def added(one: Feed, parsed: ParsedFeed) -> str:
    """Return what somebody reads who added a feed."""
    there = counted(len(parsed.entries), "item") if parsed.entries else "no items yet"
    return f"{one.id}  {one.title}: polled from now on, {mode(one)}. It holds {there}."


def item(one: FeedItem, topics: Mapping[str, Topic]) -> str:
    """Return an item in a line: title, places, day, topics, and why it waits."""
    why = f" · {one.why}" if one.why else ""
    return f"{one.title} · {places(one)} · {day(one)} · {_named(one.topics, topics)}{why}"


def places(one: FeedItem) -> str:
    """Return where an item stands: `Yonhap News and 2 other papers`."""
    return papers(one.publisher, len({place.publisher for place in one.places} - {one.publisher}))


def day(one: FeedItem) -> str:
    """Return the day of an item, and whether its feed says so."""
    return dated(one.published) + ("" if one.dated else ", the day it was found")


def tested(found: Tested, topics: Mapping[str, Topic]) -> str:
    """Return what would come of a feed."""
    return "\n".join(_tested(found, topics))


def _tested(found: Tested, topics: Mapping[str, Topic]) -> Iterator[str]:
    parsed = found.parsed
    yield f"{parsed.title or found.url}: {counted(len(found.sights), 'item') if found.sights else 'no items yet'}"
    for sight in found.sights[:MOST_SHOWN]:
        yield f"  {_sight(sight, topics)}"
    more = len(found.sights) - MOST_SHOWN + parsed.left_out
    if len(found.sights) > MOST_SHOWN or parsed.left_out:
        yield f"  and {more:,} more" + (f", {parsed.left_out:,} of which are too many" if parsed.left_out else "")
    if parsed.empty:
        yield f"  {counted(parsed.empty, 'item')} without title, text and address"


def _sight(one: Sight, topics: Mapping[str, Topic]) -> str:
    became = "has none of the words" if not one.wanted else (one.why and f"held: {one.why}") or "ready"
    written = one.entry
    return f"{written.title} · {dated(written.published)} · {_named(one.topics, topics)} · {became}"


def round_(done: Round) -> str:
    """Return what a round of polling brought."""
    if not (done.polled or done.published or done.held or done.joined):
        return "No feed is due."
    lines = [f"{one.url}: {_polled(one)}" for one in done.polled]
    counts = f"{counted(len(done.published), 'report')} published, {done.held:,} held for review"
    joined = f", {done.joined:,} told before" if done.joined else ""
    return "\n".join([*lines, f"{counts}{joined}."])


def _polled(one: Polled) -> str:
    if one.error:
        return one.error
    if one.unchanged:
        return "unchanged"
    told = {
        "new": one.new,
        "updated": one.updated,
        "told before": one.again,
        "without its words": one.filtered,
        "too many": one.left_out,
        "empty": one.empty,
    }
    return ", ".join(f"{number:,} {what}" for what, number in told.items() if number) or "nothing new"


def _named(slugs: Iterable[str], topics: Mapping[str, Topic]) -> str:
    return ", ".join(topics[slug].short if slug in topics else slug for slug in slugs) or "no topic"
