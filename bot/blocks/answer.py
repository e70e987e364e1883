"""An answer as Block Kit: what a person sees. Pure; every reply fits Slack's limits with room to spare."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from bot.blocks.brief import opener, openers, page, single
from bot.blocks.elements import (
    Block,
    Card,
    Element,
    actions,
    button,
    context,
    fitting,
    line,
    mention,
    rich,
    said,
    section,
    words,
)
from bot.blocks.findings import findings
from bot.text import answers, counts
from bot.text.limits import escape, size
from bot.text.links import no_link
from store.model import Brief, Choices, Nothing, Passages, Statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.text.links import Link
    from store.model import Answer, Found, Topic

__all__ = ["card", "escape", "render", "searched", "shared"]

_USER = re.compile(r"[UW][A-Z0-9]{1,20}")
MOST_CHOICES = 8
MOST_NEAREST = 5
MAX_EXCERPT = 700
MAX_SUMMARY = 250


def render(answer: Answer, topics: Mapping[str, Topic], to: Link = no_link, *, share: bool = True) -> list[Block]:
    """Return the blocks of an answer, the question repeated.

    *topics* are all there are, for the buttons under a passage; *to* gives the
    public address of a passage. *share* is whether it can be
    shared with the channel from here.
    """
    match answer:
        case Brief(focused=Statement() as one):
            return single(answer, one, to, asked=answer.query, share=share)
        case Brief(answers=(_, *_)):
            return findings(answer, to, share=share)
        case Brief():
            return page(answer, to, asked=answer.query, share=share).blocks
        case Choices():
            return _choices(answer)
        case Passages():
            return [rich(line(said(answers.found(answer)))), *_passages(answer, topics)]
        case Nothing():
            return [rich(line(said(answers.miss(answer)))), _ways_on(answer)]
        case _:
            assert_never(answer)


def card(answer: Answer, topics: Mapping[str, Topic], to: Link = no_link, *, share: bool = True) -> Card:
    """Return an answer with its notification and its title."""
    title = answer.topic.short if isinstance(answer, Brief) else "Alliance briefing"
    return Card(answers.notification(answer), render(answer, topics, to, share=share), title)


def shared(answer: Brief, user: str, to: Link = no_link) -> Card:
    """Return the brief for a whole channel: who shared it, the date it stands for, no question."""
    by = mention(user) if _USER.fullmatch(user) else words("somebody")
    credit = rich(line(words("Shared by "), by, words(f" · {answers.as_of(answer)}")))
    one = answer.focused
    told = single(answer, one, to, share=False) if one else page(answer, to, share=False).blocks
    return Card(answers.notification(answer), [credit, *told], answer.topic.short)


def searched(answer: Passages | Nothing, topics: Mapping[str, Topic]) -> Card:
    """Return what `/alliance search` found: passages, never a brief in their place."""
    if isinstance(answer, Nothing):
        told = f"No passage holds “{answer.query}”."
        return Card(told, [rich(line(said(told))), _ways_on(answer)])
    told = f"{counts.counted(len(answer.found), 'passage')} for “{answer.query}”, best first"
    return Card(told, [rich(line(said(told))), *_passages(answer, topics)])


def _choices(answer: Choices) -> list[Block]:
    senses = [
        section(answers.title(topic), topic.summary[:MAX_SUMMARY], accessory=opener(topic, f"topic:choose:{place}"))
        for place, topic in enumerate(answer.topics[:MOST_CHOICES], start=1)
    ]
    return [rich(line(said(answers.close_call(answer.query)))), *senses, actions(all_topics())]


def _passages(answer: Passages, topics: Mapping[str, Topic]) -> list[Block]:
    parts = [_found(found, topics) for found in answer.found]
    return [block for part in parts[: fitting(parts)] for block in part]


def _found(found: Found, topics: Mapping[str, Topic]) -> list[Block]:
    spoken_of = [topics[slug] for slug in found.topics if slug in topics][:3]
    spot, spoken = f"{found.source.id}#{found.passage.number}", answers.caption(found.source)
    whole = size(found.passage.text) <= MAX_EXCERPT
    read = (
        button("Open the source", "sources:open", found.source.id, spoken=f"Open {spoken}")
        if whole
        else button("Read in full", "passage:open", spot, spoken=f"Read the passage of {spoken} in full")
    )
    return [
        rich(line(said(found.passage.text, MAX_EXCERPT))),
        context(f"{answers.caption(found.source)} · ¶{found.passage.number}"),
        actions(read, *openers(spoken_of, "topic:open")),
    ]


def _ways_on(answer: Nothing) -> Block:
    return actions(*openers(answer.nearest[:MOST_NEAREST], "topic:choose"), all_topics())


def all_topics() -> Element:
    """Return the button that lists every topic."""
    return button("All topics", "topics:list", "0")
