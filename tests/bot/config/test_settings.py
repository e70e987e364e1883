"""The settings, and what is said of wrong ones."""

from __future__ import annotations

import pytest

from bot.config.settings import SLACK_API, Mode, read_settings
from store.errors import MendTheSettings

SETTINGS = (
    "DATABASE_URL",
    "ALLIANCE_SEEDS",
    "ALLIANCE_SEEDS_GIT",
    "ALLIANCE_ADMINS",
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_APP_TOKEN",
    "SLACK_API_URL",
    "HOST",
    "PORT",
    "PUBLIC_URL",
    "LINK_SECRET",
    "LINK_DAYS",
    "LOG_LEVEL",
)
BOT = "xoxb-2345-6789-abcdefgh"
APP = "xapp-1-A0-123-abcdef"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch, tmp_path):
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def settings_of(monkeypatch):
    def settings_of(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return read_settings()

    return settings_of


@pytest.fixture
def problem_of(settings_of):
    def problem_of(**variables):
        with pytest.raises(MendTheSettings) as caught:
            settings_of(**variables)
        return str(caught.value)

    return problem_of


def test_a_fresh_clone_needs_no_setting(settings_of):
    settings = settings_of()

    assert settings.mode is Mode.PLAYGROUND
    assert settings.database_url.get_secret_value() == "sqlite:///var/alliance.db"
    assert (settings.host, settings.port, settings.slack_api_url) == ("127.0.0.1", 3000, SLACK_API)


def test_the_env_file_is_read_and_the_environment_wins(settings_of, tmp_path):
    (tmp_path / ".env").write_text('PORT=4000\nHOST="0.0.0.0"  # everywhere\n', encoding="utf-8")

    settings = settings_of(PORT="5000")

    assert (settings.host, settings.port) == ("0.0.0.0", 5000)  # noqa: S104 - only read


def test_a_setting_left_empty_is_not_set(settings_of):
    settings = settings_of(SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="", PORT="", PUBLIC_URL="", ALLIANCE_ADMINS="")

    assert (settings.mode, settings.port, settings.public_url) == (Mode.PLAYGROUND, 3000, None)


def test_what_the_environment_leaves_empty_the_env_file_may_set(settings_of, tmp_path):
    (tmp_path / ".env").write_text("port=4000\nHOST=\n", encoding="utf-8")

    settings = settings_of(PORT="")

    assert (settings.host, settings.port, settings.given) == ("127.0.0.1", 4000, {"port"})


@pytest.mark.parametrize(("value", "meant"), [("true", True), ("Yes", True), ("1", True), ("off", False)])
def test_a_switch_is_on_or_off(settings_of, value, meant):
    assert settings_of(ALLIANCE_SEEDS_GIT=value).alliance_seeds_git is meant


def test_unknown_settings_do_no_harm(settings_of, tmp_path):
    (tmp_path / ".env").write_text("POSTGRES_PASSWORD=x\nSLACK_CLIENT_ID=1.2\n", encoding="utf-8")

    assert settings_of(ALLIANCE_COLOUR="blue").mode is Mode.PLAYGROUND


@pytest.mark.parametrize(
    ("variables", "mode"),
    [
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}, Mode.SOCKET),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SECRET}, Mode.HTTP),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SECRET, "SLACK_APP_TOKEN": APP}, Mode.SOCKET),
    ],
)
def test_the_tokens_say_how_to_connect(settings_of, variables, mode):
    assert settings_of(**variables).mode is mode


def test_a_bot_token_alone_leads_nowhere(problem_of):
    assert problem_of(SLACK_BOT_TOKEN=BOT) == (
        "SLACK_APP_TOKEN: is missing beside SLACK_BOT_TOKEN; "
        "set it for Socket Mode, or SLACK_SIGNING_SECRET to serve HTTP"
    )


@pytest.mark.parametrize("partner", [{"SLACK_APP_TOKEN": APP}, {"SLACK_SIGNING_SECRET": SECRET}])
def test_a_way_in_needs_the_bot_token(problem_of, partner):
    assert problem_of(**partner).startswith(f"SLACK_BOT_TOKEN: is missing beside {next(iter(partner))}; set")


def test_swapped_tokens_are_told_apart(problem_of):
    lines = problem_of(SLACK_BOT_TOKEN=APP, SLACK_APP_TOKEN=BOT).splitlines()

    assert lines[0].startswith("SLACK_BOT_TOKEN: starts with 'xapp-': that is the app-level token")
    assert lines[1].startswith("SLACK_APP_TOKEN: starts with 'xoxb-': that is the bot token")
    assert all("; set " in line for line in lines)


