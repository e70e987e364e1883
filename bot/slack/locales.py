"""How each request is answered: in the language of the person's own Slack and by their clock; no reply waits for it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.slack.actor import Actor
from bot.slack.membership import zone_of
from bot.text.catalogue import catalogue, language_of
from store.text import zone
from store.text.language import ENGLISH, speaking

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.slack.membership import Directory
    from bot.tasks.background import Background


@dataclass(frozen=True, slots=True)
class Locales:
    """Knows people's languages and zones as far as Slack has said them; until then, and of nobody, the usual ones."""

    directory: Directory
    background: Background
    usual_language: str = ENGLISH
    usual_zone: str = "UTC"

    @contextmanager
    def of(self, body: Mapping[str, Any]) -> Iterator[None]:
        """Speak the language of whoever sent *body*, and go by their clock, in this block."""
        person = self.directory.remembered(Actor.of(body).id, self.background)
        locale = person.get("locale")
        spoken = language_of(str(locale)) if locale else self.usual_language
        with speaking(catalogue(spoken)), zone.within(zone_of(person, self.usual_zone)):
            yield
