"""What is printed on the pages of a PDF, read by a process of its own with so much time and memory and no more.

A PDF is a program, and pypdf follows it in Python: a file of a few kilobytes
can keep it busy for hours. What can be counted is counted here; what no count
catches ends with the process that reads it, and nobody else waits for it.

How much a file may ask for grows with what it brings in its streams. A book of
three hundred pages takes four seconds, and brings a megabyte; a page that
keeps us busy in a few kilobytes has one second.
"""

from __future__ import annotations

import json
import logging
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from store.errors import Unavailable
from store.files.decoding import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import PdfReader

_LEAST_SECONDS, _MOST_SECONDS = 1, 10
"""Of the processor: what the smallest file has, and the largest."""
_BYTES_A_SECOND = 50_000
"""Of what is in its streams. Browsers place each letter by itself: their pages, which take longest, come to 70,000."""
_MOST_WAITED = 120
"""Seconds, where the processor is busy with others."""
_MOST_MEMORY = 128 * 1024 * 1024
_MOST_PAGES = 2_000
_MOST_TEXT = 5 * 1024 * 1024
_MOST_STREAM = 4 * 1024 * 1024
_MOST_UNPACKED = 32 * 1024 * 1024
"""What all streams may hold together."""
_LEAST_WORDS, _WORDS_A_BYTE = 100_000, 4
"""Operators and what they are given, of all pages together: a browser's page has nearly three for each byte."""
_LEAST_OPERATIONS, _OPERATIONS_A_BYTE = 50_000, 2
"""Of all pages together: a browser's page has little more than one for each byte."""
_MOST_OBJECTS = 100_000

LOCKED = "is locked with a password; save it without one"
BROKEN = "is a broken PDF; print it to a new one"
_BOMB = "unpacks to more than a document holds; print it to a new PDF"
_TOO_LONG = "takes longer to read than a document does; split it, or print it to a new PDF"
_DRAWS_TOO_MUCH = "draws more than a document does; split it, or print it to a new PDF"

_CHILD = (
    "import sys; sys.path[:] = sys.argv[1:]; from store.documents.formats import pdf_process; pdf_process.read_here()"
)


class Allowed(NamedTuple):
    """How much of the processor's time, words and operations a file may ask for."""

    seconds: float
    words: int
    operations: int


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
    with suppress(OSError, ValueError):  # a service may be forbidden to; what is counted is what it holds then
        resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
    data, told = sys.stdin.buffer.read(), {}
    may = allowed(data)
    # A timer, not a limit of the system: it may be set wherever we may run, and knows parts of a second.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, may.seconds)
    try:
        told = _extracted(data, may)._asdict()
    except Unreadable as error:
        told = {"refused": [error.message, error.problem_code]}
    sys.stdout.buffer.write(json.dumps(told).encode())


def allowed(data: bytes) -> Allowed:
    """Return what a file may ask for, by the bytes in its streams: all that is drawn is there.

    What only shows a stream once more brings nothing.
    """
    brought = sum(len(piece.partition(b"stream")[2]) for piece in data.split(b"endstream")[:-1])
    return Allowed(
        min(_LEAST_SECONDS + brought / _BYTES_A_SECOND, _MOST_SECONDS),
        _LEAST_WORDS + brought * _WORDS_A_BYTE,
        _LEAST_OPERATIONS + brought * _OPERATIONS_A_BYTE,
    )


def _extracted(data: bytes, may: Allowed) -> Printed:
    from pypdf.errors import DependencyError, LimitReachedError  # noqa: PLC0415  # nobody else needs it

    # What it says of a broken file is said better, and once, by us.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return _read(data, may)
    except DependencyError as error:
        raise Unreadable(0, 0, LOCKED) from error
    except (LimitReachedError, MemoryError) as error:
        raise Unreadable(0, 0, _BOMB, "too_large") from error
    except Unreadable:
        raise
    except Exception as error:  # a broken PDF breaks pypdf in any way there is
        raise Unreadable(0, 0, BROKEN) from error


def _read(data: bytes, may: Allowed) -> Printed:
    import pypdf  # noqa: PLC0415  # as above

    with pypdf.apply_configuration(
        zlib_maximum_output_length=_MOST_STREAM,
        lzw_maximum_output_length=_MOST_STREAM,
        run_length_maximum_output_length=_MOST_STREAM,
        array_based_stream_maximum_output_length=_MOST_STREAM,
        zlib_maximum_recovery_input_length=_MOST_STREAM,
        stream_decoding_work_maximum_length=_Unpacked(_MOST_UNPACKED),
        stream_parsing_work_maximum_count=_Words(may.words),
        xform_maximum_invocations_per_extraction=200,
        disable_legacy_handling=True,
    ):
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(0, 0, LOCKED)
        return Printed(list(_pages(reader, _Count(may.operations))), *_information(reader))


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


def _pages(reader: PdfReader, count: _Count) -> Iterator[list[str]]:
    """Return the lines of each page."""
    for number, page in enumerate(reader.pages, 1):
        if number > _MOST_PAGES:
            raise Unreadable(0, 0, f"has more than {_MOST_PAGES} pages; split it", "too_large")
        text = page.extract_text(visitor_operand_before=count.operation)
        count.text(text)
        yield text.split("\n")


class _Count:
    """How much one file asks for; raises when it is too much."""

    def __init__(self, operations: int) -> None:
        self._left = operations
        self._characters = 0

    def operation(self, *_: object) -> None:
        """Count one operation of a page."""
        self._left -= 1
        if self._left < 0:
            raise Unreadable(0, 0, _DRAWS_TOO_MUCH, "too_large")

    def text(self, text: str) -> None:
        """Count the text of one page."""
        self._characters += len(text)
        if self._characters > _MOST_TEXT:
            raise Unreadable(0, 0, "holds more than 5 MiB of text; split it", "too_large")
