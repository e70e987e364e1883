"""`alliance history | diff | rollback | backup`: what was loaded, what that changed, the way back, a copy of it all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import json_answers, json_reports, lookups, output
from bot.reports.changes import between
from bot.reports.queries import ReportQueries
from bot.reports.report import as_text
from bot.tasks.clock import utc
from bot.text.days import moment
from bot.text.waiting import waiting
from store.errors import AllianceError

if TYPE_CHECKING:
    from bot.reports.queries import Changed
    from store.changes import WaitingFolder
    from store.core import BriefingStore
    from store.model import Generation

app = typer.Typer()

MOST = 20

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="How many of the newest; 20, or with --json all.")]
From = Annotated[int, typer.Argument(metavar="A", show_default=False)]
Until = Annotated[int | None, typer.Argument(metavar="B", help="The live one, when left out.", show_default=False)]
Number = Annotated[int, typer.Argument(metavar="N", show_default=False)]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
File = Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]
Force = Annotated[bool, typer.Option("--force", help="Replace FILE if it is there.")]


@app.command()
def history(*, limit: Limit = None, as_json: AsJson = False) -> None:
    """List the versions: each load that changed something.

    The newest comes first, with its number, when it was loaded, by whom, and
    what it changed; a rollback with the version that it says again.
    """
    found = lookups.settings()
    with lookups.answering(found) as store:
        made, live = store.archive.generations(), store.snapshot.generation
        waits = None if as_json else _waits(store, found.alliance_seeds)
    if as_json:
        output.say_record([json_answers.generation(one, live) for one in made[:limit]])
        return
    for one in made[: limit or MOST]:
        output.say(_told(one, live))
    older = len(made) - (limit or MOST)
    if older > 0:
        output.tell(f"… and {older} older; all of them: alliance history --limit {len(made)}")
    if waits is not None:
        output.tell(waiting(waits, str(found.alliance_seeds), how="alliance load"))
    if made[-1].number > 1:
        output.tell(f"It begins with version {made[-1].number}: earlier ones were pruned (HISTORY_DAYS).")


def _waits(store: BriefingStore, folder: Path) -> WaitingFolder | None:
    """Return what a start leaves alone; None where the folder cannot be read, which is another command's to tell."""
    with suppress(AllianceError):
        return store.loader.waits(folder)
    return None


@app.command()
def diff(since: From, until: Until = None, *, as_json: AsJson = False) -> None:
    """Say what is otherwise in version B than in A.

    `alliance history` lists the numbers; B may be the earlier.
    """
    with lookups.answering() as store:
        found = ReportQueries(store).between(since, store.snapshot.generation if until is None else until)
        if as_json:
            output.say_record(json_reports.changes(found))
        else:
            _show(store, found)


@app.command()
def rollback(number: Number, *, yes: Yes = False, as_json: AsJson = False) -> None:
    """Make what version N said live again, as a new version.

    On a terminal it shows what would change and asks. The files stay as they
    are: mend them too, or the next load brings back what they say.
    """
    with lookups.answering() as store:
        found = ReportQueries(store).between(store.snapshot.generation, number)
        asks = found.changes and output.watched() and not yes and not as_json
        if asks:
            _show(store, found)
            output.confirm(f"Make what version {number} said live again?")
        seen = store.snapshot.generation if asks else None
        made = store.archive.roll_back(number, by=lookups.who(), at=utc(), expecting=seen)
        if as_json:
            live = made or found.span.since
            output.say_record({**json_answers.generation(live, live.number), "changed": made is not None})
        else:
            output.say(_back(made, number))


@app.command()
def backup(file: File, *, force: Force = False) -> None:
    """Copy the whole database to FILE, while the bot works on.

    An SQLite database becomes such a file: copy it to a new place and name
    that in DATABASE_URL; copied over the old database, what lies in -wal
    beside that is read into it. One of PostgreSQL becomes an archive, by
    pg_dump: pg_restore --no-owner --dbname=ADDRESS FILE fills an empty
    database. It is read back before it gets its name.
    """
    with lookups.opened(lookups.settings()) as store:
        size = store.maintenance.back_up(file, replace=force)
        output.say(f"Wrote {file}: {_size(size)}, read back and whole.")


def _told(one: Generation, live: int) -> str:
    back = [] if one.rollback_to is None else [f"rollback to {one.rollback_to}"]
    stands = ["live"] if one.number == live else []
    parts = f"Version {one.number}", moment(one.loaded_at), one.loaded_by, *back, *stands
    return "\n".join((" · ".join(parts), *output.differing(one.difference)))


def _show(store: BriefingStore, found: Changed) -> None:
    snapshot = store.archive.at(found.span.until.number)
    output.say(as_text(between(found.changes, found.span, snapshot)), titled=True)


def _back(made: Generation | None, number: int) -> str:
    if made is None:
        return f"Nothing changed: the briefings say what version {number} said."
    return (
        f"Version {made.number} is live; it says what version {number} said.\n"
        "The files are as they were: mend them before the next load, or it brings back what they say."
    )


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(size // 1_000, 1)} kB"
