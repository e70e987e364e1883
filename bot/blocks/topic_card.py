"""One topic at a glance: its cited summary, the statements that matter most, where sources differ. Pure.

It is short enough to be read without scrolling; everything else that the brief holds is behind “Full brief”.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.blocks.brief import near
from bot.blocks.citations import MOST_MARKS, CitationWriter
from bot.blocks.elements import (
    MAX_LINE,
    Block,
    Element,
    actions,
    bullets,
    button,
    choice_of,
    context,
    edit_button,
    feedback_option,
    header,
    line,
    menu_option,
    more_menu,
    rich,
    said,
    small_print,
    words,
)
from bot.text import answers, topics
from bot.text.counts import counted
from bot.text.days import day
from bot.text.limits import cut, size
from bot.text.sources import no_link, short_captions, standing
from bot.text.topics import topic_subtitle, topic_title
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.text.sources import Link
    from store.model import Brief, Citation, Disagreement, Statement

MAX_SENTENCE, MAX_POINT, MAX_NAME, MAX_TITLE = 500, 200, 60, 40
MAX_OPEN = 90
MOST_LINES, LINE = 16, 78
"""What a screen of 1,000 pixels has room for between the name and the sources, and the signs in a line there."""
MOST_BEHIND = 3
"""The most marks behind a sentence: “Full brief” has all of them."""


def topic_card(brief: Brief, to: Link = no_link, *, asked: str = "", share: bool = True) -> list[Block]:
    """Return the card of a topic; *asked* and *share* are as `bot.blocks.brief` has them."""
    short = [replace(source, title=cut(source.title, MAX_TITLE)) for source in brief.sources]
    return _CardWriter(brief, CitationWriter.of(short, to)).card(asked, share=share)


@dataclass(frozen=True, slots=True)
class _CardWriter:
    """Writes the card of one brief."""

    brief: Brief
    cited: CitationWriter

    def card(self, asked: str, *, share: bool) -> list[Block]:
        topic, due = self.brief.topic, answers.badge(self.brief)
        under = [
            *filter(None, [topic_subtitle(topic)]),
            *([_("You asked “{asked}”", asked=asked)] if asked else []),
            self.extent(),
        ]
        body, shown = self.body()
        return [
            header(topic_title(topic)),
            context(*under),
            *([context(due)] if due else []),
            rich(*body),
            *self.sources(shown),
            actions(*self.ways_on(share=share)),
        ]

    def extent(self) -> str:
        """Return how much there is and when it was last looked at: `3 of 7 statements, reviewed 23 Nov 2026`."""
        whole = len(self.brief.topic.shown)
        told = counted(whole, "statement")
        if whole > topics.LEADING:
            told = _("{shown} of {statements}", shown=topics.LEADING, statements=told)
        return f"{told}, {_('reviewed {day}', day=day(self.brief.topic.reviewed))}"

    def body(self) -> tuple[list[Element], Sequence[Disagreement]]:
        """Return the summary and the statements whole, then as much of the rest as a screen has lines for.

        The second value are the disagreements that are shown.
        """
        topic = self.brief.topic
        summary, told = line(*self.summary()), [line(*self.claim(one)) for one in topics.leading(topic)]
        room = MOST_LINES - _lines(summary) - sum(map(_lines, told)) - bool(answers.badge(self.brief))
        points = [line(*self.point(one)) for one in topic.disagreements]
        while len(points) > 1 and sum(map(_lines, points)) >= room:
            points.pop()
        room -= (len(points) > 1) + sum(map(_lines, points))
        left_open = topics.left_open(topic, most=MAX_OPEN)
        parts = [
            summary,
            *([bullets(told)] if told else []),
            *self.differing(points),
            *([line(said(left_open, MAX_SENTENCE, italic=True))] if left_open and room > 0 else []),
        ]
        return parts, topic.disagreements[: len(points)]

    def differing(self, points: Sequence[Element]) -> list[Element]:
        """Return the points under their heading; one alone beside it."""
        if not points:
            return []
        every = len(self.brief.topic.disagreements)
        more = f" ({_('{shown} of {count}', shown=len(points), count=every)})" if len(points) < every else ""
        heading = words(_("Where they differ") + more, bold=True)
        if len(points) > 1:
            return [line(heading), bullets(points)]
        return [line(heading, words(": "), *points[0]["elements"])]

    def summary(self) -> Iterator[Element]:
        """Yield the summary, each sentence with the dates and marks of the statements that carry it."""
        topic = self.brief.topic
        for place, sentence in enumerate(topic.summary_sentences):
            carriers = topics.carriers(topic, sentence)
            told = cut(sentence.text, MAX_SENTENCE)
            yield words(f" {told}") if place else words(told, bold=True)
            yield words(f" {topics.dates(carriers)}", italic=True)
            yield from self.cited.marks(_behind(carriers))
        if not topic.summary_sentences:
            yield said(topic.summary, MAX_SENTENCE)

    def claim(self, given: Statement) -> Iterator[Element]:
        """Yield a statement with its date, who holds it, its address and its marks, without a break."""
        yield said(given.text, MAX_SENTENCE)
        yield words(f" {cut(f'{standing(given, self.cited.sources)} · {given.id}', MAX_POINT)}", italic=True)
        yield from self.cited.marks(given.citations)

    def point(self, given: Disagreement) -> Iterator[Element]:
        """Yield what sources differ on and who takes which side."""
        yield words(f"{cut(given.about, MAX_POINT)}:")
        for place, side in enumerate(given.sides):
            yield words(f"{' ↔ ' if place else ' '}{cut(topics.whose(side, self.cited.sources), MAX_NAME)}")
            yield from self.cited.marks(side.citations[:1])

    def sources(self, shown: Sequence[Disagreement]) -> list[Block]:
        """Return the sources that the card cites, in one line where they are few."""
        cites = {citation.document for citation in self._cites(shown)}
        cited = [source for source in self.cited.sources.values() if source.id in cites]
        return [small_print([cut(short_captions(cited, self.cited.number), MAX_LINE)])] if cited else []

    def _cites(self, shown: Sequence[Disagreement]) -> Iterator[Citation]:
        topic = self.brief.topic
        for sentence in topic.summary_sentences:
            yield from _behind(topics.carriers(topic, sentence))
        for one in topics.leading(topic):
            yield from one.citations[:MOST_MARKS]
        for side in (side for point in shown for side in point.sides):
            yield from side.citations[:1]

    def ways_on(self, *, share: bool) -> Iterator[Element]:
        topic, related = self.brief.topic, near(self.brief)
        yield button(_("Full brief"), "brief:full", topic.slug, spoken=_("Full brief on {name}", name=topic.name))
        if share:
            yield button(_("Share"), "brief:share", topic.slug)
        if related:
            yield choice_of("topic:open", _("Related topics"), {one.slug: topics.label(one) for one in related})
        yield from edit_button(topic.slug)
        if told := list(self._more()):
            yield more_menu(told)

    def _more(self) -> Iterator[Element]:
        slug, url = self.brief.topic.slug, self.cited.to(self.brief.topic.slug)
        if self.brief.sources:
            yield menu_option(_("Read the passages"), f"brief:passages {slug}")
        if self.brief.topic.statements:
            yield menu_option(_("Timeline"), f"brief:timeline {slug}")
            yield menu_option(_("Compare"), f"brief:compare {slug}")
        if url is not None:
            yield menu_option(_("Open as a page"), f"brief:page {slug}", url)
        yield feedback_option(slug)


def _lines(part: Element) -> int:
    """Return how many lines a paragraph or a list takes on a desktop."""
    if part["type"] == "rich_text_list":
        return sum(map(_lines, part["elements"]))
    texts = [part] if part["type"] == "text" else part["elements"]
    return max(1, -(-sum(size(one.get("text", "")) for one in texts) // LINE))


def _behind(carriers: Sequence[Statement]) -> list[Citation]:
    """Return what carries a sentence, the first citation of each statement."""
    return [*dict.fromkeys(one.citations[0] for one in carriers if one.citations)][:MOST_BEHIND]
