"""Puts the served bot together: store, app, routes and the way to Slack, on one port."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from pydantic import SecretStr
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import async_default_handlers as default_handlers
from slack_sdk.web.async_client import AsyncWebClient

from bot import manifest, serving
from bot.app import build_app
from bot.health import Health
from bot.settings import Mode, Settings
from bot.web import EVENTS_PATH, build_web
from store.errors import MendTheSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncApp

    from store.core import BriefingStore

    Say = Callable[[str], None]

NO_SLACK = (
    "SLACK_BOT_TOKEN: is missing; set it with SLACK_APP_TOKEN for Socket Mode or with SLACK_SIGNING_SECRET "
    "to serve HTTP, or try the bot without Slack: alliance try"
)


def run(settings: Settings, store: BriefingStore, say: Say) -> None:
    """Serve whatever the settings allow: the playground without Slack, else Slack."""
    (play if settings.mode is Mode.PLAYGROUND else serve)(settings, store, say)


def serve(settings: Settings, store: BriefingStore, say: Say) -> None:
    """Serve Slack until a signal says to stop; *say* tells a person where.

    MendTheSettings when no setting leads to Slack, or the port cannot be had.
    """
    if settings.mode is Mode.PLAYGROUND:
        raise MendTheSettings(NO_SLACK)
    listener = serving.listen(settings.host, settings.port)
    where, health = serving.address(listener), Health()
    web = build_web(bot_app(settings, store), store, settings, health=health)
    by = "Socket Mode" if settings.mode is Mode.SOCKET else f"POST {where}{EVENTS_PATH}"
    serving.serve(web, listener, health, lambda: say(f"Serving Slack by {by}. Readiness: {where}/readyz"))


def play(settings: Settings, store: BriefingStore, say: Say) -> None:
    """Serve the playground: the same bot, and a simulated workspace behind its routes on the same port."""
    from bot.workspace import Command, Shortcut, build_workspace  # noqa: PLC0415 - production never loads it

    listener = serving.listen(settings.host, settings.port)
    where, health = serving.address(listener), Health()
    settings = settings.model_copy(update=_drawn(where))
    workspace = build_workspace(
        events_url=where + EVENTS_PATH,
        signing_secret=_shown(settings.slack_signing_secret),
        bot_token=_shown(settings.slack_bot_token),
        commands=[Command(manifest.COMMAND, manifest.DESCRIPTION, manifest.USAGE)],
        shortcuts=[Shortcut(manifest.SHORTCUT, manifest.SHORTCUT_NAME)],
    )
    web = build_web(bot_app(settings, store), store, settings, health=health, behind=workspace)
    serving.serve(web, listener, health, lambda: say(f"Open {where} and type /alliance opcon"), websockets=True)


def bot_app(settings: Settings, store: BriefingStore) -> AsyncApp:
    """Return the app that answers over *store* with the settings' token."""
    token = _shown(settings.slack_bot_token)
    # slack_sdk tries again after a lost connection, but not after a 429 unless it is told to.
    retries = [*default_handlers(), AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
    client = AsyncWebClient(token, base_url=settings.slack_api_url, retry_handlers=retries)
    return build_app(store, token=token, client=client)


def _shown(secret: SecretStr | None) -> str:
    return "" if secret is None else secret.get_secret_value()


def _drawn(where: str) -> dict[str, object]:
    """Return the settings of a workspace that lives as long as this process."""
    return {
        "slack_bot_token": SecretStr(f"xoxb-playground-{secrets.token_hex(12)}"),
        "slack_signing_secret": SecretStr(secrets.token_hex(16)),
        "slack_api_url": f"{where}/api/",
    }
