"""`/alliance compare`, `timeline`, `changes`, `news` and `… at <date>`, and the buttons that lead to them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.blocks import browse, report
from bot.blocks.answer import card
from bot.blocks.brief import page, single
from bot.blocks.elements import Card, actions, context, header, line, openers, rich, said
from bot.feeds import cards
from bot.feeds import service as query
from bot.reports import build
from bot.reports.queries import Changed
from bot.slack.payloads import Command, number
from bot.slack.sender import Shown, Where
from bot.text import answers
from bot.text.topics import label
from store import lookup
from store.model import Brief, Nothing
from store.text import zone
from store.text.language import gettext as _

if TYPE_CHECKING:
    from bot.lookup.service import LookupService
    from bot.reports.report import Report
    from bot.slack.payloads import Click
    from store.history.archive import Stood


async def compare(service: LookupService, _command: Command, rest: str) -> Card | None:
    """Return two topics side by side or who holds what on one; None when “compare” begins a question."""
    if not rest:
        return browse.notice(
            _("Say what to compare: /alliance compare opcon cfc, or one topic: /alliance compare opcon")
        )
    found = await asyncio.to_thread(service.reports.compared, rest)
    return _card(service, build.comparison(found, service.snapshot) if isinstance(found, tuple) else found)


async def timeline(service: LookupService, _: Command, rest: str) -> Card | None:
    """Return what happened in order, on one topic or on all; None when “timeline” begins a question."""
    found = await asyncio.to_thread(service.reports.topics, rest)
    return _card(service, build.timeline(found, service.snapshot) if isinstance(found, tuple) else found)


async def changes(service: LookupService, _: Command, rest: str) -> Card | None:
    """Return what was added, changed and removed; None when “changes” begins a question."""
    reports, today = service.reports, zone.day_of(service.now())

    def found() -> Report | Nothing | None:
        changed = reports.changes(rest, today)
        return reports.report(changed) if isinstance(changed, Changed) else changed

    return _card(service, await asyncio.to_thread(found))


async def beside(service: LookupService, text: str) -> Card | None:
    """Return two topics that *text* compares, side by side, or what the store said on the day it ends in; else None."""
    pair = lookup.versus(text, service.store.index)
    if pair:
        return _card(service, build.comparison(pair, service.snapshot))
    return await _at(service, text)


async def _at(service: LookupService, text: str) -> Card | None:
    today = zone.day_of(service.now())
    asked = zone.asked_at(text, today)
    if asked is None:
        return None
    words, day = asked
    if day > today:
        return browse.notice(build.to_come(day))
    return stood(await asyncio.to_thread(service.past.ask, words, day))


async def more(service: LookupService, key: str, start: int) -> Card:
    """Return a report again, from line *start* on."""
    return report.again(await asyncio.to_thread(service.reports.reopened, key), service.to, start)


async def more_of_then(service: LookupService, spot: str, start: int) -> Card:
    """Return a brief of the past from item *start* on; *spot* is `opcon@3`, topic and generation."""
    slug, _sep, generation = spot.partition("@")
    brief = await asyncio.to_thread(service.past.brief, slug, number(generation))
    return (
        browse.notice(_(report.GONE))
        if brief is None
        else _then(brief, _("Version {number}, continued", number=generation), start)
    )


def stood(given: Stood) -> Card:
    """Return what the store said then, under a heading that nobody takes for today's."""
    told = build.stood(given)
    if given.answer is None:
        return browse.notice(told)
    if isinstance(given.answer, Brief):
        return _then(given.answer, told, asked=given.query)
    missed = _("{when} it had no briefing on “{query}”.", when=told, query=given.query)
    nearest = given.answer.nearest if isinstance(given.answer, Nothing) else ()
    return Card(missed, [rich(line(said(missed))), *([actions(*openers(nearest, "topic:open"))] if nearest else [])])


def _then(brief: Brief, told: str, start: int = 0, *, asked: str = "") -> Card:
    below = [header(told), context(_("This is history: what the briefings say now may differ."))]
    one = brief.focused
    if one:
        *blocks, _buttons = single(brief, one, asked=asked, share=False)  # its buttons lead to what is said today
    else:
        blocks = page(brief, start=start, asked=asked, past=True)
    return Card(f"{told}: {answers.notification(brief)}", [*below, *blocks], label(brief.topic))


def _card(service: LookupService, found: Report | Nothing | None) -> Card | None:
    if found is None:
        return None
    if isinstance(found, Nothing):
        return card(found, service.snapshot.topics, service.to)
    return report.card(found, service.to)


async def news(service: LookupService, command: Command, rest: str) -> Card | None:
    """Return the newest reports; what changed in the briefings, where no feed ever brought one.

    None when “news” begins a question.
    """
    found = await asyncio.to_thread(query.asked, service.store, rest, zone.day_of(service.now()))
    if found is None:
        return None
    if isinstance(found, Nothing):
        return card(found, service.snapshot.topics, service.to)
    if not found.total and not await asyncio.to_thread(service.store.feeds.published):
        return await changes(service, command, rest)
    return cards.news(found, service.to)


async def older(service: LookupService, click: Click) -> Shown:
    """Return the reports behind those that were shown."""
    key, _sep, start = click.value.rpartition(":")
    found = await asyncio.to_thread(query.again, service.store, key, number(start))
    shown = browse.notice(_(browse.GONE)) if found is None else cards.news(found, service.to)
    return Shown(shown, Where.NEXT)
