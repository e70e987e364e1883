"""Puts the served bot together: store, app, routes and the way to Slack, on one port."""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from bot.config import logs, manifest
from bot.config.release import VERSION, commit
from bot.config.settings import Mode, Settings, shown
from bot.config.tokens import SecretStr
from bot.evidence.links import evidence_links
from bot.listeners.app import build_app
from bot.listeners.commands import USAGE
from bot.tasks.clock import utc
from bot.tasks.concurrency import Background
from bot.tasks.memory import settle
from bot.telemetry.series import web_client
from bot.text.sources import no_link
from bot.web import server
from bot.web.endpoint import EVENTS_PATH
from bot.web.health import Health
from bot.web.routes import build_web
from store.errors import AllianceError, MendTheSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from socket import socket

    from starlette.types import ASGIApp

    from bot.simulator import MovableClock
    from store.core import BriefingStore

    Say = Callable[[str], None]

logger = logging.getLogger(__name__)

HOUR = timedelta(hours=1)
NO_DIGEST = "No digest runs: set one up with /alliance digest."
NO_SLACK = (
    "SLACK_BOT_TOKEN: is missing; set it with SLACK_APP_TOKEN for Socket Mode or with SLACK_SIGNING_SECRET "
    "to serve HTTP, or try the bot without Slack: alliance try"
)

NOT_LOOPBACK = (
    "HOST: without Slack's tokens this is the playground, where anybody may be an administrator, and {host} opens it "
    "to other machines; set SLACK_BOT_TOKEN and what goes with it, or leave HOST out"
)


IN_SLACK = (
    "SLACK_BOT_TOKEN: is missing, and a bot in Slack is served from {database}: a playground, where anybody may be an "
    "administrator, must not change that; set the tokens again, or give the playground a database of its own, as in "
    "DATABASE_URL=sqlite:///var/playground.db"
)


def may_start(settings: Settings, store: BriefingStore) -> None:
    """MendTheSettings where a playground would open to other machines, or change what a bot in Slack says."""
    if settings.mode is not Mode.PLAYGROUND:
        return
    if not _is_loopback(settings.host):
        raise MendTheSettings(NOT_LOOPBACK.format(host=settings.host))
    if store.maintenance.schema_state() == "current" and store.maintenance.serves_slack:
        raise MendTheSettings(IN_SLACK.format(database=store.maintenance.name))


def run(settings: Settings, store: BriefingStore, say: Say) -> None:
    """Serve whatever the settings allow: the playground without Slack, else Slack."""
    (play if settings.mode is Mode.PLAYGROUND else serve)(settings, store, say)


def serve(settings: Settings, store: BriefingStore, say: Say) -> None:
    """Serve Slack until a signal says to stop; *say* tells a person where.

    MendTheSettings when no setting leads to Slack, or the port cannot be had.
    """
    if settings.mode is Mode.PLAYGROUND:
        raise MendTheSettings(NO_SLACK)
    with suppress(AllianceError):  # a database that is away is noted at the next start
        store.maintenance.note_slack(utc())
    listener = server.listen(settings.host, settings.port)
    where = server.address(listener)
    by = "Socket Mode" if settings.mode is Mode.SOCKET else f"POST {where}{EVENTS_PATH}"
    _run(settings, store, listener, lambda: say(f"Serving Slack by {by}. Readiness: {where}/readyz"))


def play(settings: Settings, store: BriefingStore, say: Say) -> None:
    """Serve the playground: the same bot, and a simulated workspace behind its routes on the same port."""
    from bot.simulator import MessageShortcut, SlashCommand, build_workspace  # noqa: PLC0415 - production never loads it
    from bot.simulator.state.fixtures import PEOPLE  # noqa: PLC0415 - as above

    listener = server.listen(settings.host, settings.port)
    where = server.address(listener)
    settings = replace(settings, **_drawn(where, settings, installer=PEOPLE[0].id))
    logs.set_up(settings.log_level, hidden=settings.secrets)
    health = Health()
    clock = _clock(store, health)
    workspace = build_workspace(
        events_url=where + EVENTS_PATH,
        signing_secret=shown(settings.slack_signing_secret),
        bot_token=shown(settings.slack_bot_token),
        commands=[SlashCommand(manifest.COMMAND, manifest.DESCRIPTION, USAGE)],
        shortcuts=[MessageShortcut(*one) for one in manifest.SHORTCUTS.items()],
        scopes=manifest.SCOPES,
        events=manifest.EVENTS,
        clock=clock,
    )
    started = partial(say, f"Open {where} and type /alliance opcon")
    _run(settings, store, listener, started, behind=workspace, health=health, now=clock)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _clock(store: BriefingStore, health: Health) -> MovableClock:
    """Return the playground's time; what a leap makes due is posted at once."""
    from bot.simulator import Leap, MovableClock  # noqa: PLC0415 - as in `play`

    to_digest = Leap("To the next digest", store.roster.next_run, NO_DIGEST)
    return MovableClock((Leap("One hour on", lambda now: now + HOUR), to_digest), moved=health.ring)


def _run(  # noqa: PLR0913 - the playground brings the optional ones
    settings: Settings,
    store: BriefingStore,
    listener: socket,
    started: Callable[[], None],
    *,
    behind: ASGIApp | None = None,
    health: Health | None = None,
    now: Callable[[], datetime] = utc,
) -> None:
    logger.info("start", extra={"version": VERSION, "commit": commit()})
    if settings.sentry_dsn is not None:
        from bot.telemetry import sentry  # noqa: PLC0415 - an extra

        sentry.set_up(shown(settings.sentry_dsn), VERSION)
    health, work, links = health or Health(), Background(), evidence_links(settings, store, now)
    client = web_client(settings.slack_api_url)
    app = build_app(
        store,
        token=shown(settings.slack_bot_token),
        client=client,
        to=links or no_link,
        background=work,
        admins=settings.alliance_admins,
        seeds=settings.alliance_seeds,
        rules=settings.access,
        language=settings.alliance_language,
        zone=settings.alliance_zone,
        feeding=settings.feeding,
        lost=health.lose_token,
        now=now,
        settle=settle,
    )
    web = build_web(
        app,
        store,
        settings,
        health=health,
        work=work,
        links=links,
        behind=behind,
        now=now,
    )
    server.serve(web, listener, health, started, websockets=behind is not None)


def _drawn(where: str, settings: Settings, installer: str) -> dict[str, Any]:
    """Return the settings of a workspace that lives as long as this process, on this machine with its pages."""
    return {
        "slack_bot_token": SecretStr(f"xoxb-playground-{secrets.token_hex(12)}"),
        "slack_signing_secret": SecretStr(secrets.token_hex(16)),
        "slack_api_url": f"{where}/api/",
        "public_url": settings.public_url or where,
        "alliance_admins": settings.alliance_admins or (installer,),
    }
