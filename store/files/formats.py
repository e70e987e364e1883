"""What the names of files say, by text alone: their parts, the id of a document, and which formats are read."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from store.text.korean import romanised

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
_NOT_OF_AN_ID = re.compile(r"[^a-z0-9]+")
_LONGEST_ID = 100


def parted(path: str) -> tuple[str, str]:
    """Return the stem of a file's name, or of the name that a path ends in, and its suffix in lower case."""
    name = path.rpartition("/")[2]
    at = name.rfind(".")
    return (name[:at], name[at:].lower()) if 0 < at < len(name) - 1 else (name, "")


def document_id(name: str) -> str:
    """Return the id of the document in the file *name*: its stem, or a slug where the stem cannot be one."""
    stem = unicodedata.normalize("NFC", parted(name)[0])
    if _ID.fullmatch(stem) and len(stem) <= _LONGEST_ID:
        return stem
    latin = unicodedata.normalize("NFKD", romanised(stem))
    plain = "".join(each for each in latin if not unicodedata.combining(each))
    slug = _NOT_OF_AN_ID.sub("-", plain.lower()).strip("-")
    told = all(each.isascii() for each in plain if each.isalnum())
    if slug and told and len(slug) <= _LONGEST_ID:
        return slug
    mark = hashlib.sha256(stem.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "-".join(filter(None, (slug[: _LONGEST_ID - 10].strip("-"), mark)))


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
