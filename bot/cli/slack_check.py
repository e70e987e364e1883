"""What Slack itself says of our tokens, scopes, clock and blocks."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.blocks import browse
from bot.blocks.answer import card
from bot.blocks.message import message
from bot.config import manifest
from bot.listeners.commands import EXAMPLES
from bot.slack import refusals
from bot.web.endpoint import WINDOW_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from slack_sdk.web.slack_response import SlackResponse

    from bot.blocks.elements import Card
    from bot.config.settings import Settings
    from bot.config.tokens import SecretStr
    from store.core import BriefingStore

PATIENCE_SECONDS: Final = 10
DOUBTFUL_SECONDS: Final = 30
REINSTALL = "reinstall the app and set the new token"

_MENDS: Final = {
    "invalid_auth": "Slack does not know the token; copy it again, or reinstall the app",
    "not_authed": "Slack does not know the token; copy it again, or reinstall the app",
    "account_inactive": f"the token belongs to an app that was removed; {REINSTALL}",
    "token_revoked": f"the token was revoked; {REINSTALL}",
    "token_expired": f"the token has expired; {REINSTALL}",
    "not_allowed_token_type": "the token is of another kind; see .env.example for which goes where",
}


@dataclass(frozen=True, slots=True)
class DoctorFinding:
    """What was looked at and how it is; a warning and a failure say what to mend."""

    level: Literal["ok", "warn", "fail"]
    subject: str
    text: str

    def __str__(self) -> str:
        return f"{self.level:<4}  {self.subject:<8}  {self.text}"


ok = partial(DoctorFinding, "ok")
warn = partial(DoctorFinding, "warn")
fail = partial(DoctorFinding, "fail")


def check_tokens(settings: Settings) -> Iterator[DoctorFinding]:
    """Yield whether Slack takes the tokens, allows what we need, and agrees about the time."""
    client = _client(settings)
    said = _asked(client.auth_test)
    if isinstance(said, str):
        yield fail("slack", f"SLACK_BOT_TOKEN: {said}")
        return
    yield ok("slack", f"the bot token is @{said.get('user')}'s in {said.get('team')}")
    yield from _scopes(said.headers)
    yield from check_clock(said.headers, time.time())
    if settings.slack_app_token is not None:
        yield _app_token(client, settings.slack_app_token)


def _client(settings: Settings) -> WebClient:
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    client = WebClient(token, base_url=settings.slack_api_url, timeout=PATIENCE_SECONDS)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=3))
    return client


def _asked(call: Callable[..., SlackResponse], **arguments: Any) -> SlackResponse | str:
    """Return Slack's answer, or in words why there is none."""
    try:
        return call(**arguments)
    except SlackApiError as error:
        code = str(error.response.get("error", "unknown"))
        needed = str(error.response.get("needed") or "")
        return _MENDS.get(code) or refusals.told(code, needed) or f"Slack answers {code!r}, which it does not document"
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        return f"Slack cannot be reached ({reason}); mend the network, a proxy or SLACK_API_URL"


def _header(headers: Mapping[str, Any], name: str) -> str:
    """Return a header whatever its case and shape; empty when it is not there."""
    value = next((value for key, value in headers.items() if key.lower() == name), "")
    return str(value[0] if isinstance(value, list) else value)


def _scopes(headers: Mapping[str, Any]) -> Iterator[DoctorFinding]:
    header = _header(headers, "x-oauth-scopes")
    granted = {scope.strip() for scope in header.split(",") if scope.strip()}
    lacking = sorted(set(manifest.SCOPES) - granted)
    if not granted:
        yield warn("slack", "Slack did not say which scopes the bot token has")
    elif lacking:
        mend = "add them under OAuth & Permissions and reinstall the app"
        yield fail("slack", f"SLACK_BOT_TOKEN: lacks the scopes {', '.join(lacking)}; {mend}")
    else:
        yield ok("slack", f"the bot token has every scope: {', '.join(manifest.SCOPES)}")


def check_clock(headers: Mapping[str, Any], now: float) -> Iterator[DoctorFinding]:
    """Yield how this machine's clock, *now*, stands to the one in Slack's headers."""
    try:
        ahead = round(now - parsedate_to_datetime(_header(headers, "date")).timestamp())
    except (TypeError, ValueError):
        yield warn("clock", "Slack did not say what time it is")
        return
    told = f"this machine's is {abs(ahead)} s {'ahead of' if ahead > 0 else 'behind'} Slack's"
    if abs(ahead) > WINDOW_SECONDS:
        yield fail("clock", f"{told}, so every request would be refused; set it, or turn on time synchronisation")
    elif abs(ahead) > DOUBTFUL_SECONDS:
        yield warn("clock", f"{told}; turn on time synchronisation")
    else:
        yield ok("clock", f"within {DOUBTFUL_SECONDS} s of Slack's")


def _app_token(client: WebClient, token: SecretStr) -> DoctorFinding:
    said = _asked(client.apps_connections_open, app_token=token.get_secret_value())
    if isinstance(said, str):
        return fail("slack", f"SLACK_APP_TOKEN: {said} (it needs the scope connections:write, and Socket Mode on)")
    return ok("slack", "the app-level token opens Socket Mode")


def check_blocks(settings: Settings, store: BriefingStore) -> Iterator[DoctorFinding]:
    """Yield what Slack's own validator says of every message we would send."""
    client, wrong, asked = _client(settings), 0, 0
    for name, shown in _faces(store):
        asked += 1
        for problem in _problems(client, shown):
            wrong += 1
            yield fail("blocks", f"{name}: {problem}")
    if not wrong:
        yield ok("blocks", f"Slack finds no fault in {asked} messages")


def _faces(store: BriefingStore) -> Iterator[tuple[str, Card]]:
    snapshot = store.snapshot
    yield "the chooser", browse.chooser(snapshot, EXAMPLES)
    yield "help", browse.help_card(snapshot, EXAMPLES)
    yield "topics", browse.topics(snapshot)
    yield "sources", browse.sources(store.sources())
    for slug in snapshot.topics:
        yield slug, card(store.ask(slug), snapshot.topics)


def _problems(client: WebClient, shown: Card) -> Iterator[str]:
    try:
        client.blocks_validate(message=message(shown))
    except SlackApiError as error:
        listed = error.response.get("errors") or ()
        for one in listed:
            yield f"{one.get('pointer')}: {one.get('message')}"
        if not listed:
            yield str(error.response.get("error"))
    except (OSError, ValueError) as error:
        yield f"Slack cannot be reached ({error})"
