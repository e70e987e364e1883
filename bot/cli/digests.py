"""`alliance digest …`: subscriptions and deliveries from a terminal or a script."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import json_records, lookups, output
from bot.digests.service import DigestService
from bot.tasks.clock import utc
from bot.text.digests import moment, state
from bot.text.sources import no_link
from store.digests.model import HEAD, Place, Quiet
from store.errors import InvalidRequest, MendTheSettings
from store.text.zone import current

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.config.settings import Settings
    from bot.digests.loop import Tick
    from store.core import BriefingStore
    from store.digests.model import Delivery, Subscription

app = typer.Typer(help="Digests: who gets which topics when, and what became of each.", no_args_is_help=True)

Team = Annotated[str, typer.Option("--team", help="The workspace, T…")]
Channel = Annotated[str, typer.Option("--channel", help="The channel, C…")]
Topics = Annotated[str, typer.Option("--topics", help="Slugs parted by commas, or all.")]
Days = Annotated[str, typer.Option("--days", help="weekdays, daily, mon,thu or 'first monday'.")]
At = Annotated[str, typer.Option("--at", help="One time or several: 08:30,17:00.")]
Zone = Annotated[str, typer.Option("--zone", help="A time zone: Asia/Seoul. ALLIANCE_ZONE, when left out.")]
QuietDays = Annotated[Quiet | None, typer.Option("--quiet", help="What comes on a day without news: line.")]
Skip = Annotated[str, typer.Option("--skip-holidays", help="KR, US or both: KR,US.")]
Owner = Annotated[str, typer.Option("--owner", help="Who is told of trouble: a member id, U…")]
Now = Annotated[str | None, typer.Option("--now", metavar="INSTANT", help="As if it were 2026-03-29T00:30:00+00:00.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="The digest's id, as `digest list` shows it.")]
Limit = Annotated[int, typer.Option("--limit", min=1, help="How many of the newest.")]


@app.command()
def subscribe(  # noqa: PLR0913 - the options of the command
    *,
    team: Team,
    channel: Channel,
    topics: Topics = "all",
    days: Days = "weekdays",
    at: At = "08:30",
    zone: Zone = "",
    quiet: QuietDays = None,
    skip_holidays: Skip = "",
    owner: Owner = "",
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Set up a digest for a channel; a schedule that is there already takes the topics in."""
    for option, given in (("--topics", topics), ("--days", days), ("--at", at)):
        if not given.strip():
            # An empty variable in a script must not become every topic.
            raise typer.BadParameter("is empty; leave the option out for its default", param_hint=option)
    skipped = " ".join(f"skip {country}" for country in skip_holidays.replace(",", " ").split())
    words = " ".join((topics.replace(",", " "), days, at, skipped))
    with lookups.answering() as store:
        service = DigestService(store, no_link, _clock(now))
        _show(
            store,
            service.subscribe(Place(team, channel), owner, words, zone or str(current()), quiet=quiet),
            as_json=as_json,
        )


@app.command("list")
def list_(*, as_json: AsJson = False) -> None:
    """List every digest."""
    with lookups.answering() as store:
        found = store.roster.listed()
        if as_json:
            output.say_record([json_records.subscription(one) for one in found])
        else:
            lines = (_state(store, one) for one in found)
            output.say("\n".join(lines) or "No channel has a digest yet. To set one up: alliance digest subscribe")


@app.command()
def pause(id_: Id, *, as_json: AsJson = False) -> None:
    """Stop a digest; what is due of it and was not sent is let go."""
    with lookups.answering() as store:
        _show(store, store.roster.pause(id_), as_json=as_json)


@app.command()
def resume(id_: Id, *, now: Now = None, as_json: AsJson = False) -> None:
    """Let a digest run again; what fell due meanwhile is not made up."""
    with lookups.answering() as store:
        _show(store, store.roster.resume(id_, at=_clock(now)()), as_json=as_json)


@app.command()
def unsubscribe(id_: Id) -> None:
    """Remove a digest."""
    with lookups.answering() as store:
        store.roster.unsubscribe(id_, by=lookups.who(), at=utc())
    output.say(f"Removed {id_}.")


@app.command()
def preview(id_: Id, *, now: Now = None) -> None:
    """Print the messages that a digest would post now, one JSON object a line: by the code that posts them."""
    with lookups.answering() as store:
        service = DigestService(store, no_link, _clock(now))
        draft = service.drafter.preview(service.roster.find(id_), service.now())
    if draft is None:
        output.say("Nothing would be posted: no news, and this digest is silent on quiet days.")
        return
    for message in (draft.content, *draft.thread):
        output.say_record(json.loads(message))


@app.command()
def deliveries(*, limit: Limit = 100, as_json: AsJson = False) -> None:
    """List the newest deliveries and what became of each."""
    with lookups.answering() as store:
        found = store.outbox.listed(limit=limit)
    text = "\n".join(map(_line, found)) or "Nothing has fallen due yet."
    output.show([json_records.delivery(one) for one in found], text, as_json=as_json)


@app.command()
def tick(*, now: Now = None, as_json: AsJson = False) -> None:
    """Do once what the server does all the time: whatever is due is posted, settled and written down."""
    clock, settings = _clock(now), lookups.settings(listens=False)
    with lookups.answering(settings) as store:
        if settings.slack_bot_token is None:
            raise MendTheSettings("SLACK_BOT_TOKEN: is missing; without it nothing can be posted")
        done = asyncio.run(_tick(store, settings, clock))
    output.show(json_records.tick(clock(), done), _told(done), as_json=as_json)


async def _tick(store: BriefingStore, settings: Settings, now: Callable[[], datetime]) -> Tick:
    import aiohttp  # noqa: PLC0415 - only this command posts

    from bot.digests.factory import posting_loop  # noqa: PLC0415 - as above
    from bot.evidence.links import evidence_links  # noqa: PLC0415 - as above

    async with aiohttp.ClientSession() as session:
        return await posting_loop(store, settings, session, now, to=evidence_links(settings, store) or no_link).tick()


def _clock(text: str | None) -> Callable[[], datetime]:
    """Return a clock: the real one, or one that stands at the instant that *text* names."""
    if text is None:
        return utc
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidRequest(f"--now: “{text}” is no instant; write it like 2026-03-29T00:30:00+00:00") from None
    if at.tzinfo is None:
        raise InvalidRequest(f"--now: “{text}” has no offset; write it like 2026-03-29T00:30:00+00:00")
    return lambda: at.astimezone(UTC)


def _show(store: BriefingStore, one: Subscription, *, as_json: bool) -> None:
    if as_json:
        output.say_record(json_records.subscription(one))
    else:
        output.say(_state(store, one))


def _state(store: BriefingStore, one: Subscription) -> str:
    return f"{one.id}  {one.place.channel}  {state(one, store.snapshot.topics)}"


def _line(one: Delivery) -> str:
    part = "" if one.part == HEAD else f" (thread, part {one.part})"
    why = f": {one.error}" if one.error else ""
    return f"{one.due_at.isoformat()}  {one.place.channel}  {one.state.value}{part}{why}"


def _told(done: Tick) -> str:
    if not done.outcomes:
        return f"{done.due} fell due; nothing to post."
    here = str(current())
    lines = [
        f"{outcome.delivery.place.channel}  due {moment(outcome.delivery.due_at, here)}  {outcome.state.value}"
        + (f": {outcome.error}" if outcome.error else "")
        for outcome in done.outcomes
    ]
    return "\n".join([f"{done.due} fell due.", *lines])
