"""An answer as Block Kit: what a person sees. Pure; every reply fits Slack's limits with room to spare."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from bot.blocks import passages
from bot.blocks.brief import single
from bot.blocks.citations import CitationWriter
from bot.blocks.elements import (
    MOST_OPTIONS,
    Block,
    Card,
    Element,
    actions,
    bullets,
    button,
    context,
    edit_button,
    feedback_option,
    feedback_options,
    line,
    mention,
    menu_option,
    more_menu,
    opener,
    openers,
    quote,
    rich,
    runs,
    said,
    section,
    small_print,
    words,
)
from bot.blocks.topic_card import topic_card
from bot.text import answers
from bot.text.limits import cut
from bot.text.sources import caption, no_link
from bot.text.topics import both_names, label, topic_title
from store.model import Brief, Choices, Nothing, Passages, Statement, Sure
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.text.sources import Link
    from store.model import Answer, Finding, Topic

_USER = re.compile(r"[UW][A-Z0-9]{1,20}")
MOST_CHOICES = 8
MOST_NEAREST = 5
MAX_SUMMARY = 250
MAX_CLAIM = 700
MAX_CAPTION = 120
MAX_NOTE = 500
MOST_MARKS = 3


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
            return _findings(answer, to, share=share)
        case Brief():
            return topic_card(answer, to, asked=answer.query, share=share)
        case Choices():
            return _choices(answer)
        case Passages():
            asks = [] if answer.author else [actions(ask_editors(answer.query))]
            return [rich(line(said(answers.found(answer)))), *passages.passages(answer, topics), *asks]
        case Nothing():
            asks_editors = answer.ours and not answer.statements
            return [rich(line(said(answers.miss(answer)))), _ways_on(answer, asks=asks_editors)]
        case _:
            assert_never(answer)


def card(answer: Answer, topics: Mapping[str, Topic], to: Link = no_link, *, share: bool = True) -> Card:
    """Return an answer with its notification and its title."""
    title = label(answer.topic) if isinstance(answer, Brief) else ""
    return Card(answers.notification(answer), render(answer, topics, to, share=share), title)


def shared(answer: Brief, user: str, to: Link = no_link, note: str = "") -> Card:
    """Return the brief for a whole channel: who shared it with which *note*, the date it stands for, no question."""
    by = mention(user) if _USER.fullmatch(user) else words(_("somebody"))
    credit = line(*runs(_("Shared by {person}"), person=by), words(f" · {answers.as_of(answer.topic)}"))
    noted = [quote(note)] if note else []
    one = answer.focused
    told = single(answer, one, to, share=False) if one else topic_card(answer, to, share=False)
    text = f"{cut(note, MAX_NOTE)}: {answers.notification(answer)}" if note else answers.notification(answer)
    return Card(text, [rich(credit, *noted), *told], label(answer.topic))


def searched(answer: Passages | Nothing, topics: Mapping[str, Topic]) -> Card:
    """Return what `/alliance search` found: passages, never a brief in their place."""
    if isinstance(answer, Nothing):
        told = _("No passage holds “{query}”.", query=answer.query)
        notes = [context(*answer.notes)] if answer.notes else []
        return Card(told, [rich(line(said(told))), *notes, _ways_on(answer)])
    return passages.searched(answer, topics)


def _findings(brief: Brief, to: Link, *, share: bool) -> list[Block]:
    """Return the answers of a brief, at most three, with their sources on one line and the ways on."""
    cited = CitationWriter.of(brief.sources, to)
    first, *others = brief.answers
    told = [line(said(brief.query))]
    if first.sure is Sure.ANSWER:
        told.append(line(said(first.text, MAX_CLAIM, bold=True)))
        told.append(
            line(words(answers.held(first, cited.sources), italic=True), *cited.marks(first.citations[:MOST_MARKS]))
        )
        told += [line(words(_("Also near:") + " "), *_near(one, cited)) for one in others]
    else:
        # What the documents lack is the answer; and below it several statements, which run into each other on a phone.
        silence = [said(answers.left_open(brief), bold=True), words(" ")] if brief.unsaid else []
        told.append(line(*silence, words(answers.nearest(brief))))
        told.append(bullets([line(*_near(one, cited)) for one in brief.answers]))
    # Their dates stand beside each statement: on a phone the answer is to stand above the fold.
    documents = {citation.document for one in brief.answers for citation in one.citations[:MOST_MARKS]}
    captions = [
        cut(f"[{cited.number[source.id]}] {caption(source, dated=False)}", MAX_CAPTION)
        for source in brief.sources
        if source.id in documents
    ]
    return [
        rich(*told),
        small_print(["   ".join(captions), both_names(brief.topic)]),
        _further(brief, share=share),
    ]


def _near(one: Finding, cited: CitationWriter) -> Iterator[Element]:
    yield said(one.text, MAX_CLAIM)
    yield words(f" {answers.held(one, cited.sources)}", italic=True)
    yield from cited.marks(one.citations[:MOST_MARKS])


def _further(brief: Brief, *, share: bool) -> Block:
    """Return at most four ways on: the rest is behind ⋯."""
    first, topic = brief.answers[0], brief.topic
    # With the question, so that the same answer can be drawn again once it is shared.
    asked, cited = f"{first.id} {brief.query}", str(first.citations[0])
    shares = [button(_("Share"), "brief:share", asked, primary=True)] if share and first.id else []
    sure = first.sure is Sure.ANSWER
    read = button(_("Read the passage"), "passage:open", cited)
    more = [] if sure else [menu_option(_("Read the passage"), f"passage:open {cited}")]
    more += [menu_option(label(other), f"topic:choose {other.slug}") for other in brief.also if other != topic]
    if first.id:
        opinions = feedback_options(first.id)
        fits = len(more) + len(opinions) <= MOST_OPTIONS
        more = [*more, *opinions] if fits else [*more[: MOST_OPTIONS - 1], feedback_option(first.id)]
    return actions(
        button(_("Full brief"), "brief:full", topic.slug, spoken=_("Full brief on {name}", name=topic.name)),
        *shares,
        read if sure else ask_editors(brief.query),
        *(edit_button(first.id) if first.id else []),
        *([more_menu(more)] if more else []),
    )


def _choices(answer: Choices) -> list[Block]:
    senses = [
        section(topic_title(topic), cut(topic.summary, MAX_SUMMARY), accessory=opener(topic, f"topic:choose:{place}"))
        for place, topic in enumerate(answer.topics[:MOST_CHOICES], start=1)
    ]
    return [rich(line(said(answers.close_call(answer.query)))), *senses, actions(all_topics())]


def _ways_on(answer: Nothing, *, asks: bool = False) -> Block:
    more = [ask_editors(answer.query)] if asks else []
    return actions(*openers(answer.nearest[:MOST_NEAREST], "topic:choose"), all_topics(), *more)


def ask_editors(question: str) -> Element:
    """Return the button that puts a question to the editors, where no statement answers it."""
    return button(_("Ask the editors"), "editors:ask", question)


def all_topics() -> Element:
    """Return the button that lists every topic."""
    return button(_("All topics"), "topics:list", "0")
