"""Who reads: one word that changes whenever the same files may read otherwise than they did."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_LIBRARIES = ("lxml", "pypdf", "PyStemmer", "python-docx", "PyYAML", "trafilatura")


@cache
def reader() -> str:
    """Return SHA-256, hex, over the code of the store, the libraries that read for it and the language itself.

    The whole store, because a room that is forgotten here would leave stale
    documents. Where the code cannot be read, every process is a reader of its own.
    """
    told = [sys.version, unicodedata.unidata_version, *(f"{name} {_version(name)}" for name in _LIBRARIES)]
    rooms = sorted(Path(__file__).parent.glob("*.py"))
    code = [room.read_bytes() for room in rooms] or [str(id(told)).encode()]
    return sha256(b"\0".join((*(one.encode() for one in told), *code))).hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
