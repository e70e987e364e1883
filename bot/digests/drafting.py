"""The words of digests that are due: what each channel has not been told, drawn as messages."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.blocks.digest import Edition, Message, addressed, drawn, thread
from bot.blocks.mending import editors_list
from bot.text.reply_context import catalogue
from bot.text.sources import no_link
from store.context import by_clock_of, speaking
from store.digests.model import RETIRED, Draft, Quiet
from store.digests.news import Reports, compose
from store.text import zone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.text.sources import Link
    from store.changes import Changes
    from store.core import BriefingStore
    from store.digests.model import Delivery, Subscription
    from store.digests.news import News
    from store.model import NewsReport, Snapshot


_A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Drafter:
    """Draws digests over one store. Reads the database: call it in a thread."""

    store: BriefingStore
    to: Link = no_link

    def __call__(self, heads: Sequence[Delivery]) -> dict[str, Draft | None]:
        """Return the words of each head by delivery id; None where there is no news and silence was chosen.

        RETIRED where its topics have all left the store, and the channel was told so.
        """
        known = self.store.roster.several({one.subscription for one in heads}) if heads else {}
        wanted = {one.id: (known[one.subscription], one.due_at) for one in heads if one.subscription in known}
        return dict(zip(wanted, self._drafted([*wanted.values()]), strict=True))

    def preview(self, wanted: Subscription, due_at: datetime) -> Draft | None:
        """Return what *wanted* would be sent at *due_at*: by the very code that draws what is posted."""
        (draft,) = self._drafted([(wanted, due_at)])
        return None if draft is RETIRED else draft

    def _drafted(self, wanted: Sequence[tuple[Subscription, datetime]]) -> list[Draft | None]:
        """Return the words for each channel at its instant. The store is asked once for all of them."""
        if not wanted:
            return []
        # A process that slept for days may still show a generation that is pruned.
        self.store.refresh()
        snapshot, told = self.store.snapshot, {one.told_generation for one, _ in wanted}
        changes = {since: self.store.archive.untold(since, snapshot.generation) for since in told}
        loaded = {made.number: made.loaded_at for made in self.store.archive.generations()}
        drafts = _Drafts(self, snapshot, changes, loaded)
        return [drafts.draft(*one) for one in wanted]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """News as every channel reads it that is told the same: the message without its buttons, and its thread as JSON."""

    head: Message
    thread: tuple[str, ...]
    until: int
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Drafts:
    """One generation, the changes up to it from each that a channel was told, and when each was loaded."""

    drafter: Drafter
    snapshot: Snapshot
    changes: dict[int, Changes]
    loaded: dict[int, datetime]
    drawn: dict[object, _Drawn | None] = field(default_factory=dict)
    reports: dict[tuple[int, datetime | None], dict[str, NewsReport]] = field(default_factory=dict)

    def draft(self, wanted: Subscription, due_at: datetime) -> Draft | None:
        """Return the words for one channel. Channels that are told the same share a drawing, but for their buttons."""
        with speaking(catalogue(wanted.language)), by_clock_of(wanted.rule.zone):
            return self._draft(wanted, due_at)

    def _draft(self, wanted: Subscription, due_at: datetime) -> Draft | None:
        if wanted.for_editors:
            return self._editors_list(wanted, due_at)
        if self._is_retired(wanted):
            return RETIRED
        said = (wanted.topics, wanted.held, wanted.rule, wanted.quiet, wanted.tells, wanted.language)
        key = (*said, wanted.told_generation, wanted.shown, due_at)
        if key not in self.drawn:
            self.drawn[key] = self._news(wanted, due_at)
        news = self.drawn[key]
        if news is None:
            return None
        return Draft(_json(addressed(news.head, wanted.id)), news.thread, news.until, news.shown)

    def _is_retired(self, wanted: Subscription) -> bool:
        """Return whether its topics have all left the store, and the channel was told."""
        there = self.snapshot.topics
        if not (wanted.topics and there) or any(slug in there for slug in wanted.topics):
            return False
        said = self.changes[wanted.told_generation].statements
        return not any(wanted.follows(one.topic) for one in said)

    def _editors_list(self, wanted: Subscription, due_at: datetime) -> Draft | None:
        given = self.drafter.store.editors_list(due_at)
        if not given and wanted.quiet is Quiet.SILENT:
            return None
        first = editors_list.head(given, wanted, due_at)
        rest = tuple(map(_json, editors_list.thread(given)))
        return Draft(_json(first), rest, self.snapshot.generation, wanted.shown)

    def _news(self, wanted: Subscription, due_at: datetime) -> _Drawn | None:
        changes, store = self.changes[wanted.told_generation], self.drafter.store
        reports = self._reports(wanted, due_at)
        news = compose(
            wanted, changes, self.snapshot, lambda source, passage: store.topics_of(source.id, passage), reports
        )
        if not news and wanted.quiet is Quiet.SILENT:
            return None
        edition = self._edition(wanted, news, due_at)
        # A day with news shows no issue of the day, so it does not use one up.
        shown = wanted.shown if news else news.shown
        return _Drawn(drawn(edition), tuple(map(_json, thread(edition))), news.until, shown)

    def _reports(self, wanted: Subscription, due_at: datetime) -> Reports:
        """Return what came by feeds since *wanted* was told last; of a first digest the last week's."""
        told, store, number = wanted.told_generation, self.drafter.store, self.snapshot.generation
        # To a first digest everything is new.
        asked = told, None if told else due_at - _A_WEEK
        if asked not in self.reports:
            self.reports[asked] = store.feeds.reports(self.changes[told].documents.added, asked[1])
        return Reports(self.reports[asked], store.mentions, lambda id_: store.document(id_, number))

    def _edition(self, wanted: Subscription, news: News, due_at: datetime) -> Edition:
        told = self.loaded.get(wanted.told_generation)
        return Edition(
            wanted,
            news,
            zone.local(due_at),
            told and zone.local(told),
            self.snapshot.sources,
            self.drafter.to,
        )


def _json(message: object) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))
