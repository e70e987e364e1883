"""A document that comes in from outside, as values: the file, what it would be, its sidecar, what became of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from store.errors import InvalidRequest, MendTheFiles
from store.files.formats import parted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.changes import Loaded
    from store.model import Citation, Document


_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)
_WORDS_OF_YAML = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


class FieldsWrong(InvalidRequest):
    """What somebody said of a document cannot be so; *fields* says what and why, by key, and `id`."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(fields.values()))
        self.fields = dict(fields)


class AlreadyThere(MendTheFiles):
    """There is a file of that name, which is not to be replaced; nothing changed."""

    code = "taken"


class ReadOnlyFolder(MendTheFiles):
    """The folder cannot be written here; nothing changed."""

    code = "read_only"


@dataclass(frozen=True, slots=True)
class Raw:
    """A file as it came: what it was called, and what is in it."""

    name: str
    data: bytes = field(repr=False)

    @property
    def suffix(self) -> str:
        """The kind of file, `.pdf`."""
        return parted(self.name)[1]


@dataclass(frozen=True, slots=True)
class Look:
    """What a file would be as a document, before anything is saved."""

    raw: Raw
    document: Document
    """As it is guessed; its id is the one that the file's name gives."""
    topics: tuple[str, ...]
    """The slugs of the topics that it is given to or that it names, the most named first."""
    twin: Document | None
    """Another document with the very same passages."""
    present: Document | None
    """The document that has its id already."""
    shaken: tuple[Citation, ...]
    """What topics cite of *present* that would read otherwise, or not be there."""


@dataclass(frozen=True, slots=True)
class AddRequest:
    """What somebody wants added as which document. *said* holds every field, empty where there is nothing."""

    id: str
    said: Mapping[str, str]
    topics: tuple[str, ...] = ()
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """A document that is live. *kept* says that the store holds its file, because the folder is read-only."""

    document: Document
    loaded: Loaded
    kept: bool


class Pulled(NamedTuple):
    """What was written into the folder, and what the store still keeps because the folder has another of the name.

    A sidecar stays where its document stays.
    """

    written: tuple[str, ...]
    left: tuple[str, ...]


def written(said: Mapping[str, str], topics: Sequence[str] = ()) -> str:
    """Return a sidecar that says *said*, a line a key in the order given, and then the *topics*; maybe empty."""
    lines = [f"{key}: {_quoted(text)}\n" for key, text in said.items()]
    lines += [f"topics: [{', '.join(map(_quoted, topics))}]\n"] if topics else []
    return "".join(lines)


def _quoted(text: str) -> str:
    """Return *text* as it can stand in YAML; in quotes, JSON's are also YAML's."""
    bare = _PLAIN.fullmatch(text) is not None and text not in _WORDS_OF_YAML
    return text if bare else json.dumps(text, ensure_ascii=not text.isprintable())
