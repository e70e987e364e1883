"""What the commands print: answers on stdout, everything else on stderr, in UTF-8 whatever the locale.

A reader that leaves early (`| head`) ends the command without a word, as it
ends every other Unix tool.
"""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bot.config.release import release
from bot.text.counts import holding, named, verbs
from store.errors import AllianceError, SeedsInvalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from store.changes import Loaded
    from store.model import Change, Difference

SHOWN_PROBLEMS = 10
MOST_NAMED = 8
_HEADING = re.compile(
    r"^(What the sources say|Where they differ|Sources(?: and editors' notes)?|Editors' notes|The nearest topics:)$"
    r"|^(Related):|^(Added|Changed|Removed|Merged|Topics|Documents|Due for a review, .*|Asked in vain)$",
    re.MULTILINE,
)
_ASIDE = re.compile(r"\[\d+ ¶\d+\]")
_LEAD = re.compile(r" *(?:[•\u2013-] |\[\d+\] |¶\d+ )?")


def say(text: str, *, titled: bool = False) -> None:
    """Print *text* for a person: laid out to the width of a terminal, its title bold; untouched elsewhere."""
    if sys.stdout.isatty():
        _lay_out(text, titled=titled)
    else:
        _write(text)


def say_record(record: dict[str, Any] | list[dict[str, Any]]) -> None:
    """Print one JSON object, or an array of them, on one line, at once: whoever feeds us lines may wait for it."""
    _write(json.dumps(record, ensure_ascii=False))


def show(record: dict[str, Any] | list[dict[str, Any]], text: str, *, as_json: bool, titled: bool = False) -> None:
    """Print *record* where JSON is asked for, otherwise *text*; nothing where that is empty."""
    if as_json:
        say_record(record)
    elif text:
        say(text, titled=titled)


def tell(text: str) -> None:
    """Print *text* on stderr."""
    print(text.encode("utf-8", "replace").decode(), file=sys.stderr, flush=True)


def _told_release(wanted: bool) -> None:
    if wanted:
        say(release())
        raise typer.Exit


NOT_GIVEN = {"help": False, "serve": {"help": False}, "try": {"help": False}}
"""What flags are that nobody gave: Typer would ask pydantic, 50 modules that serving needs for nothing else."""

Release = Annotated[
    bool, typer.Option("--version", callback=_told_release, is_eager=True, help="Say which release this is.")
]


def options(version: Release = False) -> None:
    """What may stand before every command."""


def confirm(question: str) -> None:
    """Ask the person at the terminal; end the command with exit code 1 when it is not a yes."""
    try:
        agreed = typer.confirm(question, err=True)
    except typer.Abort:
        # Ctrl+C, or the end of what is typed: the cursor stands behind the question.
        tell("")
        agreed = False
    if not agreed:
        tell("Nothing changed.")
        raise typer.Exit(1)


def watched() -> bool:
    """Whether a person sits at the terminal, reads what we print and can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def lines() -> Iterator[str]:
    """Give the lines of stdin without their ends; what is not UTF-8 in them is replaced."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def typed(words: Sequence[str]) -> str:
    """Return what was typed as one text; bytes that are not UTF-8 are replaced."""
    return " ".join(words).encode("utf-8", "replace").decode()


def problem(error: AllianceError, *, everything: bool = False) -> str:
    """Return the message of *error*; of many problems the first ten, unless *everything* is asked for."""
    if not isinstance(error, SeedsInvalid) or everything:
        return str(error)
    shown = [str(one) for one in error.problems[:SHOWN_PROBLEMS]]
    more = len(error.problems) - len(shown)
    if more:
        shown.append(f"… and {more} more; alliance check lists them all")
    return "\n".join(shown)


def loaded(given: Loaded) -> str:
    """Return what a load did: the generation, what it holds, and what was added, changed and removed."""
    holds = holding(given)
    if given.waits:
        return f"Not loaded; version {given.generation} stays live."
    if not given.changed:
        return f"Nothing changed; version {given.generation} stands: {holds}."
    return "\n".join((f"Loaded version {given.generation}: {holds}.", *differing(given.difference)))


def differing(given: Difference) -> list[str]:
    """Return a line for each sort of thing that was added, changed or removed."""
    kinds = {"topics": given.topics, "statements": given.statements, "documents": given.documents}
    return [f"  {name}: {_change(change)}" for name, change in kinds.items() if change]


def _change(change: Change) -> str:
    return "; ".join(f"{len(ids)} {verb} ({named(ids, MOST_NAMED)})" for verb, ids in verbs(change))


class ProgressBars:
    """Bars on a terminal's stderr that say how far a load is, and are gone at its end.

    Elsewhere nothing, or once what it does, with *instead*: so that nobody takes what lasts for what hangs.
    """

    def __init__(self, instead: str = "") -> None:
        self._instead = instead
        self._bars: Bars | None = None
        self._stages: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that *done* of *total* are behind us; of a single step only that it is under way."""
        if not sys.stderr.isatty():
            if self._instead:
                tell(self._instead.format(total=total))
            self._instead = ""
            return
        bars = self._bars = self._bars or _bars()
        whole = None if done < total == 1 else total
        if stage not in self._stages:
            self._stages[stage] = bars.add_task(stage, total=whole)
        bars.update(self._stages[stage], completed=done, total=whole)

    def __enter__(self) -> ProgressBars:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bars is not None:
            self._bars.stop()


def _bars() -> Bars:
    """Begin to draw; what is drawn disappears when it stops."""
    # As in `_lay_out`.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn  # noqa: PLC0415
    from rich.progress import Progress as Bars  # noqa: PLC0415

    columns = (TextColumn("{task.description:>9}"), BarColumn(), MofNCompleteColumn())
    bars = Bars(*columns, console=Console(stderr=True), transient=True)
    bars.start()
    return bars


def _write(text: str) -> None:
    put(text.encode("utf-8", "replace") + b"\n")


def put(data: bytes) -> None:
    """Print *data* as it is."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _reader_left()


def _reader_left() -> NoReturn:
    # What is still in the buffer must not be flushed into the closed pipe when the interpreter ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(141)


def _lay_out(text: str, *, titled: bool) -> None:
    """Print *text* wrapped to the window, a wrapped line standing under its own beginning."""
    # Rich costs 50 ms: only where a person looks.
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    for number, line in enumerate(text.split("\n")):
        lead = _LEAD.match(line)
        width = lead.end() if lead else 0
        shown = Text(line[width:], "bold" if (titled and number == 0) or _HEADING.match(line) else "")
        shown.highlight_regex(_ASIDE, "dim")
        row = Table.grid()
        row.add_column(no_wrap=True)
        row.add_row(line[:width], shown)
        console.print(row if width else shown)
