"""The catalogues of messages, read from `catalogues/<language>.po` when first needed: nothing is to be built."""

from __future__ import annotations

import json
import re
import struct
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from store.text.language import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator
    from gettext import NullTranslations

LANGUAGES = {ENGLISH: "English", "ko": "한국어"}
"""What people can be spoken to in, each by its own name."""
_LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr)(?:\[(\d+)\])?\s+)?(".*")')
_MAGIC, _HEADER = 0x950412DE, 28


@cache
def catalogue(language: str) -> NullTranslations | None:
    """Return the messages of *language*; None for English, which is how they are written."""
    if language == ENGLISH or language not in LANGUAGES:
        return None
    text = files("bot.text").joinpath("catalogues", f"{language}.po").read_text(encoding="utf-8")
    return GNUTranslations(BytesIO(compiled(dict(entries(text)))))


def language_of(locale: str) -> str:
    """Return the language of one of Slack's locales: `ko` for `ko-KR`; English for what has no catalogue."""
    told = locale.partition("-")[0].casefold()
    return told if told in LANGUAGES else ENGLISH


def entries(text: str) -> Iterator[tuple[str, str]]:
    """Yield each message of a .po file with its translation, both as the compiled form has them."""
    for block in re.split(r"\n\s*\n", text):
        parts: dict[str, str] = {}
        place = ""
        for found in map(_LINE.fullmatch, block.splitlines()):
            if found is None:
                continue
            place = f"{found[1]}{found[2] or ''}" if found[1] else place
            parts[place] = parts.get(place, "") + json.loads(found[3])
        if "msgid" in parts:
            said = [told for place, told in sorted(parts.items()) if place.startswith("msgstr")]
            plural = f"\0{parts['msgid_plural']}" if "msgid_plural" in parts else ""
            yield parts["msgid"] + plural, "\0".join(said)


def compiled(messages: dict[str, str]) -> bytes:
    """Return messages in the form that the standard library reads: gettext's own .mo."""
    pairs = sorted((key.encode(), told.encode()) for key, told in messages.items() if told)
    tables: tuple[list[int], list[int]] = ([], [])
    heap, at = b"", _HEADER + 16 * len(pairs)
    for place, table in enumerate(tables):
        for pair in pairs:
            table += [len(pair[place]), at + len(heap)]
            heap += pair[place] + b"\0"
    numbers = [_MAGIC, 0, len(pairs), _HEADER, _HEADER + 8 * len(pairs), 0, 0, *tables[0], *tables[1]]
    return struct.pack(f"<{len(numbers)}I", *numbers) + heap
