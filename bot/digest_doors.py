"""Digests from Slack: `/alliance digest …`, the form, and the buttons under what was posted."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse
from slack_sdk.errors import SlackApiError

from bot import digest_form, faces
from bot.digest_form import Form, FormWrong
from bot.digest_wording import about, state
from bot.payloads import Click, Typed, Way
from bot.pieces import Block, Element, Face, actions, button, context, header, line, plain, rich, said, section, words
from store.agenda import Place, Standing
from store.errors import InvalidRequest
from store.rules import zones_like

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from slack_bolt.async_app import AsyncApp

    from bot.desk import Desk
    from bot.digest_desk import DigestDesk
    from bot.outbox import Outbox
    from bot.payloads import Command
    from store.agenda import Order, Subscription

    Verb = Callable[["DigestDoors", Command, str], Awaitable[Face | None]]

INVITE = "I am not in this channel, so I could not post here. Invite me first: /invite @{name}"


@dataclass(frozen=True, slots=True)
class DigestDoors:
    """Answers what people ask of digests in Slack."""

    desk: Desk
    digests: DigestDesk
    outbox: Outbox

    async def answer(self, command: Command, rest: str) -> Face | None:
        """Return the reply to `/alliance digest …`; None when a form opened instead."""
        verb, _, words_ = rest.partition(" ")
        deed = VERBS.get(verb.lower())
        if deed is None:
            return faces.notice(f"“{verb}” is nothing a digest does. {HELP}")
        return await deed(self, command, words_.strip())

    async def open_form(self, command: Command, _: str) -> Face | None:
        """Open the form for a new digest of this channel."""
        if refusal := await self._refusal(command.channel):
            return refusal
        zone = await self._zone(command.user)
        form = Form(Place(command.team, command.channel), zone)
        await self._open(command.trigger, form)
        return None

    async def subscribe(self, command: Command, asked: str) -> Face:
        """Add what was named, and show the full state."""
        if refusal := await self._refusal(command.channel):
            return refusal
        place, zone = Place(command.team, command.channel), await self._zone(command.user)
        made = await asyncio.to_thread(self.digests.subscribe, place, command.user, asked, zone)
        return self._state("Digest set", made)

    async def show(self, command: Command, _: str) -> Face:
        """List the digests of this channel."""
        place = Place(command.team, command.channel)
        return self.listed(await asyncio.to_thread(self.digests.roster.listed, place))

    async def preview(self, command: Command, asked: str) -> Face:
        """Show what would be posted now, to the person alone."""
        draft = await asyncio.to_thread(self.digests.preview, Place(command.team, command.channel), asked)
        if draft is None:
            return faces.notice(
                "Nothing would be posted now: there is no news, and this digest is silent on quiet days."
            )
        message = json.loads(draft.content)
        more = f" Its thread would have {len(draft.thread)} more." if draft.thread else ""
        return Face(message["text"], [context(f"Preview, only for you.{more}"), *message["blocks"]])

    async def pause(self, command: Command, asked: str) -> Face:
        """Stop a digest."""
        return await self._change("Paused", self.digests.pause, command, asked)

    async def resume(self, command: Command, asked: str) -> Face:
        """Let a digest run again."""
        return await self._change("Running again", self.digests.resume, command, asked)

    async def move(self, command: Command, asked: str) -> Face:
        """Change days, times or zone."""
        return await self._change("Moved", self.digests.move, command, asked)

    async def unsubscribe(self, command: Command, asked: str) -> Face:
        """Remove a digest, or some of its topics."""
        return await self._change("Removed", self.digests.unsubscribe, command, asked)

    async def _change(
        self, done: str, deed: Callable[[Place, str], Subscription], command: Command, asked: str
    ) -> Face:
        return self._state(done, await asyncio.to_thread(deed, Place(command.team, command.channel), asked))

    def _state(self, done: str, one: Subscription) -> Face:
        told = state(one, self.desk.snapshot.topics)
        return Face(f"{done}: {told}", [rich(line(words(f"{done}. ", bold=True), said(told))), *self._deeds([one])])

    def listed(self, found: Sequence[Subscription]) -> Face:
        """Return the digests of a channel, numbered, each with what can be done to it."""
        if not found:
            return faces.notice(f"This channel has no digest yet. {HELP}")
        told = f"{len(found)} digest{'s' if len(found) > 1 else ''} here"
        return Face(told, [header(told), *(block for one in enumerate(found, 1) for block in self._entry(*one))])

    def _entry(self, number: int, one: Subscription) -> list[Block]:
        topics = self.desk.snapshot.topics
        told = state(one, topics).removeprefix(f"{about(one, topics)}. ")
        return [section(f"{number}. {about(one, topics)}", told), *self._deeds([one])]

    def _deeds(self, found: Sequence[Subscription]) -> list[Block]:
        return [actions(*deeds(one)) for one in found]

    async def save(self, view: dict[str, Any], user: str) -> dict[str, Any]:
        """Return Slack's answer to the submitted form: the saved state, or what to mend in which field."""
        try:
            order, id_ = digest_form.read(view, user)
            saved = await asyncio.to_thread(self._save, order, id_)
        except FormWrong as wrong:
            return {"response_action": "errors", "errors": wrong.fields}
        except InvalidRequest as wrong:
            return {"response_action": "errors", "errors": {"times": str(wrong)}}
        told = state(saved, self.desk.snapshot.topics)
        saved_view = {
            "type": "modal",
            "title": plain("Saved", 24),
            "close": plain("Close"),
            "blocks": [rich(line(said(told)))],
        }
        return {"response_action": "update", "view": saved_view}

    def _save(self, order: Order, id_: str | None) -> Subscription:
        if id_ is None:
            return self.digests.order(order)
        return self.digests.roster.change(
            id_, self.digests.now(), topics=order.topics, rule=order.rule, quiet=order.quiet
        )

    async def change(self, click: Click) -> None:
        """Open the form of a digest that stands."""
        one = await asyncio.to_thread(self.digests.roster.find, click.value)
        await self._open(click.way.trigger, Form.of(one))

    async def stop(self, click: Click) -> Face:
        """Remove a digest by its button."""
        return self._gone(await asyncio.to_thread(self.digests.roster.unsubscribe, click.value))

    async def hold(self, click: Click) -> Face:
        """Pause a digest by its button."""
        return self._state("Paused", await asyncio.to_thread(self.digests.roster.pause, click.value))

    async def go_on(self, click: Click) -> Face:
        """Resume a digest by its button."""
        resumed = await asyncio.to_thread(lambda: self.digests.roster.resume(click.value, at=self.digests.now()))
        return self._state("Running again", resumed)

    async def again(self, click: Click) -> Face:
        """Post a digest again that nobody could settle, because its owner looked and it is not there."""
        sent = await asyncio.to_thread(self.digests.outbox.post_again, click.value, self.digests.now())
        return faces.notice("It will be posted within a minute." if sent else "This digest has been settled already.")

    def _gone(self, one: Subscription) -> Face:
        return faces.notice(f"Removed: {about(one, self.desk.snapshot.topics)}. /alliance digest sets up another.")

    async def _open(self, trigger: str, form: Form) -> None:
        await self.outbox.client.views_open(trigger_id=trigger, view=digest_form.draw(form, self.desk.snapshot.topics))

    async def _zone(self, user: str) -> str:
        """The person's own zone as Slack knows it; UTC where Slack does not say."""
        try:
            told = await self.outbox.client.users_info(user=user)
        except SlackApiError:
            return "UTC"
        return str((told.get("user") or {}).get("tz") or "UTC")

    async def _refusal(self, channel: str) -> Face | None:
        """Return how to invite the bot, where it is not in the channel."""
        try:
            told = await self.outbox.client.conversations_info(channel=channel)
        except SlackApiError as error:
            if error.response.get("error") not in {"channel_not_found", "not_in_channel"}:
                raise
            return faces.notice(INVITE.format(name="Alliance"))
        found = told.get("channel") or {}
        return None if found.get("is_member") or found.get("is_im") else faces.notice(INVITE.format(name="Alliance"))


