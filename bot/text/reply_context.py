"""How the reply that is drawn speaks: the catalogue of its language, and whether it offers to edit.

Catalogues are `catalogues/<language>.mo`, which `make messages` compiles from the .po beside it. Only editors
are offered to edit, and only where they alone read.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from typing import TYPE_CHECKING

from store.context import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator
    from gettext import NullTranslations


LANGUAGES = {ENGLISH: "English", "ko": "한국어"}
"""What people can be spoken to in, each by its own name."""
_EDITS: ContextVar[bool] = ContextVar("edits", default=False)


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


@contextmanager
def offering(*, edits: bool) -> Iterator[None]:
    """Let what is drawn in this block offer to edit, or not."""
    token = _EDITS.set(edits)
    try:
        yield
    finally:
        _EDITS.reset(token)


def offers_edits() -> bool:
    """Return whether it does; nothing that is drawn outside of a reply to one person ever does."""
    return _EDITS.get()
