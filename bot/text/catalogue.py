"""The catalogues of messages: `catalogues/<language>.mo`, which `make messages` compiles from the .po beside it."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from typing import TYPE_CHECKING

from store.text.language import ENGLISH

if TYPE_CHECKING:
    from gettext import NullTranslations

LANGUAGES = {ENGLISH: "English", "ko": "한국어"}
"""What people can be spoken to in, each by its own name."""


@cache
def catalogue(language: str) -> NullTranslations | None:
    """Return the messages of *language*; None for English, which is how they are written."""
    if language == ENGLISH or language not in LANGUAGES:
        return None
    with files("bot.text").joinpath("catalogues", f"{language}.mo").open("rb") as compiled:
        return GNUTranslations(compiled)


def language_of(locale: str) -> str:
    """Return the language of one of Slack's locales: `ko` for `ko-KR`; English for what has no catalogue."""
    told = locale.partition("-")[0].casefold()
    return told if told in LANGUAGES else ENGLISH
