"""What people ask of digests, from their words or a form to the roster; knows no Slack."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from typing import TYPE_CHECKING

from bot.drafting import Drafter
from store.agenda import Order, Quiet
from store.archive import Archive
from store.errors import InvalidRequest
from store.occurrences import WEEKDAYS, Rule
from store.outbox import Outbox
from store.roster import Roster
from store.rules import read_wish, read_zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from bot.briefs import Link
    from store.agenda import Draft, Place, Subscription
    from store.core import BriefingStore
    from store.rules import Wish

EVERYTHING = "all"
DAYS = WEEKDAYS[:5]
TIME = time(8, 30)
"""When a digest comes if nobody says otherwise: weekdays at 08:30."""

_LONGEST_NAME = 8


class TopicUnknown(InvalidRequest):
    """Words that name no topic; the message offers the nearest."""

    exit_code = 65
    code = "topic_unknown"


class DigestUnknown(InvalidRequest):
    """The channel has no such digest, or several and none was named."""

    code = "not_found"


@dataclass(frozen=True, slots=True)
class DigestDesk:
    """Carries out what people ask of digests. Reads and writes the database: call it in a thread."""

    store: BriefingStore
    roster: Roster
    outbox: Outbox
    drafter: Drafter
    now: Callable[[], datetime]

    def subscribe(self, place: Place, owner: str, words: str, zone: str, *, quiet: Quiet = Quiet.LINE) -> Subscription:
        """Return the subscription that *words* ask for; times without a zone are in *zone*.

        Only what is named is added: topics alone join the channel's one
        digest, a schedule that is there already takes the topics in.
        """
        wish = read_wish(words)
        topics = self.topics(wish.rest)
        here = self.roster.listed(place)
        timed = bool(wish.days or wish.times or wish.zone)
        rule = _rule(wish, zone) if timed or len(here) != 1 else here[0].rule
        same = next((one for one in here if one.rule == rule), None)
        if same is None:
            return self.order(Order(place, owner, topics, rule, quiet))
        return self._join(same, topics) if wish.rest else same

    def order(self, order: Order) -> Subscription:
        """Return a new subscription. Its first digest tells where its topics stand: it was told nothing yet."""
        return self.roster.subscribe(order, generation=0, at=self.now())

    def move(self, place: Place, words: str) -> Subscription:
        """Return the digest at its new days, times or zone; what *words* do not name stays."""
        found, rest = self.pick(place, words)
        wish = read_wish(rest)
        if wish.rest:
            raise TopicUnknown(f"“{wish.rest[0]}” is no day, time or zone; try: move weekdays 09:00 Asia/Seoul")
        days = (wish.days, wish.ordinal) if wish.days else (found.rule.days, found.rule.ordinal)
        rule = replace(
            found.rule,
            days=days[0],
            ordinal=days[1],
            times=wish.times or found.rule.times,
            zone=wish.zone or found.rule.zone,
            skip_holidays=wish.skip_holidays or found.rule.skip_holidays,
        )
        return self.roster.change(found.id, self.now(), rule=rule)

    def pause(self, place: Place, words: str) -> Subscription:
        """Return the digest, stopped."""
        return self.roster.pause(self.pick(place, words)[0].id)

    def resume(self, place: Place, words: str) -> Subscription:
        """Return the digest, running again."""
        return self.roster.resume(self.pick(place, words)[0].id, at=self.now())

    def unsubscribe(self, place: Place, words: str) -> Subscription:
        """Remove a digest, or some of its topics, and return what is left or what it was."""
        found, rest = self.pick(place, words)
        gone = self.topics(rest.split())
        left = tuple(slug for slug in found.topics if slug not in gone)
        if gone and left:
            return self.roster.change(found.id, self.now(), topics=left)
        return self.roster.unsubscribe(found.id)

    def preview(self, place: Place, words: str) -> Draft | None:
        """Return what the digest would say now; None for a quiet day that stays silent."""
        return self.drafter.preview(self.pick(place, words)[0], self.now())

    def pick(self, place: Place, words: str) -> tuple[Subscription, str]:
        """Return the digest that the first of *words* numbers, or the only one, and the words behind it."""
        here = self.roster.listed(place)
        number, _, rest = words.strip().partition(" ")
        if number.isdecimal() and ":" not in number:
            if 1 <= int(number) <= len(here):
                return here[int(number) - 1], rest.strip()
            raise DigestUnknown(f"This channel has no digest {number}; /alliance digest list shows those it has.")
        if len(here) == 1:
            return here[0], words.strip()
        if not here:
            raise DigestUnknown("This channel has no digest yet; /alliance digest sets one up.")
        raise DigestUnknown("This channel has several digests; name one by its number in /alliance digest list.")

    def topics(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return the slugs that *words* name, longest names first; none for “all”. TopicUnknown with the nearest."""
        if [word.casefold() for word in words] in ([], [EVERYTHING]):
            return ()
        return tuple(dict.fromkeys(self._named(list(words))))

    def _named(self, words: list[str]) -> Iterator[str]:
        while words:
            for length in range(min(len(words), _LONGEST_NAME), 0, -1):
                slug = self.store.named(" ".join(words[:length]))
                if slug is not None:
                    yield slug
                    del words[:length]
                    break
            else:
                raise TopicUnknown(self._nearest(words[0]))

    def _nearest(self, word: str) -> str:
        near = ", ".join(topic.slug for topic in self.store.nearest(word))
        return f"“{word}” is no topic of the store." + (f" Nearest: {near}." if near else "")

    def _join(self, found: Subscription, topics: tuple[str, ...]) -> Subscription:
        everything = not topics or not found.topics
        joined = () if everything else tuple(dict.fromkeys((*found.topics, *topics)))
        return self.roster.change(found.id, self.now(), topics=joined)


def digest_desk(store: BriefingStore, to: Link, now: Callable[[], datetime]) -> DigestDesk:
    """Return the desk over *store*; *to* gives the public address of a passage."""
    roster = Roster(store.database)
    drafter = Drafter(store, Archive(store.database), roster, to)
    return DigestDesk(store, roster, Outbox(store.database), drafter, now)


def _rule(wish: Wish, zone: str) -> Rule:
    return Rule(
        days=wish.days or DAYS,
        times=wish.times or (TIME,),
        zone=wish.zone or read_zone(zone),
        ordinal=wish.ordinal,
        skip_holidays=wish.skip_holidays,
    )
