"""Which problems are those of one document, which may be left as it is while the rest is loaded."""

from __future__ import annotations


def is_of_document(file: str) -> bool:
    """Return whether a problem is that of a document's file rather than of a topic or of the folder."""
    parts = file.rsplit("/", 2)
    return "." in parts[-1] and "topics" not in parts[:-1][-1:]


def is_of_topic(file: str) -> bool:
    """Return whether a problem is that of a topic's file."""
    return "topics" in file.rsplit("/", 2)[:-1][-1:]
