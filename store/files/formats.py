"""The formats of documents that are read: how their files end, and what people and other programs call them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileFormat:
    """One format; `documents.parse` has its reader."""

    suffixes: tuple[str, ...]
    name: str
    type: str
    """What other programs call it, for a file whose name does not say."""


FORMATS = (
    FileFormat((".txt",), "text", "text"),
    FileFormat((".md",), "Markdown", "markdown"),
    FileFormat((".html", ".htm"), "HTML", "html"),
    FileFormat((".pdf",), "PDF", "pdf"),
    FileFormat((".docx",), "Word", "docx"),
)
READABLE = tuple(suffix for one in FORMATS for suffix in one.suffixes)
NAMES = {suffix: one.name for one in FORMATS for suffix in one.suffixes}
SUFFIXES = {one.type: one.suffixes[0] for one in FORMATS}
