"""How feeds are spoken of: what one is, what it brought, what waits. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.digest_details import papers
from bot.text.counts import counted
from bot.text.days import moment
from bot.text.sources import dated
from store.feeds.model import FeedMode
from store.text.language import N_, ngettext
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.feeds.service import Sight, Tested
    from store.feeds.model import Feed, FeedItem, ParsedFeed, Polled, Round
    from store.model import Topic

MOST_SHOWN = 20
_MODES = {FeedMode.REVIEW: N_("held for review"), FeedMode.PUBLISH: N_("published at once")}


def feed(one: Feed) -> str:
    """Return a feed in a line: whose it is, what becomes of its items, and how it does."""
    return f"{one.title} · {one.url} · {mode(one)} · {health(one)}"


def mode(one: Feed) -> str:
    """Return what becomes of the items of a feed, and which words they must have."""
    told = _(_MODES[one.mode])
    return _("{mode}, with {words}", mode=told, words=", ".join(one.words)) if one.words else told


def health(one: Feed) -> str:
    """Return how a feed does: when it answered last, or since when it fails and why."""
    if one.due_at is None:
        return _("gone for good, not asked any more")
    if one.failing_since is not None:
        return _("failing since {moment}: {why}", moment=moment(one.failing_since), why=one.error)
    return _("not asked yet") if one.polled_at is None else _("read {moment}", moment=moment(one.polled_at))


def added(one: Feed, parsed: ParsedFeed) -> str:
    """Return what somebody reads who added a feed."""
    told = {"id": one.id, "title": one.title, "mode": mode(one), "items": _items(len(parsed.entries))}
    return _("{id}  {title}: followed from now on, {mode}. It holds {items}.", **told)


def item(one: FeedItem, topics: Mapping[str, Topic]) -> str:
    """Return an item in a line: title, places, day, topics, and why it waits."""
    why = f" · {one.why}" if one.why else ""
    return f"{one.title} · {places(one)} · {day(one)} · {_named(one.topics, topics)}{why}"


def places(one: FeedItem) -> str:
    """Return where an item stands: `Yonhap News and 2 other papers`."""
    return papers(one.publisher, len({place.publisher for place in one.places} - {one.publisher}))


def day(one: FeedItem) -> str:
    """Return the day of an item, and whether its feed says so."""
    told = dated(one.published)
    return told if one.dated else _("{day}, the day it was found", day=told)


def tested(found: Tested, topics: Mapping[str, Topic]) -> str:
    """Return what would come of a feed."""
    return "\n".join(_tested(found, topics))


def _tested(found: Tested, topics: Mapping[str, Topic]) -> Iterator[str]:
    parsed = found.parsed
    yield f"{parsed.title or found.url}: {_items(len(found.sights))}"
    for sight in found.sights[:MOST_SHOWN]:
        yield f"  {_sight(sight, topics)}"
    more = len(found.sights) - MOST_SHOWN + parsed.left_out
    if len(found.sights) > MOST_SHOWN or parsed.left_out:
        over = _("and {number} more, {over} of which are too many", number=f"{more:,}", over=f"{parsed.left_out:,}")
        yield f"  {over if parsed.left_out else ngettext('and {number} more', 'and {number} more', more)}"
    if parsed.empty:
        yield f"  {_('{items} without title, text and address', items=counted(parsed.empty, 'item'))}"


def _sight(one: Sight, topics: Mapping[str, Topic]) -> str:
    held = _("held: {why}", why=_(one.why)) if one.why else _("ready")
    became = held if one.wanted else _("has none of the words")
    written = one.entry
    return f"{written.title} · {dated(written.published)} · {_named(one.topics, topics)} · {became}"


def round_(done: Round) -> str:
    """Return what a round of polling brought."""
    if not (done.polled or done.published or done.held or done.joined):
        return _("No feed is due.")
    lines = [f"{one.url}: {_polled(one)}" for one in done.polled]
    told = {"reports": counted(len(done.published), "report"), "held": f"{done.held:,}", "again": f"{done.joined:,}"}
    again = _("{reports} published, {held} held for review, {again} told before.", **told)
    return "\n".join([*lines, again if done.joined else _("{reports} published, {held} held for review.", **told)])


def _polled(one: Polled) -> str:
    if one.error:
        return one.error
    if one.unchanged:
        return _("unchanged")
    told = {
        _("new"): one.new,
        _("updated"): one.updated,
        _("told before"): one.again,
        _("without its words"): one.filtered,
        _("too many"): one.left_out,
        _("empty"): one.empty,
    }
    return ", ".join(f"{number:,} {what}" for what, number in told.items() if number) or _("nothing new")


def _items(number: int) -> str:
    return counted(number, "item") if number else _("no items yet")


def _named(slugs: Iterable[str], topics: Mapping[str, Topic]) -> str:
    return ", ".join(topics[slug].short if slug in topics else slug for slug in slugs) or _("no topic")
