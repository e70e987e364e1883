"""The whole simulated service: the workspace and everything it hands out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.simulator.delivery.sockets import Sockets
from bot.simulator.delivery.transport import Transport
from bot.simulator.service.faults import Faults
from bot.simulator.state.rights import Rights
from bot.simulator.state.views import Views

if TYPE_CHECKING:
    from bot.simulator.state.model import Message
    from bot.simulator.state.workspace import Workspace


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

    def response_url(self, user: str, channel: str, message: Message | None = None) -> str:
        """A fresh response URL for what *user* did in *channel*, on *message* or by a command."""
        ts, thread_ts = (message.ts, message.thread_ts) if message else (None, None)
        return f"{self.address}/response/{self.rights.url(user, channel, ts, thread_ts).id}"
