"""Buttons, menus and modals: one listener, one table of deeds."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.blocks import browse
from bot.blocks.answer import shared
from bot.blocks.brief import page
from bot.blocks.elements import Face
from bot.listeners import reports
from bot.slack.payloads import Click, Typed
from bot.slack.respond import Shown, Where, deliver
from bot.text import answers
from store.model import Citation

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from slack_bolt.async_app import AsyncApp

    from bot.lookup.service import Desk
    from bot.slack.sender import Outbox
    from store.model import Brief

    Deed = Callable[[Desk, Click], Awaitable["Shown"]]

logger = logging.getLogger(__name__)

GONE = "The store no longer has this topic; /alliance topics lists what it has."


async def open_topic(desk: Desk, click: Click) -> Shown:
    """Return a topic's brief, in place of the question that offered it or below the brief that names it."""
    instead = click.deed == "topic:choose"
    return _brief(desk, click, desk.opened(click.value), 0, Where.INSTEAD if instead else Where.BELOW)


async def show_more(desk: Desk, click: Click) -> Shown:
    """Return the brief from where the last page ended."""
    slug, start = _spot(click.value)
    return _brief(desk, click, desk.brief(slug), start, Where.NEXT)


async def share(desk: Desk, click: Click) -> Shown:
    """Return the brief for the channel: who shared it and its date, without the question."""
    brief = desk.brief(click.value)
    if brief is None:
        return Shown(browse.notice(GONE))
    return Shown(shared(brief, click.way.user, desk.to), Where.CHANNEL)


async def read_passages(desk: Desk, click: Click) -> Shown:
    """Return the passages a brief cites, in full."""
    slug, start = _spot(click.value)
    brief = desk.brief(slug)
    if brief is None:
        return Shown(browse.notice(GONE))
    face = browse.evidence(brief, await desk.evidence(brief), start)
    return Shown(face, Where.NEXT if start else Where.MODAL)


async def read_passage(desk: Desk, click: Click) -> Shown:
    """Return one passage in full."""
    document, _, number = click.value.partition("#")
    found = await desk.passage(Citation(document, int(number)))
    face = browse.notice("The store no longer has this passage.") if found is None else browse.passage(found)
    return Shown(face, Where.MODAL)


async def read_source(desk: Desk, click: Click) -> Shown:
    """Return a document's passages."""
    id_, start = _spot(click.value)
    document = await desk.document(id_)
    if document is None:
        return Shown(browse.unknown_source(id_, desk.sources()))
    return Shown(browse.document(document, start), Where.NEXT if start else Where.MODAL)


async def list_topics(desk: Desk, click: Click) -> Shown:
    """Return the topics."""
    start = int(click.value)
    return Shown(browse.topics(desk.snapshot, start), Where.NEXT if start else Where.BELOW)


async def list_sources(desk: Desk, click: Click) -> Shown:
    """Return the documents."""
    return Shown(browse.sources(desk.sources(), int(click.value)), Where.NEXT)


async def show_timeline(desk: Desk, click: Click) -> Shown:
    """Return the statements of a topic by date."""
    return Shown(await reports.more(desk, f"timeline {click.value}", 0))


async def compare(desk: Desk, click: Click) -> Shown:
    """Return who holds what on a topic."""
    return Shown(await reports.more(desk, f"compare {click.value}", 0))


async def more_lines(desk: Desk, click: Click) -> Shown:
    """Return a comparison, a timeline or the changes from where the last page ended."""
    return Shown(await reports.more(desk, *_spot(click.value)), Where.NEXT)


async def more_of_then(desk: Desk, click: Click) -> Shown:
    """Return what the store said then from where the last page ended."""
    return Shown(await reports.more_of_then(desk, *_spot(click.value)), Where.NEXT)


DEEDS: Mapping[str, Deed] = {
    "topic:open": open_topic,
    "topic:choose": open_topic,
    "topics:pick": open_topic,
    "topics:list": list_topics,
    "brief:share": share,
    "brief:more": show_more,
    "brief:passages": read_passages,
    "brief:timeline": show_timeline,
    "brief:compare": compare,
    "sheet:more": more_lines,
    "past:more": more_of_then,
    "passages:more": read_passages,
    "passage:open": read_passage,
    "sources:open": read_source,
    "sources:more": read_source,
    "sources:list": list_sources,
}


def register(app: AsyncApp, desk: Desk, outbox: Outbox) -> None:
    """Make *app* answer every button, the typeahead and the Home."""

    async def clicked(body: dict[str, Any]) -> BoltResponse:
        click = Click.of(body)
        deed = DEEDS.get(click.deed)
        if deed is None:
            logger.warning("unknown action", extra={"code": "unknown_action", "action": click.deed})
        else:
            await deliver(outbox, click, await deed(desk, click))
        return BoltResponse(status=200)

    async def suggested(body: dict[str, Any]) -> BoltResponse:
        options = browse.options(desk.topics_like(Typed.of(body).text))
        return BoltResponse(status=200, body={"options": options})

    app.action(re.compile(""))(clicked)
    app.options("topics:pick")(suggested)


def _brief(desk: Desk, click: Click, brief: Brief | None, start: int, where: Where) -> Shown:
    if brief is None:
        return Shown(browse.notice(GONE), where)
    blocks = page(brief, desk.to, start, share=click.view is None).blocks
    return Shown(Face(answers.notification(brief), blocks, brief.topic.short), where)


def _spot(value: str) -> tuple[str, int]:
    """Return the id and the start in `opcon:12`; 0 where there is none."""
    id_, _, start = value.partition(":")
    return id_, int(start or 0)
