"""Errors to a Sentry of the operator's, where SENTRY_DSN names one: what failed and where, and never a word of anybody.

The extra `sentry` brings its library. An event is made anew from what is known to be ours; whatever else the library
gathered stays here.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final, cast

from store.errors import MendTheSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentry_sdk.types import Event, Hint

_KEPT: Final = ("event_id", "timestamp", "level", "logger", "platform", "release")
_OF_A_FRAME: Final = ("filename", "abs_path", "function", "module", "lineno", "in_app")
_TAGS: Final = ("code", "ref")
"""Words of ours that a record brings along: what kind of fault, and the number that joins it to the log."""

MISSING: Final = "SENTRY_DSN: is set and its library is not here; install it beside the bot: pip install sentry-sdk"


def set_up(dsn: str, release: str, **more: Any) -> None:
    """Send what is logged as an error to *dsn* from now on; MendTheSettings where that cannot be."""
    try:
        import sentry_sdk  # noqa: PLC0415 - an extra
        from sentry_sdk.integrations.logging import LoggingIntegration  # noqa: PLC0415 - as above
        from sentry_sdk.utils import BadDsn  # noqa: PLC0415 - as above
    except ImportError:
        raise MendTheSettings(MISSING) from None
    try:
        sentry_sdk.init(
            dsn,
            release=release,
            # None of its own: they watch requests, queries and threads, and what people typed is in all of them.
            default_integrations=False,
            auto_enabling_integrations=False,
            integrations=[LoggingIntegration(level=None, event_level=logging.ERROR)],
            before_send=scrubbed,
            max_breadcrumbs=0,
            include_local_variables=False,
            include_source_context=False,
            auto_session_tracking=False,
            traces_sample_rate=0,
            **more,
        )
    except BadDsn:
        raise MendTheSettings("SENTRY_DSN: is no address of a project; copy it from Sentry, Client Keys") from None


def scrubbed(event: Event, _hint: Hint) -> Event:
    """Return *event* with nothing in it but what went wrong, where and in which release."""
    given: Mapping[str, Any] = {**event}
    kept: dict[str, Any] = {name: given[name] for name in _KEPT if name in given}
    extra = given.get("extra") or {}
    kept["tags"] = {name: str(extra[name]) for name in _TAGS if name in extra}
    links = (given.get("exception") or {}).get("values") or []
    # Without their messages: those of libraries repeat what a person typed.
    kept["exception"] = {
        "values": [
            {"type": link.get("type"), "module": link.get("module"), "stacktrace": _stack(link)} for link in links
        ]
    }
    if not links:
        # The template of the line, which is ours; never its arguments.
        kept["message"] = str((given.get("logentry") or {}).get("message") or "")
    return cast("Event", kept)


def _stack(link: Mapping[str, Any]) -> dict[str, Any]:
    frames = (link.get("stacktrace") or {}).get("frames") or []
    return {"frames": [{name: frame[name] for name in _OF_A_FRAME if name in frame} for frame in frames]}
