"""Feeds as cards of Slack's: the newest reports, the feeds, and what waits for review. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.citations import cite_menu
from bot.blocks.digest_details import report
from bot.blocks.elements import (
    MAX_LABEL,
    MAX_LINE,
    Card,
    actions,
    asking_first,
    bullets,
    button,
    context,
    fitting,
    header,
    left_over,
    line,
    link,
    rich,
    said,
    words,
)
from bot.blocks.modals import field, modal_form, option, topics_menu
from bot.feeds import text
from bot.text.counts import counted
from bot.text.limits import cut
from bot.text.sources import dated
from bot.text.topics import label
from store.model import PartialDate
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from bot.blocks.elements import Block, Element
    from bot.feeds.service import NewsPage, Tested
    from bot.text.sources import Link
    from store.feeds.model import Feed, FeedItem
    from store.model import Topic

PUBLISH_WITH, TOPICS = "feeds:publish-with", "feeds:topics"
"""The form that publishes with topics of one's own, and its menu."""
MOST_FEEDS = 12
MAX_TEXT = 300
HOW = "/alliance admin feeds add https://paper.example/rss [publish] [with Korea, 전작권]"


def news(found: NewsPage, to: Link) -> Card:
    """Return the newest reports, each with its passage, from where the page begins."""
    told = _headline(found)
    parts: list[list[Block]] = [[rich(line(*report(*one, to)))] for one in found.told]
    shown = fitting(parts)
    blocks = [block for part in parts[:shown] for block in part]
    end = found.start + shown
    more = [actions(button(_("Show more"), "news:more", f"{found.key}:{end}"))] if end < found.total else []
    note = context(_("The newest first, as feeds brought them."))
    cites = cite_menu(passage for _report, passage in found.told[:shown] if passage)
    return Card(told, [header(told), *blocks, *cites, *more, note], _("Reports"))


def _headline(found: NewsPage) -> str:
    """Return `3 reports on OPCON since 20 Nov 2026`, as far as that was asked for."""
    reports = counted(found.total, "report") if found.total else _("No reports")
    told = _("{reports} on {topic}", reports=reports, topic=label(found.topic)) if found.topic else reports
    if found.since is None:
        return told
    since = PartialDate(found.since.year, found.since.month, found.since.day)
    return _("{reports} since {day}", reports=told, day=dated(since))


def feeds(found: Sequence[Feed], waits: int) -> Card:
    """Return every feed with how it does, and the way to what waits."""
    followed = _("Followed: {feeds}", feeds=counted(len(found), "feed"))
    told = followed if found else _("No feed is followed yet")
    parts = [block for one in found[:MOST_FEEDS] for block in _feed(one)]
    row = [button(_("Review queue ({number})", number=f"{waits:,}"), "feeds:queue", "0", primary=True)] if waits else []
    row += [button(_("Ask all now"), "feeds:poll", "all")] if found else []
    below = [actions(*row)] if row else []
    how = context(_("To follow one: {words}", words=HOW))
    return Card(told, [header(told), *parts, *left_over(len(found), MOST_FEEDS), *below, how], _("Feeds"))


def _feed(one: Feed) -> list[Block]:
    health = f"{text.mode(one)} · {text.health(one)}"
    told = line(link(cut(one.title, MAX_LABEL), one.url), words(f"\n{cut(health, MAX_LINE)}", italic=True))
    gone = asking_first(
        button(_("Remove"), "feeds:remove", one.id, spoken=_("Remove {title}", title=one.title)),
        _("Follow this feed no more?"),
        _("What waits of it for review goes; what was published stays."),
        yes=_("Remove"),
        no=_("Keep"),
    )
    return [rich(told), actions(gone)]


def queue(found: Sequence[FeedItem], total: int, topics: Mapping[str, Topic], done: str = "") -> Card:
    """Return what waits for review, found first first; *done* says what was just decided."""
    waiting = _("For review: {items}", items=counted(total, "item"))
    told = waiting if total else _("Nothing waits for review")
    parts = [_item(one, topics) for one in found]
    end = fitting(parts)
    blocks = [block for part in parts[:end] for block in part]
    above = [context(done)] if done else []
    return Card(told, [*above, header(told), *blocks, *left_over(total, end)], _("Review"))


def _item(one: FeedItem, topics: Mapping[str, Topic]) -> list[Block]:
    title = cut(one.title, MAX_LINE)
    named = ", ".join(label(topics[slug]) for slug in one.topics if slug in topics) or _("no topic")
    told: list[Element] = [link(title, one.url) if one.url else words(title, bold=True)]
    told.append(words(f"\n{cut(text.places(one), MAX_LABEL)} · {text.day(one)} · {named}", italic=True))
    opening = next((part for part in one.text.split("\n\n") if part), "")
    told += [words("\n"), said(f"“{cut(opening, MAX_TEXT)}”")] if opening else []
    why = [context(_("Held because {why}.", why=_(one.why)))] if one.why else []
    row = [
        button(_("Publish"), "feeds:publish", one.id, spoken=_("Publish {title}", title=one.title), primary=True),
        button(
            _("Publish with …"), "feeds:with", one.id, spoken=_("Publish with other topics: {title}", title=one.title)
        ),
        button(_("Drop"), "feeds:drop", one.id, spoken=_("Drop {title}", title=one.title)),
    ]
    return [rich(line(*told)), *why, actions(*row)]


def publish_with(one: FeedItem, topics: Mapping[str, Topic]) -> dict[str, Any]:
    """Return the form that publishes an item with topics of one's own."""
    chosen = [option(topics[slug].name, slug) for slug in one.topics if slug in topics]
    blocks = [
        rich(line(words(cut(one.title, MAX_LINE), bold=True))),
        field("topics", _("Topics"), topics_menu(TOPICS, chosen), optional=True),
    ]
    return modal_form(PUBLISH_WITH, [one.id], _("Publish a report"), _("Publish"), blocks)


def tested(found: Tested, topics: Mapping[str, Topic]) -> Card:
    """Return what would come of a feed."""
    title, *lines = text.tested(found, topics).split("\n")
    told = [line(said(one.strip(), MAX_LINE)) for one in lines]
    listed = [rich(bullets(told))] if told else []
    return Card(title, [header(title), *listed, context(_("Nothing was written."))], _("A feed"))
