"""What Slack sent, as typed values, first of all who did something: a listener makes one of these out of the dict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from bot.slack.message_content import MessageContent
from bot.slack.shapes import unescaped
from bot.text.errors import Spoiled

if TYPE_CHECKING:
    from collections.abc import Mapping

    Body = Mapping[str, Any]


DAY_SECONDS = 86_400
MOST_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something. *team* is their own workspace, wherever they did it; empty where Slack does not say."""

    id: str
    team: str = ""
    org: str = ""
    """The Enterprise Grid organization that Slack names beside it, which may be the place's and not theirs."""

    @classmethod
    def of(cls, body: Body) -> Self:
        """Return who is behind a command, an interaction or an event."""
        event, user = body.get("event") or {}, body.get("user")
        who = id_of(event.get("user")) if event else id_of(user) or str(body.get("user_id") or "")
        return cls(who, team_of(body), id_of(body.get("enterprise")) or str(body.get("enterprise_id") or ""))


NOBODY = Actor("")


@dataclass(frozen=True, slots=True)
class Home:
    """The workspace that the bot belongs to, and the organization that it is part of, if any."""

    team: str
    org: str = ""

    def lists(self, member: Body) -> bool:
        """Return whether *member*, as `users.info` shows them, is one of ours."""
        teams = (member.get("enterprise_user") or {}).get("teams") or ()
        return not member.get("is_stranger") and (member.get("team_id") == self.team or self.team in teams)

    def has(self, person: Actor) -> bool | None:
        """Return whether *person* is one of ours; None where only Slack's own list of people can say.

        In a channel that two workspaces share, or an organization's many, the place is ours and
        somebody in it need not be. Slack names people by their workspace, on Enterprise Grid also by the
        organization, or by another workspace of it although they are in ours too.
        """
        if person.team and person.team in {self.team, self.org}:
            return True
        unsaid = not person.team
        return None if unsaid or (self.org and person.org == self.org) else False


def team_of(body: Body) -> str:
    """Return the workspace of the person who did something; empty where Slack does not say.

    It is the person's own: `team` is the place, and counts where nothing says whose they are.
    """
    event, user = body.get("event") or {}, body.get("user")
    if event:
        return str(event.get("user_team") or event.get("team") or body.get("team_id") or "")
    own = user.get("team_id") if isinstance(user, dict) else None
    return str(own or body.get("team_id") or id_of(body.get("team")))


def id_of(named: object) -> str:
    """Return the id of a person, a place or a workspace, alone or in an object; empty where there is none."""
    found = named.get("id") if isinstance(named, dict) else named
    return found if isinstance(found, str) else ""


def view_id(view: Body) -> str:
    """Return the id of an open modal, which is changed by it; Spoiled where it has none."""
    if not view.get("id"):
        raise Spoiled
    return str(view["id"])


