"""`alliance forget`: a person, or a whole workspace, taken out of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import lookups, output
from bot.tasks.clock import utc
from store.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

app = typer.Typer()

Person = Annotated[str | None, typer.Argument(metavar="PERSON", help="A member id, such as U012AB3CD.")]
Workspace = Annotated[
    str | None, typer.Option("--workspace", metavar="TEAM", help="A workspace id, such as T012AB3CD.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print how many rows, by table, as JSON.")]


@app.command()
def forget(person: Person = None, *, workspace: Workspace = None, yes: Yes = False, as_json: AsJson = False) -> None:
    """Take a person, or a workspace, out of the store. There is no way back.

    A person's id goes from every table: rights with it, digests and history
    stay without it. Of a workspace the digests, deliveries, rights and audit go.
    What was posted to Slack stays there, and backups stay as they are.
    """
    if (person is None) == (workspace is None):
        raise InvalidRequest("Say whom to forget: alliance forget U012AB3CD, or alliance forget --workspace T012AB3CD")
    with lookups.answering() as store:
        if output.watched() and not yes and not as_json:
            output.confirm(f"Forget {person or f'the workspace {workspace}'} for good?")
        gone = store.forget(person or workspace or "", workspace=person is None, by=lookups.who(), at=utc())
    output.say_record(dict(gone)) if as_json else output.say(_told(gone))


def _told(gone: Mapping[str, int]) -> str:
    if not gone:
        return "The store knew nothing of them."
    return "Forgotten: " + ", ".join(f"{number} in {table.replace('_', ' ')}" for table, number in gone.items()) + "."
