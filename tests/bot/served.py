"""The bot behind its real endpoint, a simulated workspace before it, and a person's hands in that workspace."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.config import manifest
from bot.config.settings import AccessRules, FeedRules, Settings
from bot.config.tokens import SecretStr
from bot.listeners.app import build_app
from bot.simulator import MessageShortcut, SlashCommand, build_workspace
from bot.simulator.block_kit.limits import elements_of
from bot.simulator.state.fixtures import DESK, JISOO
from bot.simulator.state.model import Message, OpenView
from bot.simulator.user.controls import Control
from bot.tasks.concurrency import Background
from bot.telemetry.series import web_client
from bot.web.endpoint import EVENTS_PATH
from bot.web.routes import build_web
from tests.hosting import Port, hosted
from tests.paths import SEEDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from bot.simulator.delivery.payloads import Reply
    from bot.simulator.service.slack import Slack
    from store.core import BriefingStore

TOKEN, SECRET = "xoxb-2000-doors", "8f742231b10e8888abcd99yyyzzz85a5"

Place = Message | OpenView


@dataclass
class Clock:
    """A clock that moves only when told to."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass(repr=False)  # asyncio has the repr made of whatever a fixture yields
class Team:
    """What a person of the team does and sees."""

    slack: Slack
    hands: Any
    controls: Any
    background: Background
    clock: Clock
    settings: Settings
    user: str = JISOO.id
    channel: str = DESK

    async def ask(self, text: str) -> Message:
        """Type `/alliance text`; return the private reply."""
        reply = await self.hands.command(self.user, self.channel, f"/alliance {text}")
        assert reply.status == 200
        return self.private[-1]

    async def say(self, text: str, *, channel: str | None = None, thread: str | None = None) -> Message:
        """Post a message, and wait for what the bot does about it."""
        message = await self.hands.say(self.user, channel or self.channel, text, thread)
        await self.background.drain(30)
        return message

    async def press(self, place: Place, label: str) -> Reply:
        """Press the button that reads *label*."""
        return await self.controls.act(self.user, control(place, label))

    async def choose(self, place: Place, action: str, label: str) -> Reply:
        """Choose the line that reads *label* in the menu of that action."""
        for block in blocks_of(place):
            for element in elements_of(block):
                if element.get("action_id") == action:
                    (chosen,) = (one for one in element["options"] if one["text"]["text"] == label)
                    control_ = Control(place, block["block_id"], action, {"selected_option": chosen})
                    return await self.controls.act(self.user, control_)
        raise AssertionError(f"no menu does {action}")

    async def share(self, place: Place, note: str = "") -> Message:
        """Press Share, write a *note*, agree; return the newest of what the channel got."""
        await self.press(place, "Share")
        entered = {"note": {"share:note": {"type": "plain_text_input", "value": note or None}}}
        await self.controls.submit(self.user, self.modals[-1], entered)
        await self.background.drain(30)
        return next(iter(self.public()), self.private[-1])

    async def pick(self, place: Place, value: str) -> Reply:
        """Choose *value* in the menu."""
        found = control(place, "")
        chosen = {"selected_option": {"text": {"type": "plain_text", "text": "…"}, "value": value}}
        return await self.controls.act(self.user, Control(found.place, found.block_id, found.action_id, chosen))

    async def suggested(self, place: Place, typed: str) -> list[str]:
        """Type into the menu; return the values it offers."""
        _, options = await self.controls.suggest(self.user, control(place, ""), typed)
        return [option["value"] for option in options]

    @property
    def private(self) -> list[Message]:
        """What only this person sees, the oldest first."""
        return [one for one in self.slack.workspace.ephemerals.values() if one.seen_by == self.user]

    def public(self, channel: str | None = None) -> list[Message]:
        """What the bot said for everybody, the newest first."""
        history = self.slack.workspace.history(channel or self.channel)
        return [message for message in history if message.bot_id]

    def thread(self, message: Message) -> list[Message]:
        """What the bot said in the thread of *message*."""
        return [one for one in self.slack.workspace.thread(message.channel, message.ts) if one.bot_id]

    @property
    def modals(self) -> list[OpenView]:
        """The open modals, the lowest first."""
        return list(self.slack.views.stack(self.user))


@asynccontextmanager
async def opened(
    store: BriefingStore,
    *,
    admins: Sequence[str] = (JISOO.id,),
    seeds: Path = SEEDS,
    rules: AccessRules | None = None,
    feeding: FeedRules | None = None,
    lost: Callable[[str], None] = lambda _: None,
) -> AsyncIterator[Team]:
    """Serve the bot over *store* and the workspace on one port, as `alliance try` does."""
    port, clock, background = Port(), Clock(), Background()
    workspace = build_workspace(
        events_url=f"{port.address}{EVENTS_PATH}",
        signing_secret=SECRET,
        bot_token=TOKEN,
        scopes=manifest.SCOPES,
        events=manifest.EVENTS,
        commands=[SlashCommand("/alliance", "Look up an alliance topic", "opcon")],
        shortcuts=[
            MessageShortcut("alliance_lookup", "Ask the briefing store"),
            MessageShortcut("alliance_add", "Add to briefings"),
        ],
        clock=clock,
    )
    settings = Settings(
        slack_signing_secret=SecretStr(SECRET),
        slack_bot_token=SecretStr(TOKEN),
        slack_api_url=f"{port.address}/api/",
    )
    app = build_app(
        store,
        token=TOKEN,
        client=web_client(settings.slack_api_url),
        background=background,
        now=clock,
        admins=admins,
        seeds=seeds,
        rules=rules or AccessRules(),
        feeding=feeding or FeedRules(),
        lost=lost,
    )
    web = build_web(app, store, settings, work=background, behind=workspace, now=clock)
    async with hosted(web, port):
        state = workspace.state
        yield Team(state.slack, state.user_actions, state.controls, background, clock, settings)


def control(place: Place, label: str) -> Control:
    """Return the button, or the line of a menu, that reads *label*; the menu that is typed into when there is none."""
    for block in blocks_of(place):
        for element in elements_of(block):
            for reads, chosen in _pressable(element):
                if reads == label:
                    return Control(place, block["block_id"], element["action_id"], chosen)
    raise AssertionError(f"no button reads {label!r}")


def _pressable(element: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return what can be pressed on an element: the label, and what is chosen by it."""
    if element["type"] == "button":
        return [(element["text"]["text"], {})]
    options = element.get("options") or []
    return [(option["text"]["text"], {"selected_option": option}) for option in options] or [("", {})]


def blocks_of(place: Place) -> list[dict[str, Any]]:
    """Return the blocks of a message or a view."""
    return list(place.blocks if isinstance(place, Message) else place.body["blocks"])
