"""`/alliance admin feeds`: what is followed, what waits for review, and what becomes of it."""

from __future__ import annotations

import asyncio
import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.blocks import browse
from bot.blocks.modals import filled_in, modal, values
from bot.feeds import cards, text
from bot.slack.payloads import TypedText, Way
from bot.slack.sender import Shown, Where
from bot.text.errors import in_words
from store.access.model import AttemptOutcome
from store.errors import AllianceError
from store.feeds.model import FeedMode
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_bolt.async_app import AsyncApp

    from bot.blocks.elements import Card
    from bot.listeners.admin.permissions import AdminContext
    from bot.slack.payloads import Actor, Click, Command
    from store.feeds.model import Round

    Verb = Callable[[AdminContext, Command, str], Awaitable[Card]]

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
        return await run(context, command, rest.strip())
    except AllianceError as error:
        return browse.notice(in_words(error))


async def _list(context: AdminContext, _command: Command, _rest: str) -> Card:
    store = context.service.store.feeds
    found, waits = await asyncio.to_thread(lambda: (store.listed(), store.waits()))
    return cards.feeds(found, waits)


async def _add(context: AdminContext, command: Command, rest: str) -> Card:
    """Follow the feed at an address: held for review, or published where *rest* says so, with its words."""
    found = _ADDRESS.search(rest)
    if found is None:
        return browse.notice(f"{_('Say which: feeds add https://paper.example/rss.')} {_(HOW)}")
    behind = rest[found.end() :]
    words = _WORDS.search(behind)
    publishes = "publish" in behind[: words.start() if words else None].casefold().split()
    mode = FeedMode.PUBLISH if publishes else FeedMode.REVIEW
    named = words[1].split(",") if words else ()
    done = await context.feeds.add(found[1], mode=mode, words=named, by=f"slack:{command.user}")
    await context.permissions.became(command.person, "feeds add", AttemptOutcome.DONE, done.feed.url)
    return browse.notice(text.added(done.feed, done.parsed))


async def _test(context: AdminContext, _command: Command, rest: str) -> Card:
    found = _ADDRESS.search(rest)
    if found is None:
        return browse.notice(f"{_('Say which: feeds test https://paper.example/rss.')} {_(HOW)}")
    return cards.tested(await context.feeds.test(found[1]), context.service.snapshot.topics)


async def _poll(context: AdminContext, _command: Command, _rest: str) -> Card:
    return browse.notice(_in_a_line(await _polled(context)))


def _in_a_line(done: Round) -> str:
    return "; ".join(text.round_(done).split("\n"))


async def _polled(context: AdminContext) -> Round:
    listed = await asyncio.to_thread(context.service.store.feeds.listed)
    return await context.feeds.poll([one.id for one in listed if one.due_at is not None])


async def _remove(context: AdminContext, command: Command, rest: str) -> Card:
    return await _removed(context, command.person, rest)


async def _removed(context: AdminContext, person: Actor, name: str) -> Card:
    gone = await asyncio.to_thread(context.service.store.feeds.remove, name)
    await context.permissions.became(person, "feeds remove", AttemptOutcome.DONE, gone.url)
    return browse.notice(_("{title} is followed no more. What came of it stays.", title=gone.title))


async def _queue(context: AdminContext, _command: Command, _rest: str) -> Card:
    return await _waiting(context)


async def _waiting(context: AdminContext, done: str = "") -> Card:
    store = context.service.store.feeds
    found, waits = await asyncio.to_thread(lambda: (store.waiting(PAGE), store.waits()))
    return cards.queue(found, waits, context.service.snapshot.topics, done)


async def _publish(context: AdminContext, command: Command, rest: str) -> Card:
    id_, _space, named = rest.partition(" ")
    topics = [one for one in re.split(r"[,\s]+", named) if one]
    unknown = [one for one in topics if one not in context.service.snapshot.topics]
    if unknown:
        return browse.notice(_("There is no topic “{word}”; all of them: /alliance topics", word=unknown[0]))
    return await _waiting(context, await _published(context, command.person, id_, topics or None))


async def _drop(context: AdminContext, command: Command, rest: str) -> Card:
    return await _waiting(context, await _dropped(context, command.person, rest))


VERBS: dict[str, Verb] = {
    "": _list,
    "list": _list,
    "add": _add,
    "test": _test,
    "poll": _poll,
    "queue": _queue,
    "remove": _remove,
    "publish": _publish,
    "drop": _drop,
}


async def show_queue(context: AdminContext, _click: Click) -> Shown:
    """Return what waits for review."""
    return Shown(await _waiting(context))


async def poll(context: AdminContext, _click: Click) -> Shown:
    """Ask every feed now."""
    return Shown(browse.notice(_in_a_line(await _polled(context))))


async def remove(context: AdminContext, click: Click) -> Shown:
    """Follow a feed no more, after the question."""
    return Shown(await _removed(context, click.way.person, click.value))


async def publish(context: AdminContext, click: Click) -> Shown:
    """Publish what waits, and show what waits then."""
    done = await _published(context, click.way.person, click.value, None)
    return Shown(await _waiting(context, done), Where.INSTEAD)


async def drop(context: AdminContext, click: Click) -> Shown:
    """Drop what waits, and show what waits then."""
    done = await _dropped(context, click.way.person, click.value)
    return Shown(await _waiting(context, done), Where.INSTEAD)


async def choose_topics(context: AdminContext, click: Click) -> None:
    """Open the form that publishes with topics of one's own."""
    item = await asyncio.to_thread(context.service.store.feeds.item, click.value)
    await context.sender.open(click.way.trigger, cards.publish_with(item, context.service.snapshot.topics))


async def _published(context: AdminContext, person: Actor, id_: str, topics: list[str] | None) -> str:
    feeds_, now = context.service.store.feeds, context.service.now()
    work = partial(feeds_.publish, id_, by=f"slack:{person.id}", now=now, topics=topics)
    done = await asyncio.to_thread(work)
    await context.permissions.became(person, "feeds publish", AttemptOutcome.DONE, id_)
    return _("Published: {title} ({document})", title=done.title, document=done.document)


async def _dropped(context: AdminContext, person: Actor, id_: str) -> str:
    feeds_, now = context.service.store.feeds, context.service.now()
    done = await asyncio.to_thread(partial(feeds_.drop, id_, by=f"slack:{person.id}", now=now))
    await context.permissions.became(person, "feeds drop", AttemptOutcome.DONE, id_)
    return _("Dropped for good: {title}", title=done.title)


def register(app: AsyncApp, context: AdminContext) -> None:
    """Make *app* take the form that publishes with topics, and its menu."""

    async def published(body: dict[str, Any]) -> BoltResponse:
        way, view = Way.of(body), body["view"]
        id_ = str(view.get("private_metadata", ""))
        refusal = await context.permissions.refusal(way.person, "feeds publish", id_)
        if refusal is None:
            chosen = values(filled_in(view).get("topics", {}))
            try:
                refusal = browse.notice(await _published(context, way.person, id_, chosen))
            except AllianceError as error:
                refusal = browse.notice(in_words(error))
        answer = {"response_action": "update", "view": modal(refusal)}
        return BoltResponse(status=200, body=json.dumps(answer))

    async def topics(body: dict[str, Any]) -> BoltResponse:
        options = browse.options(context.service.topics_like(TypedText.of(body).text))
        return BoltResponse(status=200, body=json.dumps({"options": options}))

    app.view(cards.PUBLISH_WITH)(published)
    app.options(cards.TOPICS)(topics)
