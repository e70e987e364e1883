"""The files of one document, read: what a load needs of them, what is wrong in them, and what reads them."""

from __future__ import annotations

import os
import sys
import unicodedata
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from store import documents
from store.errors import SeedsInvalid
from store.files import disk
from store.files.disk import File, digest
from store.files.formats import document_id, parted
from store.seeds import metadata
from store.seeds.fields import Notebook
from store.seeds.references import Ticked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.errors import Problem
    from store.model import Document
    from store.seeds.fields import Told
    from store.seeds.metadata import Given


FROM_FEED = " (from a feed)"

_FRONTED = (".md", ".txt")
_LIBRARIES = ("PyStemmer", "PyYAML", "courlan", "htmldate", "jusText", "lxml", "pypdfium2", "trafilatura")
"""What reads for us, with what trafilatura asks in turn."""

_PACKAGE = Path(__file__).parent.parent
_COMPILED = "__pycache__"


class Job(NamedTuple):
    """One document to read."""

    id: str
    file: File
    sidecar: File | None


class Reading(NamedTuple):
    """What came of a job. *document* is None when it cannot be read; *digests* are of the files that were, by name."""

    id: str
    document: Document | None
    digests: dict[str, str]
    problems: list[Problem]
    ticked: list[Ticked]


def read(job: Job) -> Reading:
    """Return what the files of *job* say."""
    reader, document = _DocumentReader(), None
    notebook = Notebook(job.file.shown, reader.problems)
    with notebook.reading():
        document = reader.document(job)
    return Reading(job.id, document, reader.digests, reader.problems, reader.ticked)


def handed_over(name: str, data: bytes, sidecar: str = "") -> Document:
    """Return the document in a file that lies in no folder, with what its front matter and *sidecar* say.

    Unreadable when it cannot be read, SeedsInvalid when what they say is wrong.
    """
    beside = name + disk.SIDECAR
    written = File(beside, beside, sidecar.encode()) if sidecar else None
    reader = _DocumentReader()
    document = reader.document(Job(document_id(name), File(name, name, data), written))
    if document is None or reader.problems:
        raise SeedsInvalid(reader.problems)
    return document


class _DocumentReader:
    def __init__(self) -> None:
        self.digests: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.ticked: list[Ticked] = []
        self._placed: list[tuple[Notebook, int, Told]] = []

    def document(self, job: Job) -> Document | None:
        document = self._document(job)
        passages = len(document.passages) if document else 0
        for notebook, number, told in self._placed if document else ():
            if number > passages:
                notebook.note(told.spot, f"there is no passage {number}: '{job.id}' has {passages}; take it out")
        return document

    def _document(self, job: Job) -> Document | None:
        given: dict[str, str] = {}
        if job.sidecar is not None:
            beside = Notebook(job.sidecar.shown, self.problems)
            written = beside.text(job.sidecar, self.digests) or ""
            given = self.given(metadata.of_sidecar(written, beside), beside)
        name, data = job.file.name, job.file.content()
        self.digests[name] = digest(data)
        if parted(name)[1] not in _FRONTED:
            return documents.parse(name, data, given)
        notebook = Notebook(job.file.shown, self.problems)
        fronted, body = metadata.of_front_matter(documents.decode_document(data), notebook)
        said = self.given(fronted, notebook) | given
        return None if body is None else documents.from_text(name, body, said)

    def given(self, given: Given, notebook: Notebook) -> dict[str, str]:
        if not notebook.file.endswith(FROM_FEED):  # nobody could mend it where a topic has left the folder
            self.ticked += [Ticked(told, notebook.file) for told in given.topics]
        self._placed += [(notebook, number, told) for number, told in given.places]
        return given.said


@cache
def reader(package: Path = _PACKAGE) -> str:
    """Return SHA-256, hex, over every file of the *package* store, the libraries that read for it and the language.

    The whole package with its word lists, because a folder that is forgotten
    here would leave stale documents. Where its files cannot be seen, in an
    archive, every process is a reader of its own.
    """
    told = [sys.version, unicodedata.unidata_version, *(f"{name} {_version(name)}" for name in _LIBRARIES)]
    files = [*_files(package)] or [str(id(told)).encode()]
    return sha256(b"\0".join((*(one.encode() for one in told), *files))).hexdigest()


def _files(package: Path) -> Iterator[bytes]:
    """Yield the name and the content of each file; what Python compiled of it says nothing more."""
    # As text, because path objects cost twice as much as reading the files.
    for root, below, names in os.walk(package):
        below[:] = sorted(name for name in below if name != _COMPILED)
        for name in sorted(names):
            with open(f"{root}/{name}", "rb") as file:  # noqa: PTH123 - as above
                yield f"{root.removeprefix(str(package))}/{name}".encode() + b"\0" + file.read()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
