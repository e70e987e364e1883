"""What a person does in Slack, and what Slack then sends to the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.simulator.delivery import payloads
from bot.simulator.delivery.envelope import Reply, Retry, Sort
from bot.simulator.endpoints.replies import AppReplies
from bot.simulator.state.files import SlackFile
from bot.simulator.state.model import ChannelKind, Json, Message, SlackError
from bot.simulator.user.typed import encoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.simulator.service.slack import Slack
    from bot.simulator.state.model import Channel, Person
    from bot.simulator.state.workspace import Workspace


@dataclass(frozen=True, slots=True)
class UserActions:
    """A person's hands. Every action returns once the app has answered, or failed to."""

    slack: Slack

    async def command(self, user: str, channel_id: str, typed: str) -> Reply:
        """Type a slash command; its reply appears in the channel."""
        workspace, person, channel = self._where(user, channel_id)
        name = typed.split(maxsplit=1)[0]
        if name == "/invite":
            return await self._invite(person, channel, typed)
        if name not in {command.name for command in workspace.app.commands}:
            return self._no_such_command(person, channel, name)
        granted = payloads.Granted(self.slack.rights.trigger(user), self.slack.response_url(user, channel.id))
        form = payloads.command(workspace, person, channel, typed, granted)
        reply = await self.slack.delivery.send(Sort.COMMAND, form)
        self._show_reply(reply, name, person, channel)
        return reply

    def upload(self, user: str, name: str, data: bytes) -> SlackFile:
        """Bring a file to Slack; nobody sees it before it is shared by a message."""
        workspace = self.slack.workspace
        created = int(workspace.clock().timestamp())
        file = SlackFile(workspace.mint("F"), name, workspace.person(user).id, created, self.slack.address, data)
        workspace.files[file.id] = file
        return file

    async def say(
        self, user: str, channel_id: str, typed: str, thread_ts: str | None = None, files: Sequence[str] = ()
    ) -> Message:
        """Post a message with uploaded *files*; the app hears of it where it is mentioned, or talked to directly."""
        workspace, person, channel = self._where(user, channel_id)
        shared = tuple(workspace.share(id_, channel).id for id_ in files)
        message = workspace.post(channel, person.id, encoded(typed, workspace), thread_ts=thread_ts, files=shared)
        for kind in self._heard(channel, message):
            await self.event(_inner(kind, workspace.show(message), channel))
        return message

    async def shortcut(self, user: str, channel_id: str, ts: str, callback_id: str) -> Reply:
        """Choose a message shortcut from the menu of a message."""
        workspace, person, _ = self._where(user, channel_id)
        message = workspace.find(channel_id, ts)
        url = self.slack.response_url(user, channel_id, message)
        granted = payloads.Granted(self.slack.rights.trigger(user), url)
        payload = payloads.message_shortcut(workspace, person, message, callback_id, granted)
        return await self.slack.delivery.send(Sort.INTERACTIVE, payload)

    async def open_home(self, user: str) -> Reply | None:
        """Open the app's Home tab."""
        workspace = self.slack.workspace
        channel = workspace.direct(user, workspace.app.user_id)
        home = self.slack.views.homes.get(user)
        view = {"view": home.as_slack(workspace.team, workspace.app)} if home else {}
        inner = {
            "type": "app_home_opened",
            "user": user,
            "channel": channel.id,
            "tab": "home",
            "event_ts": workspace.ts(),
            **view,
        }
        return await self.event(inner)

    async def join(self, user: str, channel_id: str) -> Reply | None:
        """Bring *user*, who may be the bot, into a channel."""
        workspace = self.slack.workspace
        workspace.join(workspace.channel(channel_id), user)
        inner = {
            "type": "member_joined_channel",
            "user": user,
            "channel": channel_id,
            "channel_type": "C",
            "team": workspace.team.id,
            "event_ts": workspace.ts(),
        }
        return await self.event(inner)

    async def event(self, inner: Json, *, event_id: str | None = None, retry: Retry | None = None) -> Reply | None:
        """Send an event, or send it again; None when the app has not subscribed to its type."""
        workspace = self.slack.workspace
        if _subscription(inner) not in workspace.app.events:
            return None
        payload = payloads.event(workspace, inner, event_id or workspace.mint("Ev"))
        return await self.slack.delivery.send(Sort.EVENT, payload, retry)

    def refuse_in_thread(self, user: str, channel_id: str, typed: str, thread_ts: str) -> None:
        """Type a slash command in a thread: Slack takes none there."""
        workspace, person, channel = self._where(user, channel_id)
        text = f"{typed.split(maxsplit=1)[0]} is not supported in threads. Sorry!"
        workspace.whisper(channel, "USLACKBOT", person.id, text, thread_ts=thread_ts)

    def _where(self, user: str, channel_id: str) -> tuple[Workspace, Person, Channel]:
        workspace = self.slack.workspace
        return workspace, workspace.person(user), workspace.channel(channel_id, viewer=user)

    def _heard(self, channel: Channel, message: Message) -> list[str]:
        app = self.slack.workspace.app
        if app.user_id not in channel.members:
            return []
        mentioned = [] if channel.direct or f"<@{app.user_id}>" not in message.text else ["app_mention"]
        return ["message", *mentioned]

    def _show_reply(self, reply: Reply, name: str, person: Person, channel: Channel) -> None:
        error = "dispatch_failed" if reply.status not in {None, 200} else reply.error
        if reply.body and not error:
            error = self._publish(reply.body, person, channel)
        if error:
            self._slackbot(person, channel, f"{name} failed with the error “{error}”")

    def _publish(self, body: Json, person: Person, channel: Channel) -> str | None:
        try:
            AppReplies(self.slack).publish(body, person.id, channel.id)
        except SlackError as refusal:
            return refusal.error
        return None

    async def _invite(self, person: Person, channel: Channel, typed: str) -> Reply:
        """Slack's own `/invite @someone`."""
        workspace = self.slack.workspace
        wanted = typed.partition(" ")[2].strip().removeprefix("@").casefold()
        found = [one for one in workspace.people.values() if wanted in {one.name.casefold(), one.handle}]
        if not found or channel.direct:
            self._slackbot(person, channel, "Nobody here goes by that name. Try `/invite @someone` in a channel.")
            return Reply("user_not_found")
        if found[0].id not in channel.members:
            workspace.post(
                channel, found[0].id, f"was added to #{channel.name} by {person.name}.", subtype="channel_join"
            )
            await self.join(found[0].id, channel.id)
        return Reply()

    def _no_such_command(self, person: Person, channel: Channel, name: str) -> Reply:
        hint = "In Slack, all messages that start with the “/” character are interpreted as commands."
        self._slackbot(person, channel, f"`{name}` is not a valid command. {hint}")
        return Reply("invalid_command")

    def _slackbot(self, person: Person, channel: Channel, text: str) -> None:
        self.slack.workspace.whisper(channel, "USLACKBOT", person.id, text)


def _subscription(inner: Json) -> str:
    """The name under which an app subscribes to an event: `message.im`, `app_mention`."""
    if inner["type"] != "message":
        return str(inner["type"])
    return f"message.{ChannelKind(inner['channel_type']).family}"


def _inner(kind: str, shown: Json, channel: Channel) -> Json:
    place = {"channel": channel.id, "event_ts": shown["ts"]}
    if shown.get("files"):
        place["subtype"] = "file_share"
    if kind == "app_mention":
        return {**shown, **place, "type": kind}
    return {**shown, **place, "type": kind, "channel_type": channel.kind.value}
