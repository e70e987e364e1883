"""`/alliance follow`, `unfollow` and `following`, and their buttons: one's own direct message when a topic changes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blocks import browse
from bot.blocks.answer import card
from bot.blocks.personal import follows as drawn
from bot.slack import membership
from bot.slack.sender import Feature, Shown
from bot.text.topics import label
from store.digests.model import Place
from store.model import Nothing
from store.text.language import gettext as _

if TYPE_CHECKING:
    from bot.blocks.elements import Card
    from bot.digests.follows import Follows
    from bot.listeners.digest_gate import DigestGate
    from bot.lookup.service import LookupService
    from bot.slack.payloads import Actor, Click, Command
    from bot.slack.sender import Sender
    from store.model import Topic


@dataclass(frozen=True, slots=True)
class Following:
    """Lets people follow topics; who may set up digests may."""

    service: LookupService
    follows: Follows
    sender: Sender
    gate: DigestGate

    async def answer(self, word: str, command: Command, rest: str) -> Card | None:
        """Return the reply to one of the three words; None where it only begins a question."""
        if word == "following":
            return None if rest else await self._listed(command.person)
        if not rest:
            return browse.notice(_("Say which topic: /alliance follow opcon"))
        found = await asyncio.to_thread(self.service.reports.topics, rest)
        if isinstance(found, Nothing):
            return card(found, self.service.snapshot.topics, self.service.to)
        if not found:
            return None
        run = self._follow if word == "follow" else self._unfollow
        return await run(command.person, found[0].slug)

    async def start(self, click: Click) -> Shown:
        """Follow the topic of a button."""
        return Shown(await self._follow(click.way.person, click.value))

    async def stop(self, click: Click) -> Shown:
        """Follow the topic of a button no more."""
        return Shown(await self._unfollow(click.way.person, click.value))

    async def show(self, click: Click) -> Shown:
        """List what is followed."""
        return Shown(await self._listed(click.way.person))

    async def _follow(self, person: Actor, slug: str) -> Card:
        topic = self.service.snapshot.topics.get(slug)
        if topic is None:
            return browse.notice(_(browse.GONE))
        if out := await self.gate.refusal(person, "follow", slug):
            return out
        zone = self.gate.permissions.directory.zone(person.id)
        place, of_person = await asyncio.gather(self._place(person), zone)
        one = await self.gate.change(person, "follow", self.follows.add, place, person.id, slug, of_person)
        return drawn.following(topic, one)

    async def _unfollow(self, person: Actor, slug: str) -> Card:
        place = await self._place(person)
        was = await self.gate.change(person, "unfollow", self.follows.drop, place, person.id, slug)
        return drawn.unfollowed(self._name(slug), was=was is not None)

    async def _listed(self, person: Actor) -> Card:
        place = await self._place(person)
        return drawn.listed(await asyncio.to_thread(self.follows.of, place), self.service.snapshot.topics)

    def _name(self, slug: str) -> str:
        topic: Topic | None = self.service.snapshot.topics.get(slug)
        return label(topic) if topic else slug

    async def _place(self, person: Actor) -> Place:
        home, channel = await asyncio.gather(
            self.gate.permissions.home(), membership.conversation_with(self.sender.client, person.id)
        )
        return Place(home, channel)


def feature(following: Following) -> Feature:
    """Return the buttons around following."""
    return Feature({"follow:start": following.start, "follow:stop": following.stop, "follow:list": following.show})
