"""Digests from Slack: `/alliance digest …`, the form, and the buttons under what was posted."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.blocks import browse, digest_form, digest_status, modals
from bot.blocks.digest_form import DigestForm, DigestFormInvalid
from bot.blocks.digest_status import BETWEEN_PEOPLE, HELP, INVITE
from bot.slack import membership
from bot.slack.payloads import TypedText, Way
from bot.slack.respond import Shown
from store.digests.model import Place, Standing
from store.digests.schedule_text import zones_like
from store.digests.subscriptions import RuleTaken, UnknownSubscription

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from slack_bolt.async_app import AsyncApp

    from bot.blocks.elements import Card
    from bot.digests.service import DigestService, Unsubscribed
    from bot.listeners.admin.permissions import Permissions
    from bot.lookup.service import LookupService
    from bot.slack.payloads import Click, Command
    from bot.slack.respond import Press
    from bot.slack.sender import Sender
    from store.digests.model import Subscription, SubscriptionRequest
    from store.model import Topic

    Verb = Callable[["DigestListeners", Command, str], Awaitable[Card | None]]
    Button = Callable[["DigestListeners", Click], Awaitable[Shown | None]]


DEED = "digest"
STRANGER = (
    "You belong to another workspace. Digests are set up by the people of the workspace that this bot belongs to; "
    "ask one of your contacts there. Looking things up is open to you: /alliance help"
)


@dataclass(frozen=True, slots=True)
class DigestListeners:
    """Answers what people ask of digests in Slack."""

    service: LookupService
    digests: DigestService
    sender: Sender
    permissions: Permissions

    async def answer(self, command: Command, rest: str) -> Card | None:
        """Return the reply to `/alliance digest …`; None when a form opened instead."""
        if await self.permissions.is_stranger(command.team, command.user, DEED, rest):
            return browse.notice(STRANGER)
        verb, _, asked = rest.partition(" ")
        run = VERBS.get(verb.lower())
        if run is None:
            return browse.notice(f"“{verb}” is nothing a digest does. {HELP}")
        return await run(self, command, asked.strip())

    async def open_form(self, command: Command, _: str) -> Card | None:
        """Open the form for a new digest of this channel."""
        refusal, zone = await asyncio.gather(
            self._refusal(command.channel), membership.zone_of(self.sender.client, command.user)
        )
        if refusal is None:
            await self._open(command.trigger, DigestForm(_place(command), zone))
        return refusal

    async def subscribe(self, command: Command, asked: str) -> Card | None:
        """Add what was named, and show the full state; the form, when nothing was named."""
        if not asked:
            return await self.open_form(command, asked)
        refusal, zone = await asyncio.gather(
            self._refusal(command.channel), membership.zone_of(self.sender.client, command.user)
        )
        if refusal is not None:
            return refusal
        one = await asyncio.to_thread(self.digests.subscribe, _place(command), command.user, asked, zone)
        return self._told("Digest set", one)

    async def weekly(self, command: Command, asked: str) -> Card:
        """Let the editors' list come to this channel when *asked*, and show its full state."""
        refusal, zone = await asyncio.gather(
            self._refusal(command.channel), membership.zone_of(self.sender.client, command.user)
        )
        if refusal is not None:
            return refusal
        one = await asyncio.to_thread(self.digests.weekly, _place(command), command.user, asked, zone)
        return self._told("Set", one)

    async def show(self, command: Command, asked: str) -> Card:
        """List the digests of this channel."""
        if asked.casefold() == "all":
            return browse.notice("Every digest of the workspace, for administrators: /alliance admin digests")
        found = await asyncio.to_thread(self.digests.roster.listed, _place(command))
        return digest_status.listed(found, self._topics)

    async def preview(self, command: Command, asked: str) -> Card:
        """Show what would be posted now, to the person alone."""
        return digest_status.preview(await asyncio.to_thread(self.digests.preview, _place(command), asked))

    async def now(self, command: Command, asked: str) -> Card:
        """Ask before a digest is posted at once."""
        if refusal := await self._refusal(command.channel):
            return refusal
        one, _ = await asyncio.to_thread(self.digests.pick, _place(command), asked)
        return digest_status.confirm_now(one, self._topics)

    async def post_now(self, click: Click) -> Shown:
        """Post a digest at once, after the question."""
        await asyncio.to_thread(self.digests.post_now, click.value)
        return Shown(browse.notice("It will be posted here within seconds."))

    async def see_first(self, click: Click) -> Shown:
        """Show what a digest would say now, to the person alone."""
        one = await asyncio.to_thread(self.digests.roster.find, click.value)
        draft = await asyncio.to_thread(self.digests.drafter.preview, one, self.digests.now())
        return Shown(digest_status.preview(draft))

    async def pause(self, command: Command, asked: str) -> Card:
        """Stop a digest, for good or until a day; or some of its topics."""
        one = await asyncio.to_thread(self.digests.pause, _place(command), asked)
        return self._told("Paused" if one.standing is Standing.PAUSED or one.held else "Paused until then", one)

    async def resume(self, command: Command, asked: str) -> Card:
        """Let a digest run again, where the bot can post."""
        if refusal := await self._refusal(command.channel):
            return refusal
        return self._told("Running again", await asyncio.to_thread(self.digests.resume, _place(command), asked))

    async def move(self, command: Command, asked: str) -> Card:
        """Change days, times or zone."""
        return self._told("Moved", await asyncio.to_thread(self.digests.move, _place(command), asked))

    async def unsubscribe(self, command: Command, asked: str) -> Card:
        """Remove a digest, or some of its topics."""
        left = await asyncio.to_thread(self.digests.unsubscribe, _place(command), asked)
        return self._removed(left.digest) if left.gone else self._told(self._left_out(left), left.digest)

    def _left_out(self, left: Unsubscribed) -> str:
        return f"Left out {', '.join(self._topics[slug].short for slug in left.out)}"

    async def press(self, run: Button, click: Click) -> Shown | None:
        """Return what a button brings up; why not, for a stranger."""
        if await self.permissions.is_stranger(click.way.team, click.way.user, DEED, click.action):
            return Shown(browse.notice(STRANGER))
        return await run(self, click)

    async def save(self, view: dict[str, Any], way: Way) -> dict[str, Any]:
        """Return Slack's answer to the submitted form: the saved state, or what to mend in which field."""
        if await self.permissions.is_stranger(way.team, way.user, DEED, "form"):
            return {"response_action": "update", "view": modals.modal(browse.notice(STRANGER))}
        try:
            order, id_ = digest_form.read(view, way.user)
            one = await asyncio.to_thread(self._save, order, id_)
        except DigestFormInvalid as wrong:
            return {"response_action": "errors", "errors": wrong.fields}
        except UnknownSubscription:
            return {"response_action": "errors", "errors": {"topics": "This digest was removed meanwhile."}}
        except RuleTaken as taken:
            return {"response_action": "errors", "errors": {"times": str(taken)}}
        return {"response_action": "update", "view": digest_status.saved(one, self._topics)}

    def _save(self, order: SubscriptionRequest, id_: str | None) -> Subscription:
        if id_ is None:
            return self.digests.order(order)
        return self.digests.roster.change(
            id_, self.digests.now(), topics=order.topics, rule=order.rule, quiet=order.quiet
        )

    async def change(self, click: Click) -> None:
        """Open the form of a digest that stands."""
        one = await asyncio.to_thread(self.digests.roster.find, click.value)
        await self._open(click.way.trigger, DigestForm.of(one))

    async def stop(self, click: Click) -> Shown:
        """Remove a digest by its button."""
        return Shown(self._removed(await asyncio.to_thread(self.digests.roster.unsubscribe, click.value)))

    async def hold(self, click: Click) -> Shown:
        """Pause a digest by its button."""
        return Shown(self._told("Paused", await asyncio.to_thread(self.digests.roster.pause, click.value)))

    async def go_on(self, click: Click) -> Shown:
        """Resume a digest by its button, where the bot can post."""
        one = await asyncio.to_thread(self.digests.roster.find, click.value)
        if refusal := await self._refusal(one.place.channel):
            return Shown(refusal)
        resumed = await asyncio.to_thread(lambda: self.digests.roster.resume(click.value, at=self.digests.now()))
        return Shown(self._told("Running again", resumed))

    async def again(self, click: Click) -> Shown:
        """Post a digest again that nobody could settle, because its owner looked and it is not there."""
        sent = await asyncio.to_thread(self.digests.outbox.post_again, click.value, self.digests.now())
        told = "It will be posted within a minute." if sent else "This digest has been settled already."
        return Shown(browse.notice(told))

    @property
    def _topics(self) -> Mapping[str, Topic]:
        return self.service.snapshot.topics

    def _told(self, done: str, one: Subscription) -> Card:
        return digest_status.told(done, one, self._topics)

    def _removed(self, one: Subscription) -> Card:
        return digest_status.removed(one, self._topics)

    async def _open(self, trigger: str, form: DigestForm) -> None:
        await self.sender.open(trigger, digest_form.draw(form, self._topics))

    async def _refusal_and_zone(self, command: Command) -> tuple[Card | None, str]:
        # Together, because the trigger of a form is good for three seconds.
        zone = membership.zone_of(self.sender.client, command.user)
        return await asyncio.gather(self._refusal(command.channel), zone)

    async def _refusal(self, channel: str) -> Card | None:
        """Return how to invite the bot, where it is not in the channel."""
        if await membership.joined(self.sender.client, channel):
            return None
        if channel.startswith("D"):
            return browse.notice(BETWEEN_PEOPLE)
        return browse.notice(INVITE.format(name=await membership.own_name(self.sender.client)))


