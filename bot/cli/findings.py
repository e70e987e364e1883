"""One line of a doctor's report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class DoctorFinding:
    """What was looked at and how it is; a warning and a failure say what to mend."""

    level: Literal["ok", "warn", "fail"]
    subject: str
    text: str

    def __str__(self) -> str:
        return f"{self.level:<4}  {self.subject:<8}  {self.text}"


def ok(subject: str, text: str) -> DoctorFinding:
    """Return that all is well."""
    return DoctorFinding("ok", subject, text)


def warn(subject: str, text: str) -> DoctorFinding:
    """Return that something may be wrong."""
    return DoctorFinding("warn", subject, text)


def fail(subject: str, text: str) -> DoctorFinding:
    """Return that something must be mended."""
    return DoctorFinding("fail", subject, text)
