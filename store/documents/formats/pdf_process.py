"""What is printed on the pages of a PDF, read by a process of its own with so much time and memory and no more.

A PDF is a program that PDFium follows. What keeps it busy or fills the memory
ends with the process that reads it, and nobody else waits for it.

How long a file may take grows with what it brings in its streams: a page that
keeps us busy in a few kilobytes has one second.
"""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from store.documents.formats.pdf_lines import BROKEN, Printed, PrintedLine
from store.errors import Unavailable
from store.files.decoding import Unreadable

_LEAST_SECONDS, _MOST_SECONDS = 1, 10
"""Of the processor: what the smallest file has, and the largest."""
_BYTES_A_SECOND = 50_000
"""Of what is in its streams. Browsers place each letter by itself: their pages, which take longest, come to 200,000."""
_MOST_WAITED = 120
"""Seconds, where the processor is busy with others."""
_MOST_MEMORY = 56 * 1024 * 1024
_MOST_OBJECTS = 100_000

_BOMB = "unpacks to more than a document holds; print it to a new PDF"
_TOO_LONG = "takes longer to read than a document does; split it, or print it to a new PDF"

# A bare package in place of ours, which would import all that reads other formats: half of what a small PDF costs.
_CHILD = """
import sys, types
package = sys.modules["store.documents"] = types.ModuleType("store.documents")
package.__path__, sys.path[:] = [sys.argv[1]], sys.argv[2:]
from store.documents.formats import pdf_process
pdf_process.read_here()
"""
_PACKAGE = str(Path(__file__).parents[1])


def read(data: bytes) -> Printed:
    """Return what is printed in a PDF; Unreadable when it is broken, locked or a bomb, Unavailable when we cannot."""
    if data.count(b" obj") > _MOST_OBJECTS:
        raise Unreadable(0, 0, _BOMB, "too_large")
    try:
        # This very interpreter, as in `workers`.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", _CHILD, _PACKAGE, *sys.path],
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
    return _told(done.returncode, done.stdout)


def _told(code: int, out: bytes) -> Printed:
    """Return what the process has told before it ended with *code*."""
    if code < 0:
        # PDFium gives up at once when it gets no memory.
        raise Unreadable(0, 0, _TOO_LONG if code in (-signal.SIGPROF, -signal.SIGKILL) else _BOMB, "too_large")
    if code:
        raise Unreadable(0, 0, BROKEN)
    told = json.loads(out)
    if "refused" in told:
        raise Unreadable(0, 0, *told["refused"])
    return Printed([[PrintedLine(*line) for line in page] for page in told["pages"]], told["title"], told["author"])


def read_here() -> None:
    """Read the PDF that comes in at stdin; what is printed in it, or why it cannot be read, goes out as JSON."""
    from store.documents.formats import pdf_text  # noqa: PLC0415  # PDFium is for this process alone

    data = sys.stdin.buffer.read()
    with suppress(OSError, ValueError):  # a service may be forbidden to; what is counted is what it holds then
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
    # A timer, not a limit of the system: it may be set wherever we may run, and knows parts of a second.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, allowed(data))
    try:
        told: dict[str, object] = pdf_text.read(data)._asdict()
    except Unreadable as error:
        told = {"refused": [error.message, error.problem_code]}
    except MemoryError:
        told = {"refused": [_BOMB, "too_large"]}
    sys.stdout.buffer.write(json.dumps(told).encode())


def allowed(data: bytes) -> float:
    """Return for how many seconds a file may keep the processor busy, by the bytes in its streams.

    All that is drawn is there. What only shows a stream once more brings nothing.
    """
    brought = sum(len(piece.partition(b"stream")[2]) for piece in data.split(b"endstream")[:-1])
    return min(_LEAST_SECONDS + brought / _BYTES_A_SECOND, _MOST_SECONDS)