@pytest.mark.parametrize(
    ("setting", "value", "problem"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1-2-3", "starts with 'xoxp-': that is a user token"),
        ("SLACK_BOT_TOKEN", "abc", "is not a token of Slack"),
        ("SLACK_BOT_TOKEN", "xoxb-...", "is only a placeholder"),
        ("SLACK_BOT_TOKEN", "xoxb-", "is only a placeholder"),
        ("SLACK_BOT_TOKEN", f'"{BOT}"', "starts with a quotation mark"),
        ("SLACK_BOT_TOKEN", "xoxb-12 34", "holds spaces"),
        ("SLACK_BOT_TOKEN", "xoxb-12\u200b34", "holds spaces or characters"),
        ("SLACK_SIGNING_SECRET", BOT, "starts with 'xoxb-': that is the bot token"),
        ("SLACK_SIGNING_SECRET", "...", "is only a placeholder"),
        ("SLACK_API_URL", "slack.com/api", "is not an http address"),
        ("SLACK_API_URL", "https://slack.com:99999/api", "holds a broken host or port"),
        ("SLACK_API_URL", "https://slack.com/api?x=1", "holds a '?' or '#'"),
        ("PUBLIC_URL", "ftp://files", "is not an http address"),
        ("LINK_SECRET", "hunter2", "is too easily guessed"),
        ("LINK_SECRET", "x" * 40, "is too easily guessed"),
        ("LINK_DAYS", "0", "'0' is not a number of days"),
        ("REVIEW_DAYS", "0", "'0' is not a number of days; set one from 1 to 3650, such as 180"),
        ("HISTORY_DAYS", "0", "'0' is not a number of days; set one from 1 to 3650, such as 365; leave it out"),
        ("DELIVERY_DAYS", "0", "'0' is not a number of days; set one from 1 to 3650, such as 90"),
        ("AUDIT_DAYS", "for ever", "'for ever' is not a number of days; set one from 1 to 3650, such as 365"),
        ("MISS_DAYS", "half a year", "'half a year' is not a number of days; set one from 1 to 3650, such as 90"),
        ("LINK_DAYS", "two weeks", "'two weeks' is not a number of days"),
        ("PORT", "80a", "'80a' is not a port"),
        ("PORT", "70000", "'70000' is not a port"),
        ("PORT", "-1", "'-1' is not a port"),
        ("HOST", "http://localhost", "'http://localhost' is not a host"),
        ("HOST", "localhost:3000", "'localhost:3000' is not a host"),
        ("LOG_LEVEL", "loud", "'loud' is not a level; set DEBUG, INFO, WARNING or ERROR"),
        ("ALLIANCE_SEEDS_GIT", "perhaps", "'perhaps' is neither yes nor no; set true or false"),
        ("ALLIANCE_ADMINS", "U024BE7LH, @maria", "'@maria' is not a member id"),
        ("DATABASE_URL", "mysql://host/db", "'mysql' is not a database we speak to"),
        ("DATABASE_URL", "var/alliance.db", "is not an address"),
        ("DATABASE_URL", "sqlite:var/alliance.db", "'//' is missing after 'sqlite:'"),
        ("DATABASE_URL", "postgresql://u:pw@host:port/db", "holds a broken host or port"),
    ],
)
def test_a_wrong_setting_is_named_with_its_mend(problem_of, setting, value, problem):
    line = problem_of(**{setting: value}).splitlines()[0]

    assert line.startswith(f"{setting}: {problem}")
    assert "; " in line


def test_every_problem_is_named_at_once(problem_of):
    lines = problem_of(PORT="x", LOG_LEVEL="y", HOST=" ", ALLIANCE_ADMINS="z").splitlines()

    assert sorted(line.split(":")[0] for line in lines) == ["ALLIANCE_ADMINS", "HOST", "LOG_LEVEL", "PORT"]


def test_no_message_repeats_a_secret(problem_of):
    said = problem_of(
        SLACK_BOT_TOKEN="xapp-SECRETVALUE",
        SLACK_APP_TOKEN="xoxb-SECRETVALUE",
        SLACK_SIGNING_SECRET="xoxp-SECRETVALUE",
        DATABASE_URL="mysql://user:SECRETVALUE@host/db",
    )

    assert "SECRETVALUE" not in said


def test_no_secret_shows_in_the_settings_themselves(settings_of):
    settings = settings_of(SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET=SECRET, DATABASE_URL="postgresql://u:pw99@h/d")

    assert not any(value in repr(settings) for value in (BOT, SECRET, "pw99"))
    assert set(settings.secrets) == {BOT, SECRET}


def test_links_are_signed_with_their_own_secret_or_else_with_one_of_slacks(settings_of):
    slacks = settings_of(SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET=SECRET).signs_links
    own = settings_of(LINK_SECRET="0123456789abcdef" * 2).signs_links

    assert slacks.get_secret_value() == SECRET
    assert own.get_secret_value() == "0123456789abcdef" * 2


def test_without_any_secret_there_is_nothing_to_sign_links_with(settings_of):
    assert settings_of().signs_links is None


def test_values_come_out_tidy(settings_of):
    settings = settings_of(
        SLACK_API_URL="http://127.0.0.1:3000/api",
        PUBLIC_URL="https://alliance.example/",
        LOG_LEVEL="debug",
        HOST="[::1]",
        ALLIANCE_ADMINS="U024BE7LH W0123 , U99",
    )

    assert settings.slack_api_url == "http://127.0.0.1:3000/api/"
    assert settings.public_url == "https://alliance.example"
    assert (settings.log_level, settings.host) == ("DEBUG", "::1")
    assert settings.alliance_admins == ("U024BE7LH", "W0123", "U99")


def test_an_env_file_that_is_not_utf_8_is_named(problem_of, tmp_path):
    (tmp_path / ".env").write_bytes(b"ALLIANCE_SEEDS=caf\xe9\n")

    assert problem_of() == ".env: not UTF-8 (byte 0xE9 at offset 18); save the file as UTF-8"
