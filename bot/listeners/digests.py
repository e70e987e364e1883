"""Digests from Slack: `/alliance digest …`, the form, and the buttons under what was posted.

One ends when that was asked first, is told in its channel with who it was, and is undone by anybody for a day.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.blocks import browse, digest_form, digest_status
from bot.blocks.digest_form import DigestForm, DigestFormInvalid
from bot.blocks.digest_status import help_line
from bot.blocks.modals import modal, option, updated
from bot.slack.errors import SLACKS_FAULTS
from bot.slack.sender import Feature, Shown, Where
from bot.text.errors import in_words
from bot.text.topics import label
from store.digests.model import Amendment, Standing, Subscription
from store.digests.schedule_text import zones_like
from store.digests.subscriptions import RuleTaken, UnknownSubscription
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.blocks.elements import Card, Element
    from bot.digests.service import DigestService
    from bot.listeners.digest_gate import DigestGate
    from bot.lookup.service import LookupService
    from bot.slack.payloads import Click, Command, Way
    from bot.slack.sender import Sender
    from store.digests.model import Place, SubscriptionRequest
    from store.model import Topic

    Verb = Callable[["DigestListeners", Command, str], Awaitable[Card | None]]
    Button = Callable[["DigestListeners", Click], Awaitable[Shown | None]]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DigestListeners:
    """Answers what people ask of digests in Slack."""

    service: LookupService
    digests: DigestService
    sender: Sender
    gate: DigestGate

    async def answer(self, command: Command, rest: str) -> Card | None:
        """Return the reply to `/alliance digest …`; None when a form opened instead."""
        verb, _sep, asked = rest.partition(" ")
        verb = verb.lower()
        run = VERBS.get(verb)
        if run is None:
            return browse.notice(f"{_('“{verb}” is nothing a digest does.', verb=verb)} {help_line()}")
        if out := await self.gate.refusal(command.person, verb, rest, changes=verb not in LOOKS):
            return out
        return await run(self, command, asked.strip())

    async def open_form(self, command: Command, _: str) -> Card | None:
        """Open the form for a new digest of this channel."""
        others, zone = await self._others_and_zone(command)
        await self._open(command.trigger, DigestForm(await self.gate.place(command), zone, read_by=others))
        return None

    async def open_by_button(self, click: Click) -> None:
        """Open the form for a new digest of the channel where the button stands."""
        await self.open_form(click.way.typed("digest"), "")

    async def subscribe(self, command: Command, asked: str) -> Card | None:
        """Add what was named, and show the full state; the form, when nothing was named."""
        if not asked:
            return await self.open_form(command, asked)
        return self._told(_("Digest set"), *await self._set(command, "subscribe", self.digests.subscribe, asked))

    async def weekly(self, command: Command, asked: str) -> Card:
        """Let the editors' list come to this channel when *asked*, and show its full state."""
        return self._told(_("Set"), *await self._set(command, "weekly", self.digests.weekly, asked))

    async def _set(
        self, command: Command, deed: str, set_: Callable[[Place, str, str, str], Subscription], asked: str
    ) -> tuple[Subscription, str]:
        others, zone = await self._others_and_zone(command)
        place = await self.gate.place(command)
        return await self.gate.change(command.person, deed, set_, place, command.user, asked, zone), others

    async def show(self, command: Command, asked: str) -> Card:
        """List the digests of this channel."""
        if asked.casefold() == "all":
            return browse.notice(_("Every digest of the workspace, for administrators: /alliance admin digests"))
        found = await asyncio.to_thread(self.digests.roster.listed, await self.gate.place(command))
        return digest_status.listed(found, self._topics)

    async def preview(self, command: Command, asked: str) -> Card:
        """Show what would be posted now, to the person alone."""
        place = await self.gate.place(command)
        return digest_status.preview(await asyncio.to_thread(self.digests.preview, place, asked))

    async def now(self, command: Command, asked: str) -> Card:
        """Ask before a digest is posted at once."""
        await self.gate.others(command.channel)
        one, _ = await asyncio.to_thread(self.digests.pick, await self.gate.place(command), asked)
        return digest_status.confirm_now(one, self._topics)

    async def post_now(self, click: Click) -> Shown:
        """Post a digest at once, after the question."""
        await self.gate.change(click.way.person, "now", self.digests.post_now, click.value)
        return Shown(browse.notice(_("It will be posted here within seconds.")))

    async def see_first(self, click: Click) -> Shown:
        """Show what a digest would say now, to the person alone."""
        one = await asyncio.to_thread(self.digests.roster.find, click.value)
        draft = await asyncio.to_thread(self.digests.drafter.preview, one, self.digests.now())
        return Shown(digest_status.preview(draft))

    async def pause(self, command: Command, asked: str) -> Card:
        """Stop a digest, for good or until a day; or some of its topics."""
        one = await self.gate.change(command.person, "pause", self.digests.pause, await self.gate.place(command), asked)
        return self._told(_("Paused") if one.standing is Standing.PAUSED or one.held else _("Paused until then"), one)

    async def resume(self, command: Command, asked: str) -> Card:
        """Let a digest run again, where the bot can post."""
        others, place = await self.gate.others(command.channel), await self.gate.place(command)
        one = await self.gate.change(command.person, "resume", self.digests.resume, place, asked)
        return self._told(_("Running again"), one, others)

    async def move(self, command: Command, asked: str) -> Card:
        """Change days, times or zone."""
        place = await self.gate.place(command)
        return self._told(_("Moved"), await self.gate.change(command.person, "move", self.digests.move, place, asked))

    async def unsubscribe(self, command: Command, asked: str) -> Card:
        """Ask before a digest is removed, or leave some of its topics out."""
        leaving = await asyncio.to_thread(self.digests.leaving, await self.gate.place(command), asked)
        if not leaving.kept:
            return digest_status.confirm_removal(leaving.digest, self._topics)
        left = await self.gate.change(command.person, "unsubscribe", self.digests.leave_out, leaving)
        return self._told(
            _("Left out {names}", names=", ".join(label(self._topics[slug]) for slug in leaving.out)), left
        )

    async def press(self, click: Click) -> Shown | None:
        """Return what a button brings up; why not, for a stranger."""
        if out := await self.gate.refusal(click.way.person, click.action.removeprefix("digest:"), click.value):
            return Shown(out)
        return await BUTTONS[click.action](self, click)

    async def save(self, view: dict[str, Any], way: Way) -> dict[str, Any]:
        """Return Slack's answer to the submitted form: the saved state, or what to mend in which field."""
        if out := await self.gate.refusal(way.person, "form", ""):
            return updated(modal(out))
        try:
            order, id_ = digest_form.read(view, way.user)
            one = await self.gate.change(way.person, "form", self._save, order, id_)
        except DigestFormInvalid as wrong:
            return {"response_action": "errors", "errors": wrong.fields}
        except UnknownSubscription:
            return {"response_action": "errors", "errors": {"topics": _("This digest was removed meanwhile.")}}
        except RuleTaken as taken:
            return {"response_action": "errors", "errors": {"times": in_words(taken)}}
        return updated(digest_status.saved(one, self._topics))

    def _save(self, order: SubscriptionRequest, id_: str | None) -> Subscription:
        if id_ is None:
            return self.digests.order(order)
        told = Amendment(topics=order.topics, rule=order.rule, quiet=order.quiet, language=order.language)
        if order.tells is not None:
            told["tells"] = order.tells
        return self.digests.roster.change(id_, self.digests.now(), **told)

    async def change(self, click: Click) -> None:
        """Open the form of a digest that stands."""
        one = await asyncio.to_thread(self.digests.roster.find, click.value)
        await self._open(click.way.trigger, DigestForm.of(one))

    async def hold(self, click: Click) -> Shown:
        """Pause a digest by its button."""
        one = await self.gate.change(click.way.person, "pause", self.digests.roster.pause, click.value)
        return Shown(self._told(_("Paused"), one))

    async def go_on(self, click: Click) -> Shown:
        """Resume a digest by its button, where the bot can post."""
        one = await asyncio.to_thread(self.digests.roster.find, click.value)
        others = await self.gate.others(one.place.channel)
        roster, now = self.digests.roster, self.digests.now()
        resumed = await self.gate.change(click.way.person, "resume", roster.resume, click.value, at=now)
        return Shown(self._told(_("Running again"), resumed, others))

    async def again(self, click: Click) -> Shown:
        """Post a digest again that nobody could settle, because its owner looked and it is not there."""
        now, again = self.digests.now(), self.digests.outbox.post_again
        sent = await self.gate.change(click.way.person, "again", again, click.value, now)
        told = _("It will be posted within a minute.") if sent else _("This digest has been settled already.")
        return Shown(browse.notice(told))

    async def stop(self, click: Click) -> Shown:
        """Remove a digest by its button, whose own question was answered; tell its channel."""
        by, topics = click.way.user, self._topics
        gone = await self.gate.change(click.way.person, "stop", self.digests.remove, click.value, by)
        told = self._announce(gone.digest.place, digest_status.announced_removal(gone, topics))
        return Shown(digest_status.removed(gone, topics, announced=told))

    async def end(self, click: Click) -> Shown:
        """Remove a digest in place of the question whether to."""
        return Shown((await self.stop(click)).card, Where.INSTEAD)

    async def keep(self, _click: Click) -> Shown:
        """Leave a digest as it is, in place of the question."""
        return Shown(browse.notice(_("Kept: it goes on as it was.")), Where.INSTEAD)

    async def undo(self, click: Click) -> Shown:
        """Bring a digest back, once; tell its channel."""
        topics = self._topics
        back = await self.gate.change(click.way.person, "undo", self.digests.undo, click.value)
        self._announce(back.place, digest_status.announced_return(back, topics, click.way.user))
        return Shown(digest_status.told(_("Brought back"), back, topics))

    def _announce(self, place: Place, card: Card) -> bool:
        """Let a channel be told, beside the reply; return False for a conversation, where the reply is enough."""
        if place.channel.startswith("D"):
            return False
        self.service.background.start(self._post(place.channel, card))
        return True

    async def _post(self, channel: str, card: Card) -> None:
        try:
            await self.sender.post(channel, None, card)
        except SLACKS_FAULTS as error:
            logger.warning("channel not told", extra={"code": "not_told", "why": type(error).__name__})

    @property
    def _topics(self) -> Mapping[str, Topic]:
        return self.service.snapshot.topics

    def _told(self, done: str, one: Subscription, others: str = "") -> Card:
        return digest_status.told(done, one, self._topics, read_by=others)

    async def _open(self, trigger: str, form: DigestForm) -> None:
        await self.sender.open(trigger, digest_form.draw(form, self._topics))

    async def _others_and_zone(self, command: Command) -> tuple[str, str]:
        # Together, because the trigger of a form is good for three seconds.
        zone = self.gate.permissions.directory.zone(command.user)
        return await asyncio.gather(self.gate.others(command.channel), zone)


