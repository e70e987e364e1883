"""One line of a doctor's report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at and how it is; a warning and a failure say what to mend."""

    level: Literal["ok", "warn", "fail"]
    subject: str
    text: str

    def __str__(self) -> str:
        return f"{self.level:<4}  {self.subject:<8}  {self.text}"


def ok(subject: str, text: str) -> Finding:
    """Return that all is well."""
    return Finding("ok", subject, text)


def warn(subject: str, text: str) -> Finding:
    """Return that something may be wrong."""
    return Finding("warn", subject, text)


def fail(subject: str, text: str) -> Finding:
    """Return that something must be mended."""
    return Finding("fail", subject, text)
