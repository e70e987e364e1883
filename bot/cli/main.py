"""The command line, and the composition root: `alliance try | serve | ask | …`.

Answers go to stdout and everything else to stderr. Exit codes: 0 done or
answered, 1 nothing found, 2 wrong usage; the others belong to the errors of
`store.errors`, and 70 is what nobody planned for.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import digests, feeds, history, lookups, output, privacy, reports, seeds
from bot.cli.export import Format, write_memo
from bot.config import logs
from store.errors import AllianceError, MendTheSettings

app = typer.Typer(
    name="alliance",
    help="Briefings on the US-South Korea alliance: short, dated, every statement with its source.",
    epilog="Settings come from the environment and from .env; `alliance doctor` checks them.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,  # its tracebacks show local variables, and so tokens
    context_settings={"help_option_names": ["-h", "--help"], "default_map": output.NOT_GIVEN},
)

app.callback()(output.options)
app.add_typer(history.app)
app.add_typer(privacy.app)
app.add_typer(digests.app, name="digest")
app.add_typer(privacy.links, name="links")
app.add_typer(seeds.app, name="seeds")
app.add_typer(feeds.app, name="feeds")

Text = Annotated[list[str], typer.Argument(metavar="TEXT", show_default=False)]
Words = Annotated[list[str] | None, typer.Argument(metavar="TOPIC", show_default=False)]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="2026-11-20, '20 Nov 2026', yesterday.")]
Id = Annotated[str | None, typer.Argument(metavar="ID", show_default=False)]
Folder = Annotated[Path | None, typer.Argument(metavar="FOLDER", help="ALLIANCE_SEEDS, when left out.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, whatever the folder has lost.")]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Leave what has a bad file as it was, and load the rest.")]
Unattended = Annotated[
    bool,
    typer.Option("--unattended", help="As a start does: load what was never loaded, undo nothing that people did."),
]
Watch = Annotated[bool, typer.Option("--watch", help="Load again whenever files change, until Ctrl+C.")]
Form = Annotated[Format | None, typer.Option("--format", help="What to write; by default what FILE ends in.")]
Out = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write the memo.")]
Page = Annotated[int, typer.Option("--page", min=1, metavar="N", help="Which eight, from the best on.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON: one object, or for a list one array.")]
Live = Annotated[bool, typer.Option("--live", help="Also let Slack itself validate the blocks we send.")]


@app.command("try")
def try_() -> None:
    """Load the seeds and serve: the playground, or Slack.

    The playground is a page on this machine that behaves like a Slack channel;
    it opens as long as no setting leads to Slack.
    """
    from bot.cli.load import start  # noqa: PLC0415 - the parsers of files cost more than a start without them
    from bot.web import run  # noqa: PLC0415 - only the commands that serve wait for a web server

    found = lookups.settings(serving=True)
    with lookups.opened(found) as store:
        run.may_start(found, store)
        output.tell(output.loaded(start(store, found.alliance_seeds, sure=True)))
        run.run(found, store, output.say)


@app.command()
def serve() -> None:
    """Serve Slack, by Socket Mode or over HTTP.

    SLACK_APP_TOKEN and SLACK_BOT_TOKEN ask for Socket Mode,
    SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN for HTTP.
    """
    from bot.web import run  # noqa: PLC0415 - as above

    found = lookups.settings(serving=True)
    with lookups.opened(found) as store:
        run.serve(found, store, output.say)


@app.command()
def ask(text: Text, *, as_json: AsJson = False) -> None:
    """Look TEXT up: a topic, a name, a question, a statement.

    A statement is asked for as opcon#3, an earlier answer as opcon at
    2026-11-20; `-` reads one a line from stdin. Exits with 0 when answered and with 1 when nothing was found; after `-`
    with 0 once every line was read.
    """
    with lookups.answering() as store:
        if text == ["-"]:
            lookups.ask_lines(store, as_json=as_json)
        else:
            lookups.ask(store, lookups.query(text), as_json=as_json)


@app.command()
def search(text: Text, *, page: Page = 1, as_json: AsJson = False) -> None:
    """Search the passages of every document; a page has eight. Exits with 1 when nothing was found.

    “A phrase” in quotes stands as it is; in:title, by:author and
    since:2025-03 say in which documents, by whom and from which date on.
    """
    with lookups.answering() as store:
        lookups.search(store, lookups.query(text), page, as_json=as_json)


@app.command()
def topics(*, as_json: AsJson = False) -> None:
    """List every topic."""
    with lookups.answering() as store:
        lookups.list_topics(tuple(store.snapshot.topics.values()), as_json=as_json)


@app.command()
def sources(document: Id = None, *, as_json: AsJson = False) -> None:
    """List every document, or show one with its passages."""
    with lookups.answering() as store:
        if document is None:
            lookups.list_sources(store, as_json=as_json)
        else:
            lookups.one_source(store, document, as_json=as_json)


@app.command()
def compare(topics: Text, *, as_json: AsJson = False) -> None:
    """Lay two TOPICS side by side, or show who holds what on one."""
    with lookups.answering() as store:
        reports.compare(store, lookups.query(topics), as_json=as_json)


@app.command()
def timeline(topic: Words = None, *, as_json: AsJson = False) -> None:
    """List what happened on TOPIC, or on all, by date.

    Of one topic the oldest comes first, of all the newest.
    """
    with lookups.answering() as store:
        reports.timeline(store, output.typed(topic or ()), as_json=as_json)


@app.command()
def changes(topic: Words = None, *, since: Since = None, as_json: AsJson = False) -> None:
    """Say what the last load changed, or all loads since a day."""
    asked = output.typed([*(topic or ()), *(["since", since] if since else [])])
    with lookups.answering() as store:
        reports.changes(store, asked, as_json=as_json)


@app.command()
def gaps(*, as_json: AsJson = False) -> None:
    """List the questions that found nothing, the most asked first.

    Who asked is not kept.
    """
    with lookups.answering() as store:
        reports.gaps(store, as_json=as_json)


@app.command()
def stale(*, as_json: AsJson = False) -> None:
    """List what editors should look after, the most pressing first.

    Topics whose review is due, by age times how often they were asked for, and
    the questions that found nothing.
    """
    with lookups.answering() as store:
        reports.stale(store, as_json=as_json)


@app.command("eval")
def eval_(
    path: Annotated[Path, typer.Argument(metavar="LIST.tsv", help="kind, question, topics, answers; tabs between.")],
    *,
    wrong: Annotated[bool, typer.Option("--wrong", help="Also say which lines went wrong.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say how often the answers to a list of questions are right.

    Topics and answers are parted by |, and - means none: then nothing should be
    claimed. An answer is a statement, opcon#3, or a passage, kei-klingner-2025#15.
    """
    with lookups.answering() as store:
        lookups.run(store, path, as_json=as_json, wrong=wrong)


