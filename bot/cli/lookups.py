"""What the commands do, once the command line is read: settings, store, question, answer."""

from __future__ import annotations

import getpass
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import typer

from bot.cli import json_answers, json_reports, output
from bot.config import logs
from bot.config.settings import Settings, read_settings
from bot.reports import build
from bot.reports.report import as_text
from bot.tasks.clock import utc
from bot.text import terminal
from bot.text.sources import full_caption
from store import lookup
from store.context import keep_clock_of
from store.core import BriefingStore
from store.errors import InvalidRequest, MendTheSettings
from store.lookup import evaluate
from store.model import Nothing
from store.text import zone
from store.usage.editors_list import judged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from store.model import Answer, Brief, Topic


PAGE = 8
"""So many passages a search shows at a time."""

NOTHING_LOADED = "Nothing is loaded yet; run: alliance load"


def settings(*, serving: bool = False, listens: bool = True) -> Settings:
    """Return the settings, with the logs set up, and the clock: a command that ends speaks of trouble only."""
    found = read_settings(listens=listens)
    chosen = serving or "log_level" in found.given
    logs.set_up(found.log_level if chosen else "WARNING", hidden=found.secrets)
    keep_clock_of(found.alliance_zone)
    return found


@contextmanager
def opened(found: Settings) -> Iterator[BriefingStore]:
    """Give the store, whatever state its database is in."""
    store = BriefingStore.of(
        found.database_url.get_secret_value(),
        miss_days=found.miss_days,
        review_days=found.review_days,
        history_days=found.history_days,
        model=found.alliance_model,
    )
    store.seeds_git = found.alliance_seeds_git
    try:
        yield store
    finally:
        store.close()


@contextmanager
def answering(found: Settings | None = None) -> Iterator[BriefingStore]:
    """Give a store that can be asked; otherwise MendTheSettings names the command that makes it so."""
    with opened(found or settings()) as store:
        if has_tables(store):
            store.refresh()
        if not store.snapshot.generation:
            raise MendTheSettings(NOTHING_LOADED)
        store.meanings.learn(store.index, kept_only=True)
        yield store


def has_tables(store: BriefingStore) -> bool:
    """Return whether there are tables; MendTheSettings when they are not of this release."""
    state = store.maintenance.known_schema()
    if state == "behind":
        raise MendTheSettings(f"{store.maintenance.name} is of an older release; run: alliance migrate")
    return state == "current"


def who() -> str:
    """Return who loads, as the history will name them: the user of this machine where there is one."""
    try:
        return f"terminal:{getpass.getuser()}"
    except (KeyError, OSError):
        return "terminal"


def query(words: Sequence[str]) -> str:
    """Return the question; InvalidRequest when there is none."""
    text = output.typed(words)
    if not text.strip():
        raise InvalidRequest("Say what to look up, for example: alliance ask opcon")
    return text


class AskedAnswer(NamedTuple):
    """An answer, what must be told about it, and two topics in full where the question compares them."""

    answer: Answer
    told: str = ""
    beside: tuple[Brief, ...] = ()


def ask(store: BriefingStore, text: str, *, as_json: bool) -> None:
    """Answer *text*; exit code 1 when nothing was found."""
    reply = _reply(store, text)
    _tell(store, reply, as_json=as_json)
    if isinstance(reply.answer, Nothing):
        raise typer.Exit(1)


def ask_lines(store: BriefingStore, *, as_json: bool) -> None:
    """Answer one line of stdin after the other; one that cannot be asked is answered by nothing, and named."""
    for number, line in enumerate(output.lines(), start=1):
        try:
            reply = _reply(store, line)
        except InvalidRequest as error:
            output.tell(f"line {number}: {error}")
            reply = AskedAnswer(Nothing(line, (), store.snapshot.generation))
        _tell(store, reply, as_json=as_json)


def _reply(store: BriefingStore, text: str) -> AskedAnswer:
    """Return the answer to *text*; as of an earlier day, if *text* ends in `at <date>`."""
    today = zone.day_of(utc())
    asked = zone.asked_at(text, today)
    if asked is None:
        answer = judged(store.ask(text), today, store.review_days)
        return AskedAnswer(answer, beside=briefs(store, lookup.versus(answer.query, store.index)))
    if asked[1] > today:
        raise InvalidRequest(build.to_come(asked[1]))
    stood = store.past.ask(*asked)
    return AskedAnswer(stood.answer or Nothing(stood.query, (), 0), build.stood(stood))


