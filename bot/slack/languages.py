"""In which language each request is answered: that of the person's own Slack, which no reply waits for."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.slack.actor import Actor
from bot.text.catalogue import catalogue, language_of
from store.text.language import ENGLISH, speaking

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.slack.membership import Directory
    from bot.tasks.background import Background


@dataclass(frozen=True, slots=True)
class Languages:
    """Knows what people speak as far as Slack has said it; until then, and of nobody, it is *usual*."""

    directory: Directory
    background: Background
    usual: str = ENGLISH

    @contextmanager
    def of(self, body: Mapping[str, Any]) -> Iterator[None]:
        """Speak the language of whoever sent *body* in this block."""
        with speaking(catalogue(self.language(Actor.of(body).id))):
            yield

    def language(self, person: str) -> str:
        """Return what *person* speaks: the language of their Slack, once that is known."""
        locale = self.directory.remembered(person, self.background).get("locale")
        return language_of(str(locale)) if locale else self.usual