@app.command()
def export(topic: Text, *, form: Form = None, out: Out = None) -> None:
    """Write a memo on TOPIC, or on two side by side.

    Behind every sentence is a footnote. The memo goes to stdout as Markdown; -o FILE.docx writes it for Word.
    """
    with lookups.answering() as store:
        write_memo(store, lookups.query(topic), form, out)


@app.command()
def load(  # noqa: PLR0913 - the options of a command are its arguments
    folder: Folder = None,
    *,
    dry_run: DryRun = False,
    yes: Yes = False,
    skip_bad: SkipBad = False,
    watch: Watch = False,
    unattended: Unattended = False,
    as_json: AsJson = False,
) -> None:
    """Make FOLDER the whole truth; what it lacks is retired.

    FOLDER holds topics/ and documents/, or just documents. After any problem
    nothing has changed. On a terminal it shows what would change and asks. A
    folder that is suddenly empty, or has lost half its topics, is loaded only
    after a yes.
    """
    from bot.cli.load import load_folder, load_unattended, show_plan, watch_folder  # noqa: PLC0415 - the parsers of files cost more than a start without them

    if dry_run and watch:
        raise typer.BadParameter("--watch loads, and --dry-run does not; give one of them")
    if skip_bad and watch:
        raise typer.BadParameter("--watch waits until a file is mended; give --skip-bad without it")
    if unattended and (dry_run or watch or yes or skip_bad):
        raise typer.BadParameter("--unattended is for a start that nobody watches; give it alone")
    found = lookups.settings()
    with lookups.opened(found) as store:
        folder = folder or found.alliance_seeds
        if unattended:
            load_unattended(store, folder, as_json=as_json)
        elif dry_run:
            show_plan(store, folder, as_json=as_json, skip_bad=skip_bad)
        elif watch:
            watch_folder(store, folder, yes=yes, as_json=as_json)
        else:
            load_folder(store, folder, yes=yes, as_json=as_json, skip_bad=skip_bad)


@app.command()
def check(folder: Folder = None, *, as_json: AsJson = False) -> None:
    """Say what FOLDER holds and leaves open, or every problem in it.

    Problems are named as file:line:column: message. Nothing is loaded.
    """
    found = lookups.settings()
    with lookups.opened(found) as store:
        reports.check(store, folder or found.alliance_seeds, as_json=as_json)


@app.command()
def doctor(*, live: Live = False) -> None:
    """Check the whole setup and say what to mend.

    Settings, tokens, scopes, clock, database, seeds and manifest. Exits with
    78 when something must be mended.
    """
    from bot.cli.doctor import examine  # noqa: PLC0415 - needs an HTTP client

    if not examine(live=live, say=output.say):
        raise typer.Exit(MendTheSettings.exit_code)


@app.command()
def migrate() -> None:
    """Make the tables of the database, or bring them up to date."""
    with lookups.opened(lookups.settings()) as store:
        before = store.maintenance.schema_state()
        store.migrate()
        done = "was up to date already" if before == "current" else "is ready"
        output.say(f"{store.maintenance.name} {done}.")


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # What importing made stays for good: walking it again and again took the collector a fifth of the start.
    gc.freeze()
    logs.set_up("WARNING")
    try:
        app()
    except AllianceError as error:
        output.tell(output.problem(error))
        sys.exit(error.exit_code)
    except Exception as error:
        # The last border: a person reads one line, the log has the stack.
        output.tell(logs.unforeseen(error))
        sys.exit(AllianceError.exit_code)


if __name__ == "__main__":
    main()
