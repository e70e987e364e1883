"""The logs: one line an event on stderr, JSON unless a person is watching, secrets taken out.

Everything goes through here, bolt's, slack_sdk's and uvicorn's own loggers too.
The border is the formatter: whatever a record carries, in its message, its
arguments or its traceback, is cleaned as the last step before it is written.
Plain logging rather than structlog: the libraries log through it anyway, and
the start of the process stays 0.1 s shorter.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TextIO

from store.context import REQUEST
from store.errors import AllianceError, InvalidRequest, MendTheFiles

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

HIDDEN: Final = "[hidden]"

_TOKEN = re.compile(r"xox[a-z](?:\.xox[a-z])?-[\w.%-]+|xapp-[\w-]+", re.IGNORECASE)
_NAMED = re.compile(
    r"(?P<name>\b(?:Bearer\s+|(?:token|ticket|secret|client_secret|signature|v0)=))(?P<value>[\w.%+/=-]{8,})",
    re.IGNORECASE,
)
_HOOK = re.compile(r"https://hooks\.slack\.com/\S+?(?=[\s\"'<>)\]},]|$)")
_PASSWORD = re.compile(r"(://[^\s:/@]*:)[^\s@/]+(?=@)")

_OURS: Final = frozenset({"bot", "store"})

logger = logging.getLogger(__name__)

_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


class Redactor:
    """Takes secrets out of any text: whatever looks like one, and the *known* ones whatever they look like."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        exact = sorted((re.escape(value) for value in known if value), key=len, reverse=True)
        self._known = re.compile("|".join(exact)) if exact else None

    def __call__(self, text: str) -> str:
        """Return *text* without its secrets; what merely surrounds them stays."""
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        text = _HOOK.sub(f"https://hooks.slack.com/{HIDDEN}", _TOKEN.sub(HIDDEN, text))
        return _PASSWORD.sub(rf"\1{HIDDEN}", _NAMED.sub(rf"\g<name>{HIDDEN}", text))


class _Clean(logging.Formatter):
    """What both forms share: no secrets, and tracebacks without the messages of strangers."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")
        self._redact = redact

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - logging's own name
        return stack(ei[1]) if ei[1] is not None else ""


class _Lines(_Clean):
    """One readable line an event, with its traceback below."""

    def format(self, record: logging.LogRecord) -> str:
        extra = "".join(f" {name}={value}" for name, value in _extra(record).items())
        first, *rest = super().format(record).split("\n")
        return self._redact("\n".join((first + extra, *rest)))


class _Json(_Clean):
    """One JSON object a line: `at`, `level`, `logger`, `event`, then whatever the event brings along."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line: dict[str, object] = {"at": at, "level": record.levelname.lower(), "logger": record.name}
        line |= {"event": record.getMessage(), **_extra(record)}
        if record.exc_info:
            line["stack"] = self.formatException(record.exc_info)
        return self._redact(json.dumps(line, ensure_ascii=False, default=str))


def _extra(record: logging.LogRecord) -> dict[str, object]:
    """Return what was given as `extra=`; None is left out."""
    extra = {name: value for name, value in vars(record).items() if name not in _STANDARD and value is not None}
    return {"request": number, **extra} if (number := REQUEST.get()) else extra


def set_up(level: str = "INFO", *, hidden: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send every log to *stream* (stderr) without secrets: readable lines on a terminal, JSON elsewhere."""
    target = stream or sys.stderr
    redact = Redactor(hidden)
    handler = logging.StreamHandler(target)
    handler.setFormatter(_Lines(redact) if target.isatty() else _Json(redact))
    handler.addFilter(_wanted)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.captureWarnings(capture=True)


def _wanted(record: logging.LogRecord) -> bool:
    """Return whether a record is ours or a warning: below that, libraries write whole payloads, what people typed."""
    library = record.name.partition(".")[0]
    if library == "slack_bolt":
        # Even its warnings quote payloads, in parentheses.
        record.msg, record.args = record.getMessage().partition(" (")[0], ()
        if record.msg.startswith("As you gave `client`"):
            return False  # it finds SLACK_BOT_TOKEN in the environment, where it belongs to our settings
    return record.levelno >= logging.WARNING or library in _OURS


def unforeseen(error: BaseException) -> str:
    """Log an error nobody planned for; return what the person reads, with the reference that joins the two.

    The reference is the number of the request, by which all its lines of the log are found.
    """
    reference = REQUEST.get() or secrets.token_hex(4)
    logger.error("failed", extra={"code": "internal", "ref": reference}, exc_info=error)
    return f"Something went wrong (ref {reference})."


def stack(error: BaseException) -> str:
    """Return where *error* came from, the first cause first, one frame a line.

    Messages stay out, because those of a library may repeat what a person typed, as ours do that
    refuse it; the others of ours and the operating system's never do.
    """
    parts: list[str] = []
    link: BaseException | None = error
    while link is not None:
        quoted = isinstance(link, InvalidRequest | MendTheFiles)
        ours = isinstance(link, AllianceError | OSError) and not quoted
        told = f"{type(link).__name__}: {link}" if ours else type(link).__name__
        frames = (f"  {at.filename}:{at.lineno} in {at.name}" for at in traceback.extract_tb(link.__traceback__))
        parts.append("\n".join((told, *frames)))
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\nwhich led to\n".join(reversed(parts))
