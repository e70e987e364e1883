"""A document's file read in a process of its own, with so much time and memory and no more.

A PDF is a program, and pages and archives can be made to keep their parsers busy: what does, ends with the process
that reads it, and nobody else waits for it. One process reads file after file, and ends when it had none for a while.
Plain text and Markdown are read right here: they need no parser, and none takes much longer than another of its size.

How long a file may take grows with what it brings: a page that keeps us busy in a few kilobytes has one second.
"""

from __future__ import annotations

import atexit
import logging
import pickle
import resource
import select
import signal
import subprocess
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from store.documents.parse import parse as read_here
from store.errors import Unavailable
from store.files.decoding import Unreadable
from store.files.formats import parted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from store.model import Document

    Work = Callable[[str, bytes, Mapping[str, str]], object]
    """What is done with a file of that name and content, and what is known of it; a function at the top of a module."""

    _Request = tuple[Work, str, bytes, dict[str, str]]

_LEAST_SECONDS, _MOST_SECONDS = 1, 10
"""Of the processor: what the smallest file has, and the largest."""
_BYTES_A_SECOND = 200_000
_PDF_BYTES_A_SECOND = 50_000
"""Of what is in its streams. Browsers place each letter by itself: their pages, which take longest, come to 200,000."""
_MOST_WAITED = 120
"""Seconds, where the processor is busy with others."""
_IDLE_SECONDS = 5
_MIB = 1024 * 1024
_MOST_MEMORY, _PDF_MEMORY = 128 * _MIB, 48 * _MIB
"""That the reading of one file may add to what the process holds."""
_FULL = 64 * _MIB
"""How much more than at its start a process holds when another takes its place."""

_MENDS = {".pdf": "print it to a new PDF", ".docx": "save it anew, without pictures"}
_PARSERS = {
    ".html": "lxml.etree",
    ".htm": "lxml.etree",
    ".pdf": "pypdfium2",
    ".docx": "lxml.etree",
    ".feed": "feedparser",
}
_PAGES = (".html", ".htm")
_LARGE = 2 * _MIB
"""Bytes of a page for which trafilatura is not even imported."""
_CHILD = "import sys; sys.path[:] = sys.argv[1:]; from store.documents import process; process.serve()"

logger = logging.getLogger(__name__)


