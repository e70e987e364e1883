"""Run a command and say what it took: `python -S measured.py COMMAND …` prints one line of JSON at the end of stdout.

From a small process of its own: on Linux a child begins with the peak of
memory that whoever started it had. Seconds are of the processor, of the
command and of all that it starts. Memory is the most that these held at once,
looked at every few milliseconds, and never less than the peak of the largest.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

MOST_SECONDS = 30
"""Of the processor: what is hostile to us must not hold up the suite."""
EVERY_SECONDS = 0.005


def main() -> None:
    pid = os.fork()
    if not pid:
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
        os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 - the command that is measured
    most, ended = 0, 0
    while not ended:
        most = max(most, sum(map(held, family(pid))))
        time.sleep(EVERY_SECONDS)
        ended, status, used = os.wait4(pid, os.WNOHANG)
    took = {
        "code": os.waitstatus_to_exitcode(status),
        "seconds": round(used.ru_utime + used.ru_stime, 2),
        "mebibytes": round(max(most, used.ru_maxrss * 1024) / 1024 / 1024),
    }
    print(json.dumps(took))


def family(pid: int) -> Iterator[int]:
    """Yield *pid* and what descends from it, as far as it still runs."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in said(children).split():
            yield from family(int(child))


def held(pid: int) -> int:
    """Return how many bytes a process holds, its share of libraries included; 0 when it has ended."""
    return int([*said(Path(f"/proc/{pid}/statm")).split(), 0, 0][1]) * resource.getpagesize()


def said(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


if __name__ == "__main__":
    main()
