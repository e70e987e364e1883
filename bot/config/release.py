"""Which release this is, and of which commit: for logs, probes and `alliance --version`."""

from __future__ import annotations

import subprocess
from functools import cache
from importlib.metadata import version
from pathlib import Path

VERSION = version("alliance-bot")
_STAMP = Path(__file__).with_name("COMMIT")
"""What the image is built with; a checkout has its history instead."""
_PATIENCE_SECONDS = 2.0


@cache
def commit(stamp: Path = _STAMP, checkout: Path = Path(__file__).parents[2]) -> str:
    """Return the short hash of the commit that runs; empty where nothing says it."""
    if stamp.exists():
        return stamp.read_text(encoding="utf-8").strip()
    if not (checkout / ".git").exists():
        return ""
    command = ["git", "-C", str(checkout), "rev-parse", "--short=12", "HEAD"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_SECONDS, check=False)  # noqa: S603 - ours
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return said.stdout.strip()


def release() -> str:
    """Return both in words: `1.4.0 (3f2c1ab4d5e6)`, or the version alone."""
    return f"{VERSION} ({commit()})" if commit() else VERSION
