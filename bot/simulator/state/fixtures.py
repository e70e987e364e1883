"""An example workspace: the policy team that the playground and the tests meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.simulator.state.app import App, MessageShortcut, SlashCommand
from bot.simulator.state.model import Channel, ChannelKind, Message, Person, Team
from bot.simulator.state.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

TEAM = Team("T08H5RC2W1E", "Peninsula Policy", "peninsula-policy")
JISOO = Person("U08H6A31KQX", "jisoo.han", "Han Jisoo", "Director", "Asia/Seoul", is_admin=True, look="1")
DANIEL = Person("U08H6C8VN2T", "daniel.reyes", "Daniel Reyes", "Defense analyst", "America/New_York", look="2")
MINJUN = Person("U08H6DPM57L", "minjun.seo", "Seo Minjun", "Research fellow", "Asia/Seoul", look="3", locale="ko-KR")
AOIFE = Person("U08H6F04BZS", "aoife.brennan", "Aoife Brennan", "Editor", "Europe/London", look="4")
PEOPLE = (JISOO, DANIEL, MINJUN, AOIFE)
SLACKBOT = Person("USLACKBOT", "slackbot", "Slackbot", "", "America/Los_Angeles", is_bot=True, look="slackbot")

DESK = "C08H7K2A9PD"
GENERAL = "C08H5RC41QM"
SUMMIT = "C08H7Q6LT3B"
ARCHIVED = "C08H5V8XE0G"

COMMANDS = (SlashCommand("/alliance", "Look up a U.S.-ROK alliance topic", "[topic or question]"),)
SHORTCUTS = (MessageShortcut("brief_message", "Brief me on this"),)

_TALK: tuple[tuple[str, Person, timedelta, str, str], ...] = (
    (
        GENERAL,
        AOIFE,
        timedelta(days=3, hours=2),
        "The style guide for dates is pinned: day, month, year. Thank you!",
        "",
    ),
    (GENERAL, JISOO, timedelta(days=1, hours=20), "All-hands moves to *Tuesday 10:00 KST* this week.", "thumbsup:3"),
    (
        DESK,
        JISOO,
        timedelta(hours=21, minutes=48),
        "The minister's office wants a page on command transfer by Friday.",
        "",
    ),
    (DESK, MINJUN, timedelta(hours=21, minutes=31), "I can draft it. Which sources do we treat as settled?", "eyes:1"),
    (
        DESK,
        DANIEL,
        timedelta(minutes=26),
        "Same question came up on the Hill yesterday, so let's keep one line.",
        "",
    ),
    (
        DESK,
        JISOO,
        timedelta(minutes=19),
        "Then everyone starts from the briefing, and we cite what it cites :point_down:",
        "white_check_mark:2",
    ),
    (SUMMIT, DANIEL, timedelta(days=2, hours=5), "Read-outs from both capitals are in the folder.", ""),
    (ARCHIVED, AOIFE, timedelta(days=200), "Closing this channel, the review is out.", ""),
)


def example_workspace(app: App, clock: Callable[[], datetime] | None = None) -> Workspace:
    """Return a workspace with a team, four people, channels and some talk from before."""
    bot = Person(app.user_id, "alliance", app.name, "", "UTC", is_bot=True, look="bot")
    everyone = frozenset(person.id for person in PEOPLE)
    app = replace(app, commands=app.commands or COMMANDS, shortcuts=app.shortcuts or SHORTCUTS)
    people = {person.id: person for person in (*PEOPLE, SLACKBOT, bot)}
    workspace = Workspace(TEAM, app, people, {})
    workspace.clock = clock or workspace.clock
    for channel in _channels(everyone, bot.id, workspace.clock()):
        workspace.channels[channel.id] = channel
    _talk(workspace)
    return workspace


def _channels(everyone: frozenset[str], bot: str, now: datetime) -> list[Channel]:
    made = int((now - timedelta(days=400)).timestamp())
    return [
        Channel(DESK, "alliance-desk", everyone | {bot}, made, topic="U.S.-ROK alliance: questions, briefs, drafts"),
        Channel(GENERAL, "general", everyone, made, topic="Company-wide announcements"),
        Channel(SUMMIT, "summit-prep", everyone, made, topic="Next leaders' meeting"),
        Channel(ARCHIVED, "posture-review", everyone, made, archived=True),
        Channel("D08H7T1FW4R", "", frozenset({JISOO.id, bot}), made, ChannelKind.DIRECT),
        Channel("D08H7U93GKC", "", frozenset({JISOO.id, DANIEL.id}), made, ChannelKind.DIRECT),
        Channel("D08H7V6YQ0N", "", frozenset({JISOO.id, MINJUN.id}), made, ChannelKind.DIRECT),
    ]


def _talk(workspace: Workspace) -> None:
    now = workspace.clock()
    for channel, person, ago, text, reacted in _TALK:
        ts = f"{int((now - ago).timestamp())}.{workspace.number():06d}"
        name, _, count = reacted.partition(":")
        users = [other.id for other in PEOPLE if other != person][: int(count or 0)]
        reactions = ({"name": name, "users": users, "count": len(users)},) if users else ()
        workspace.messages[channel][ts] = Message(ts, channel, person.id, text, reactions=reactions)