class _ReaderEnded(Exception):
    """The process that reads has ended, with that code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def parse(name: str, data: bytes, overrides: Mapping[str, str] | None = None) -> Document:
    """Return the document in a file, as `parse.parse` does; Unavailable when no process can be started."""
    if parted(name)[1] not in _PARSERS:
        return read_here(name, data, overrides)
    return cast("Document", limited(read_here, name, data, overrides or {}))


def limited(work: Work, name: str, data: bytes, told: Mapping[str, str]) -> object:
    """Return what *work* makes of a file, in a process with so much time and memory and no more.

    Unreadable as *work* raises it, and where it takes too much; Unavailable when no process can be started.
    """
    try:
        answer = _asked((work, name, data, dict(told)))
    except _ReaderEnded as ended:
        raise _refusal(name, ended.code) from ended
    if isinstance(answer, tuple):
        raise Unreadable(*answer)
    if isinstance(answer, str):
        logger.error("a reader stumbled over a document: %s", answer, extra={"code": "reader_stumbled"})
        raise Unreadable(0, 0, f"is broken, or unlike all that we know; {_mend(name)}")
    return answer


def _refusal(name: str, code: int) -> Unreadable:
    """Return why a file is not read whose process ended with *code*."""
    if code in (-signal.SIGPROF, -signal.SIGKILL):
        message = f"takes longer to read than a document does; split it, or {_mend(name)}"
    else:  # PDFium gives up at once when it gets no memory
        message = f"unpacks to more than a document holds; {_mend(name)}"
    return Unreadable(0, 0, message, "too_large")


def _mend(name: str) -> str:
    return _MENDS.get(parted(name)[1], "save it anew as plain text")


def _asked(request: _Request) -> object:
    """Return what comes of a request. Whatever ends a process that had read others before is tried once more alone."""
    try:
        reader = _idle.pop()
    except IndexError:
        return _Reader().answer(request)
    try:
        return reader.answer(request)
    except _ReaderEnded as ended:
        if ended.code in (-signal.SIGPROF, -signal.SIGKILL):
            raise
        return _Reader().answer(request)


class _Reader:
    """A process that reads one file after the other."""

    def __init__(self) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this very interpreter, as in `workers`
                [sys.executable, "-c", _CHILD, *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise Unavailable(
                f"No process can be started to read a document ({error.strerror}); look after this machine. "
                "Nothing changed."
            ) from error

    def answer(self, request: _Request) -> object:
        """Return what it answers, and keep it for the next who asks; _ReaderEnded when it ended over it."""
        inside, outside = cast("BinaryIO", self._process.stdin), cast("BinaryIO", self._process.stdout)
        waiting = select.poll()
        waiting.register(outside, select.POLLIN)
        try:
            pickle.dump(request, inside, pickle.HIGHEST_PROTOCOL)
            inside.flush()
            if not waiting.poll(_MOST_WAITED * 1000):
                self._process.kill()
            answer: object = pickle.load(outside)  # noqa: S301 - from the process that we started
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise _ReaderEnded(self.end()) from error
        except BaseException:
            self._process.kill()
            self.end()
            raise
        _idle.append(self)
        return answer

    def end(self) -> int:
        """Let it end, and return how it did."""
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                cast("BinaryIO", pipe).close()
        try:
            return self._process.wait(_IDLE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


_idle: list[_Reader] = []
"""Those that have nothing to do: whoever needs one takes one."""


@atexit.register
def close() -> None:
    """End the processes that have nothing to do; whoever needs one starts another."""
    while _idle:
        _idle.pop().end()


# What follows runs in the process that reads.


def serve() -> None:
    """Read what comes in at stdin, file after file, until nothing comes for a while."""
    inside, outside = sys.stdin.buffer, sys.stdout.buffer
    with suppress(OSError, ValueError):  # a service may be forbidden to
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    began = _held()
    with suppress(EOFError, BrokenPipeError):
        while _held() < began + _FULL and select.select([inside], [], [], _IDLE_SECONDS)[0]:
            answer = _within_limits(*pickle.load(inside))  # noqa: S301 - from who started this one
            pickle.dump(answer, outside, pickle.HIGHEST_PROTOCOL)
            outside.flush()


def _within_limits(work: Work, name: str, data: bytes, told: Mapping[str, str]) -> object:
    """Return what *work* makes of it, why it cannot be read, or what went wrong; what takes too long ends it."""
    suffix = parted(name)[1]
    import_module(_PARSERS[suffix])  # its time is not the file's
    if suffix in _PAGES and len(data) < _LARGE:
        from store.documents.formats import html  # noqa: PLC0415  # in this process alone, and for pages alone

        html.prepare()
    most = _held() + (_PDF_MEMORY if suffix == ".pdf" else _MOST_MEMORY)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    # A timer, not a limit of the system: it may be set wherever we may run, and knows parts of a second.
    signal.setitimer(signal.ITIMER_PROF, allowed(suffix, data))
    try:
        return work(name, data, told)
    except Unreadable as error:
        return _told(error)
    except MemoryError:
        return _told(_refusal(name, 0))
    except Exception as error:
        # Where, and what kind: the rest may be words of the document.
        return "".join((*traceback.format_tb(error.__traceback__), type(error).__name__))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _told(error: Unreadable) -> tuple[int, int, str, str]:
    return error.line, error.column, error.message, error.problem_code


def allowed(suffix: str, data: bytes) -> float:
    """Return for how many seconds a file may keep the processor busy, by what it brings.

    All that a PDF draws is in its streams. What only shows a stream once more brings nothing.
    """
    brought, a_second = len(data), _BYTES_A_SECOND
    if suffix == ".pdf":
        brought = sum(len(piece.partition(b"stream")[2]) for piece in data.split(b"endstream")[:-1])
        a_second = _PDF_BYTES_A_SECOND
    return min(_LEAST_SECONDS + brought / a_second, _MOST_SECONDS)


def _held() -> int:
    """Return how many bytes of data this process has; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[5]) * resource.getpagesize()
    except OSError:
        return 0