def briefs(store: BriefingStore, topics: Sequence[Topic]) -> tuple[Brief, ...]:
    """Return the briefs of *topics*, with whether a review is due."""
    found = (lookup.brief(one.slug, one, store.index) for one in topics)
    return tuple(judged(one, utc().date(), store.review_days) for one in found)


def _tell(store: BriefingStore, reply: AskedAnswer, *, as_json: bool) -> None:
    if as_json:
        compared = json_reports.comparison(reply.beside) if reply.beside else None
        output.say_record({**json_answers.answer(reply.answer), "comparison": compared})
    elif reply.beside:
        topics = tuple(one.topic for one in reply.beside)
        output.say(as_text(build.comparison(topics, store.snapshot)), titled=True)
    else:
        show(reply.answer, as_json=False, told=reply.told)


def search(store: BriefingStore, text: str, page: int, *, as_json: bool) -> None:
    """Show a page of what a search found; exit code 1 when that is nothing."""
    answer = store.search(text, start=(page - 1) * PAGE)
    if isinstance(answer, Nothing) or as_json:
        conclude(answer, as_json=as_json, told=" ".join(answer.notes))
        return
    output.say(terminal.search_results(answer), titled=True)
    if answer.end < answer.total:
        output.tell(f"More: --page {answer.start // PAGE + 2}")


def conclude(answer: Answer, *, as_json: bool, told: str = "") -> None:
    """Show *answer* and end with its exit code."""
    show(answer, as_json=as_json, told=told)
    if isinstance(answer, Nothing):
        raise typer.Exit(1)


def show(answer: Answer, *, as_json: bool, told: str = "") -> None:
    """Print one answer, below what must be *told* about it."""
    if as_json:
        output.say_record(json_answers.answer(answer))
    else:
        # Where there is no history, nothing was said of the question either.
        said = terminal.render(answer) if answer.generation or not told else ""
        output.say("\n".join(part for part in (told, said) if part), titled=True)


def list_topics(topics: Sequence[Topic], *, as_json: bool) -> None:
    """Print what there are briefings on; as JSON one array."""
    records = [{"slug": one.slug, "name": one.name, "korean": one.korean} for one in topics]
    output.show(records, "\n".join(f"{one.slug} · {one.name}" for one in topics), as_json=as_json)


def list_sources(store: BriefingStore, *, as_json: bool) -> None:
    """Print what is known about every document; as JSON one array."""
    text = "\n".join(f"{source.id} · {full_caption(source)}" for source in store.sources())
    output.show([json_answers.source(source) for source in store.sources()], text, as_json=as_json)


def one_source(store: BriefingStore, id_: str, *, as_json: bool) -> None:
    """Print one document with its passages; exit code 1 when there is none of that id."""
    document = store.document(id_)
    if document is None:
        output.tell(f"No document is called {id_!r}; all of them: alliance sources")
        raise typer.Exit(1)
    if as_json:
        output.say_record(json_answers.document(document, lambda passage: store.topics_of(id_, passage)))
    else:
        output.say(terminal.document(document), titled=True)


def run(store: BriefingStore, path: Path, *, as_json: bool, wrong: bool) -> None:
    """Ask the store every question of a list and print the figures by kind; with *wrong* also what went wrong.

    InvalidRequest when the list is none.
    """
    if not store.meanings.learn(store.index):
        output.tell(f"Questions go by their words alone: {store.meanings.encoder.fault or 'no model is set'}.")
    try:
        lines = evaluate.read(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidRequest(f"{path}: is no list of kind, question, topics and answers with tabs between") from error
    found = evaluate.outcomes(lines, store.ask)
    figures = evaluate.figures(found)
    if as_json:
        output.say_record(figures)
        return
    output.say("\n".join(evaluate.table(figures)))
    if wrong:
        output.say("\n".join(map(evaluate.fault, filter(evaluate.is_wrong, found))))
