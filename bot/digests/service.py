"""What people ask of digests, from their words or a form to the roster; knows no Slack."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.digests.drafting import Drafter
from bot.digests.words import (
    WEEKLY,
    RuleDays,
    TopicReader,
    days_of,
    rule_of,
    schedule,
    sentences,
    without_silence,
    without_tells,
    wrong_zone,
)
from bot.text.digests import about
from bot.text.topics import label
from store.digests.model import EDITORS, Quiet, SubscriptionRequest
from store.digests.pause_parser import read_until, unknown_words
from store.digests.schedule_parser import parse_schedule
from store.digests.schedule_text import ScheduleInvalid, read_zone
from store.errors import InvalidRequest
from store.text.language import N_
from store.text.language import gettext as _
from store.text.zone import instant_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.text.sources import Link
    from store.core import BriefingStore
    from store.digests.model import Draft, Place, Removal, Subscription
    from store.digests.schedule import ParsedSchedule

HOW = N_("Try: /alliance digest move weekdays 09:00 Asia/Seoul")
_MOMENT = timedelta(microseconds=1)
_HALF_OF_DAY = re.compile(r"[ap]\.?m\b", re.IGNORECASE)
"""Behind a number it makes a time of it: 8 am is no eighth digest."""
_SPAN = re.compile(r"(?:day|week|fortnight|month)s?\b", re.IGNORECASE)
"""Behind a number it makes a span of it: 2 weeks are no second digest."""
MOST_DIGITS = 2
"""A longer number is a time: 0830."""


class DigestUnknown(InvalidRequest):
    """The channel has no such digest, or several and none was named."""

    code = "not_found"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What somebody wants to unsubscribe from: *out* of a digest, or all of it where nothing is *kept*."""

    digest: Subscription
    out: tuple[str, ...]
    kept: tuple[str, ...]


