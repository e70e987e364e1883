"""`alliance feeds …`: what is polled for news, what that brought, and what waits for review."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import json_records, lookups, output
from bot.feeds import text as told
from bot.tasks.clock import utc
from store.feeds.model import FeedMode, UnknownFeed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.feeds.service import FeedService
    from store.core import BriefingStore

app = typer.Typer(help="Feeds: what is new, from RSS, Atom and JSON Feed.", no_args_is_help=True)

Url = Annotated[str, typer.Argument(metavar="URL", help="The address of a feed.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="An item, as `feeds queue` shows it.")]
FeedName = Annotated[str, typer.Argument(metavar="FEED", help="Its id or address, as `feeds list` shows them.")]
Review = Annotated[
    bool, typer.Option("--review/--publish", help="Hold what comes for review, or publish what is sure.")
]
Keywords = Annotated[str, typer.Option("--words", metavar="WORDS", help="With commas: an item has one of them.")]
Topics = Annotated[str | None, typer.Option("--topics", metavar="SLUGS", help="With commas: these topics instead.")]
All = Annotated[bool, typer.Option("--now", help="Ask every feed, due or not.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@contextmanager
def _feeds() -> Iterator[tuple[BriefingStore, FeedService]]:
    from bot.feeds.service import FeedService  # noqa: PLC0415 - with an HTTP client, which only some need

    settings = lookups.settings()
    with lookups.answering(settings) as store:
        yield store, FeedService(store, settings.feeding)


@app.command()
def add(url: Url, *, review: Review = True, words: Keywords = "", as_json: AsJson = False) -> None:
    """Poll a feed from now on. What it holds comes with the next poll."""
    mode = FeedMode.REVIEW if review else FeedMode.PUBLISH
    with _feeds() as (_, service):
        feed, parsed = asyncio.run(service.add(url, mode=mode, words=words.split(","), by=lookups.who()))
    output.show(json_records.feed(feed), told.added(feed, parsed), as_json=as_json)


@app.command("list")
def list_(*, as_json: AsJson = False) -> None:
    """List every feed."""
    with lookups.answering() as store:
        found = store.feeds.listed()
    lines = (f"{one.id}  {told.feed(one)}" for one in found)
    text = "\n".join(lines) or "No feed is polled yet. To add one: alliance feeds add URL"
    output.show([json_records.feed(one) for one in found], text, as_json=as_json)


@app.command()
def remove(feed: FeedName, *, as_json: AsJson = False) -> None:
    """Poll a feed no more.

    What waits of it for review goes; what was published stays.
    """
    with lookups.answering() as store:
        gone = store.feeds.remove(feed)
    text = f"{gone.title} is polled no more. What came of it stays."
    output.show(json_records.feed(gone), text, as_json=as_json)


@app.command("test")
def look_at(url: Url, *, words: Keywords = "", as_json: AsJson = False) -> None:
    """Show what would come of a feed, and write nothing."""
    with _feeds() as (store, service):
        found = asyncio.run(service.test(url, words.split(",") if words else ()))
        shown = told.tested(found, store.snapshot.topics)
    output.show(json_records.tested(found), shown, as_json=as_json)


@app.command()
def poll(*, now: All = False, as_json: AsJson = False) -> None:
    """Do once what the server does all the time: ask the feeds that are due, and bring in what they have."""
    with _feeds() as (store, service):
        among = [one.id for one in store.feeds.listed() if one.due_at is not None] if now else None
        done = asyncio.run(service.poll(among))
    output.show(json_records.round_(done), told.round_(done), as_json=as_json)


@app.command()
def queue(*, as_json: AsJson = False) -> None:
    """List what waits for review, found first first."""
    with lookups.answering() as store:
        found = store.feeds.waiting()
        lines = [f"{one.id}  {told.item(one, store.snapshot.topics)}" for one in found]
    text = "\n".join(lines) or "Nothing waits for review."
    output.show([json_records.item(one) for one in found], text, as_json=as_json)


@app.command()
def publish(id_: Id, *, topics: Topics = None, as_json: AsJson = False) -> None:
    """Publish an item that waits for review."""
    with lookups.answering() as store:
        named = None if topics is None else [one.strip() for one in topics.split(",") if one.strip()]
        unknown = [one for one in named or () if one not in store.snapshot.topics]
        if unknown:
            raise UnknownFeed(f"There is no topic {unknown[0]!r}; all of them: alliance topics")
        done = store.feeds.publish(id_, by=lookups.who(), now=utc(), topics=named)
    output.show(json_records.item(done), f"Published as {done.document}.", as_json=as_json)


@app.command()
def drop(id_: Id, *, as_json: AsJson = False) -> None:
    """Let an item go for good; one that was published is taken back."""
    with lookups.answering() as store:
        done = store.feeds.drop(id_, by=lookups.who(), now=utc())
    output.show(json_records.item(done), f"Dropped: {done.title}", as_json=as_json)
