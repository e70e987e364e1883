"""What a Web API method gets and what it is; its arguments from a query, a form or JSON, read as Slack reads them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from bot.simulator.state.model import SlackError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from bot.simulator.service.slack import Slack
    from bot.simulator.state.model import Json
    from bot.simulator.state.workspace import Workspace


_TRUE = {"true", "1"}


@dataclass(frozen=True, slots=True)
class Arguments:
    """Named values; a structured one may come as an object or as the JSON that a form holds."""

    values: Mapping[str, Any]

    @classmethod
    async def of(cls, request: Request) -> Arguments:
        """Read query and body. `invalid_json` when a JSON body is none."""
        return cls({**request.query_params, **await _body(request)})

    def text(self, name: str, default: str = "") -> str:
        """The value as text."""
        value = self.values.get(name)
        return default if value is None else str(value)

    def needed(self, name: str) -> str:
        """The value as text; `invalid_arguments` when it is missing."""
        value = self.text(name)
        if not value:
            message = f"[ERROR] missing required field: {name}"
            raise SlackError("invalid_arguments", response_metadata={"messages": [message]})
        return value

    def flag(self, name: str) -> bool:
        """The value as a truth; false when it is missing."""
        return self.text(name).lower() in _TRUE

    def number(self, name: str, default: int, *, most: int) -> int:
        """The value as a number from 1 to *most*; `invalid_limit` otherwise."""
        text = self.text(name, str(default))
        if not text.isdigit() or not 1 <= int(text) <= most:
            raise SlackError("invalid_limit")
        return int(text)

    def structure(self, name: str, *, error: str) -> Any:
        """The value as JSON, None when it is missing; *error* when it cannot be read."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise SlackError(error) from None


async def _body(request: Request) -> Mapping[str, Any]:
    if request.method != "POST":
        return {}
    if request.headers.get("content-type", "").startswith("application/json"):
        return _json(await request.body())
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _json(body: bytes) -> Mapping[str, Any]:
    try:
        read = json.loads(body or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(read, dict):
        raise SlackError("json_not_object")
    return read


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
