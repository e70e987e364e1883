"""What a Web API method gets and what it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from bot.simulator.state.model import SlackError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.simulator.methods.arguments import Arguments
    from bot.simulator.service.slack import Slack
    from bot.simulator.state.model import Json
    from bot.simulator.state.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Call:
    """One call by the bot."""

    slack: Slack
    arguments: Arguments
    address: str
    """Where this service is reached, `http://127.0.0.1:3000`."""

    @property
    def workspace(self) -> Workspace:
        """The workspace the call is about."""
        return self.slack.workspace

    @property
    def bot(self) -> str:
        """The user id of the caller."""
        return self.workspace.app.user_id

    def need(self, *scopes: str) -> None:
        """Go on when the token has any of *scopes*; `missing_scope` otherwise."""
        if self.slack.scopes.isdisjoint(scopes):
            raise SlackError("missing_scope", needed=",".join(scopes), provided=",".join(sorted(self.slack.scopes)))


class Caller(Enum):
    """Who may call a method, told by the token."""

    ANYONE = auto()
    BOT = auto()
    APP = auto()
    """The holder of the app-level token, which only opens connections."""


@dataclass(frozen=True, slots=True)
class WebApiMethod:
    """A method: what runs it, and who may."""

    run: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    """Any one of them admits a bot's token; empty when none is needed. Of those that end alike, each is for one kind
    of conversation, and the method itself asks for the one in question."""
    caller: Caller = Caller.BOT
