"""The faces that are not answers: help, chooser. Each is (notification text, blocks). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.pieces import Block, header, line, rich, words

if TYPE_CHECKING:
    from store.model import Snapshot

    Face = tuple[str, list[Block]]


def help_face() -> Face:
    """Return one line a command, each with an example that works."""
    return "How to ask the briefing store", [header("Ask the briefing store"), rich(line(words("/alliance opcon")))]


def chooser(snapshot: Snapshot) -> Face:
    """Return the way in for somebody who typed nothing."""
    return f"Ask about one of {len(snapshot.topics)} topics", [header("Ask the briefing store")]
