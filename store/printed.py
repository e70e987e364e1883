"""What is printed on the pages of a PDF, read by a process of its own with so much time and memory and no more.

A PDF is a program, and pypdf follows it in Python: a file of a few kilobytes
can keep it busy for hours. What can be counted is counted here; what no count
catches ends with the process that reads it, and nobody else waits for it.
"""

from __future__ import annotations

import json
import logging
import resource
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from store.errors import Unavailable
from store.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import PdfReader

MOST_SECONDS = 10
"""Of the processor; ten times what a hundred dense pages take."""
_MOST_WAITED = 120
"""Seconds, where the processor is busy with others."""
_MOST_MEMORY = 128 * 1024 * 1024
_MOST_PAGES = 2_000
_MOST_TEXT = 5 * 1024 * 1024
_MOST_STREAM = 4 * 1024 * 1024
_MOST_UNPACKED = 32 * 1024 * 1024
"""What all streams may hold together."""
_MOST_WORDS = 400_000
"""Operators and what they are given, of all pages together: a dense page has one or two thousand."""
_MOST_OPERATIONS = 150_000
"""Of all pages together: a dense page has some hundreds, one that places each letter by itself some thousands."""
_MOST_OBJECTS = 100_000

LOCKED = "is locked with a password; save it without one"
BROKEN = "is a broken PDF; print it to a new one"
_BOMB = "unpacks to more than a document holds; print it to a new PDF"
_TOO_LONG = "takes longer to read than a document does; print it to a new PDF"

_CHILD = "import sys; sys.path[:] = sys.argv[1:]; from store import printed; printed.read_here()"


class Printed(NamedTuple):
    """The lines of each page, and what the file says of itself; empty when it says nothing."""

    pages: list[list[str]]
    title: str
    author: str


def read(data: bytes) -> Printed:
    """Return what is printed in a PDF; Unreadable when it is broken, locked or a bomb, Unavailable when we cannot."""
    if data.count(b" obj") > _MOST_OBJECTS:
        raise Unreadable(0, 0, _BOMB, "too_large")
    try:
        # This very interpreter, as in `crew`.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", _CHILD, *sys.path],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            timeout=_MOST_WAITED,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(0, 0, _TOO_LONG, "too_large") from error
    except OSError as error:
        raise Unavailable(
            f"No process can be started to read a PDF ({error.strerror}); look after this machine. Nothing changed."
        ) from error
    if done.returncode < 0:
        raise Unreadable(0, 0, _TOO_LONG, "too_large")
    if done.returncode:
        raise Unreadable(0, 0, BROKEN)
    told = json.loads(done.stdout)
    if "refused" in told:
        raise Unreadable(0, 0, *told["refused"])
    return Printed(**told)


def read_here() -> None:
    """Read the PDF that comes in at stdin; what is printed in it, or why it cannot be read, goes out as JSON."""
    with suppress(OSError, ValueError):  # where this may not be set, the other process still waits only so long
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
    data, told = sys.stdin.buffer.read(), {}
    try:
        told = _extracted(data)._asdict()
    except Unreadable as error:
        told = {"refused": [error.message, error.problem_code]}
    sys.stdout.buffer.write(json.dumps(told).encode())


def _extracted(data: bytes) -> Printed:
    from pypdf.errors import DependencyError, LimitReachedError  # noqa: PLC0415  # nobody else needs it

    # What it says of a broken file is said better, and once, by us.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return _read(data)
    except DependencyError as error:
        raise Unreadable(0, 0, LOCKED) from error
    except (LimitReachedError, MemoryError) as error:
        raise Unreadable(0, 0, _BOMB, "too_large") from error
    except Unreadable:
        raise
    except Exception as error:  # a broken PDF breaks pypdf in any way there is
        raise Unreadable(0, 0, BROKEN) from error


def _read(data: bytes) -> Printed:
    import pypdf  # noqa: PLC0415  # as above

    with pypdf.apply_configuration(
        zlib_maximum_output_length=_MOST_STREAM,
        lzw_maximum_output_length=_MOST_STREAM,
        run_length_maximum_output_length=_MOST_STREAM,
        array_based_stream_maximum_output_length=_MOST_STREAM,
        zlib_maximum_recovery_input_length=_MOST_STREAM,
        stream_decoding_work_maximum_length=_Unpacked(_MOST_UNPACKED),
        stream_parsing_work_maximum_count=_Words(_MOST_WORDS),
        xform_maximum_invocations_per_extraction=200,
        disable_legacy_handling=True,
    ):
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(0, 0, LOCKED)
        return Printed(list(_pages(reader)), *_information(reader))


class _Words:
    """A limit that all streams of a file have in common: pypdf gives each its own, and a file as many as it likes."""

    def __init__(self, left: int) -> None:
        self._left = left

    def __sub__(self, taken: int) -> _Words:
        self._left -= taken
        return self

    def __lt__(self, least: int) -> bool:
        return self._left < least


class _Unpacked:
    """The same for what they unpack to. It is told how much that is of one stream so far: less begins another."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._last = 0

    def __lt__(self, so_far: int) -> bool:
        self._left -= so_far - self._last if so_far >= self._last else so_far
        self._last = so_far
        return self._left < 0


def _information(reader: PdfReader) -> tuple[str, str]:
    try:
        told = reader.metadata
        return (str(told.title or ""), str(told.author or "")) if told else ("", "")
    except Exception:  # a file that cannot describe itself still has its text
        return "", ""


def _pages(reader: PdfReader) -> Iterator[list[str]]:
    """Return the lines of each page."""
    count = _Count()
    for number, page in enumerate(reader.pages, 1):
        if number > _MOST_PAGES:
            raise Unreadable(0, 0, f"has more than {_MOST_PAGES} pages; split it", "too_large")
        text = page.extract_text(visitor_operand_before=count.operation)
        count.text(text)
        yield text.split("\n")


class _Count:
    """How much one file asks for; raises when it is too much."""

    def __init__(self) -> None:
        self.operations = 0
        self.characters = 0

    def operation(self, *_: object) -> None:
        """Count one operation of a page."""
        self.operations += 1
        if self.operations > _MOST_OPERATIONS:
            raise Unreadable(0, 0, "draws more than a document does; print it to a new PDF", "too_large")

    def text(self, text: str) -> None:
        """Count the text of one page."""
        self.characters += len(text)
        if self.characters > _MOST_TEXT:
            raise Unreadable(0, 0, "holds more than 5 MiB of text; split it", "too_large")
