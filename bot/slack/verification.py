"""The guard before bolt: only what Slack has signed gets through, and only once.

Pure but for the memory of what has passed. Bolt's own verifier is not used: it
writes the body into the log, ends in a 500 on a garbled header, and lets the
same request through again for five minutes.
"""

from __future__ import annotations

import hmac
import re
from enum import StrEnum
from typing import Final

MAX_BODY_BYTES: Final = 1024 * 1024
WINDOW_SECONDS: Final = 5 * 60
MEMORY_SECONDS: Final = 10 * 60

_TIMESTAMP = re.compile(rb"[0-9]{1,12}")
_SIGNATURE = re.compile(rb"v0=[0-9a-f]{64}")


class Rejection(StrEnum):
    """Why a request was not let through; the words go into the log."""

    MISSING = "missing header"
    GARBLED = "garbled header"
    OLD = "old timestamp"
    FUTURE = "future timestamp"
    WRONG = "wrong signature"
    REPLAY = "replay"


class Guard:
    """Checks requests against the *secret* that Slack signs with.

    The memory of what has passed is this process's own; repeats of an event
    that reach another replica are dropped by its id, in the store.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._passed = Passed()

    def outside(self, timestamp: bytes | None, signature: bytes | None, now: float) -> Rejection | None:
        """Return why the headers alone forbid the request, None when its body is worth reading."""
        if not timestamp or not signature:
            return Rejection.MISSING
        if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
            return Rejection.GARBLED
        age_seconds = now - int(timestamp)
        if age_seconds > WINDOW_SECONDS:
            return Rejection.OLD
        return Rejection.FUTURE if age_seconds < -WINDOW_SECONDS else None

    def inside(self, timestamp: bytes, signature: bytes, body: bytes, now: float) -> Rejection | None:
        """Return why the signature forbids the request, None when it may pass; it passes only once."""
        digest = hmac.digest(self._secret, b"v0:%b:%b" % (timestamp, body), "sha256")
        if not hmac.compare_digest(digest, bytes.fromhex(signature[3:].decode("ascii"))):
            return Rejection.WRONG
        # Slack's own retries carry a new timestamp, and so another signature.
        return None if self._passed.first(digest, now) else Rejection.REPLAY


class Passed:
    """What has passed in the last ten minutes, in bounded memory.

    Two sets take turns, so nothing is forgotten before its time and nothing
    is sorted or scanned. Only signatures that were right come in, so nobody
    but Slack can fill it; beyond *limit* (about 10 MB, 170 requests a second
    for ten minutes) the older half goes early.
    """

    def __init__(self, limit: int = 100_000) -> None:
        self._half = limit // 2
        self._new: set[int] = set()
        self._old: set[int] = set()
        self._turned_at = float("-inf")

    def first(self, digest: bytes, now: float) -> bool:
        """Return whether *digest* is seen for the first time, and remember it."""
        if now - self._turned_at > MEMORY_SECONDS or len(self._new) >= self._half:
            self._old, self._new, self._turned_at = self._new, set(), now
        key = int.from_bytes(digest[:8])
        if key in self._new or key in self._old:
            return False
        self._new.add(key)
        return True

    def __len__(self) -> int:
        return len(self._new) + len(self._old)
