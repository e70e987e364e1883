"""How our lists of words are written: the token, a colon, what people write for it; indented lines go on."""

from __future__ import annotations

import re

_GOES_ON = re.compile(r"\n\s+")


def read(lines: str) -> dict[str, str]:
    """Return every word or phrase of *lines*, tokens included, to its token."""
    written: dict[str, str] = {}
    for line in _GOES_ON.sub(" ", lines.strip()).splitlines():
        token, _, others = line.partition(":")
        written.update((name.strip(), token) for name in (token, *others.split(",")) if name.strip())
    return written
