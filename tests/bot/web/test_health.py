"""What `/metrics` shows after the bot was used: counted rightly, and never a word of what people typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from slack_sdk.errors import SlackApiError

from bot.digests.poster import WORKSPACE_REFUSALS
from bot.telemetry.series import REGISTRY, web_client
from tests.bot.served import opened

if TYPE_CHECKING:
    from store.core import BriefingStore
    from tests.bot.served import Team

DEPLOY = Path(__file__).parents[3] / "deploy"


@pytest.fixture
def dialect() -> str:
    """One kind of database is enough here: what is counted is the doors' matter."""
    return "sqlite"


@dataclass
class Scrape:
    """What one look at `/metrics` found."""

    text: str

    def value(self, series: str, **labels: str) -> float:
        """Return the value of one series; 0 where it is not there yet."""
        found = (sample for family in text_string_to_metric_families(self.text) for sample in family.samples)
        return next((one.value for one in found if (one.name, one.labels) == (series, labels)), 0.0)


async def scraped(team: Team) -> Scrape:
    address = team.settings.slack_api_url.removesuffix("/api/")
    async with aiohttp.ClientSession() as session, session.get(f"{address}/metrics") as answer:
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        return Scrape(await answer.text())


async def test_lookups_are_counted_by_what_they_got(loaded_store: BriefingStore) -> None:
    async with opened(loaded_store) as team:
        before = await scraped(team)
        await team.ask("opcon")
        await team.ask("zzyzx qwertz")
        after = await scraped(team)

    def more(**labels: str) -> float:
        return after.value("alliance_lookups_total", **labels) - before.value("alliance_lookups_total", **labels)

    assert more(outcome="brief", sure="named") == 1
    assert more(outcome="nothing", sure="none") == 1
    waited = "alliance_request_seconds_count"
    assert after.value(waited, way="http") == before.value(waited, way="http") + 2


async def test_nothing_that_a_person_typed_is_in_the_metrics(loaded_store: BriefingStore) -> None:
    async with opened(loaded_store) as team:
        for text in ("planted", "search planted", "digest planted", "admin planted", "opcon planted"):
            await team.ask(text)
        await team.say("<@U0ALLIANCE> planted")
        shown = await scraped(team)

    assert "planted" not in shown.text


async def test_calls_of_slack_are_counted_by_method_and_code(loaded_store: BriefingStore) -> None:
    async with opened(loaded_store) as team:
        client = web_client(team.settings.slack_api_url, token="xoxb-wrong")
        before = await scraped(team)
        with pytest.raises(SlackApiError):
            await client.chat_postMessage(channel="C1", text="hello")
        after = await scraped(team)

    labels = {"method": "chat.postMessage", "code": "invalid_auth"}
    calls = "alliance_slack_calls_total"
    assert after.value(calls, **labels) == before.value(calls, **labels) + 1


async def test_a_request_that_slack_did_not_sign_is_counted_by_why(loaded_store: BriefingStore) -> None:
    async with opened(loaded_store) as team:
        address = team.settings.slack_api_url.removesuffix("/api/")
        before = await scraped(team)
        async with aiohttp.ClientSession() as session, session.post(f"{address}/slack/events", data=b"x") as answer:
            refused = answer.status
        after = await scraped(team)

    missing = "alliance_refused_requests_total"
    assert refused == 401
    assert after.value(missing, reason="missing header") == before.value(missing, reason="missing header") + 1


async def test_it_says_what_is_served_and_how_the_process_stands(loaded_store: BriefingStore) -> None:
    async with opened(loaded_store) as team:
        shown = await scraped(team)

    assert shown.value("alliance_generation") in {0, 1}  # before and after the first look at the store
    assert shown.value("alliance_topics") == len(loaded_store.snapshot.topics)
    assert shown.value("alliance_draining") == 0
    assert shown.value("alliance_digests_waiting") == 0
    assert 0 <= shown.value("alliance_tick_age_seconds") < 60
    assert shown.value("process_resident_memory_bytes") > 0


async def test_what_an_alert_waits_for_stands_at_nothing_before_it_happens(loaded_store: BriefingStore) -> None:
    async with opened(loaded_store) as team:
        shown = await scraped(team)

    rules = (DEPLOY / "alerts.yaml").read_text()
    waited_for = re.findall(r'(alliance_(?:refused|digest)\w+_total)\{(\w+)=~?"([^"]+)"', rules)
    each = {f'{series}{{{label}="{value}"}}' for series, label, values in waited_for for value in values.split("|")}
    assert len(each) > 6
    assert [one for one in each if one not in shown.text] == []


def test_the_alert_of_the_token_knows_every_way_in_which_slack_refuses_it() -> None:
    rules = (DEPLOY / "alerts.yaml").read_text()

    (codes,) = re.findall(r'alliance_slack_calls_total\{code=~"([^"]+)"', rules)

    assert set(codes.split("|")) == WORKSPACE_REFUSALS


def test_alerts_and_dashboard_name_only_series_that_there_are() -> None:
    rules = yaml.safe_load((DEPLOY / "alerts.yaml").read_text())
    asked = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    written = "\n".join([*asked, (DEPLOY / "grafana.json").read_text()])
    counted = {f"{family.name}{end}" for family in REGISTRY.collect() for end in ("", "_total", "_bucket", "_count")}
    standing = set(re.findall(r'"(alliance_\w+)"', (DEPLOY.parent / "bot/web/health.py").read_text()))

    named = set(re.findall(r"\balliance_\w+", written))

    assert named <= counted | standing


def test_the_runbook_has_every_alert() -> None:
    rules = yaml.safe_load((DEPLOY / "alerts.yaml").read_text())
    alerts = {rule["alert"]: rule["annotations"]["runbook"] for group in rules["groups"] for rule in group["rules"]}
    headings = re.findall(r"^### (\w+)$", (DEPLOY / "RUNBOOK.md").read_text(), re.MULTILINE)

    assert sorted(headings) == sorted(alerts)
    assert all(link.endswith(f"#{alert.lower()}") for alert, link in alerts.items())
