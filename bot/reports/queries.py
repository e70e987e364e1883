"""What one reads beyond a brief: comparisons, timelines, changes, and what the store said on a day.

Each is found here as a report, whoever asks; blocking where the database is
asked, so whoever must not wait calls it in a thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reports import build
from bot.reports.changes import Span, between, changed_since
from store.errors import InvalidRequest
from store.lookup import compare
from store.model import Nothing
from store.text import zone
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.reports.report import Report
    from store.changes import Changes
    from store.core import BriefingStore
    from store.model import Topic

DATES = N_("Write it as 2026-11-20, 20 Nov 2026, yesterday or last week.")


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed over a span, of *topics* or of all."""

    changes: Changes
    span: Span
    topics: tuple[Topic, ...]


def asked_since(text: str, today: date) -> tuple[str, date | None]:
    """Return the words before `since <date>` and that day, or *text* alone; InvalidRequest when it cannot be read."""
    asked = zone.asked_since(text, today)
    if asked and asked[1] is None:
        raise InvalidRequest(f"{_('I cannot read the date in “{text}”.', text=text)} {_(DATES)}")
    return asked or (text, None)


@dataclass(frozen=True, slots=True)
class ReportQueries:
    """Answers from the current generation, and from those before it."""

    store: BriefingStore

    def compared(self, text: str) -> tuple[Topic, ...] | Nothing | None:
        """Return one or two topics; Nothing for a part that names none, None when *text* reads as a question."""
        return compare.between(text, self.store.index)

    def topics(self, text: str) -> tuple[Topic, ...] | Nothing | None:
        """Return the one topic that *text* names, or all when it is empty; otherwise as `compared`."""
        if not text:
            return tuple(self.store.snapshot.topics.values())
        found = compare.one(text, self.store.index)
        return found if found is None or isinstance(found, Nothing) else (found,)

    def changes(self, text: str, today: date) -> Changed | Nothing | None:
        """Return what `[<topic>] [since <date>]` asks for; otherwise as `compared`.

        InvalidRequest when the date cannot be read, or nothing was ever loaded.
        """
        words, day = asked_since(text, today)
        found = self.topics(words)
        if not isinstance(found, tuple):
            return found
        changed = self.changed(day, found if words else ())
        if changed is None:
            raise InvalidRequest(_("Nothing has been loaded yet, so nothing has changed."))
        return changed

    def changed(self, day: date | None, topics: Sequence[Topic] = ()) -> Changed | None:
        """Return what changed since the beginning of *day*, or since the last generation; None before a load."""
        kept = self.store.archive.generations()
        if not kept:
            return None
        newest, oldest = kept[0], kept[-1]
        if day is None:
            base = kept[1] if len(kept) > 1 else newest
        else:
            number = self.store.archive.before(zone.beginning(day))
            base = next((made for made in kept if made.number == number), oldest)
        late = day is not None and base is oldest and zone.day_of(oldest.loaded_at) >= day
        return self._between(Span(base, newest, day, late), topics)

    def between(self, since: int, until: int) -> Changed:
        """Return what is otherwise in generation *until* than in *since*, whichever is the earlier.

        UnknownGeneration when one of them is not kept.
        """
        return self._between(Span(self.store.archive.generation(since), self.store.archive.generation(until)), ())

    def _between(self, span: Span, topics: Sequence[Topic]) -> Changed:
        slugs = [topic.slug for topic in topics]
        return Changed(self.store.archive.changes(span.since.number, span.until.number, slugs), span, tuple(topics))

    def report(self, changed: Changed) -> Report:
        """Return the changes as a report; numbers stand for sources of the generation that they lead to."""
        snapshot = self.store.archive.at(changed.span.until.number)
        if changed.span.until.number < changed.span.since.number:
            return between(changed.changes, changed.span, snapshot)
        return changed_since(changed.changes, changed.span, changed.topics, snapshot)

    def reopened(self, key: str) -> Report | None:
        """Return the report that *key* leads to, as it reads now; None when what it was about is gone."""
        word, *rest = key.split(" ")
        known = self.store.snapshot.topics
        if word == "changes":
            return self._changes_again(rest)
        if any(slug not in known for slug in rest):
            return None
        topics = [known[slug] for slug in rest]
        if word == "compare" and topics:
            return build.comparison(topics, self.store.snapshot)
        return build.timeline(topics or tuple(known.values()), self.store.snapshot)

    def _changes_again(self, rest: Sequence[str]) -> Report | None:
        since, until, *slugs = rest
        kept = {str(made.number): made for made in self.store.archive.generations()}
        topics = [self.store.snapshot.topics[slug] for slug in slugs if slug in self.store.snapshot.topics]
        if since not in kept or until not in kept or len(topics) < len(slugs):
            return None
        return self.report(self._between(Span(kept[since], kept[until]), topics))
