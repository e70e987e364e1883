"""A digest as Block Kit: one message for the channel, its details for the thread. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.blocks.citations import MAX_STANDING, CitationWriter
from bot.blocks.digest_details import reports, reports_on, sections
from bot.blocks.elements import (
    MAX_LINE,
    MAX_NOTICE,
    Block,
    Element,
    actions,
    asking_first,
    bullets,
    button,
    context,
    fitting,
    header,
    line,
    rich,
    said,
    words,
)
from bot.text import counts
from bot.text.days import day as day_and_year
from bot.text.days import day_of_year, describe, partial, weekday
from bot.text.limits import cut, escape
from bot.text.sources import no_link, standing
from bot.text.topics import label, summary, topic_title
from store.text.language import N_, ngettext
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from bot.text.sources import Link
    from store.digests.model import Subscription
    from store.digests.news import News, TopicNews
    from store.model import Source, Statement, Topic

Message = dict[str, Any]

REMOVAL = N_("It will not be posted any more; what was posted stays, and its channel is told.")
UNDOABLE = N_("Anybody who may change digests can undo that for a day.")
MOST_LINES = 12
"""The topics named in the head; the thread has all of them."""
MOST_OPENERS = 4
MAX_SUMMARY = 600
MOST_TOPS, MOST_MARKS = 3, 2
"""The sentences on top, and the marks behind each; the thread has all of them."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything a digest is drawn from.

    *told_at* is when what the channel was told last was loaded, in its own
    zone; None when it was never told, or the history begins later.
    """

    subscription: Subscription
    news: News
    due_at: datetime
    told_at: datetime | None
    sources: Mapping[str, Source]
    to: Link = no_link


def head(edition: Edition) -> Message:
    """Return the message for the channel; a quiet day's is one line and the issue of the day."""
    return addressed(drawn(edition), edition.subscription.id)


def addressed(message: Message, id_: str) -> Message:
    """Return a drawn message with the buttons of the digest *id_*: all that differs between channels told the same."""
    *blocks, row = message["blocks"]
    deeds = [button(_("Change this digest"), "digest:change", id_), stop_button(_("Stop"), id_)]
    return {**message, "blocks": [*blocks, actions(*row["elements"], *deeds)]}


def stop_button(label: str, id_: str) -> Element:
    """Return the button that removes a digest, behind a question."""
    stop = button(label, "digest:stop", id_, spoken=_("{deed} this digest", deed=label))
    told = f"{_(REMOVAL)} {_(UNDOABLE)}"
    # Only the question is red: a red button in every morning's post would shout.
    return asking_first(stop, _("Remove this digest?"), told, yes=_("Remove"), no=_("Keep"))


def drawn(edition: Edition) -> Message:
    """Return the message for whichever channel; its last row is for the buttons."""
    news, day = edition.news, weekday(edition.due_at)
    if not news:
        return _quiet(edition)
    told, tops = _summary(edition), list(_tops(news))
    topics = {one.topic.slug: one.topic for one in news.topics if one.topic is not None}
    topics |= {one.topic.slug: one.topic for one in news.reports}
    blocks = [
        header(_("Alliance digest · {day}", day=day)),
        *_on_top(edition, tops),
        *_by_topic(told, news),
        *_left_out(news),
        *reports(news, edition.to),
        context(" · ".join(_small_print(edition))),
        actions(*(_opener(topic, place) for place, topic in enumerate([*topics.values()][:MOST_OPENERS], start=1))),
    ]
    sentences = " ".join(f"{label}{one.text} ({standing(one, edition.sources)})" for label, one in tops)
    heard = " ".join(filter(None, (sentences or (told if news.topics else ""), _reported(news))))
    text = _("Alliance digest, {day}: {news}", day=day, news=heard)
    return {"text": escape(cut(text, MAX_NOTICE)), "blocks": blocks}


def _small_print(edition: Edition) -> Iterator[str]:
    yield describe(edition.subscription.rule)
    yield _checked(edition.news)
    if edition.news.topics:  # reports stand here whole
        yield _("details in the thread")


def _by_topic(told: str, news: News) -> list[Block]:
    if not news.topics:
        return []
    lines = [line(*_topic_line(one, first=news.first)) for one in news.topics[:MOST_LINES]]
    return [rich(line(words(told, bold=True)), bullets(lines))]


def _reported(news: News) -> str:
    """Return what came by feeds as it is heard: `New on OPCON: 2 reports. New on SMA: 1 report.`"""
    return " ".join(f"{reports_on(one)}." for one in news.reports)


def _quiet(edition: Edition) -> Message:
    """Return what a channel hears that did not choose silence: that nothing is new, and one issue as it stands."""
    told, issue = quiet_line(edition), _issue(edition)
    heard = f"{told} {_('Issue of the day:')} {label(edition.news.issue)}" if edition.news.issue else told
    opens = [_opener(edition.news.issue, 1)] if edition.news.issue else []
    return {"text": escape(cut(heard, MAX_NOTICE)), "blocks": [context(told), *issue, actions(*opens)]}


def _tops(news: News) -> Iterator[tuple[str, Statement]]:
    """Yield the statements that stand on top, what is new before what reads otherwise, each with what it is."""
    every = [change for one in news.topics for change in one.changes if change.after is not None]
    for change in sorted(every, key=lambda change: change.before is not None)[:MOST_TOPS]:
        if change.after is not None:
            kind = _("New:") if change.before is None else _("Changed:")
            yield "" if news.first else f"{kind} ", change.after


