"""What many may ask for and few do, in a file without a name: it takes none of our memory.

What is read of it stays in the system's, for as long as nobody needs that more.
"""

from __future__ import annotations

import os
import tempfile
from array import array
from contextlib import suppress
from pathlib import Path
from threading import Lock
from weakref import finalize

from store.errors import StorageFailed

_FOLDERS = ("/var/tmp", None)  # noqa: S108 - as SQLite: `/tmp` lies in memory on many systems; made by mkstemp
"""Where the file is made, the first that can be written; None is Python's own choice."""


class SpillFile:
    """Pieces of bytes by number. Safe to share between threads; the file goes when nobody holds this.

    Where no file can be made, or the disk is full, pieces are kept in memory.
    """

    def __init__(self) -> None:
        self._ends = array("Q", (0,))
        self._kept: dict[int, bytes] = {}
        self._appending = Lock()
        self._file = self._made()

    @property
    def size(self) -> int:
        """The bytes of all pieces."""
        return self._ends[-1]

    def append(self, piece: bytes) -> int:
        """Return the number by which *piece* is read from now on: 0 of the first, then one more each."""
        with self._appending:
            number = len(self._ends) - 1
            if not self._write(piece):
                self._kept[number] = piece
            self._ends.append(self.size + len(piece))
            return number

    def read(self, number: int) -> bytes:
        """Return a piece; StorageFailed when the disk fails."""
        kept = self._kept.get(number)
        if kept is not None or self._file is None:
            return kept or b""
        start = self._ends[number]
        try:
            return os.pread(self._file, self._ends[number + 1] - start, start)
        except OSError as error:
            raise StorageFailed(f"A temporary file cannot be read ({error.strerror}); look after the disk.") from error

    def _write(self, piece: bytes) -> bool:
        with suppress(OSError):
            return self._file is not None and os.pwrite(self._file, piece, self.size) == len(piece)
        return False

    def _made(self) -> int | None:
        """Return the descriptor of a new file, whose name is gone already; None where none can be made."""
        for folder in _FOLDERS:
            with suppress(OSError):
                file, path = tempfile.mkstemp(prefix="alliance-", dir=folder)
                finalize(self, os.close, file)
                Path(path).unlink()
                return file
        return None
