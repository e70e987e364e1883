"""Everything a topic's brief holds, as pages each within the budget of a message, and one statement of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bot.blocks.citations import MAX_CLAIM, CitationWriter
from bot.blocks.elements import (
    MAX_CHARACTERS,
    MOST_OPTIONS,
    Block,
    Element,
    actions,
    bullets,
    button,
    context,
    edit_button,
    feedback_option,
    header,
    line,
    link,
    menu_option,
    more_menu,
    openers,
    rich,
    said,
    weight,
    words,
)
from bot.text import answers, topics
from bot.text.sources import by_id, citation_mark, no_link, standing
from bot.text.topics import topic_subtitle, topic_title
from store.model import MAX_QUERY, Brief, Citation, Disagreement, Side, Statement
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.text.sources import Link
    from store.model import Topic


MOST_RELATED = 10
MAX_SUMMARY = 1_500


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a disagreement: the smallest part that a page can end on."""

    of: Disagreement
    side: Side

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What it cites, as a statement has it."""
        return self.side.citations


def page(brief: Brief, to: Link = no_link, start: int = 0, *, asked: str = "", past: bool = False) -> list[Block]:
    """Return everything that the brief holds, from item *start* on, as much as one message takes.

    *asked* is the question to repeat; without it the page holds nothing of who
    asked. *past* is whether it is of an earlier generation, and leads to nothing of today's.
    """
    writer = _Writer(brief, CitationWriter.of(brief.sources, to), past=past)
    items: list[Statement | Part] = [*brief.topic.shown, *_parts(brief.topic.disagreements)]
    head = writer.head(start, asked)
    room = MAX_CHARACTERS - MAX_QUERY - weight([*head, *writer.foot(start, len(items))])
    weighed = ((weight([*writer.written(item)]), item.citations) for item in items[start:])
    end = start + writer.cited.fitting(weighed, room)
    following = end if end < len(items) else None
    return [*head, *writer.body(items[start:end]), *writer.foot(start, following)]


def single(brief: Brief, given: Statement, to: Link = no_link, *, asked: str = "", share: bool = True) -> list[Block]:
    """Return one statement of the brief with its standing and its citations, and ways to what it cites."""
    writer, slug = _Writer(brief, CitationWriter.of(brief.sources, to)), brief.topic.slug
    told = [topics.moved(brief), standing(given, by_id(brief.sources))]
    under = [*filter(None, told), *([_("You asked “{asked}”", asked=asked)] if asked else [])]
    read, *others = [
        (_("Read {mark}", mark=citation_mark(citation, writer.cited.number)), str(citation))
        for citation in given.citations
    ]
    more = [menu_option(label, f"passage:open {cited}") for label, cited in others[: MOST_OPTIONS - 1]]
    deeds = [
        button(_("Full brief"), "brief:full", slug, spoken=_("Full brief on {name}", name=brief.topic.name)),
        *([button(_("Share"), "brief:share", given.id)] if share else []),
        button(read[0], "passage:open", read[1]),
        *edit_button(given.id),
        more_menu([*more, feedback_option(given.id)]),
    ]
    return [
        header(f"{given.id} · {topic_title(brief.topic)}"),
        context(*under),
        *writer.badge(),
        rich(line(said(given.text, MAX_CLAIM), *writer.cited.marks(given.citations))),
        *writer.cited.captions([given.citations]),
        actions(*deeds),
    ]


def near(brief: Brief) -> list[Topic]:
    """Return the topics to go on to: what a question may have meant besides comes first."""
    return [*dict.fromkeys((*brief.also, *brief.related))][:MOST_RELATED]


def _parts(disagreements: Iterable[Disagreement]) -> Iterator[Part]:
    return (Part(disagreement, side) for disagreement in disagreements for side in disagreement.sides)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the parts of one brief."""

    brief: Brief
    cited: CitationWriter
    past: bool = False

    def head(self, start: int, asked: str) -> list[Block]:
        topic = self.brief.topic
        under = [part for part in (topic_subtitle(topic), _("continued") if start else "") if part]
        if asked:
            under.append(_("You asked “{asked}”", asked=asked))
        first = [header(topic_title(topic)), *([context(*under)] if under else []), *self.badge()]
        return first if start else [*first, *self.summary()]

    def summary(self) -> list[Block]:
        """Return the summary with what carries it, and what the documents leave open."""
        topic = self.brief.topic
        told = rich(line(said(topics.summary(topic, topic.slug), MAX_SUMMARY)))
        left_open = topics.left_open(topic)
        return [told, rich(line(said(left_open, MAX_SUMMARY, italic=True)))] if left_open else [told]

    def badge(self) -> list[Block]:
        told = answers.badge(self.brief)
        return [context(told)] if told else []

    def body(self, items: Sequence[Statement | Part]) -> list[Block]:
        statements = [item for item in items if isinstance(item, Statement)]
        parts = [item for item in items if isinstance(item, Part)]
        blocks: list[Block] = []
        if statements:
            told = bullets([line(*self.cited.claim(statement)) for statement in statements])
            blocks.append(rich(line(words(_("What the sources say"), bold=True)), told))
        if parts:
            blocks.append(rich(line(words(_("Where they differ"), bold=True)), *self.differing(parts)))
        return [*blocks, *self.cited.captions(item.citations for item in items)]

    def foot(self, start: int, following: int | None) -> list[Block]:
        if self.past:
            return self.past_foot(following)
        slug, related = self.brief.topic.slug, near(self.brief)
        deeds = [
            *([] if following is None else [button(_("Show more"), "brief:more:on", f"{slug}:{following}")]),
            *([button(_("Back to the beginning"), "brief:more:back", f"{slug}:0")] if start else []),
            *([button(_("Read the passages"), "brief:passages", slug)] if self.brief.sources else []),
            *(self.report_buttons() if self.brief.topic.statements else []),
            button(_("Follow"), "follow:start", slug, spoken=_("Follow {topic}", topic=self.brief.topic.name)),
            *edit_button(slug),
        ]
        url = self.cited.to(slug)
        opens = [] if url is None else [rich(line(link(_("Open as a page"), url)))]
        blocks = [context(answers.footing(self.brief)), *opens, actions(*deeds)]
        return [*blocks, actions(*openers(related, "topic:open"))] if related else blocks

    def past_foot(self, following: int | None) -> list[Block]:
        spot = f"{self.brief.topic.slug}@{self.brief.generation}:{following}"
        more = [] if following is None else [actions(button(_("Show more"), "past:more", spot))]
        return [context(answers.footing(self.brief)), *more]

    def report_buttons(self) -> list[Element]:
        topic = self.brief.topic
        by_date, by_holder = _("{name} by date", name=topic.name), _("Who holds what on {name}", name=topic.name)
        return [
            button(_("Timeline"), "brief:timeline", topic.slug, spoken=by_date),
            button(_("Compare"), "brief:compare", topic.slug, spoken=by_holder),
        ]

    def written(self, item: Statement | Part) -> Iterable[Element]:
        return [line(*self.cited.claim(item))] if isinstance(item, Statement) else self.differing([item])

    def differing(self, parts: Iterable[Part]) -> Iterator[Element]:
        for disagreement, sides in groupby(parts, key=lambda part: part.of):
            yield line(said(disagreement.about, 300))
            yield bullets([line(*self.cited.side(part.side)) for part in sides])
