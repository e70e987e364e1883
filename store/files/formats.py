"""What the names of files say, by text alone: their parts, and which formats of documents are read."""

from __future__ import annotations

from dataclasses import dataclass


def parted(path: str) -> tuple[str, str]:
    """Return the stem of a file's name, or of the name that a path ends in, and its suffix in lower case."""
    name = path.rpartition("/")[2]
    at = name.rfind(".")
    return (name[:at], name[at:].lower()) if 0 < at < len(name) - 1 else (name, "")


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


def is_of_document(file: str) -> bool:
    """Return whether a problem is that of a document's file rather than of a topic or of the folder."""
    parts = file.rsplit("/", 2)
    return "." in parts[-1] and "topics" not in parts[:-1][-1:]


def is_of_topic(file: str) -> bool:
    """Return whether a problem is that of a topic's file."""
    return "topics" in file.rsplit("/", 2)[:-1][-1:]
