"""Run a command and say what it took: `python -S measured.py COMMAND …` prints one line of JSON at the end of stdout.

From a small process of its own: on Linux a child begins with the peak of
memory that whoever started it had. What the command starts itself is counted.
"""

import json
import os
import resource
import sys
import time

MOST_SECONDS = 30
"""Of the processor: what is hostile to us must not hold up the suite."""


def main() -> None:
    began = time.perf_counter()
    pid = os.fork()
    if not pid:
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
        os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 - the command that is measured
    _, status, used = os.wait4(pid, 0)
    took = {
        "code": os.waitstatus_to_exitcode(status),
        "waited": round(time.perf_counter() - began, 2),
        "seconds": round(used.ru_utime + used.ru_stime, 2),
        "mebibytes": round(used.ru_maxrss / 1024),
    }
    print(json.dumps(took))


if __name__ == "__main__":
    main()
