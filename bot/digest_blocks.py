"""A digest as Block Kit: one message for the channel, its details for the thread. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot import plain
from bot.briefs import no_link
from bot.pieces import (
    MAX_BLOCKS,
    MAX_CHARACTERS,
    Block,
    Element,
    actions,
    bullets,
    button,
    context,
    header,
    line,
    link,
    rich,
    said,
    weight,
    words,
)
from store.model import Citation
from store.rules import describe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from bot.briefs import Link
    from store.agenda import Subscription
    from store.history import StatementChange
    from store.model import Found, Source, Statement, Topic
    from store.news import News, TopicNews

Message = dict[str, Any]

MOST_LINES = 12
"""The topics named in the head; the thread has all of them."""
MOST_OPENERS = 4
MOST_PASSAGES = 5
FIRST_STATEMENTS = 3
"""A first digest shows where an issue stands, not all that is known of it."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything a digest is drawn from. *told_at* is when the channel was last told, in its own zone."""

    subscription: Subscription
    news: News
    due_at: datetime
    told_at: datetime | None
    sources: Mapping[str, Source]
    to: Link = no_link


def head(edition: Edition) -> Message:
    """Return the message for the channel; a quiet day's is one line."""
    news, day = edition.news, _day(edition.due_at)
    if not news.topics:
        return {"text": quiet_line(edition), "blocks": [context(quiet_line(edition)), _deeds(edition, ())]}
    told = _summary(edition)
    topics = [one.topic for one in news.topics if one.topic is not None]
    blocks = [
        header(f"Alliance digest · {day}"),
        rich(line(words(told, bold=True)), bullets([line(*_topic_line(one)) for one in news.topics[:MOST_LINES]])),
        *_left_out(news),
        *_issue(edition),
        context(f"{describe(edition.subscription.rule)} · {_checked(news)} · details in the thread"),
        _deeds(edition, topics),
    ]
    return {"text": f"Alliance digest, {day}: {told}", "blocks": blocks}


def thread(edition: Edition) -> list[Message]:
    """Return the details, topic by topic, in as many messages as they need; none on a quiet day."""
    messages: list[Message] = []
    for one in edition.news.topics:
        for block in _details(one, edition):
            _append(messages, block, plain.title(one.topic) if one.topic else one.slug)
    return messages


def quiet_line(edition: Edition) -> str:
    """Return what a channel hears on a day without news: `No changes since 20 Nov; 34 topics checked.`"""
    since = f" since {_day(edition.told_at)}" if edition.told_at else ""
    return f"No changes{since}; {_checked(edition.news)}."


def _summary(edition: Edition) -> str:
    news = edition.news
    if news.first:
        statements = sum(len(one.changes) for one in news.topics)
        return f"Where {plain.counted(len(news.topics), 'issue')} stand: {plain.counted(statements, 'statement')}"
    since = f" since {_day(edition.told_at)}" if edition.told_at else ""
    return f"News on {plain.counted(len(news.topics), 'issue')}{since}"


def _topic_line(one: TopicNews) -> Iterator[Element]:
    yield said(one.topic.short if one.topic else one.slug, 75, bold=True)
    dates = [change.after.as_of for change in one.changes if change.after and change.after.as_of]
    latest = f", latest {max(dates).human}" if dates else ""
    yield words(f": {', '.join(_counts(one))}{latest}")


def _counts(one: TopicNews) -> Iterator[str]:
    added = sum(change.before is None for change in one.changes)
    removed = sum(change.after is None for change in one.changes)
    changed = len(one.changes) - added - removed
    for number, verb in ((added, "new"), (changed, "changed"), (removed, "withdrawn")):
        if number:
            yield f"{plain.counted(number, 'statement')} {verb}"
    if one.passages:
        yield f"{plain.counted(len(one.passages), 'new passage')}"