HELP = (
    "Try: /alliance digest subscribe opcon sma weekdays 08:30 Asia/Seoul, "
    "or list, preview, pause, resume, move, unsubscribe."
)

VERBS: dict[str, Verb] = {
    "": DigestDoors.open_form,
    "subscribe": DigestDoors.subscribe,
    "list": DigestDoors.show,
    "preview": DigestDoors.preview,
    "pause": DigestDoors.pause,
    "resume": DigestDoors.resume,
    "move": DigestDoors.move,
    "unsubscribe": DigestDoors.unsubscribe,
}


def deeds(one: Subscription) -> list[Element]:
    """Return the buttons of one digest; the one that removes asks first."""
    paused = one.standing is Standing.PAUSED
    hold = button("Resume", "digest:resume", one.id) if paused else button("Pause", "digest:pause", one.id)
    return [button("Change", "digest:change", one.id), hold, stop_button("Remove", one.id)]


def stop_button(label: str, id_: str) -> Element:
    """Return the button that removes a digest, behind a question."""
    confirm = {
        "title": plain("Remove this digest?"),
        "text": plain("It will not be posted any more. What was posted stays."),
        "confirm": plain("Remove"),
        "deny": plain("Keep"),
        "style": "danger",
    }
    return {**button(label, "digest:stop", id_), "style": "danger", "confirm": confirm}


def register(app: AsyncApp, doors: DigestDoors) -> None:
    """Make *app* take the form, its two menus, and the buttons of digests."""
    by_button: dict[str, Callable[[Click], Awaitable[Face | None]]] = {
        "digest:change": doors.change,
        "digest:stop": doors.stop,
        "digest:pause": doors.hold,
        "digest:resume": doors.go_on,
        "digest:again": doors.again,
    }

    async def clicked(body: dict[str, Any]) -> BoltResponse:
        click = Click.of(body)
        deed = by_button.get(click.deed)
        shown = await deed(click) if deed else None
        if shown is not None:
            await doors.outbox.respond(click.way, shown, response_type="ephemeral", replace_original=False)
        return BoltResponse(status=200)

    async def saved(body: dict[str, Any]) -> BoltResponse:
        answer = await doors.save(body["view"], Way.of(body).user)
        return BoltResponse(status=200, body=json.dumps(answer))

    async def topics(body: dict[str, Any]) -> BoltResponse:
        typed = Typed.of(body).text
        found = faces.options(doors.desk.topics_like(typed))[:99]
        everything = [digest_form.option("All topics", digest_form.EVERYTHING)]
        return BoltResponse(status=200, body=json.dumps({"options": everything + found}))

    async def zones(body: dict[str, Any]) -> BoltResponse:
        found = [digest_form.option(zone, zone) for zone in zones_like(Typed.of(body).text)]
        return BoltResponse(status=200, body=json.dumps({"options": found}))

    app.view(digest_form.CALLBACK)(saved)
    app.options(digest_form.TOPICS)(topics)
    app.options(digest_form.ZONE)(zones)
    app.action(re.compile("^digest:"))(clicked)
