"""What a person does in Slack, and what Slack then sends to the app."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.simulator.delivery import events, payloads
from bot.simulator.delivery.payloads import Reply, Retry, Sort
from bot.simulator.endpoints.replies import AppReplies
from bot.simulator.state.files import SlackFile
from bot.simulator.state.model import Json, Message, SlackError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.simulator.service.slack import Slack
    from bot.simulator.state.model import Channel, Person
    from bot.simulator.state.workspace import Workspace


_LINK = re.compile(r"https?://[^\s<>|]+")
_CHANNEL = re.compile(r"#([a-z0-9_-]{1,80})")


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
        form = payloads.command(workspace, person, channel, typed, self.slack.grant(user, channel.id))
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
        await self._tell(channel, message)
        return message

    async def forward(self, user: str, message: Message, channel_id: str, typed: str = "") -> Message:
        """Share *message* into a channel or a conversation, with a word of one's own or none."""
        workspace, person, channel = self._where(user, channel_id)
        shared = (events.forwarded(workspace, message),)
        posted = workspace.post(channel, person.id, encoded(typed, workspace), attachments=shared)
        await self._tell(channel, posted)
        return posted

    async def edit(self, message: Message, typed: str) -> Message:
        """Change the words of one's message: told as a change and, where it mentions the app, as a mention again."""
        text = encoded(typed, self.slack.workspace)
        return await self._change(message, text=text, edited_ts=self.slack.workspace.ts())

    async def unfold(self, message: Message, preview: Json) -> Message:
        """Let Slack show what a link in *message* leads to."""
        return await self._change(message, attachments=(*message.attachments, preview))

    async def relay(self, channel_id: str, username: str, *, text: str = "", **shown: Any) -> Message:
        """Let another app post: its words may be in *text*, or in `blocks` or `attachments` alone."""
        workspace = self.slack.workspace
        channel = workspace.channel(channel_id)
        app = {"bot_id": "B08OTHERAPP", "by_app": "A08OTHERAPP", "subtype": "bot_message", "username": username}
        message = workspace.post(channel, "U08OTHERAPP", text, **app, **shown)
        await self._tell(channel, message)
        return message

    async def shortcut(self, user: str, channel_id: str, ts: str, callback_id: str) -> Reply:
        """Choose a message shortcut from the menu of a message."""
        workspace, person, _ = self._where(user, channel_id)
        message = workspace.find(channel_id, ts)
        granted = self.slack.grant(user, channel_id, message)
        payload = payloads.message_shortcut(workspace, person, message, callback_id, granted)
        return await self.slack.delivery.send(Sort.INTERACTIVE, payload)

    async def open_home(self, user: str) -> Reply | None:
        """Open the app's Home tab."""
        workspace = self.slack.workspace
        channel = workspace.direct(user, workspace.app.user_id)
        home = self.slack.views.homes.get(user)
        view = home.as_slack(workspace.team, workspace.app) if home else None
        return await self.event(events.home_opened(workspace, user, channel, view))

    async def join(self, user: str, channel_id: str) -> Reply | None:
        """Bring *user*, who may be the bot, into a channel."""
        workspace = self.slack.workspace
        channel = workspace.join(workspace.channel(channel_id), user)
        return await self.event(events.joined(workspace, user, channel))

    async def archive(self, user: str, channel_id: str, *, archived: bool = True) -> Reply | None:
        """Close a channel, or open it again."""
        workspace = self.slack.workspace
        channel = workspace.alter(workspace.channel(channel_id), archived=archived)
        return await self.event(events.archived(workspace, user, channel))

    async def revoke(self) -> Reply | None:
        """Take the bot's token away."""
        self.slack.dead_token = "token_revoked"  # noqa: S105 - Slack's name for what is wrong with one
        return await self.event(events.tokens_revoked(self.slack.workspace))

    async def uninstall(self) -> None:
        """Take the app out of the workspace: Slack says both, and in no order that it promises."""
        self.slack.dead_token = "account_inactive"  # noqa: S105 - as above
        await self.event(events.tokens_revoked(self.slack.workspace))
        await self.event({"type": "app_uninstalled"})

    async def event(self, inner: Json, *, event_id: str | None = None, retry: Retry | None = None) -> Reply | None:
        """Send an event, or send it again; None when the app has not subscribed to its type."""
        workspace = self.slack.workspace
        if events.subscription(inner) not in workspace.app.events:
            return None
        payload = events.envelope(workspace, inner, event_id or workspace.mint("Ev"))
        return await self.slack.delivery.send(Sort.EVENT, payload, retry)

    def refuse_in_thread(self, user: str, channel_id: str, typed: str, thread_ts: str) -> None:
        """Type a slash command in a thread: Slack takes none there."""
        workspace, person, channel = self._where(user, channel_id)
        text = f"{typed.split(maxsplit=1)[0]} is not supported in threads. Sorry!"
        workspace.whisper(channel, "USLACKBOT", person.id, text, thread_ts=thread_ts)

    def _where(self, user: str, channel_id: str) -> tuple[Workspace, Person, Channel]:
        workspace = self.slack.workspace
        return workspace, workspace.person(user), workspace.channel(channel_id, viewer=user)

    async def _tell(self, channel: Channel, message: Message) -> None:
        """Tell the app of a new message, where it is a member, and of a mention in it."""
        if self.slack.workspace.app.user_id in channel.members:
            shown = self.slack.workspace.show(message)
            await self.event(events.said(shown, channel))
            await self._mention(channel, message)

    async def _change(self, message: Message, **changes: Any) -> Message:
        workspace = self.slack.workspace
        channel, before = workspace.channels[message.channel], workspace.show(message)
        after = workspace.amend(message, **changes)
        if workspace.app.user_id in channel.members:
            await self.event(events.changed(workspace, before, workspace.show(after), channel))
            if after.edited_ts != message.edited_ts:
                await self._mention(channel, after)
        return after

    async def _mention(self, channel: Channel, message: Message) -> None:
        workspace = self.slack.workspace
        if not channel.direct and f"<@{workspace.app.user_id}>" in message.text:
            await self.event(events.mentioned(workspace.show(message), channel))

    def _show_reply(self, reply: Reply, name: str, person: Person, channel: Channel) -> None:
        error = "dispatch_failed" if reply.status not in {None, 200} else reply.error
        if reply.body and not error:
            try:
                AppReplies(self.slack).publish(reply.body, person.id, channel.id)
            except SlackError as refusal:
                error = refusal.error
        if error:
            self._slackbot(person, channel, f"{name} failed with the error “{error}”")

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


def encoded(typed: str, workspace: Workspace) -> str:
    """Return *typed* in Slack's form: `&lt;`, `<https://…>`, `<@U…>` and `<#C…|name>`."""
    text = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _LINK.sub(lambda link: f"<{link.group()}>", text)
    for person in sorted(workspace.people.values(), key=lambda person: -len(person.name)):
        for name in (person.name, person.handle):
            text = text.replace(f"@{name}", f"<@{person.id}>")
    names = {channel.name: channel.id for channel in workspace.channels.values() if channel.name}
    return _CHANNEL.sub(lambda m: f"<#{names[m.group(1)]}|{m.group(1)}>" if m.group(1) in names else m.group(), text)
