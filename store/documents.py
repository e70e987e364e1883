"""A raw file to a Document: clean sections and numbered passages."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

from store.errors import MendTheFiles, Problem
from store.model import Document, Kind, PartialDate, Passage, Source
from store.words import clean

if TYPE_CHECKING:
    from collections.abc import Mapping


class Unreadable(MendTheFiles):
    """A document cannot be read. Line and column count from 1; 0 when it is not at one place."""

    def __init__(self, line: int, column: int, message: str, code: str = "seed_invalid") -> None:
        super().__init__(message)
        self.line, self.column, self.message, self.problem_code = line, column, message, code

    def problem(self, file: str) -> Problem:
        """Return it as a problem of *file*."""
        return Problem(file, self.line, self.column, self.message, self.problem_code)


def identify(name: str) -> str:
    return name.rsplit(".", 1)[0]


def decode(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = data[error.start] 
        raise Unreadable(1, 0, f"not UTF-8 (byte 0x{byte:02X} at offset {error.start})", "encoding") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(name: str, data: bytes, overrides: Mapping[str, str] | None = None) -> Document:
    return from_text(name, decode(data), overrides)


def from_text(name: str, text: str, overrides: Mapping[str, str] | None = None) -> Document:
    given = overrides or {}
    heading = None
    passages: list[Passage] = []
    for block in re.split(r"\n[ \t]*\n", text):
        if block.strip().startswith("#"):
            heading = clean(block.strip().lstrip("#"))
        elif block.strip():
            passages.append(Passage(len(passages) + 1, heading, clean(block)))
    if not passages:
        raise Unreadable(1, 0, "has no text; remove the file or write it")
    date = given.get("published")
    source = Source(
        id=name.rsplit(".", 1)[0],
        title=given.get("title", name),
        publisher=given.get("publisher"),
        author=given.get("author"),
        kind=Kind(given.get("kind", "reference")),
        published=PartialDate.parse(date) if date else None,
        url=given.get("url"),
        language=given.get("language", "en"),
        fingerprint="",
    )
    print_ = hashlib.sha256(json.dumps([str(source), [str(p) for p in passages]]).encode()).hexdigest()
    from dataclasses import replace
    return Document(replace(source, fingerprint=print_), tuple(passages))