def _left_out(news: News) -> list[Block]:
    more = len(news.topics) - MOST_LINES
    return [context(f"and {plain.counted(more, 'issue')} more, in the thread")] if more > 0 else []


def _issue(edition: Edition) -> list[Block]:
    topic = edition.news.issue
    if topic is None:
        return []
    told = [line(words("Issue of the day: ", bold=True), said(plain.title(topic), 150, bold=True))]
    told.append(line(said(topic.summary, 600)))
    claims = [bullets([_statement(topic.statements[0], edition)])] if topic.statements else []
    return [{"type": "divider"}, rich(*told, *claims)]


def _details(one: TopicNews, edition: Edition) -> Iterator[Block]:
    yield header(plain.title(one.topic) if one.topic else one.slug)
    changes = one.changes[:FIRST_STATEMENTS] if edition.news.first else one.changes
    for change in changes:
        yield rich(*_change(change, edition))
    if hidden := len(one.changes) - len(changes):
        yield context(f"and {plain.counted(hidden, 'statement')} more: /alliance {one.slug}")
    passages = () if edition.news.first else one.passages[:MOST_PASSAGES]
    for found in passages:
        yield rich(*_passage(found, edition))
    if (hidden := len(one.passages) - len(passages)) and not edition.news.first:
        yield context(f"and {plain.counted(hidden, 'new passage')} more: /alliance search {one.slug}")
    if one.topic:
        yield actions(_opener(one.topic, 1))


def _change(change: StatementChange, edition: Edition) -> Iterator[Element]:
    match change.before, change.after:
        case None, after if after is not None:
            yield bullets([_statement(after, edition)])
        case before, None if before is not None:
            yield line(words("Withdrawn: ", bold=True), said(before.text))
        case before, after if before is not None and after is not None:
            yield line(words("Was: ", bold=True), said(before.text))
            yield line(words("Now: ", bold=True), *_claim(after, edition))


def _statement(statement: Statement, edition: Edition) -> Element:
    return line(*_claim(statement, edition))


def _claim(statement: Statement, edition: Edition) -> Iterator[Element]:
    yield said(statement.text)
    yield words(f"\n{plain.standing(statement)}", italic=True)
    for citation in statement.citations:
        yield words(" ")
        yield _mark(citation, edition)


def _passage(found: Found, edition: Edition) -> Iterator[Element]:
    yield line(words("New passage: ", bold=True), said(found.passage.text, 500))
    yield line(_mark(Citation(found.source.id, found.passage.number), edition))


def _mark(citation: Citation, edition: Edition) -> Element:
    source, url = edition.sources.get(citation.document), edition.to(citation)
    name = plain.caption(source) if source else citation.document
    mark = f"[{name} ¶{citation.passage}]"
    return link(mark, url) if url else said(mark, 200)


def _deeds(edition: Edition, topics: Sequence[Topic]) -> Block:
    openers = [_opener(topic, place) for place, topic in enumerate(topics[:MOST_OPENERS], start=1)]
    stop = button("Stop", "digest:stop", edition.subscription.id, spoken="Stop this digest")
    return actions(*openers, button("Change this digest", "digest:change", edition.subscription.id), stop)


def _opener(topic: Topic, place: int) -> Element:
    return button(f"Open {topic.short}"[:75], f"topic:open:{place}", topic.slug)


def _append(messages: list[Message], block: Block, text: str) -> None:
    """Put *block* behind the last message, or into a new one where it would not fit."""
    last = messages[-1]["blocks"] if messages else []
    if not messages or len(last) >= MAX_BLOCKS or weight([*last, block]) > MAX_CHARACTERS - 500:
        messages.append({"text": f"Details: {text}", "blocks": [block]})
    else:
        last.append(block)


def _checked(news: News) -> str:
    return f"{plain.counted(news.checked, 'topic')} checked"


def _day(when: datetime | None) -> str:
    return f"{when:%a} {when.day} {when:%b %Y}" if when else ""
