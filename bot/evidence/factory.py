"""Puts the signed links together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.config.settings import Settings, shown
from bot.evidence.links import Links
from bot.tasks.clock import utc

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from store.core import BriefingStore


def evidence_links(settings: Settings, store: BriefingStore, now: Callable[[], datetime] = utc) -> Links | None:
    """Return the links to evidence pages; None when nobody's browser could follow them: no address, no secret."""
    if settings.public_url is None or settings.signs_links is None:
        return None
    return Links(
        address=settings.public_url,
        secret=shown(settings.signs_links),
        days=settings.link_days,
        generation=lambda: store.snapshot.generation,
        rounds=store.links,
        now=now,
    )
