"""What is taken back: `alliance forget`, a person or a whole workspace; `alliance links end`, links to pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import lookups, output
from bot.evidence.links import ended, page_of
from bot.tasks.clock import utc
from store.access.link_rounds import ALL
from store.access.model import Attempt, AttemptOutcome
from store.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

app = typer.Typer()
links = typer.Typer(help="Links to evidence pages, taken back before their day.", no_args_is_help=True)

Person = Annotated[str | None, typer.Argument(metavar="PERSON", help="A member id, such as U012AB3CD.")]
Workspace = Annotated[
    str | None, typer.Option("--workspace", metavar="TEAM", help="A workspace id, such as T012AB3CD.")
]
Which = Annotated[str, typer.Argument(metavar="LINK", help="An address as Slack shows it, or all.")]
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
    output.show(dict(gone), _told(gone), as_json=as_json)


def _told(gone: Mapping[str, int]) -> str:
    if not gone:
        return "The store knew nothing of them."
    return "Forgotten: " + ", ".join(f"{number} in {table.replace('_', ' ')}" for table, number in gone.items()) + "."


@links.callback()
def of_pages() -> None:
    """Links to evidence pages, taken back before their day."""


@links.command()
def end(link: Which, *, yes: Yes = False) -> None:
    """End the links to one page, or all; whoever asks in Slack again gets a new one."""
    page = ALL if link == "all" else page_of(link)
    if page is None:
        raise InvalidRequest("That is no address of a page; copy it whole, or say: alliance links end all")
    with lookups.answering() as store:
        if output.watched() and not yes:
            output.confirm(f"End {'every link' if page == ALL else f'every link to {page}'} that was made until now?")
        store.links.end(page)
        store.audit.note(Attempt(utc(), "", lookups.who(), "links end", AttemptOutcome.DONE, page or "all"))
    output.say(ended(page))
