"""What must agree across files: the manifest, the code, the settings, the locks and the words about them."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import tomllib
from copy import deepcopy
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import typer.main
import yaml

from bot.cli import main
from bot.config import manifest
from bot.config.settings import AccessRules, readers
from bot.listeners import commands
from bot.listeners.admin import router
from bot.listeners.app import register
from bot.listeners.dispatch import NumberedApp
from bot.lookup.service import LookupService
from bot.simulator.methods import SCOPES
from bot.tasks.concurrency import Background
from bot.text.sources import no_link
from store import errors, seeds
from store.core import BriefingStore
from store.db.engine import Database
from tests.faults.programs import Alliance
from tests.paths import HOUSE

if TYPE_CHECKING:
    from pathlib import Path

README = (HOUSE / "README.md").read_text(encoding="utf-8")
MAKEFILE = (HOUSE / "Makefile").read_text(encoding="utf-8")
MANIFEST: dict[str, Any] = json.loads((HOUSE / "deploy/manifest.json").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")
ONLY_COMPOSE = {"POSTGRES_PASSWORD"}
LONG_FOR_A_REASON: dict[str, str] = {}
"""Rooms over 300 lines, each with why it is one room."""


def table(heading: str) -> list[list[str]]:
    """Return the rows of the README's first table below *heading*, without their backticks."""
    below = README.split(f"\n{heading}\n", 1)[1]
    lines = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)
    assert lines, f"no table below {heading!r}"
    rows = [[cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines[0].splitlines()]
    return rows[2:]


# The manifest


def test_the_manifest_is_one_that_slack_takes() -> None:
    schema = json.loads((HOUSE / "tests/schemas/manifest.schema.json").read_text(encoding="utf-8"))

    jsonschema.validate(MANIFEST, schema)

    command = MANIFEST["features"]["slash_commands"][0]
    assert len(MANIFEST["display_information"]["name"]) <= 35
    assert len(MANIFEST["display_information"]["description"]) <= 140
    assert len(command["usage_hint"]) <= 1000
    assert command["should_escape"] is False
    assert all(len(one["name"]) <= 24 for one in MANIFEST["features"]["shortcuts"])


def test_the_http_manifest_differs_only_in_its_addresses() -> None:
    over_http = json.loads((HOUSE / "deploy/manifest.http.json").read_text(encoding="utf-8"))
    address = over_http["settings"]["event_subscriptions"]["request_url"]
    expected = deepcopy(MANIFEST)
    expected["settings"]["socket_mode_enabled"] = False
    expected["settings"]["event_subscriptions"]["request_url"] = address
    expected["settings"]["interactivity"] |= {"request_url": address, "message_menu_options_url": address}
    expected["features"]["slash_commands"][0]["url"] = address

    assert over_http == expected
    assert address.endswith("/slack/events")


def test_the_manifest_is_what_the_bot_says_of_itself() -> None:
    (command,) = MANIFEST["features"]["slash_commands"]
    shortcuts = {one["callback_id"]: one["name"] for one in MANIFEST["features"]["shortcuts"]}

    assert (command["command"], command["description"]) == (manifest.COMMAND, manifest.DESCRIPTION)
    assert command["usage_hint"] == commands.USAGE
    assert shortcuts == manifest.SHORTCUTS
    assert MANIFEST["settings"]["event_subscriptions"]["bot_events"] == list(manifest.EVENTS)
    assert MANIFEST["oauth_config"]["scopes"]["bot"] == list(manifest.SCOPES)


class Registrar(NumberedApp):
    """An app that writes down what is registered with it."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-house", request_verification_enabled=False)
        self.registered: dict[str, set[str]] = {"command": set(), "shortcut": set(), "event": set()}

    def on_command(self, command: str, answering: Any) -> None:
        self.registered["command"].add(command)
        super().on_command(command, answering)

    def message_shortcut(self, callback_id: Any, *args: Any, **more: Any) -> Any:
        self.registered["shortcut"].add(callback_id)
        return super().message_shortcut(callback_id, *args, **more)

    def event(self, event: Any, *args: Any, **more: Any) -> Any:
        self.registered["event"].add(event)
        return super().event(event, *args, **more)


def test_what_the_bot_registers_is_what_the_manifest_asks_slack_for() -> None:
    app = Registrar()
    store = BriefingStore(Database("sqlite:///never-opened.db"))
    service = LookupService(store, Background(), no_link, lambda: datetime.now(UTC))

    register(app, service, admins=(), seeds=HOUSE / "seeds", rules=AccessRules())

    events = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert app.registered["command"] == {one["command"] for one in MANIFEST["features"]["slash_commands"]}
    assert app.registered["shortcut"] == {one["callback_id"] for one in MANIFEST["features"]["shortcuts"]}
    assert app.registered["event"] == {event.partition(".")[0] for event in events}


def test_the_readme_shows_every_subcommand_and_the_shortcuts() -> None:
    shown = {word for row in table("## Try it") for word in re.findall(r"/alliance ([a-z]+)", row[0])}

    assert {one.word for one in commands.SUBCOMMANDS if one.word} <= shown
    assert all(name in README for name in manifest.SHORTCUTS.values())


def test_the_hint_behind_the_command_names_every_subcommand() -> None:
    named = {part.split()[0] for part in commands.USAGE.split(" | ")}

    assert {one.word for one in commands.SUBCOMMANDS if one.word} <= named


def test_the_readme_shows_what_every_verb_of_administrators_does() -> None:
    shown = {word for row in table("### Administrators") for word in re.findall(r"^[a-z]+", row[0])}

    assert {word for word in router.VERBS if word} <= shown
    assert all(verb.does for verb in router.VERBS.values())


def test_every_scope_has_its_reason_in_the_readme() -> None:
    reasons = dict(table("### Scopes"))

    assert sorted(reasons) == sorted(MANIFEST["oauth_config"]["scopes"]["bot"])
    assert all(reasons.values())


CALLED = re.compile(r"\bclient\.([a-z_]+)\(|api_call\(\"([a-zA-Z.]+)\"")


def test_the_manifest_grants_what_every_method_asks_that_is_called() -> None:
    """As the simulated Slack has it, where a method of conversations asks for a scope for each kind of them."""
    code = [path.read_text(encoding="utf-8") for path in (HOUSE / "bot").rglob("*.py") if "simulator" not in path.parts]
    called = {method or other for text in code for method, other in CALLED.findall(text)}
    by_name = {name.replace(".", "_"): scopes for name, scopes in SCOPES.items()} | SCOPES

    asked = {scope for name in called for scope in by_name.get(name, ())}

    assert {"conversations_info", "views_open", "chat.postMessage"} <= called & set(by_name)
    assert asked <= set(manifest.SCOPES)


# The settings


def test_the_settings_are_those_of_the_example_and_the_readme() -> None:
    fields = {name.upper() for name in readers()}
    example = (HOUSE / ".env.example").read_text(encoding="utf-8")

    assert set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) - ONLY_COMPOSE == fields
    assert {row[0] for row in table("### Settings")} == fields


def test_the_exit_codes_of_the_readme_are_those_of_the_errors() -> None:
    documented = {int(row[0]) for row in table("### Exit codes")}
    raised = {kind.exit_code for kind in vars(errors).values() if isinstance(kind, type) and hasattr(kind, "exit_code")}

    assert raised <= documented


def console(text: str) -> list[tuple[str, str]]:
    """Return each command that a text shows in a `console` block, with what it says comes out."""
    blocks = re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    shown = (part.partition("\n") for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part)
    return [(command, output) for command, _, output in shown]


def typed(command: str) -> tuple[list[str], bytes]:
    """Return the words behind `alliance`, and what `printf` sends it."""
    sent, _, line = command.rpartition(" | ")
    (_program, *words) = shlex.split(line)
    return words, shlex.split(sent)[-1].encode().replace(b"\\n", b"\n") if sent else b""


def test_the_terminal_prints_what_the_readme_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(HOUSE)
    alliance = Alliance({"DATABASE_URL": f"sqlite:///{tmp_path / 'readme.db'}"}, capsys)

    for command, expected in console(README):
        words, sent = typed(command)
        done = alliance(*words, stdin=sent)
        pattern = ".*".join(re.escape(part) for part in expected.split("…"))

        assert re.fullmatch(pattern, done.out, re.DOTALL), f"$ {command}\n{done.out}{done.err}"


# What ships


def test_every_seed_that_ships_parses() -> None:
    content = seeds.read(HOUSE / "seeds")

    assert {"opcon", "sma", "nds", "usfk", "cfc", "mutual-defense-treaty"} <= set(content.topics)
    assert len(content.documents) >= 5


def test_the_change_log_has_this_version() -> None:
    version = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    assert f"\n## {version}" in (HOUSE / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_version_is_the_same_wherever_it_stands() -> None:
    version = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    deployed = re.findall(r"\balliance-bot:(\d\S*)", (HOUSE / "deploy/kubernetes.yaml").read_text(encoding="utf-8"))

    assert len(deployed) == 4
    assert set(deployed) == {version}


def test_no_text_names_a_target_that_make_does_not_have() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    texts = README + (HOUSE / "CONTRIBUTING.md").read_text(encoding="utf-8")
    in_code = re.findall(r"(?:`|^ *|&& )make ([a-z]+)(?=[` \n])", texts, re.MULTILINE)

    assert len(in_code) > 8
    assert set(in_code) <= targets


def test_every_picture_and_file_that_the_readme_links_is_there() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)

    assert links
    assert [link for link in links if not (HOUSE / link).exists()] == []


# The locks


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_hashes_every_requirement_and_names_no_address(lock: str) -> None:
    text = (HOUSE / lock).read_text(encoding="utf-8")
    requirements = re.findall(r"^[a-z0-9].*(?:\n .*)*", text, re.MULTILINE)

    assert len(requirements) > 50
    assert [line.splitlines()[0] for line in requirements if "--hash=sha256:" not in line] == []
    assert "://" not in text
    assert not re.search(r"^--?[a-z]", text, re.MULTILINE)


def test_whoever_installs_a_lock_resolves_nothing_anew() -> None:
    recipe = (HOUSE / "deploy/Dockerfile").read_text(encoding="utf-8")

    installs = [line for line in (MAKEFILE + recipe).splitlines() if "--require-hashes" in line]

    assert len(installs) == 2
    assert all("--no-deps" in line for line in installs)


def test_both_locks_agree() -> None:
    pinned = [dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (HOUSE / lock).read_text(), re.MULTILINE)) for lock in LOCKS]

    assert pinned[0].items() <= pinned[1].items()


# The house


def test_no_room_is_over_300_lines_without_a_reason() -> None:
    rooms = [path for package in ("bot", "store") for path in (HOUSE / package).rglob("*.py")]
    long = {str(path.relative_to(HOUSE)) for path in rooms if len(path.read_text(encoding="utf-8").splitlines()) > 300}

    assert long == set(LONG_FOR_A_REASON)


# Deployment


def test_what_is_deployed_starts_with_commands_that_exist() -> None:
    known = set(typer.main.get_group(main.app).commands)
    files = [path for path in (HOUSE / "deploy").iterdir() if path.is_file() and path.suffix not in {".json", ".md"}]
    hooks = [HOUSE / ".slack/hook.sh"]
    words = [
        re.findall(r"\balliance[\"',]* [\"']?([a-z]+)", path.read_text(encoding="utf-8")) for path in files + hooks
    ]
    started = {word for found in words for word in found}

    assert {"serve", "load", "try"} <= started
    assert started <= known


@pytest.mark.parametrize("file", ["compose.yaml", "kubernetes.yaml", "alliance-bot.service"])
def test_what_is_deployed_loads_as_nobody_watches(file: str) -> None:
    text = (HOUSE / "deploy" / file).read_text(encoding="utf-8")

    loads = re.findall(r"\balliance[\"',]* [\"']?load\b(.*)", text)

    assert [("--unattended" in rest) for rest in loads] == [True]


def test_the_image_gets_every_file_that_it_copies() -> None:
    recipe = (HOUSE / "deploy/Dockerfile").read_text(encoding="utf-8")
    let_through = re.findall(r"^!(\S+)", (HOUSE / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)

    copied = [word for line in re.findall(r"^COPY (?!--)(.+) \S+$", recipe, re.MULTILINE) for word in line.split()]

    assert len(copied) > 6
    assert set(copied) <= set(let_through)


def test_the_service_may_limit_the_memory_of_what_reads_a_pdf() -> None:
    unit = (HOUSE / "deploy/alliance-bot.service").read_text(encoding="utf-8")

    filters = re.findall(r"^SystemCallFilter=(.+)$", unit, re.MULTILINE)

    assert "@resources" in filters[1]
    assert filters[2:] == ["prlimit64"]


def test_everybody_who_stops_the_bot_gives_it_time_to_drain() -> None:
    unit = (HOUSE / "deploy/alliance-bot.service").read_text(encoding="utf-8")
    compose = yaml.safe_load((HOUSE / "deploy/compose.yaml").read_text(encoding="utf-8"))
    deployment = next(yaml.safe_load_all((HOUSE / "deploy/kubernetes.yaml").read_text(encoding="utf-8")))
    pod = deployment["spec"]["template"]["spec"]

    seconds = [
        int(re.findall(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)[0]),
        int(compose["services"]["bot"]["stop_grace_period"].rstrip("s")),
        pod["terminationGracePeriodSeconds"] - int(pod["containers"][0]["lifecycle"]["preStop"]["exec"]["command"][1]),
    ]
    assert min(seconds) > 20


def test_the_slack_cli_gets_the_manifest_whatever_it_adds() -> None:
    hooks = json.loads((HOUSE / ".slack/hooks.json").read_text(encoding="utf-8"))["hooks"]

    called = [*shlex.split(hooks["get-manifest"]), f"--source={HOUSE}", "--protocol=message-boundaries"]
    printed = subprocess.run(called, cwd=HOUSE, capture_output=True, check=True).stdout

    assert json.loads(printed) == MANIFEST


def test_the_slack_cli_starts_a_clone_that_has_no_environment_yet(tmp_path: Path) -> None:
    (tmp_path / ".slack").mkdir()
    shutil.copy(HOUSE / ".slack/hook.sh", tmp_path / ".slack")
    (tmp_path / "Makefile").write_text(
        "setup:\n\t@echo setting up\n\t@mkdir -p .venv/bin\n\t@echo 'echo alliance $$@' >.venv/bin/alliance\n"
        "\t@chmod +x .venv/bin/alliance\n"
    )
    started = ["sh", ".slack/hook.sh", "start", f"--source={tmp_path}"]

    done = [subprocess.run(started, cwd=tmp_path, capture_output=True, text=True, check=True) for _ in range(2)]

    assert [one.stdout for one in done] == ["alliance try\n", "alliance try\n"]
    assert [one.stderr for one in done] == ["setting up\n", ""]
