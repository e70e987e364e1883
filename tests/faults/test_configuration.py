"""Settings, ports and paths that are wrong."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "command", [["ask", "opcon"], ["load"], ["serve"], ["try"], ["doctor"], ["migrate"], ["check"]]
)
def test_every_command_names_a_wrong_setting(alliance: Any, command: list[str]) -> None:
    ran = alliance(*command, PORT="eighty", SLACK_BOT_TOKEN="xapp-1-SECRETVALUE")

    said = ran.out + ran.err
    assert ran.code == 78
    assert "PORT: 'eighty' is not a port; set a number from 1 to 65535, such as 3000" in said
    assert "SLACK_BOT_TOKEN: starts with 'xapp-': that is the app-level token" in said
    assert "SECRETVALUE" not in said


def test_serving_without_a_way_to_slack_names_both_ways(alliance: Any) -> None:
    ran = alliance("serve")

    assert ran.code == 78
    assert "SLACK_APP_TOKEN" in ran.err
    assert "SLACK_SIGNING_SECRET" in ran.err
    assert "alliance try" in ran.err


@pytest.mark.parametrize("command", ["serve", "try"])
def test_a_taken_port_is_named_with_a_free_one_to_set(alliance: Any, command: str) -> None:
    tokens = (
        {"SLACK_BOT_TOKEN": "xoxb-1-2-abc", "SLACK_SIGNING_SECRET": "x" * 3 + "0" * 29} if command == "serve" else {}
    )
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ran = alliance(command, PORT=str(port), **tokens)

    assert ran.code == 78
    assert ran.err.endswith(
        f"PORT: {port} is taken by another program; stop it, or set another such as PORT={port + 1}\n"
    )


def test_a_host_that_is_not_ours_is_named(alliance: Any) -> None:
    ran = alliance("serve", HOST="192.0.2.1", SLACK_BOT_TOKEN="xoxb-1-2-abc", SLACK_SIGNING_SECRET="0" * 31 + "1")

    assert ran.code == 78
    assert "HOST: '192.0.2.1' is not an address of this machine; set HOST=127.0.0.1" in ran.err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "bot.example.org"])  # noqa: S104 - it is refused
def test_the_playground_is_not_opened_to_other_machines(alliance: Any, host: str) -> None:
    ran = alliance("try", HOST=host)

    assert ran.code == 78
    assert ran.err.startswith("HOST: without Slack's tokens this is the playground")


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
def test_a_playground_changes_nothing_of_what_a_bot_in_slack_says(alliance: Any, bot_of: Any) -> None:
    bot_of().stop(signal.SIGTERM)  # which has lost its tokens when it starts again

    ran = alliance("try")

    assert ran.code == 78
    assert ran.err.startswith("SLACK_BOT_TOKEN: is missing, and a bot in Slack is served from ")
    assert "DATABASE_URL=sqlite:///var/playground.db" in ran.err
    assert "Nothing is loaded yet" in alliance("ask", "opcon").err


@pytest.mark.parametrize("command", ["load", "check"])
def test_a_missing_path_is_named(alliance: Any, command: str) -> None:
    ran = alliance(command, "no/such/folder")

    assert (ran.code, ran.out) == (66, "")
    assert "no/such/folder" in ran.err


def test_of_many_problems_a_load_names_the_first_ten(loaded: Any, folder: Path) -> None:
    for number in range(14):
        (folder / "topics" / f"bad-{number:02}.md").write_text("---\nname: 1\n---\n", encoding="utf-8")

    ran, all_of_them = loaded("load", str(folder)), loaded("check", str(folder))

    problems = ran.err.splitlines()
    assert (ran.code, all_of_them.code) == (65, 65)
    assert len(problems) == 11
    assert problems[0].startswith(f"{folder}/topics/bad-00.md:")
    assert problems[10] == f"… and {len(all_of_them.err.splitlines()) - 10} more; alliance check lists them all"
    assert loaded("ask", "opcon").code == 0


def test_nothing_of_a_broken_folder_is_loaded(loaded: Any, folder: Path) -> None:
    (folder / "topics" / "bad.md").write_text("---\nname: 1\n---\n", encoding="utf-8")
    (folder / "topics" / "sma.md").unlink()

    loaded("load", str(folder))

    assert '"topic": "sma"' in loaded("ask", "--json", "sma").out
