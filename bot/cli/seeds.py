"""`alliance seeds …`: the files that only the bot has, written out into the seed folder."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.cli import json_answers, lookups, output
from bot.tasks.clock import utc
from bot.text import edits as edit_words
from store.errors import MendTheFiles
from store.files.disk import SIDECAR
from store.mending.model import EditDone

if TYPE_CHECKING:
    from store.ingest.model import Pulled
    from store.mending.model import EditOutcome

app = typer.Typer(help="The seed folder, and what the store keeps for it.", no_args_is_help=True)

Folder = Annotated[Path | None, typer.Argument(metavar="FOLDER", help="ALLIANCE_SEEDS, when left out.")]
Feeds = Annotated[bool, typer.Option("--feeds", help="Also what came by feeds.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback()
def seeds() -> None:
    """Keep the folder and the store together."""


@app.command()
def pull(folder: Folder = None, *, feeds: Feeds = False, as_json: AsJson = False) -> None:
    """Write into FOLDER what was added or edited where it was read-only.

    The store lets go of what is written: the bot's own folder must have it
    before the next load, which otherwise retires it. A file that FOLDER has
    otherwise is not touched: the store keeps its own with its sidecar, and the
    command exits with 65. An edit is kept until a folder is loaded that has it.
    """
    found = lookups.settings()
    with lookups.answering(found) as store:
        # Edits first: the store keeps them on, so that what fails now, or then, can be done again.
        edited = store.mending(folder or found.alliance_seeds).pull(by=lookups.who(), now=utc())
        done = store.ingest(folder or found.alliance_seeds).pull(feeds=feeds)
    if as_json:
        told = {"edits": list(edited.written), "edits_left": list(edited.left)}
        output.say_record({"written": list(done.written), "left": list(done.left), **told})
    else:
        _say(done, edited, folder or found.alliance_seeds)
    if done.left or edited.left:
        raise typer.Exit(MendTheFiles.exit_code)


@app.command()
def edits(key: Annotated[str, typer.Argument(metavar="STATEMENT")] = "", *, as_json: AsJson = False) -> None:
    """List what was edited in place, the latest first, and where the folder says something else since.

    Of one STATEMENT, such as opcon#3, or of all.
    """
    found = lookups.settings()
    with lookups.answering(found) as store:
        mending = store.mending(found.alliance_seeds)
        made, standoffs = mending.edits(key), mending.standoffs()
    told = [{**asdict(one), "at": one.at.isoformat()} for one in made]
    record = {"edits": told, "standoffs": [json_answers.standoff(one) for one in standoffs]}
    lines = (*map(edit_words.edit, made), *map(edit_words.standoff, standoffs))
    output.show(record, "\n".join(lines) or "Nothing was edited in place.", as_json=as_json)


@app.command()
def choose(
    key: Annotated[str, typer.Argument(metavar="STATEMENT")],
    side: Annotated[Literal["edit", "folder"], typer.Argument(help="What is to stand.")],
) -> None:
    """Let the edit of a statement, or what the folder says in its place, stand for good."""
    found = lookups.settings()
    with lookups.answering(found) as store:
        done = store.mending(found.alliance_seeds).choose(key, side, by=lookups.who(), now=utc())
    _tell(done)


@app.command()
def undo(number: Annotated[int, typer.Argument(metavar="EDIT", help="Its number, as `edits` has it.")]) -> None:
    """Turn an edit back, if nothing touched since what it changed."""
    found = lookups.settings()
    with lookups.answering(found) as store:
        done = store.mending(found.alliance_seeds).undo(number, by=lookups.who(), now=utc())
    _tell(done)


def _tell(done: EditOutcome) -> None:
    output.say(edit_words.outcome(done))
    if not isinstance(done, EditDone):
        raise typer.Exit(MendTheFiles.exit_code)


def _say(done: Pulled, edited: Pulled, folder: Path) -> None:
    for key in edited.written:
        output.say(f"{key}: {folder} has what was edited")
    for key in edited.left:
        output.tell(f"{key}: {folder} says something else than what was edited, so the store keeps that; change one")
    for name in done.written:
        output.say(f"{name}: written into {folder}")
    for name in done.left:
        if name.removesuffix(SIDECAR) in {*done.left} - {name}:
            output.tell(f"{name}: stays with its document")
            continue
        output.tell(f"{name}: {folder} has another file of this name, so the store keeps its own; rename one of them")
    if not (done.written or done.left or edited.written or edited.left):
        output.say("The store keeps no files: the folder has everything.")
