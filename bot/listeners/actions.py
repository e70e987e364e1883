"""The buttons of lookups, and the listeners that answer whatever is pressed, handed in or typed into a menu."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.blocks import browse, document_form
from bot.blocks.answer import searched
from bot.blocks.brief import page
from bot.blocks.browse import GONE
from bot.blocks.elements import Card
from bot.blocks.mending import statement_form
from bot.blocks.topic_card import topic_card
from bot.feeds import cards
from bot.listeners import reports
from bot.slack.payloads import Click, Way, number
from bot.slack.sender import Feature, Shown, Where, deliver
from bot.text import answers
from bot.text.errors import Spoiled
from bot.text.reply_context import offering
from bot.text.topics import label
from store.model import Citation
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from slack_bolt.async_app import AsyncApp

    from bot.blocks.elements import Element
    from bot.lookup.service import LookupService
    from bot.slack.sender import Press, Sender, Submit, Suggest

    Button = Callable[[LookupService, Click], Awaitable[Shown | None]]


async def open_topic(service: LookupService, click: Click) -> Shown:
    """Return a topic's brief, in place of the question that offered it or below the brief that names it."""
    instead = click.action == "topic:choose"
    where = Where.INSTEAD if instead else Where.BELOW
    brief = service.opened(click.value)
    if brief is None:
        return Shown(browse.notice(_(GONE)), where)
    blocks = topic_card(brief, service.to, share=click.view is None)
    return Shown(Card(answers.notification(brief), blocks, label(brief.topic)), where)


async def show_all(service: LookupService, click: Click) -> Shown:
    """Return everything that the brief holds, from its beginning or from where the last page ended."""
    slug, start = _spot(click.value)
    brief = service.brief(slug)
    if brief is None:
        return Shown(browse.notice(_(GONE)), Where.MODAL)
    blocks = page(brief, service.to, start)
    card = Card(answers.notification(brief), blocks, label(brief.topic))
    return Shown(card, Where.MODAL if click.action == "brief:full" else Where.NEXT)


async def open_page(_: LookupService, _click: Click) -> None:
    """Do nothing: Slack has opened the page by its address, and wants to be told that this was heard."""


async def read_passages(service: LookupService, click: Click) -> Shown:
    """Return the passages a brief cites, in full."""
    slug, start = _spot(click.value)
    brief = service.brief(slug)
    if brief is None:
        return Shown(browse.notice(_(GONE)))
    card = browse.evidence(brief, await service.evidence(brief), start)
    return Shown(card, Where.NEXT if start else Where.MODAL)


async def read_passage(service: LookupService, click: Click) -> Shown:
    """Return one passage in full."""
    document, _sep, at = click.value.partition("#")
    found = await service.passage(Citation(document, number(at)))
    card = browse.notice(_("The briefings no longer have this passage.")) if found is None else browse.passage(found)
    return Shown(card, Where.MODAL)


async def read_source(service: LookupService, click: Click) -> Shown:
    """Return a document's passages."""
    id_, start = _spot(click.value)
    document = await service.document(id_)
    if document is None:
        return Shown(browse.unknown_source(id_, service.store.sources()))
    return Shown(browse.document(document, start), Where.NEXT if start else Where.MODAL)


async def list_topics(service: LookupService, click: Click) -> Shown:
    """Return the topics."""
    start = click.number
    return Shown(browse.topics(service.snapshot, start), Where.NEXT if start else Where.BELOW)


async def list_sources(service: LookupService, click: Click) -> Shown:
    """Return the documents."""
    return Shown(browse.sources(service.store.sources(), click.number), Where.NEXT)


async def open_report(service: LookupService, click: Click) -> Shown:
    """Return the statements of a topic by date, or who holds what on it."""
    kind = click.action.partition(":")[2]
    return Shown(await reports.more(service, f"{kind} {click.value}", 0))


async def more_lines(service: LookupService, click: Click) -> Shown:
    """Return a comparison, a timeline or the changes from where the last page ended."""
    return Shown(await reports.more(service, *_spot(click.value)), Where.NEXT)


async def more_of_then(service: LookupService, click: Click) -> Shown:
    """Return what the store said then from where the last page ended."""
    return Shown(await reports.more_of_then(service, *_spot(click.value)), Where.NEXT)


async def search_on(service: LookupService, click: Click) -> Shown:
    """Return the next page of what a search found."""
    start, _sep, text = click.value.partition(":")
    found = await service.search(text, number(start))
    return Shown(searched(found, service.snapshot.topics), Where.NEXT)


BUTTONS: Mapping[str, Button] = {
    "topic:open": open_topic,
    "topic:choose": open_topic,
    "topics:pick": open_topic,
    "topics:list": list_topics,
    "brief:full": show_all,
    "brief:more": show_all,
    "brief:page": open_page,
    "brief:passages": read_passages,
    "brief:timeline": open_report,
    "brief:compare": open_report,
    "sheet:more": more_lines,
    "past:more": more_of_then,
    "news:more": reports.older,
    "passages:more": read_passages,
    "passage:open": read_passage,
    "sources:open": read_source,
    "sources:more": read_source,
    "sources:list": list_sources,
    "search:more": search_on,
}
TOPIC_MENUS = ("topics:pick", document_form.TOPICS, cards.TOPICS, statement_form.TOPICS, statement_form.TOPIC)
"""The menus that find topics while one types."""


async def _topics(service: LookupService, typed: str) -> list[Element]:
    return browse.options(service.topics_like(typed))


def feature(service: LookupService) -> Feature:
    """Return the buttons of lookups, and every menu that finds topics."""
    return Feature(
        {action: partial(run, service) for action, run in BUTTONS.items()},
        menus=dict.fromkeys(TOPIC_MENUS, partial(_topics, service)),
    )


def listen(
    app: AsyncApp, service: LookupService, sender: Sender, features: Sequence[Feature], edits: Callable[[str], bool]
) -> dict[str, Press]:
    """Make *app* answer all *features*; *edits* says who may edit. Return what each button does, by its action."""
    buttons = {action: press for one in features for action, press in one.buttons.items()}

    async def clicked(body: dict[str, Any]) -> BoltResponse:
        click = Click.of(body)
        press = buttons.get(click.action)
        if press is None:
            raise Spoiled
        if not click.action.startswith("admin:"):
            await service.ready()
        with offering(edits=edits(click.way.user)):
            shown = await press(click)
        if shown is not None:
            await deliver(sender, click, shown)
        return BoltResponse(status=200)

    app.action(re.compile(""))(clicked)
    for one in features:
        for callback, submit in one.forms.items():
            app.view(callback)(_taking(submit))
        for menu, suggest in one.menus.items():
            app.options(menu)(_offering(suggest))
    return buttons


def _taking(submit: Submit) -> Callable[..., Awaitable[BoltResponse]]:
    async def submitted(body: dict[str, Any]) -> BoltResponse:
        return BoltResponse(status=200, body=await submit(body["view"], Way.of(body)))

    return submitted


def _offering(suggest: Suggest) -> Callable[..., Awaitable[BoltResponse]]:
    async def suggested(body: dict[str, Any]) -> BoltResponse:
        return BoltResponse(status=200, body={"options": await suggest(body.get("value") or "")})

    return suggested


def _spot(value: str) -> tuple[str, int]:
    """Return the id and the start in `opcon:12`; 0 where there is none."""
    id_, _sep, start = value.partition(":")
    return id_, number(start or "0")
