"""The limits of what a hostile file may cost: two and a half seconds and 200 MiB, and how a command is held to them.

It was two seconds until lines that a width broke were joined by that width: 5 MiB of hostile lines take up to 2.3.
The seconds are of the processor, never of the clock: who else is busy on
the machine is no finding. They are those of the machine on which the limit was
set. Only where a file took longer is a fixed piece of work, in which there is
nothing of ours, measured right afterwards; if that takes twice as long here as
it did there, so may the file. On a faster machine two seconds stay two.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MEASURED = Path(__file__).with_name("measured.py")
MOST_SECONDS, MOST_MEBIBYTES = 2.5, 200
YARDSTICK = """
import re, zlib
for one in range(400):
    line = "The harbour office counted %d lamps. " % one * 500
    words = {word.lower(): place for place, word in enumerate(re.findall(r"[a-z]+", line, re.I))}
    zlib.decompress(zlib.compress(line.encode()))
"""
YARDSTICK_SECONDS = 0.3
"""What that took on the machine that the two seconds are of."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command said, and what it took."""

    out: str
    err: str
    code: int
    seconds: float
    mebibytes: int


def measured(command: Sequence[str], environ: Mapping[str, str]) -> Measured:
    """Run *command*, and say what it took."""
    of_its_own = [sys.executable, "-S", "-E", str(MEASURED), *command]
    ran = subprocess.run(of_its_own, env=environ, capture_output=True, check=True)
    out, _, took = ran.stdout.decode().rstrip("\n").rpartition("\n")
    return Measured(out, ran.stderr.decode(), **json.loads(took))


def holds_to_its_limits(ran: Measured, times: int = 1) -> bool:
    """Return whether a command kept to its time, or *times* that, and to its room, and broke nowhere."""
    return in_time(ran.seconds / times) and ran.mebibytes < MOST_MEBIBYTES and "Traceback" not in ran.err


def in_time(seconds: float) -> bool:
    """Return whether that is within the two seconds, or within what these are on a machine that is slower."""
    return seconds < MOST_SECONDS or seconds < MOST_SECONDS * slower()


def slower() -> float:
    """Return by how much this machine is slower just now than the one on which the limits were set.

    On one that others use it is between 1.8 and 2.6 times as slow within a minute: the slowest of five counts.
    """
    took = [measured([sys.executable, "-S", "-E", "-c", YARDSTICK], {}).seconds for _ in range(5)]
    return max(took) / YARDSTICK_SECONDS


def taken() -> float:
    """Return the seconds of the processor that this process and the children it waited for have had."""
    had = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in had)
