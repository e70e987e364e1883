"""`/alliance admin feeds`: what is followed, what waits for review, and what becomes of it."""

from __future__ import annotations

import asyncio
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.blocks import browse
from bot.blocks.modals import FilledForm, kept, modal, updated
from bot.feeds import cards, text
from bot.slack.sender import Feature, Shown, Where
from bot.text.errors import in_words
from store.access.model import AttemptOutcome
from store.errors import AllianceError
from store.feeds.model import FeedMode
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.blocks.elements import Card
    from bot.blocks.modals import View
    from bot.listeners.admin.permissions import AdminContext
    from bot.slack.payloads import Actor, Click, Command, Way

    Verb = Callable[[AdminContext, Actor, str], Awaitable[Card]]

HOW = N_("Try: feeds, feeds add https://paper.example/rss, feeds test …, feeds queue, feeds poll, feeds remove ID")
PAGE = 8
_ADDRESS = re.compile(r"<?(https?://[^\s|>]+)(?:\|[^>]*)?>?", re.IGNORECASE)
_WORDS = re.compile(r"\bwith\s+(.+)$", re.IGNORECASE)


async def feeds(context: AdminContext, command: Command, asked: str) -> Card:
    """Return every feed; or do what *asked* says with one, or with what it brought."""
    verb, _space, rest = asked.partition(" ")
    run = VERBS.get(verb.casefold())
    if run is None:
        return browse.notice(f"{_('“{words}” is nothing to do with feeds.', words=asked)} {_(HOW)}")
    try:
        return await run(context, command.person, rest.strip())
    except AllianceError as error:
        return browse.notice(in_words(error))


async def _list(context: AdminContext, _person: Actor, _rest: str) -> Card:
    store = context.service.store.feeds
    found, waits = await asyncio.to_thread(lambda: (store.listed(), store.waits()))
    return cards.feeds(found, waits)


async def _add(context: AdminContext, person: Actor, rest: str) -> Card:
    """Follow the feed at an address: held for review, or published where *rest* says so, with its words."""
    found = _ADDRESS.search(rest)
    if found is None:
        return browse.notice(f"{_('Say which: feeds add https://paper.example/rss.')} {_(HOW)}")
    behind = rest[found.end() :]
    words = _WORDS.search(behind)
    publishes = "publish" in behind[: words.start() if words else None].casefold().split()
    mode = FeedMode.PUBLISH if publishes else FeedMode.REVIEW
    named = words[1].split(",") if words else ()
    feed, parsed = await context.feeds.add(found[1], mode=mode, words=named, by=f"slack:{person.id}")
    await context.permissions.became(person, "feeds add", AttemptOutcome.DONE, feed.url)
    return browse.notice(text.added(feed, parsed))


async def _test(context: AdminContext, _person: Actor, rest: str) -> Card:
    found = _ADDRESS.search(rest)
    if found is None:
        return browse.notice(f"{_('Say which: feeds test https://paper.example/rss.')} {_(HOW)}")
    return cards.tested(await context.feeds.test(found[1]), context.service.snapshot.topics)


async def poll(context: AdminContext, _person: Actor, _rest: str) -> Card:
    """Ask every feed now."""
    listed = await asyncio.to_thread(context.service.store.feeds.listed)
    done = await context.feeds.poll([one.id for one in listed if one.due_at is not None])
    return browse.notice("; ".join(text.round_(done).split("\n")))


async def remove(context: AdminContext, person: Actor, name: str) -> Card:
    """Follow a feed no more."""
    gone = await asyncio.to_thread(context.service.store.feeds.remove, name)
    await context.permissions.became(person, "feeds remove", AttemptOutcome.DONE, gone.url)
    return browse.notice(_("{title} is followed no more. What came of it stays.", title=gone.title))


async def queue(context: AdminContext, _person: Actor, _rest: str) -> Card:
    """Return what waits for review."""
    return await _waiting(context)


async def _waiting(context: AdminContext, done: str = "") -> Card:
    store = context.service.store.feeds
    found, waits = await asyncio.to_thread(lambda: (store.waiting(PAGE), store.waits()))
    return cards.queue(found, waits, context.service.snapshot.topics, done)


async def publish(context: AdminContext, person: Actor, rest: str) -> Card:
    """Publish what waits, with the topics that are named behind it, and return what waits then."""
    id_, _space, named = rest.partition(" ")
    topics = [one for one in re.split(r"[,\s]+", named) if one]
    unknown = [one for one in topics if one not in context.service.snapshot.topics]
    if unknown:
        return browse.notice(_("There is no topic “{word}”; all of them: /alliance topics", word=unknown[0]))
    return await _waiting(context, await _published(context, person, id_, topics or None))


async def _published(context: AdminContext, person: Actor, id_: str, topics: list[str] | None) -> str:
    feeds_, now = context.service.store.feeds, context.service.now()
    work = partial(feeds_.publish, id_, by=f"slack:{person.id}", now=now, topics=topics)
    done = await asyncio.to_thread(work)
    await context.permissions.became(person, "feeds publish", AttemptOutcome.DONE, id_)
    return _("Published: {title} ({document})", title=done.title, document=done.document)


async def drop(context: AdminContext, person: Actor, id_: str) -> Card:
    """Drop what waits, and return what waits then."""
    feeds_, now = context.service.store.feeds, context.service.now()
    done = await asyncio.to_thread(partial(feeds_.drop, id_, by=f"slack:{person.id}", now=now))
    await context.permissions.became(person, "feeds drop", AttemptOutcome.DONE, id_)
    return await _waiting(context, _("Dropped for good: {title}", title=done.title))


VERBS: dict[str, Verb] = {
    "": _list,
    "list": _list,
    "add": _add,
    "test": _test,
    "poll": poll,
    "queue": queue,
    "remove": remove,
    "publish": publish,
    "drop": drop,
}


def by_button(verb: Verb, where: Where = Where.BELOW) -> Callable[[AdminContext, Click], Awaitable[Shown]]:
    """Return what does by a button, whose value is the rest of it, what a *verb* does."""

    async def pressed(context: AdminContext, click: Click) -> Shown:
        return Shown(await verb(context, click.way.person, click.value), where)

    return pressed


async def choose_topics(context: AdminContext, click: Click) -> None:
    """Open the form that publishes with topics of one's own."""
    item = await asyncio.to_thread(context.service.store.feeds.item, click.value)
    await context.sender.open(click.way.trigger, cards.publish_with(item, context.service.snapshot.topics))


async def _publish_with(context: AdminContext, view: View, way: Way) -> dict[str, Any]:
    (id_,) = kept(view, 1)
    shown = await context.permissions.refusal(way.person, "feeds publish", id_)
    if shown is None:
        chosen = FilledForm(view).values("topics")
        try:
            shown = browse.notice(await _published(context, way.person, id_, chosen))
        except AllianceError as error:
            shown = browse.notice(in_words(error))
    return updated(modal(shown))


def feature(context: AdminContext) -> Feature:
    """Return the form that publishes with topics."""
    return Feature(forms={cards.PUBLISH_WITH: partial(_publish_with, context)})