class DigestService:
    """Carries out what people ask of digests. Reads and writes the database: call it in a thread.

    *to* gives the public address of a passage.
    """

    def __init__(self, store: BriefingStore, to: Link, now: Callable[[], datetime]) -> None:
        self.store, self.now = store, now
        self.roster, self.outbox = store.roster, store.outbox
        self.drafter, self.reader = Drafter(store, to), TopicReader(store)

    def subscribe(self, place: Place, owner: str, words: str, zone: str, *, quiet: Quiet | None = None) -> Subscription:
        """Return the subscription that *words* ask for; times without a zone are in *zone*.

        Only what is named is added: topics alone join the channel's one
        digest, a schedule that is there already takes the topics in.
        """
        parsed, silent = without_silence(parse_schedule(words))
        parsed, tells = without_tells(parsed)
        quiet = Quiet.SILENT if silent else quiet
        topics, here = self.reader.topics(parsed.rest, (*parsed.wrong, *wrong_zone(zone))), self._here(place)
        rule = rule_of(parsed, zone) if parsed.timed or len(here) != 1 else here[0].rule
        same = next((one for one in here if one.rule == rule), None)
        if same is None:
            return self.order(SubscriptionRequest(place, owner, topics, rule, quiet or Quiet.LINE, tells))
        if parsed.rest:
            return self.order(SubscriptionRequest(place, owner, topics, rule, quiet or same.quiet, tells))
        if not (quiet or tells):
            return same
        return self.roster.change(same.id, self.now(), quiet=quiet or same.quiet, tells=tells or same.tells)

    def order(self, order: SubscriptionRequest) -> Subscription:
        """Return the digest that *order* makes: a new one, or that of the same rule, which takes the topics in.

        The first digest of a new one tells where its topics stand: it was told nothing yet.
        """
        return self.roster.subscribe(order, generation=0, at=self.now())

    def weekly(self, place: Place, owner: str, words: str, zone: str) -> Subscription:
        """Return the editors' list of a channel: a new one, or the one there is, moved to when *words* say."""
        parsed = schedule(words, _("Try: /alliance admin weekly Mon 09:00 Asia/Seoul"))
        there = next((one for one in self.roster.listed(place) if one.for_editors), None)
        if there is not None:
            return self._moved(there, parsed) if parsed.timed or parsed.skip_holidays else there
        rule = replace(
            rule_of(parsed, zone),
            days=WEEKLY[0] if not parsed.says_days else parsed.days,
            times=parsed.times or WEEKLY[1],
        )
        order = SubscriptionRequest(place, owner, (EDITORS,), rule, Quiet.LINE)
        return self.roster.subscribe(order, generation=self.store.snapshot.generation, at=self.now())

    def move(self, place: Place, words: str) -> Subscription:
        """Return the digest at its new days, times or zone; what *words* do not name stays."""
        found, rest = self.pick(place, words)
        parsed = schedule(rest, _(HOW))
        if not (parsed.timed or parsed.skip_holidays):
            raise ScheduleInvalid(f"{_('Say to when.')} {_(HOW)}")
        return self._moved(found, parsed)

    def _moved(self, found: Subscription, parsed: ParsedSchedule) -> Subscription:
        rule = replace(
            found.rule,
            **(days_of(parsed) if parsed.says_days else RuleDays()),
            times=parsed.times or found.rule.times,
            zone=parsed.zone or found.rule.zone,
            skip_holidays=parsed.skip_holidays or found.rule.skip_holidays,
        )
        return self.roster.change(found.id, self.now(), rule=rule)

    def pause(self, place: Place, words: str) -> Subscription:
        """Return the digest, stopped: for good, until the day that *words* name, or only the topics they name."""
        found, rest = self.pick(place, words)
        until, topics = self._until(found, rest, pausing=True)
        if topics:
            return self._hold(found, topics)
        return self.roster.pause(found.id) if until is None else self.roster.resume(found.id, at=until)

    def resume(self, place: Place, words: str) -> Subscription:
        """Return the digest, running again: now, from the day that *words* name, or with the topics they name."""
        found, rest = self.pick(place, words)
        start, topics = self._until(found, rest)
        if topics:
            return self.roster.change(found.id, self.now(), held=tuple(one for one in found.held if one not in topics))
        return self.roster.resume(found.id, at=start or self.now())

    def _until(
        self, found: Subscription, words: str, *, pausing: bool = False
    ) -> tuple[datetime | None, tuple[str, ...]]:
        """Return the last instant before the day that *words* name, in the digest's zone, and the topics they name."""
        zone = ZoneInfo(read_zone(found.rule.zone))
        until = read_until(words, self.now().astimezone(zone).date(), pausing=pausing)
        named, strange = self.reader.named([word for word in until.rest if word.casefold() != "and"])
        wrong = [*until.wrong, *([unknown_words(strange)] if strange else [])]
        if named and until.day is not None:
            wrong.append(_("Topics pause until you resume them: leave the day out, or the topics."))
        if wrong:
            raise ScheduleInvalid(sentences(wrong))
        if until.day is None:
            return None, tuple(dict.fromkeys(named))
        start = instant_of(datetime.combine(until.day, time(0)), zone)
        return max(start - _MOMENT, self.now()), ()

    def _hold(self, found: Subscription, topics: tuple[str, ...]) -> Subscription:
        """Leave topics out of a digest for a while; the whole digest, where it has no others."""
        if found.topics:
            self._must_follow(found, topics)
        held = tuple(dict.fromkeys((*found.held, *topics)))
        if found.topics and not {*found.topics} - {*held}:
            return self.roster.pause(found.id)
        return self.roster.change(found.id, self.now(), held=held)

    def leaving(self, place: Place, words: str) -> Leaving:
        """Return what unsubscribing with *words* would take away: some topics of a digest, or all of it."""
        found, rest = self.pick(place, words)
        parsed = parse_schedule(rest)
        if parsed.timed:
            raise DigestUnknown(
                _("Name the digest by its number in /alliance digest list, or the topics to leave out.")
            )
        out = self.reader.topics(parsed.rest, parsed.wrong)
        return Leaving(found, out, self._without(found, out) if out else ())

    def leave_out(self, leaving: Leaving) -> Subscription:
        """Return the digest without the topics that are to be left out."""
        return self.roster.change(leaving.digest.id, self.now(), topics=leaving.kept)

    def remove(self, id_: str, by: str) -> Removal:
        """Return what a digest was that is removed now."""
        return self.roster.unsubscribe(id_, by=by, at=self.now())

    def undo(self, key: str) -> Subscription:
        """Return a digest that was removed, running again from now."""
        return self.roster.undo(key, at=self.now())

    def _here(self, place: Place) -> list[Subscription]:
        """The digests of a channel that bring news."""
        return [one for one in self.roster.listed(place) if not one.for_editors]

    def _without(self, found: Subscription, gone: tuple[str, ...]) -> tuple[str, ...]:
        if not found.topics:
            raise DigestUnknown(
                _("This digest follows all topics. Choose those it should keep: press Change in its list.")
            )
        self._must_follow(found, gone)
        return tuple(slug for slug in found.topics if slug not in gone)

    def _must_follow(self, found: Subscription, topics: tuple[str, ...]) -> None:
        """Raise DigestUnknown where a digest of some topics has not all of these."""
        names = self.store.snapshot.topics
        for slug in topics:
            if slug not in found.topics:
                told = {"topic": label(names[slug]), "about": about(found, names)}
                raise DigestUnknown(_("This digest does not follow {topic}: {about}.", **told))

    def preview(self, place: Place, words: str) -> Draft | None:
        """Return what the digest would say now; None for a quiet day that stays silent."""
        return self.drafter.preview(self.pick(place, words)[0], self.now())

    def post_now(self, id_: str) -> None:
        """Let a digest be posted within seconds, beside its schedule."""
        self.outbox.post_now(self.roster.find(id_), self.now())

    def pick(self, place: Place, words: str) -> tuple[Subscription, str]:
        """Return the digest that the first of *words* numbers, or the only one, and the words behind it."""
        here = self.roster.listed(place)
        number, _sep, rest = words.strip().partition(" ")
        if number.isdecimal() and not (_HALF_OF_DAY.match(rest) or _SPAN.match(rest) or len(number) > MOST_DIGITS):
            if 1 <= int(number) <= len(here):
                return here[int(number) - 1], rest.strip()
            raise DigestUnknown(
                _("This channel has no digest {number}; /alliance digest list shows those it has.", number=number)
            )
        if len(here) == 1:
            return here[0], words.strip()
        if not here:
            raise DigestUnknown(_("This channel has no digest yet; /alliance digest sets one up."))
        raise DigestUnknown(_("This channel has several digests; name one by its number in /alliance digest list."))
