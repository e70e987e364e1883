"""What `alliance doctor` says: one finding a line, each with its mend.

Nothing is changed and nothing is loaded; the database is only read.
"""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli import output
from bot.cli.slack_check import DoctorFinding, check_blocks, check_tokens, fail, ok, warn
from bot.config import manifest
from bot.config.settings import Mode, Settings, misspelt, read_settings
from bot.tasks.clock import utc
from bot.text import counts
from bot.text import edits as edit_words
from bot.text.counts import counted
from bot.text.waiting import waiting
from store.core import BriefingStore
from store.embedding.process import OFF, Encoder
from store.errors import AllianceError, MendTheSettings, NoInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOAD = "run: alliance load"
LATE_MINUTES = 15
"""A digest that is due for so long and not posted is worth a warning."""


def examine(*, live: bool, say: Callable[[str], None]) -> bool:
    """Say every finding as it is found, then the sum; return whether nothing must be mended."""
    failed = warned = 0
    for finding in findings(live=live):
        say(str(finding))
        failed += finding.level == "fail"
        warned += finding.level == "warn"
    say(f"\n{counted(failed, 'thing')} to mend, {counted(warned, 'warning')}.")
    return not failed


def findings(*, live: bool) -> Iterator[DoctorFinding]:
    """Yield what is well, what is doubtful and what must be mended, in the order to mend it."""
    yield from (warn("settings", f"{name} is not a setting; did you mean {meant}?") for name, meant in misspelt())
    try:
        settings = read_settings()
    except MendTheSettings as error:
        yield from (fail("settings", line) for line in str(error).splitlines())
        return
    yield from _settings(settings)
    store = BriefingStore.of(settings.database_url.get_secret_value())
    try:
        yield from _database(store)
        yield from _digests(store)
        yield from _seeds(store, settings.alliance_seeds)
        yield from _model(settings.alliance_model)
        name = "manifest.http.json" if settings.mode is Mode.HTTP else "manifest.json"
        yield from _manifest(Path("deploy", name))
        if settings.mode is not Mode.PLAYGROUND:
            yield from check_tokens(settings)
            yield from check_blocks(settings, store) if live else ()
    finally:
        store.close()


def _settings(settings: Settings) -> Iterator[DoctorFinding]:
    modes = {
        Mode.PLAYGROUND: "no tokens: the bot opens its playground",
        Mode.SOCKET: "Socket Mode",
        Mode.HTTP: f"HTTP on {settings.host}:{settings.port}",
    }
    yield ok("settings", modes[settings.mode])
    if settings.mode is not Mode.PLAYGROUND and not settings.alliance_admins:
        yield warn("settings", "ALLIANCE_ADMINS: nobody may load from Slack; set the member ids of those who may")
    secret = settings.slack_signing_secret
    if secret is not None and not re.fullmatch(r"[0-9a-f]{32}", secret.get_secret_value()):
        yield warn("settings", "SLACK_SIGNING_SECRET: Slack's are 32 hexadecimal digits; copy it again")
    for name, url in {"SLACK_API_URL": settings.slack_api_url, "PUBLIC_URL": settings.public_url}.items():
        if url and url.startswith("http://") and not url.startswith(("http://127.0.0.1", "http://localhost")):
            yield warn("settings", f"{name}: goes unencrypted; set an https address")
    file = Path(".env")
    if settings.secrets and file.exists() and file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        yield warn("settings", ".env: others on this machine can read it; run: chmod 600 .env")


def _database(store: BriefingStore) -> Iterator[DoctorFinding]:
    try:
        state = store.maintenance.schema_state()
        if state == "current":
            store.refresh()
    except AllianceError as error:
        yield fail("database", str(error))
        return
    number, topics = store.snapshot.generation, len(store.snapshot.topics)
    if number:
        yield ok("database", f"{store.maintenance.name}: version {number}, {counted(topics, 'topic')}")
        return
    wrong = {
        "none": f"has no tables yet; {LOAD}",
        "behind": "is of an older release; run: alliance migrate",
        "ahead": "is of a newer release; start that release",
        "current": f"is empty; {LOAD}",
    }
    yield fail("database", f"{store.maintenance.name} {wrong[state]}")


def _digests(store: BriefingStore) -> Iterator[DoctorFinding]:
    """Say how many digests wait for their turn, and for how long; nothing where there is no database to ask."""
    if not store.snapshot.generation:
        return
    now = utc()
    backlog = store.outbox.backlog(now)
    minutes = backlog.lag_seconds(now) // 60
    if backlog.since is None:
        yield ok("digests", "none is due and not posted")
    else:
        told = f"{counted(backlog.digests, 'digest')} due and not posted, the first for {counted(minutes, 'minute')}"
        level = warn if minutes >= LATE_MINUTES else ok
        yield level("digests", f"{told}; alliance digest deliveries shows them")


def _seeds(store: BriefingStore, folder: Path) -> Iterator[DoctorFinding]:
    try:
        content = store.check(folder)
    except NoInput:
        yield warn("seeds", f"{folder} is not there; set ALLIANCE_SEEDS to the folder to load")
    except AllianceError as error:
        yield from (fail("seeds", line) for line in output.problem(error).splitlines())
    else:
        yield ok("seeds", f"{folder}: {counts.holding_of(content)}")
        if store.snapshot.generation and (left := store.loader.waits(folder)):
            yield warn("seeds", waiting(left, str(folder), how="alliance load"))
        if store.snapshot.generation:
            yield from (warn("seeds", edit_words.standoff(one)) for one in store.mending(folder).standoffs())


def _model(name: str) -> Iterator[DoctorFinding]:
    if name == OFF:
        yield ok("model", "none: questions go by their words alone")
        return
    encoder = Encoder(name)
    try:
        made = encoder.encode(["Is everything all right?"], questions=True)
    finally:
        encoder.close()
    if made:
        yield ok("model", f"{name} reads questions beside their words")
    else:
        without = "questions go by their words alone; install it, or set ALLIANCE_MODEL=none"
        yield warn("model", f"{name}: {encoder.fault}; {without}")


def _manifest(path: Path) -> Iterator[DoctorFinding]:
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        yield warn("manifest", f"{path} is not here; compare the app's settings at api.slack.com with the checkout's")
        return
    except (OSError, ValueError):
        yield fail("manifest", f"{path} is not readable JSON; take it from the checkout again")
        return
    differences = [
        f"{name} {' '.join(sorted(ours ^ theirs))}" for name, ours, theirs in _compared(given) if ours != theirs
    ]
    if differences:
        yield fail("manifest", f"{path} and this release differ in {'; '.join(differences)}; take it from the checkout")
    else:
        yield ok("manifest", f"{path} registers what this release answers")


def _compared(given: dict[str, Any]) -> Iterator[tuple[str, set[str], set[str]]]:
    """Yield each kind of thing that is registered, with ours and the manifest's."""
    features, settings = given.get("features", {}), given.get("settings", {})
    commands = {one["command"] for one in features.get("slash_commands", ())}
    shortcuts = {one["callback_id"] for one in features.get("shortcuts", ())}
    yield "commands", {manifest.COMMAND}, commands
    yield "shortcuts", set(manifest.SHORTCUTS), shortcuts
    yield "events", set(manifest.EVENTS), set(settings.get("event_subscriptions", {}).get("bot_events", ()))
    yield "scopes", set(manifest.SCOPES), set(given.get("oauth_config", {}).get("scopes", {}).get("bot", ()))
