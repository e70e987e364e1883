"""What the page of a comparison shows: two topics side by side, where sources differ first; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.evidence.views import CitingView
from bot.text.sources import held_by
from store.lookup.compare import HOLDERS, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reports.report import Report
    from store.model import Brief, Source, Statement


@dataclass(frozen=True, slots=True)
class ComparisonView(CitingView):
    """Two topics beside each other; *report* is what Slack says of them, with its sources and their numbers."""

    briefs: tuple[Brief, Brief]
    report: Report
    template: ClassVar[str] = "comparison.html"

    @property
    def cited(self) -> Sequence[Source]:
        """The sources, as Slack numbers them."""
        return self.report.sources

    @property
    def generation(self) -> int:
        """The generation that is shown."""
        return self.briefs[0].generation

    @property
    def title(self) -> str:
        """The page's title."""
        return self.report.title

    @property
    def here(self) -> str:
        """Its own path."""
        first, second = self.briefs
        return self.admitted.comparison((first.topic.slug, second.topic.slug))

    @property
    def differ(self) -> bool:
        """Whether the sources of either topic differ on anything."""
        return any(brief.topic.disagreements for brief in self.briefs)

    @property
    def rows(self) -> list[tuple[str, list[list[Statement]]]]:
        """Who holds what, in the order of HOLDERS: what each says of either topic; a statement stands once."""
        topics = [brief.topic for brief in self.briefs]
        told = shown(topics)
        held = [
            (holder, [[one for at, one in told if at is topic and one.held_by is holder] for topic in topics])
            for holder in HOLDERS
        ]
        return [(held_by(holder).capitalize(), columns) for holder, columns in held if any(columns)]

    def anchor(self, statement: str) -> str:
        """Return where the page has a statement."""
        return f"s-{statement.replace('#', '-')}"

    def shortened(self, statement: str) -> str:
        """Return the address of a statement, whole: there are two topics that it may be of."""
        return statement
