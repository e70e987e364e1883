"""A zip archive that is looked through by its listing before anything in it is opened: bombs stay packed."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO

from store.files.decoding import Unreadable

_MOST_PARTS = 2_000
_MOST_UNPACKED = 64 * 1024 * 1024
"""What all parts may hold together, pictures included; nothing is ever unpacked as a whole."""
_MOST_RATIO = 100
"""How many times its packed size an archive may have: written text has 5 to 20, a bomb up to a thousand."""
_LEAST_SUSPECTED = 1024 * 1024
_LOCKED = 0x1
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Other packings may ask for gigabytes to unpack a few bytes, and no office program uses them."""

BROKEN = "is broken; save it anew"
BOMB = "unpacks to more than a document holds; save it anew, without pictures"


@dataclass(frozen=True, slots=True)
class ZipMembers:
    """The parts of an archive by name."""

    _file: zipfile.ZipFile

    def part(self, name: str, most: int) -> bytes | None:
        """Return what is in a part; None when there is none. Unreadable over *most* bytes, or when it is broken."""
        try:
            entry = self._file.getinfo(name)
        except KeyError:
            return None
        if entry.file_size > most:
            raise Unreadable(0, 0, BOMB, "too_large")
        try:
            # By its size: read without one unpacks all of it, and only then looks at what it said its size is.
            with self._file.open(entry) as part:
                return part.read(entry.file_size + 1)
        except Exception as error:  # a broken archive breaks zipfile in any way there is
            raise Unreadable(0, 0, BROKEN) from error


def listed(data: bytes) -> ZipMembers | None:
    """Return the archive in *data*; None when there is none, Unreadable when it is locked, or a bomb."""
    try:
        file = zipfile.ZipFile(BytesIO(data))
    except Exception:  # as above
        return None
    entries = file.infolist()
    if any(entry.flag_bits & _LOCKED for entry in entries):
        raise Unreadable(0, 0, "is locked with a password; save it without one")
    unpacked = sum(entry.file_size for entry in entries)
    swollen = unpacked > _LEAST_SUSPECTED and unpacked > _MOST_RATIO * len(data)
    if len(entries) > _MOST_PARTS or unpacked > _MOST_UNPACKED or swollen:
        raise Unreadable(0, 0, BOMB, "too_large")
    if any(entry.compress_type not in _PLAIN for entry in entries):
        raise Unreadable(0, 0, BROKEN)
    return ZipMembers(file)
