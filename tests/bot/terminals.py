"""A terminal with a person at it: what they see, type and interrupt."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

from contextlib import contextmanager

ALLIANCE = str(Path(sys.executable).with_name("alliance"))
CONTROL_C = "\x03"
_ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@dataclass
class Terminal:
    """One program that runs in a terminal of its own."""

    process: subprocess.Popen[bytes]
    ours: int
    said: str = field(default="")

    def type(self, text: str) -> None:
        """Type *text* as it is: a line needs its end."""
        os.write(self.ours, text.encode())

    def sees(self, text: str, seconds: float = 30) -> str:
        """Wait until *text* has appeared, and return what was shown up to its end."""
        until = time.monotonic() + seconds
        while text not in self.shown:
            if not self._read(until - time.monotonic()):
                raise AssertionError(f"{text!r} never came:\n{self.shown}")
        return self.shown

    def ends(self, seconds: float = 30) -> int:
        """Wait for the end; return the exit code."""
        until = time.monotonic() + seconds
        while self._read(until - time.monotonic()):
            pass
        return self.process.wait(max(0.1, until - time.monotonic()))

    def interrupt(self, told: str, seconds: float = 30) -> int:
        """Press Ctrl+C, once a second, until *told* appears; wait for the end and return the exit code.

        A signal that comes just between Python's last look for one and its wait for
        a line is seen with the next key only: whoever sits there presses again.
        """
        until = time.monotonic() + seconds
        while told not in self.shown and time.monotonic() < until:
            self.type(CONTROL_C)
            again_at = time.monotonic() + 1
            while told not in self.shown and self._read(again_at - time.monotonic()):
                pass
        return self.ends()

    @property
    def shown(self) -> str:
        """Everything that was shown, without colours."""
        return _ANSI.sub("", self.said).replace("\r\n", "\n")

    def _read(self, seconds: float) -> bool:
        if seconds <= 0 or not select.select([self.ours], [], [], seconds)[0]:
            return False
        try:
            piece = os.read(self.ours, 65_536)
        except OSError:
            return False  # Linux ends a terminal whose other side is gone with EIO
        self.said += piece.decode("utf-8", "replace")
        return bool(piece)


def _sit_down() -> None:
    """Be a program that somebody sits before: Ctrl+C reaches it, even where the suite itself runs in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@contextmanager
def terminal(arguments: list[str], settings: Mapping[str, str], folder: Path) -> Iterator[Terminal]:
    """Run `alliance` with *arguments* in a terminal of 100 columns."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (40, 100))
    process = subprocess.Popen(
        [ALLIANCE, *arguments],
        env={"PATH": os.defpath, "TERM": "xterm-256color", "LANG": "C.UTF-8", **settings},
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=_sit_down,  # noqa: PLW1509 - no threads yet
    )
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