def _on_top(edition: Edition, tops: Sequence[tuple[str, Statement]]) -> list[Block]:
    """Return the sentences that are new, dated and cited, with their sources in one line."""
    if not tops:
        return []
    cites = [citation for _, one in tops for citation in one.citations[:MOST_MARKS]]
    cited = CitationWriter.on(cites, edition.sources, edition.to)
    told = [line(*_top(label, one, cited)) for label, one in tops]
    return [rich(bullets(told)), *cited.captions([cites])]


def _top(label: str, one: Statement, cited: CitationWriter) -> Iterator[Element]:
    yield from [words(label, bold=True)] if label else []
    yield said(one.text, MAX_SUMMARY)
    yield words(f" {cut(f'{standing(one, cited.sources)} · {one.id}', MAX_STANDING)}", italic=True)
    yield from cited.marks(one.citations[:MOST_MARKS])


def thread(edition: Edition) -> list[Message]:
    """Return the details, topic by topic, in as many messages as they need; none on a quiet day."""
    parts = [part for one in edition.news.topics for part in _details(one, edition)]
    messages = []
    while parts:
        held = fitting(parts)
        messages.append(_message(parts[:held]))
        parts = parts[held:]
    return messages


def quiet_line(edition: Edition) -> str:
    """Return what a channel hears on a day without news: `No changes since 20 Nov; 34 topics checked.`"""
    checked, since = _checked(edition.news), _since(edition)
    if not since:
        return _("No changes; {checked}.", checked=checked)
    return _("No changes since {date}; {checked}.", date=since, checked=checked)


def _summary(edition: Edition) -> str:
    news = edition.news
    if news.first:
        statements = sum(len(one.changes) for one in news.topics)
        told = counts.counted(statements, "statement")
        return ngettext(
            "Where {number} issue stands: {statements}",
            "Where {number} issues stand: {statements}",
            len(news.topics),
            statements=told,
        )
    issues, since = counts.counted(len(news.topics), "issue"), _since(edition)
    return (
        _("News on {issues} since {date}", issues=issues, date=since) if since else _("News on {issues}", issues=issues)
    )


def _topic_line(one: TopicNews, *, first: bool) -> Iterator[Element]:
    yield said(label(one.topic) if one.topic else one.slug, 75, bold=True)
    dates = [change.after.as_of for change in one.changes if change.after and change.after.as_of]
    latest = ", " + _("latest {date}", date=partial(max(dates))) if dates else ""
    told = [counts.counted(len(one.changes), "statement")] if first else _counts(one)
    yield words(f": {', '.join(told)}{latest}")


def _counts(one: TopicNews) -> Iterator[str]:
    added = sum(change.before is None for change in one.changes)
    removed = sum(change.after is None for change in one.changes)
    changed = len(one.changes) - added - removed
    if added:
        yield ngettext("{number} statement new", "{number} statements new", added)
    if changed:
        yield ngettext("{number} statement changed", "{number} statements changed", changed)
    if removed:
        yield ngettext("{number} statement withdrawn", "{number} statements withdrawn", removed)
    if one.passages:
        yield counts.counted(len(one.passages), "new passage")


def _left_out(news: News) -> list[Block]:
    more = len(news.topics) - MOST_LINES
    return [context(_("and {issues} more, in the thread", issues=counts.counted(more, "issue")))] if more > 0 else []


def _issue(edition: Edition) -> list[Block]:
    topic = edition.news.issue
    if topic is None:
        return []
    told = [line(words(_("Issue of the day:") + " ", bold=True), said(topic_title(topic), 150, bold=True))]
    told.append(line(said(summary(topic), MAX_SUMMARY)))
    cites = topic.statements[0].citations if topic.statements else ()
    cited = CitationWriter.on(cites, edition.sources, edition.to)
    claims = [bullets([line(*cited.claim(topic.statements[0]))])] if topic.statements else []
    return [rich(*told, *claims), *cited.captions([cites])]


def _details(one: TopicNews, edition: Edition) -> list[list[Block]]:
    parts = sections(one, edition.sources, edition.to, first=edition.news.first)
    if one.topic and parts:
        parts[-1].append(actions(_opener(one.topic, 1)))
    return parts


def _message(parts: Sequence[Sequence[Block]]) -> Message:
    titles = dict.fromkeys(str(part[0]["text"]["text"]) for part in parts)
    return {
        "text": escape(cut(_("Details: {titles}", titles=", ".join(titles)), MAX_LINE)),
        "blocks": [one for part in parts for one in part],
    }


def _opener(topic: Topic, place: int) -> Element:
    return button(_("Open {topic}", topic=label(topic)), f"topic:open:{place}", topic.slug)


def _checked(news: News) -> str:
    return _("{topics} checked", topics=counts.counted(news.checked, "topic"))


def _since(edition: Edition) -> str:
    """Return since when, `20 Nov`, with the year where it is another, or without a date; empty at the first digest."""
    told, due = edition.told_at, edition.due_at
    if told is None:
        return "" if edition.news.first else _("the last digest")
    return day_of_year(told) if told.year == due.year else day_and_year(told)
