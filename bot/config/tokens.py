"""Slack's tokens, and how secrets are kept from showing. Pure; a ValueError says what is wrong and what to set instead.

No message repeats a secret: of a token it shows the known prefix and no more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS = {
    "xoxb-": "the bot token (OAuth & Permissions → Bot User OAuth Token), which belongs in SLACK_BOT_TOKEN",
    "xoxe.xoxb-": "a rotating bot token, which belongs in SLACK_BOT_TOKEN",
    "xapp-": "the app-level token (Basic Information → App-Level Tokens), which belongs in SLACK_APP_TOKEN",
    "xoxp-": "a user token, which this bot never needs",
    "xoxe.xoxp-": "a rotating user token, which this bot never needs",
    "xoxe-": "a refresh token, which this bot never needs",
    "xoxa-": "a legacy workspace token, which this bot never needs",
    "xoxs-": "a browser session's token, which must never be used here",
    "xoxc-": "a browser session's token, which must never be used here",
}


@dataclass(frozen=True, slots=True)
class SecretStr:
    """A value that shows nowhere unless it is asked for."""

    _value: str = field(repr=False)

    def get_secret_value(self) -> str:
        """Return the value itself."""
        return self._value


def bot_token(value: str) -> SecretStr:
    """Return the bot token, a string that starts with `xoxb-`."""
    return _secret(value, ("xoxb-", "xoxe.xoxb-"), f"set {_BOT_TOKEN_MEND}, which starts with 'xoxb-'")


def app_token(value: str) -> SecretStr:
    """Return the app-level token, a string that starts with `xapp-`."""
    mend = "set an app-level token with the scope connections:write, which starts with 'xapp-'"
    return _secret(value, ("xapp-",), mend)


def signing_secret(value: str) -> SecretStr:
    """Return the signing secret; anything in one ASCII word that isn't plainly a token."""
    return _secret(value, ("",), "set the Signing Secret of Basic Information → App Credentials")


def _secret(value: str, prefixes: tuple[str, ...], mend: str) -> SecretStr:
    """Return the secret, of which the known prefix is one of *prefixes*, empty for none."""
    token = _plain(value)
    prefix = max((known for known in _KINDS if token.startswith(known)), key=len, default="")
    if prefix not in prefixes:
        found = f"starts with '{prefix}': that is {_KINDS[prefix]}" if prefix else "is not a token of Slack"
        raise ValueError(f"{found}; {mend}")
    if set(token[len(prefix) :]) <= set("xX.-*"):
        raise ValueError(f"is only a placeholder; {mend}")
    return SecretStr(token)


def _plain(value: str) -> str:
    """Return *value* without the space around it; refuse what a careless copy brings along."""
    text = value.strip()
    if text[:1] in {'"', "'"}:
        raise ValueError("starts with a quotation mark; set the value without quotes")
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("holds spaces or characters that no secret of Slack has; copy it again")
    return text


def partners(*, bot_token: bool, app_token: bool, signing_secret: bool) -> Iterator[str]:
    """Yield what is wrong with half a connection to Slack: a token without its partner would fail later, there."""
    if bot_token and not (app_token or signing_secret):
        yield f"SLACK_APP_TOKEN: is missing beside SLACK_BOT_TOKEN; {_PARTNER_MEND}"
    if not bot_token and (app_token or signing_secret):
        partner = "SLACK_APP_TOKEN" if app_token else "SLACK_SIGNING_SECRET"
        yield f"SLACK_BOT_TOKEN: is missing beside {partner}; set {_BOT_TOKEN_MEND}"


_PARTNER_MEND = "set it for Socket Mode, or SLACK_SIGNING_SECRET to serve HTTP"
_BOT_TOKEN_MEND = "the Bot User OAuth Token of OAuth & Permissions"  # noqa: S105 - says where to find it