def _place(command: Command) -> Place:
    return Place(command.team, command.channel)


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


BUTTONS: dict[str, Button] = {
    "digest:change": DigestListeners.change,
    "digest:stop": DigestListeners.stop,
    "digest:pause": DigestListeners.hold,
    "digest:resume": DigestListeners.go_on,
    "digest:again": DigestListeners.again,
    "digest:now": DigestListeners.post_now,
    "digest:preview": DigestListeners.see_first,
}


def buttons(listeners: DigestListeners) -> dict[str, Press]:
    """Return what the buttons of digests do."""
    return {action: partial(listeners.press, run) for action, run in BUTTONS.items()}


def register(app: AsyncApp, listeners: DigestListeners) -> None:
    """Make *app* take the form and its two menus."""

    async def saved(body: dict[str, Any]) -> BoltResponse:
        answer = await listeners.save(body["view"], Way.of(body))
        return BoltResponse(status=200, body=json.dumps(answer))

    async def topics(body: dict[str, Any]) -> BoltResponse:
        typed = TypedText.of(body).text
        found = browse.options(listeners.service.topics_like(typed))[:99]
        meant = typed.casefold() in digest_form.ALL.casefold()
        everything = [modals.option(digest_form.ALL, digest_form.EVERYTHING)] if meant else []
        return BoltResponse(status=200, body=json.dumps({"options": everything + found}))

    async def zones(body: dict[str, Any]) -> BoltResponse:
        found = [modals.option(zone, zone) for zone in zones_like(TypedText.of(body).text)]
        return BoltResponse(status=200, body=json.dumps({"options": found}))

    app.view(digest_form.CALLBACK)(saved)
    app.options(digest_form.TOPICS)(topics)
    app.options(digest_form.ZONE)(zones)
