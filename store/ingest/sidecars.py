"""A sidecar written: the YAML beside a document that corrects what is guessed of it. Pure."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)
_WORDS_OF_YAML = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def written(said: Mapping[str, str], topics: Sequence[str] = ()) -> str:
    """Return a sidecar that says *said*, a line a key in the order given, and then the *topics*; maybe empty."""
    return "".join(f"{line}\n" for line in _lines(said, topics))


def _lines(said: Mapping[str, str], topics: Sequence[str]) -> Iterator[str]:
    for key, text in said.items():
        yield f"{key}: {_quoted(text)}"
    if topics:
        yield f"topics: [{', '.join(map(_quoted, topics))}]"


def _quoted(text: str) -> str:
    """Return *text* as it can stand in YAML; in quotes, JSON's are also YAML's."""
    bare = _PLAIN.fullmatch(text) is not None and text not in _WORDS_OF_YAML
    return text if bare else json.dumps(text, ensure_ascii=not text.isprintable())
