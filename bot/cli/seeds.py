"""`alliance seeds …`: the files that only the bot has, written out into the seed folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import lookups, output
from store.errors import MendTheFiles
from store.files.folder import SIDECAR

if TYPE_CHECKING:
    from store.ingest.model import Pulled

app = typer.Typer(help="The seed folder, and the files that the store keeps for it.", no_args_is_help=True)

Folder = Annotated[Path | None, typer.Argument(metavar="FOLDER", help="ALLIANCE_SEEDS, when left out.")]
Feeds = Annotated[bool, typer.Option("--feeds", help="Also what came by feeds.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback()
def seeds() -> None:
    """Keep the folder and the store together."""


@app.command()
def pull(folder: Folder = None, *, feeds: Feeds = False, as_json: AsJson = False) -> None:
    """Write into FOLDER what was added where it was read-only.

    The store lets go of what is written: the bot's own folder must have it
    before the next load, which otherwise retires it. A file that FOLDER has
    otherwise is not touched: the store keeps its own with its sidecar, and the
    command exits with 65.
    """
    # Imported here, because the parsers of files cost more than a start without them.

    found = lookups.settings()
    with lookups.answering(found) as store:
        done = store.ingest(folder or found.alliance_seeds).pull(feeds=feeds)
    if as_json:
        output.say_record({"written": list(done.written), "left": list(done.left)})
    else:
        _say(done, folder or found.alliance_seeds)
    if done.left:
        raise typer.Exit(MendTheFiles.exit_code)


def _say(done: Pulled, folder: Path) -> None:
    for name in done.written:
        output.say(f"{name}: written into {folder}")
    for name in done.left:
        if name.removesuffix(SIDECAR) in {*done.left} - {name}:
            output.tell(f"{name}: stays with its document")
            continue
        output.tell(f"{name}: {folder} has another file of this name, so the store keeps its own; rename one of them")
    if not (done.written or done.left):
        output.say("The store keeps no files: the folder has everything.")
