"""The whole simulated service: the workspace, all it hands out, the rights of an interaction, and its bad days."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.simulator.delivery.transport import Sockets, Transport
from bot.simulator.state.app import ResponseUrl, Trigger
from bot.simulator.state.model import SlackError
from bot.simulator.state.views import Views

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.simulator.state.model import Json, Message
    from bot.simulator.state.workspace import Workspace


TRIGGER_LASTS = timedelta(seconds=3)
URL_LASTS = timedelta(minutes=30)
URL_USES = 5


class Wrong(StrEnum):
    """The sorts of trouble a call can meet."""

    DELAY = "delay"
    """Answered, but only after *seconds*."""
    DROP = "drop"
    """The connection breaks before anything was done."""
    ACCEPT_THEN_DROP = "accept_then_drop"
    """The call is done, and then the connection breaks: nobody is told."""
    STATUS = "status"
    """An HTTP error of Slack's own, *status*, and nothing done."""
    RATE_LIMIT = "rate_limit"
    """429 with Retry-After *seconds*, and nothing done."""
    REFUSE = "refuse"
    """`ok: false` with *error*, and nothing done."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One trouble. *method* is a Web API method, `response_url`, or `*` for any; *channel* narrows it to one."""

    wrong: Wrong
    method: str = "*"
    seconds: float = 1.0
    status: int = 503
    error: str = "internal_error"
    channel: str = ""

    def meets(self, method: str, channel: str) -> bool:
        """Whether a call of *method* about *channel* meets it."""
        return self.method in {method, "*"} and self.channel in {channel, ""}


@dataclass(slots=True)
class Faults:
    """Troubles waiting for their calls, met in the order they were added; each is met once, unless it stays."""

    waiting: deque[Fault] = field(default_factory=deque)
    staying: list[Fault] = field(default_factory=list)
    decide: Callable[[str], Fault | None] = lambda method: None  # noqa: ARG005 - a good day, whatever the method
    """Asked of every call for which no trouble waits; a test may put chance here."""

    def add(self, fault: Fault, *, times: int = 1) -> None:
        """Let the next *times* calls that fit meet *fault*."""
        self.waiting.extend([fault] * times)

    def stay(self, fault: Fault) -> None:
        """Let every call that fits meet *fault* until `clear`: a channel that takes nothing for an hour."""
        self.staying.append(fault)

    def next(self, method: str, channel: str = "") -> Fault | None:
        """The trouble that this call meets, now used up; None on a good day."""
        for fault in self.waiting:
            if fault.meets(method, channel):
                self.waiting.remove(fault)
                return fault
        return next((fault for fault in self.staying if fault.meets(method, channel)), None) or self.decide(method)

    def clear(self) -> None:
        """Forget every trouble, whether it waits or stays."""
        self.waiting.clear()
        self.staying.clear()


@dataclass(slots=True)
class Slack:
    """What stands behind the Web API, the response URLs, Socket Mode and the page."""

    workspace: Workspace
    rights: Rights
    views: Views
    sockets: Sockets
    delivery: Transport
    address: str
    """Where this service is reached, `http://127.0.0.1:3000`; response URLs begin so."""
    faults: Faults = field(default_factory=Faults)
    scopes: frozenset[str] = frozenset()
    """What the bot's token may do."""
    dead_token: str = ""
    """What is wrong with the bot's token by Slack's name for it, such as `account_inactive`; empty while it works."""

    @classmethod
    def around(cls, workspace: Workspace, *, events_url: str | None, address: str) -> Slack:
        """Return the service of *workspace*, which hands over to the app at *events_url*."""
        sockets = Sockets(workspace.app.id)
        delivery = Transport(workspace, sockets, events_url)
        return cls(workspace, Rights(workspace), Views(workspace), sockets, delivery, address)

    def grant(self, user: str, channel: str, message: Message | None = None) -> Json:
        """A fresh trigger and response URL for what *user* did in *channel*, on *message* or by a command."""
        url = f"{self.address}/response/{self.rights.url(user, channel, message.ts if message else None)}"
        return {"trigger_id": self.rights.trigger(user), "response_url": url}


@dataclass(slots=True)
class Rights:
    """Every trigger and response URL that was handed out."""

    workspace: Workspace
    triggers: dict[str, Trigger] = field(default_factory=dict)
    urls: dict[str, ResponseUrl] = field(default_factory=dict)
    _spent: set[str] = field(default_factory=set)

    def trigger(self, user: str, view: str | None = None) -> str:
        """A fresh trigger id."""
        at = self.workspace.clock()
        number = self.workspace.number()
        issued = Trigger(f"{int(at.timestamp())}.{number:011d}.{number * 2654435761 % 2**64:016x}", user, at, view)
        self.triggers[issued.id] = issued
        return issued.id

    def exchange(self, trigger_id: str) -> Trigger:
        """Use a trigger up. It works once, within three seconds."""
        if trigger_id in self._spent:
            raise SlackError("exchanged_trigger_id")
        trigger = self.triggers.pop(trigger_id, None)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        self._spent.add(trigger_id)
        if self.workspace.clock() - trigger.issued_at > TRIGGER_LASTS:
            raise SlackError("expired_trigger_id")
        return trigger

    def url(self, user: str, channel: str, message: str | None) -> str:
        """The id of a fresh response URL for *user* in *channel*."""
        issued = ResponseUrl(f"R{self.workspace.mint('')}", user, channel, self.workspace.clock(), message)
        self.urls[issued.id] = issued
        return issued.id

    def spend(self, url_id: str) -> ResponseUrl:
        """Count one use of a response URL; `used_url` or `expired_url` when there is none left."""
        url = self.urls.get(url_id)
        if url is None:
            raise SlackError("invalid_url")
        if self.workspace.clock() - url.issued_at > URL_LASTS:
            raise SlackError("expired_url")
        if url.uses >= URL_USES:
            raise SlackError("used_url")
        self.urls[url_id] = replace(url, uses=url.uses + 1)
        return url
