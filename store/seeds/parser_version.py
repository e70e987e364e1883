"""Who reads: one word that changes whenever the same files may read otherwise than they did."""

from __future__ import annotations

import os
import sys
import unicodedata
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIBRARIES = ("PyStemmer", "PyYAML", "courlan", "htmldate", "jusText", "lxml", "pypdfium2", "trafilatura")
"""What reads for us, with what trafilatura asks in turn."""

_PACKAGE = Path(__file__).parent.parent
_COMPILED = "__pycache__"


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
    for folder, below, names in os.walk(package):
        below[:] = sorted(name for name in below if name != _COMPILED)
        for name in sorted(names):
            with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123 - as above
                yield f"{folder.removeprefix(str(package))}/{name}".encode() + b"\0" + file.read()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
