"""Documents read for a load, by this process and, where there are many, by a second one that reads along."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from store.content.index_entry import Fresh, fresh
from store.errors import TryAgain
from store.seeds import document_files

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from store.errors import Problem
    from store.model import Document
    from store.seeds.document_files import Job
    from store.seeds.references import Ticked

CHUNK = 25
"""So many documents are read at a time: enough to make the way between processes cheap, few enough to hold."""

_AHEAD = 16
"""The chunks that the second process has at most: it has work while this one writes the index."""

_HELD = 32
"""The chunks that are read or under way at most, from the one that is to be passed on next."""

_PIPE = 1024 * 1024
"""Bytes, where the system can: a few chunks, so that the second process need not wait until we take them."""

_CHILD = "import sys; sys.path[:] = sys.argv[1:]; from store.loading import workers; workers.read_along()"


class WorkerLost(TryAgain):
    """The second process ended before its work did."""

    code = "crew_lost"


class ReadOutcome(NamedTuple):
    """What came of reading one document. *fingerprint* is None when it cannot be read."""

    id: str
    digests: dict[str, str]
    problems: list[Problem]
    ticked: list[Ticked]
    fingerprint: str | None
    passages: int
    fresh: Fresh | None = None
    """The document as it is to be stored; None when that is what the store says."""
    document: Document | None = None
    """The same as a person sees it, where somebody looks on."""


class ReadRequest(NamedTuple):
    """One document to read, and the fingerprint of the version that is valid now; empty when there is none."""

    job: Job
    live: str


def outcome(order: ReadRequest, *, seen: bool = False) -> ReadOutcome:
    """Return what comes of one document; where it is new as it is to be stored, or *seen* by somebody who looks on."""
    came = document_files.read(order.job)
    found = came.document
    read = ReadOutcome(came.id, came.digests, came.problems, came.ticked, None, 0)
    if found is None:
        return read
    read = read._replace(fingerprint=found.source.fingerprint, passages=len(found.passages))
    if read.fingerprint == order.live:
        return read
    return read._replace(document=found) if seen else read._replace(fresh=fresh(found))


def look(orders: Sequence[ReadRequest]) -> Generator[list[ReadOutcome], None, None]:
    """Yield what comes of *orders* for somebody who looks on."""
    for order in orders:
        yield [outcome(order, seen=True)]


def read_along() -> None:
    """Read what comes in at stdin, chunk by chunk, until there is no more."""
    inside, outside = sys.stdin.buffer, sys.stdout.buffer
    with suppress(EOFError):
        while True:
            _send(outside, [outcome(order) for order in pickle.load(inside)])  # noqa: S301 - from who started this one


def _send(pipe: BinaryIO, thing: object) -> None:
    pickle.dump(thing, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def alone(orders: Sequence[ReadRequest]) -> Generator[list[ReadOutcome], None, None]:
    """Yield what comes of *orders*, one after the other, in this process."""
    for order in orders:
        yield [outcome(order)]


def together(orders: Sequence[ReadRequest]) -> Generator[list[ReadOutcome], None, None]:
    """Yield what comes of *orders*, in their order, read by two processes. WorkerLost when the second one ends."""
    chunks = [orders[first : first + CHUNK] for first in range(0, len(orders), CHUNK)]
    with _Second() as second:
        yield from _shared(chunks, second)


def _shared(chunks: Sequence[Sequence[ReadRequest]], second: _Second) -> Generator[list[ReadOutcome], None, None]:
    """Whatever the second process has not taken yet when we have nothing to pass on, we read ourselves."""
    ready: dict[int, list[ReadOutcome]] = {}
    given = passed = 0
    while passed < len(chunks):
        most = min(passed + _HELD, len(chunks))
        # Towards the end it has no more than is left for us, so that both end at once.
        while given < most and second.asked < min(_AHEAD, len(chunks) - given):
            second.ask(given, chunks[given])
            given += 1
        if passed in ready:
            yield ready.pop(passed)
            passed += 1
        elif second.has_answered or given == most:
            ready.update([second.answer()])
        else:
            ready[given] = [outcome(order) for order in chunks[given]]
            given += 1


class _Second:
    """A process that reads along."""

    def __init__(self) -> None:
        # A process of its own rather than a fork: this one may have threads, and a program that need not be imported.
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this very interpreter
                [sys.executable, "-c", _CHILD, *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                pipesize=_PIPE,
            )
        except OSError as error:
            raise WorkerLost("A process that reads along cannot be started; try again.") from error
        self._answers: SimpleQueue[list[ReadOutcome] | None] = SimpleQueue()
        self._asked: list[int] = []
        # Answers are taken from the pipe at once, so that it never stands still while we are busy.
        self._listening = Thread(target=self._listen, daemon=True)
        self._listening.start()

    @property
    def asked(self) -> int:
        """How many chunks it has still."""
        return len(self._asked)

    @property
    def has_answered(self) -> bool:
        """Whether `answer` would not wait."""
        return not self._answers.empty()

    def ask(self, number: int, orders: Sequence[ReadRequest]) -> None:
        """Let it read a chunk."""
        self._asked.append(number)
        assert self._process.stdin is not None  # noqa: S101 - it is piped
        try:
            _send(cast("BinaryIO", self._process.stdin), list(orders))
        except OSError as error:
            raise WorkerLost("A process that reads along has ended; try again.") from error

    def answer(self) -> tuple[int, list[ReadOutcome]]:
        """Return the chunk that it has read next."""
        answer = self._answers.get()
        if answer is None:
            raise WorkerLost("A process that reads along has ended; try again.")
        return self._asked.pop(0), answer

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - it is piped
        try:
            while True:
                self._answers.put(pickle.load(self._process.stdout))  # noqa: S301 - from the process that we started
        except (EOFError, OSError, pickle.UnpicklingError, ValueError):
            self._answers.put(None)

    def __enter__(self) -> _Second:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._listening.join()
        for pipe in filter(None, (self._process.stdin, self._process.stdout)):
            # What it had not taken yet cannot be sent any more.
            with suppress(OSError):
                pipe.close()


def cores() -> int:
    """Return how many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
