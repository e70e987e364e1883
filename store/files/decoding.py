"""A file that cannot be read, and bytes that are no text."""

from __future__ import annotations

from store.errors import MendTheFiles, Problem

MAX_BYTES = 5 * 1024 * 1024
"""The largest file that is read."""


class Unreadable(MendTheFiles):
    """One file cannot be read. Line and column count from 1; 0 when it is not at one place."""

    def __init__(self, line: int, column: int, message: str, code: str = "seed_invalid") -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.message = message
        self.problem_code = code

    def problem(self, file: str) -> Problem:
        """Return it as a problem of *file*."""
        return Problem(file, self.line, self.column, self.message, self.problem_code)


def decode(data: bytes) -> str:
    """Return the text in *data*: UTF-8, with or without a byte order mark, its lines ended by line feeds."""
    check_size(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The offset counts from the start of the file, so the place is the file's first line.
        offset = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        raise Unreadable(1, 0, f"not UTF-8 (byte 0x{data[offset]:02X} at offset {offset})", "encoding") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_size(data: bytes) -> None:
    """Refuse what is too large."""
    if len(data) > MAX_BYTES:
        raise Unreadable(0, 0, f"is larger than {MAX_BYTES // 1024 // 1024} MiB; split it", "too_large")
