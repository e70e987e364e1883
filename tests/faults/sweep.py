"""Does things again and again, letting the first call fail, then the second, and so on to the last.

    python -m tests.faults.sweep DATABASE_URL FOLDER Load=files:EIO,sql:lock Pull=files:ENOSPC+EIO

The database has our tables, FOLDER is empty. What is done is in `works`, what
fails in `failing` and `failing_sqlite`; of faults joined by + the calls get one
each, in turn. Each time a process forked from this one does it, and this one
looks at what that left. Prints one JSON object: for each kind how many calls
there were and how often each exit code came, and all that was wrong.
"""

import argparse
import functools
import gc
import json
import os
import time
import traceback
from collections import Counter
from pathlib import Path

import typer.main

from bot.cli import history, load  # noqa: F401 - once, before the children part
from store import seeds  # noqa: F401 - as above
from tests import compiled
from tests.faults import works
from tests.faults.failing import Nth, fail_files, fail_sql
from tests.faults.failing_sqlite import fail_system
from tests.faults.programs import WORDS_ALONE

FAIL = {"files": fail_files, "sql": fail_sql, "system": fail_system}
TABLE = {"ENOSPC": 74, "EIO": 74, "full": 74, "sync": 74, "lock": 75, "unlock": 75, "away": 74, "lost": 0}
"""The exit code of each fault, as the README has them."""


def sweep(work, kind):
    """Let every call of one *kind* fail once, and return what came of it."""
    calls, _, faults = kind.partition(":")
    codes, wrong, number, failed = Counter(), [], 0, ["the first"]
    while failed:
        number += 1
        fault = faults.split("+")[number % len(faults.split("+"))]
        code, failed, said = tried(work, calls, fault, number)
        codes[code] += bool(failed)
        place = f"{type(work).__name__} {calls}:{fault} {number} {failed[0] if failed else 'with no fault'}"
        wrong += [f"{place}: {one}" for one in judged(work, code, due(failed, fault), failed, said)]
    return {"calls": number - 1, "codes": codes, "wrong": wrong}


def due(failed, fault):
    """The exit codes that may come: of a failure that is told, or of none where the work can do without the call."""
    if failed == ["fcntl"]:
        # SQLite takes every lock that the system refuses, for whatever reason, for somebody else's; to what cannot be
        # let go it says this or that.
        return {0, TABLE["EIO"], TABLE["lock"]}
    return {0, TABLE[fault]} if failed else {0}


def judged(work, code, codes, failed, said):
    """Yield all that is wrong after a try."""
    if code not in codes:
        yield f"ended with {code}, not {max(codes)}: {said}"
    try:
        yield from work.wrong(code, failed)
    except Exception:
        yield traceback.format_exc()


def tried(work, calls, fault, number):
    """The exit code of a process that does the work, the calls that failed in it, and the last that it said."""
    said, told = work.folder / "said", work.folder / "calls"
    pid = os.fork()
    if not pid:
        child(work, (calls, fault, number), said, told)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), json.loads(told.read_text()), said.read_text().strip()[-1000:]


def child(work, fault, said, told):
    """Do the work while a call fails, and end this process with its exit code."""
    os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
    os.dup2(1, 2)
    code = 99
    try:
        # Opened before anything fails.
        with told.open("w") as out:
            nth = begun(work, *fault)
            code = work.do()
            json.dump(nth.failed, out)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def begun(work, calls, fault, number):
    """Let the calls fail from now on, and return what counts them."""
    nth = Nth(number, stays=fault == "full" or (calls, fault) == ("files", "lock"))
    FAIL[calls](nth, fault, *([work.places] if calls == "files" else []))
    return nth


def swept(order, args):
    """What came of one order, `Load=files:EIO,sql:lock`, by kind."""
    what, _, kinds = order.partition("=")
    folder = args.folder / what
    folder.mkdir()
    work = getattr(works, what)(args.url, folder)
    # What is here by now is shared with the children as long as nobody looks it over.
    gc.collect()
    gc.freeze()
    return {f"{what} {kind}": sweep(work, kind) for kind in kinds.split(",")}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    parser.add_argument("orders", nargs="+")
    args = parser.parse_args()
    started = time.monotonic()
    os.environ |= {**WORDS_ALONE, "DATABASE_URL": args.url}  # noqa: TID251 - of the commands that are swept
    os.chdir(args.folder)
    # SQL is compiled and the commands are put together once, not in every child.
    compiled.shared()
    typer.main.get_command = functools.cache(typer.main.get_command)
    # What they print is not what this one has to say.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    found = {kind: came for order in args.orders for kind, came in swept(order, args).items()}
    print(json.dumps({"kinds": found, "seconds": round(time.monotonic() - started, 1)}, indent=1), file=out, flush=True)


if __name__ == "__main__":
    main()
