"""The state of the simulated workspace: pure Python, in memory, gone when the process ends."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.simulator.state.model import Channel, ChannelKind, Json, Message, SlackError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.simulator.state.app import App
    from bot.simulator.state.files import SlackFile, Upload
    from bot.simulator.state.model import Person, Team


@dataclass(frozen=True, slots=True)
class PageChange:
    """Something a page shows has changed. *seen_by* is the one person concerned, or None for all."""

    kind: str
    body: Json
    seen_by: str | None = None


@dataclass(slots=True)
class Workspace:
    """Team, people, channels and messages. Everything that a Slack client would show is read from here."""

    team: Team
    app: App
    people: dict[str, Person]
    channels: dict[str, Channel]
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    """Every time in the workspace comes from here; put another in its place to move the time on."""
    messages: dict[str, dict[str, Message]] = field(default_factory=lambda: defaultdict(dict))
    ephemerals: dict[str, Message] = field(default_factory=dict)
    files: dict[str, SlackFile] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    """Files that the app has announced, by the id that they get."""
    left_out: frozenset[str] = frozenset()
    """Fields that Slack leaves out at the top of what it sends, as it does with `team_id` for some organizations."""
    watchers: set[Callable[[PageChange], None]] = field(default_factory=set)
    _counter: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def number(self) -> int:
        """A number never given before."""
        return next(self._counter)

    def mint(self, prefix: str) -> str:
        """A fresh id such as `V08000000A1`."""
        return f"{prefix}08{self.number():08X}"

    def ts(self) -> str:
        """A fresh message timestamp: seconds of the workspace's clock and a number that keeps the order."""
        return f"{int(self.clock().timestamp())}.{self.number():06d}"

    def tell(self, kind: str, body: Json, seen_by: str | None = None) -> None:
        """Let every open page know of a change."""
        for watcher in tuple(self.watchers):
            watcher(PageChange(kind, body, seen_by))

    def person(self, user: str) -> Person:
        """The member with that id; `user_not_found` otherwise."""
        if user not in self.people:
            raise SlackError("user_not_found")
        return self.people[user]

    def channel(self, wanted: str, *, viewer: str | None = None) -> Channel:
        """The channel with that id or `#name`; a closed one only for its members. `channel_not_found` otherwise."""
        name = wanted.removeprefix("#")
        found = self.channels.get(wanted) or next((c for c in self.channels.values() if c.name == name), None)
        if found is None or (viewer is not None and not found.known_to(viewer)):
            raise SlackError("channel_not_found")
        return found

    def direct(self, one: str, other: str) -> Channel:
        """The conversation of those two, opened when there was none."""
        members = frozenset({one, other})
        for channel in self.channels.values():
            if channel.direct and channel.members == members:
                return channel
        opened = Channel(self.mint("D"), "", members, int(self.clock().timestamp()), ChannelKind.DIRECT)
        self.channels[opened.id] = opened
        self.tell("channel", {"channel": opened.id})
        return opened

    def join(self, channel: Channel, user: str) -> Channel:
        """The channel with *user* among its members."""
        return self.alter(channel, members=channel.members | {user})

    def alter(self, channel: Channel, **changes: Any) -> Channel:
        """Put a changed channel in the place of *channel*."""
        altered = replace(channel, **changes)
        self.channels[channel.id] = altered
        self.tell("channel", {"channel": channel.id})
        return altered

    def post(self, channel: Channel, user: str, text: str, **rest: Any) -> Message:
        """Add a message that everyone in the channel sees."""
        message = Message(self.ts(), channel.id, user, text, **rest)
        self.messages[channel.id][message.ts] = message
        self.tell("message", {"channel": channel.id, "ts": message.ts})
        return message

    def whisper(self, channel: Channel, author: str, seen_by: str, text: str, **rest: Any) -> Message:
        """Add a message that only *seen_by* sees, and that no history keeps."""
        message = Message(self.ts(), channel.id, author, text, seen_by=seen_by, **rest)
        self.ephemerals[message.ts] = message
        self.tell("message", {"channel": channel.id, "ts": message.ts}, seen_by)
        return message

    def share(self, id_: str, channel: Channel) -> SlackFile:
        """The file with that id, now also in *channel*; `file_not_found` otherwise."""
        if id_ not in self.files:
            raise SlackError("file_not_found")
        file = self.files[id_]
        self.files[id_] = replace(file, channels=file.channels | {channel.id})
        return self.files[id_]

    def reads(self, file: SlackFile, user: str) -> bool:
        """Whether *user* is where the file was shared."""
        return any(user in self.channels[channel].members for channel in file.channels)

    def find(self, channel: str, ts: str) -> Message:
        """The message at *ts*, ephemeral or not; `message_not_found` otherwise."""
        message = self.messages[channel].get(ts) or self.ephemerals.get(ts)
        if message is None or message.channel != channel:
            raise SlackError("message_not_found")
        return message

    def amend(self, message: Message, **changes: Any) -> Message:
        """Put a changed message in the place of *message*."""
        amended = replace(message, **changes)
        (self.ephemerals if message.seen_by else self.messages[message.channel])[message.ts] = amended
        self.tell("message", {"channel": message.channel, "ts": message.ts}, message.seen_by)
        return amended

    def remove(self, message: Message) -> None:
        """Take a message away."""
        (self.ephemerals if message.seen_by else self.messages[message.channel]).pop(message.ts, None)
        self.tell("message_removed", {"channel": message.channel, "ts": message.ts}, message.seen_by)

    def forget_ephemerals(self, user: str) -> None:
        """Drop what only *user* saw: Slack does so when a client reloads."""
        self.ephemerals = {ts: message for ts, message in self.ephemerals.items() if message.seen_by != user}

    def show(self, message: Message, *, with_metadata: bool = False) -> Json:
        """The message as Slack's methods give it, with the count of its replies."""
        shown = message.as_slack(self.team, self.app.id, with_metadata=with_metadata) | self._abroad(message)
        if message.files:
            shown |= {"files": [self.files[id_].as_slack(self.team) for id_ in message.files], "upload": False}
        replies = [reply for reply in self.thread(message.channel, message.ts) if reply.ts != message.ts]
        if message.seen_by or not replies:
            return shown
        authors = list(dict.fromkeys(reply.user for reply in replies))
        counts = {"reply_count": len(replies), "reply_users_count": len(authors), "reply_users": authors}
        return {**shown, "thread_ts": message.ts, **counts, "latest_reply": replies[-1].ts}

    def _abroad(self, message: Message) -> Json:
        """What tells that the author is of another workspace."""
        home = self.people[message.user].home if message.user in self.people else ""
        return {"team": home, "user_team": home, "source_team": home} if home else {}

    def history(self, channel: str) -> list[Message]:
        """The messages of a channel outside threads, the newest first."""
        return _newest_first(m for m in self.messages[channel].values() if m.thread_ts in {None, m.ts})

    def thread(self, channel: str, ts: str) -> list[Message]:
        """The message at *ts* and its replies, the oldest first."""
        return _newest_first(m for m in self.messages[channel].values() if ts in {m.ts, m.thread_ts})[::-1]


def _newest_first(messages: Iterable[Message]) -> list[Message]:
    return sorted(messages, key=lambda message: stamp(message.ts), reverse=True)


def stamp(ts: str) -> tuple[int, int]:
    """A ts in a form that compares: seconds and the number after the point."""
    seconds, _, rest = ts.partition(".")
    if not seconds.isdigit() or (rest and not rest.isdigit()):
        raise SlackError("invalid_ts_latest")
    return int(seconds), int(rest or 0)
