"""What the world reaches of the bot is the same behind every proxy; the command line is asked as the unit is run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from bot.evidence.links import Links
from bot.evidence.routes import EvidencePages
from bot.tasks.clock import utc
from bot.web.endpoint import EVENTS_PATH
from tests.paths import HOUSE

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.core import BriefingStore


def read(name: str) -> str:
    return (HOUSE / "deploy" / name).read_text(encoding="utf-8")


def nginx() -> set[str]:
    return {
        path for path, does in re.findall(r"location (?:= )?(\S+) \{(.+)\}", read("nginx.conf")) if "proxy_pass" in does
    }


def haproxy() -> set[str]:
    allowed = re.findall(r"acl ours path(?:_beg)? (.+)", read("haproxy.cfg"))
    assert "http-request deny deny_status 404 unless ours" in read("haproxy.cfg")
    return {path for line in allowed for path in line.split()}


def ingress() -> set[str]:
    (found,) = (one for one in yaml.safe_load_all(read("kubernetes.yaml")) if one["kind"] == "Ingress")
    return {path["path"] for rule in found["spec"]["rules"] for path in rule["http"]["paths"]}


@pytest.mark.parametrize("proxy", [nginx, haproxy, ingress])
def test_the_world_reaches_slacks_endpoint_and_the_evidence_pages_and_nothing_else(
    proxy: Callable[[], set[str]], loaded_store: BriefingStore
) -> None:
    links = Links("https://alliance.example.org", "x" * 32, 1, lambda: 1, utc)
    pages = EvidencePages(loaded_store, links).routes()

    passed_on = proxy()

    assert passed_on == {EVENTS_PATH, *(page.path.split("{")[0] for page in pages)}


def test_the_address_of_an_evidence_page_is_in_no_log_of_nginx() -> None:
    pages = re.findall(r"location /./ \{(.+)\}", read("nginx.conf"))

    assert len(pages) == 3
    assert all("error_log stderr crit;" in does for does in pages)


def test_the_runbook_asks_the_command_line_as_the_unit_runs_the_bot() -> None:
    (line,) = re.findall(r"`sudo systemd-run (.+?)`", read("RUNBOOK.md"))
    asked = set(re.findall(r"-p (\S+)", line))
    unit = read("alliance-bot.service")

    shared = {"DynamicUser", "StateDirectory", "WorkingDirectory", "Environment", "EnvironmentFile"}
    run_with = {one for one in re.findall(r"^(\S+=\S+)$", unit, re.MULTILINE) if one.split("=")[0] in shared}
    assert asked == {*run_with, "User=alliance-bot"}  # what a dynamic user is called: the unit