VERBS: dict[str, Verb] = {
    "": DigestListeners.open_form,
    "subscribe": DigestListeners.subscribe,
    "list": DigestListeners.show,
    "preview": DigestListeners.preview,
    "now": DigestListeners.now,
    "pause": DigestListeners.pause,
    "resume": DigestListeners.resume,
    "move": DigestListeners.move,
    "unsubscribe": DigestListeners.unsubscribe,
}


LOOKS = frozenset({"list", "preview"})
"""What changes nothing: guests may."""

BUTTONS: dict[str, Button] = {
    "digest:new": DigestListeners.open_by_button,
    "digest:change": DigestListeners.change,
    "digest:pause": DigestListeners.hold,
    "digest:resume": DigestListeners.go_on,
    "digest:again": DigestListeners.again,
    "digest:now": DigestListeners.post_now,
    "digest:preview": DigestListeners.see_first,
    "digest:stop": DigestListeners.stop,
    "digest:end": DigestListeners.end,
    "digest:keep": DigestListeners.keep,
    "digest:undo": DigestListeners.undo,
}


async def _topics(listeners: DigestListeners, typed: str) -> list[Element]:
    found = browse.options(listeners.service.topics_like(typed))[:99]
    meant = typed.casefold() in _(digest_form.ALL).casefold()
    return [*([option(_(digest_form.ALL), digest_form.EVERYTHING)] if meant else []), *found]


async def _zones(typed: str) -> list[Element]:
    return [option(zone, zone) for zone in zones_like(typed)]


def feature(listeners: DigestListeners) -> Feature:
    """Return the buttons of digests, the form and its two menus."""
    return Feature(
        dict.fromkeys(BUTTONS, listeners.press),
        {digest_form.CALLBACK: listeners.save},
        {digest_form.TOPICS: partial(_topics, listeners), digest_form.ZONE: _zones},
    )