def number(text: str) -> int:
    """Return the number that *text* is; Spoiled where it is none."""
    if not (text.isascii() and text.isdecimal() and len(text) < MOST_DIGITS):
        raise Spoiled
    return int(text)


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody typed behind `/alliance`, and where."""

    text: str
    person: Actor = NOBODY
    channel: str = ""
    trigger: str = ""
    response_url: str = ""

    @classmethod
    def of(cls, body: Body) -> Self:
        """Return the command in *body*."""
        told = (body.get(field) or "" for field in ("channel_id", "trigger_id", "response_url"))
        return cls(unescaped(body.get("text") or "").strip(), Actor.of(body), *told)

    def saying(self, text: str) -> Self:
        """Return the same with another *text*."""
        return self if text == self.text else replace(self, text=text)

    @property
    def user(self) -> str:
        """The id of whoever typed it."""
        return self.person.id

    @property
    def way(self) -> Way:
        """The ways back to whoever typed it."""
        return Way(self.person, self.trigger, self.response_url or None, None, self.channel)


@dataclass(frozen=True, slots=True)
class Way:
    """The ways back to the person who did something: each is open for a short time only."""

    person: Actor
    trigger: str
    response_url: str | None
    thread: str | None = None
    channel: str = ""
    message: str = ""
    """The timestamp of the message that was acted on."""

    @property
    def user(self) -> str:
        """The id of the person."""
        return self.person.id

    @classmethod
    def of(cls, body: Body) -> Self:
        """Return the ways that came with an interaction."""
        where = body.get("container") or body.get("message") or {}
        trigger, url = body.get("trigger_id") or "", body.get("response_url")
        ts = str(where.get("message_ts") or where.get("ts") or "")
        return cls(Actor.of(body), trigger, url, where.get("thread_ts"), id_of(body.get("channel")), ts)

    def typed(self, text: str) -> Command:
        """Return what the person would have typed to get the same by hand."""
        return Command(text, self.person, self.channel, self.trigger, self.response_url or "")


@dataclass(frozen=True, slots=True)
class View:
    """An open modal, or the Home: its id and whether another may be put on top of it."""

    id: str
    has_room: bool
    is_home: bool
    body: Body
    """All of it, with what is filled in."""

    @classmethod
    def of(cls, view: Body) -> Self:
        """Return the view; Slack stacks three at most."""
        root, below = view.get("root_view_id"), view.get("previous_view_id")
        return cls(view.get("id") or "", below is None or below == root, view.get("type") == "home", view)


@dataclass(frozen=True, slots=True)
class Click:
    """A button that was pressed or a menu that was used."""

    action: str
    """What to do: the action id without its place in the row, `topic:open`."""
    value: str
    private: bool
    """Whether it stands in a message that only one person sees, which can be replaced."""
    way: Way
    view: View | None

    @property
    def number(self) -> int:
        """The number that the value is; Spoiled where it is none."""
        return number(self.value)

    @classmethod
    def of(cls, body: Body) -> Self:
        """Return the click in a `block_actions` *body*."""
        action, view = (body.get("actions") or [{}])[0], body.get("view")
        chosen = action.get("selected_option") or action
        name = ":".join(action.get("action_id", "").split(":")[:2])
        value = chosen.get("value") or action.get("selected_user") or ""
        if action.get("type") == "overflow":
            name, _, value = value.partition(" ")  # each line of such a menu is a button of its own
        private = bool((body.get("container") or {}).get("is_ephemeral"))
        return cls(name, value, private, Way.of(body), View.of(view) if view else None)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A message that somebody asks about through its menu."""

    text: str
    way: Way

    @classmethod
    def of(cls, body: Body) -> Self:
        """Return the shortcut in a `message_action` *body*."""
        return cls(" ".join(MessageContent.of(body.get("message") or {}).everything.split()), Way.of(body))


@dataclass(frozen=True, slots=True)
class MessageEvent:
    """A mention, or a message in the bot's own conversation with somebody."""

    key: str
    """What it is known again by: channel and time. An edit of it is another event of the same message."""
    text: str
    person: Actor
    channel: str
    thread: str | None
    """Where to answer: the thread, or None for the conversation itself."""
    quotes: bool = False
    """Whether it is about what it forwards or shows, which may be long."""
    shared: bool = False
    """Whether people of other organizations are in the channel."""
    direct: bool = False
    """Whether it was said in the bot's own conversation with the person."""

    @classmethod
    def of(cls, body: Body) -> Self | None:
        """Return what was said to us; None for what bots say, edits, and other conversations."""
        event, channel, person = body["event"], id_of(body["event"].get("channel")), Actor.of(body)
        direct = event.get("channel_type") == "im"
        if event["type"] not in {"message", "app_mention"}:
            return None
        if event.get("bot_id") or event.get("subtype") not in {None, "file_share"} or not (channel and person.id):
            return None
        if (event["type"] == "message" and not direct) or _edited_late(event):
            return None
        thread = event.get("thread_ts") or (None if direct else event.get("ts"))
        content = MessageContent.of(event)
        text, own = content.asked, " ".join(content.own.split())
        key = f"{channel}:{event['ts']}" if event.get("ts") else str(body.get("event_id") or "")
        return cls(key, text, person, channel, thread, text != own, bool(body.get("is_ext_shared_channel")), direct)


def _edited_late(event: Body) -> bool:
    """Return whether it was edited when nobody remembers any more if it has been answered."""
    edited = event.get("edited") or {}
    return bool(edited) and _seconds(edited.get("ts")) - _seconds(event.get("ts")) > DAY_SECONDS


def _seconds(ts: str | None) -> int:
    seconds = (ts or "").partition(".")[0]
    return int(seconds) if seconds.isascii() and seconds.isdecimal() and len(seconds) < MOST_DIGITS else 0
