"""Reports in a terminal: what each command prints, for a person or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from bot.cli import json_reports, lookups, output
from bot.reports import build
from bot.reports.queries import ReportQueries
from bot.reports.report import as_text
from bot.tasks.clock import utc
from bot.text import counts, editors_list
from bot.text.counts import counted
from bot.text.days import day
from store.errors import SeedsInvalid
from store.model import Nothing
from store.text import zone
from store.usage.editors_list import judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from store.core import BriefingStore
    from store.model import Content
    from store.seeds.coverage import Coverage
    from store.seeds.review import Review

MOST = 8


def compare(store: BriefingStore, text: str, *, as_json: bool) -> None:
    """Print two topics side by side, or who holds what on one; exit code 1 when a part names no topic."""
    found = ReportQueries(store).compared(text)
    if not isinstance(found, tuple):
        _otherwise(store, found, f"compare {text}", as_json=as_json)
    elif as_json:
        output.say_record(json_reports.comparison(lookups.briefs(store, found)))
    else:
        output.say(as_text(build.comparison(found, store.snapshot)), titled=True)


def timeline(store: BriefingStore, text: str, *, as_json: bool) -> None:
    """Print statements by date, of one topic or of all; as JSON one array."""
    found = ReportQueries(store).topics(text)
    if not isinstance(found, tuple):
        _otherwise(store, found, f"timeline {text}", as_json=as_json)
    elif as_json:
        output.say_record(json_reports.timeline(found, store.snapshot))
    else:
        output.say(as_text(build.timeline(found, store.snapshot)), titled=True)


def changes(store: BriefingStore, text: str, *, as_json: bool) -> None:
    """Print what was added, changed and removed."""
    queries = ReportQueries(store)
    found = queries.changes(text, zone.day_of(utc()))
    if found is None or isinstance(found, Nothing):
        _otherwise(store, found, f"changes {text}", as_json=as_json)
    elif as_json:
        output.say_record(json_reports.changes(found))
    else:
        output.say(as_text(queries.report(found)), titled=True)


def gaps(store: BriefingStore, *, as_json: bool) -> None:
    """Print the questions without an answer; as JSON one array."""
    found = store.usage.gaps(utc())
    lines = (
        f"{counted(one.count, 'time')} · {one.text} · last asked {day(one.last_at)}{editors_list.WHY[one.why]}"
        for one in found
    )
    text = "\n".join(lines) or "Every question found an answer."
    output.show([json_reports.gap(one) for one in found], text, as_json=as_json)


def stale(store: BriefingStore, *, as_json: bool) -> None:
    """Print the editors' list: topics to review, and questions without an answer."""
    found = store.editors_list(utc())
    output.show(editors_list.record(found), editors_list.text(found), as_json=as_json, titled=bool(found))


def check(store: BriefingStore, folder: Path, *, as_json: bool) -> None:
    """Print what *folder* holds and leaves open; or its problems, and end with the exit code for those."""
    try:
        examined = store.examine(folder)
    except SeedsInvalid as error:
        if as_json:
            output.say_record(json_reports.problems(folder, error))
        else:
            output.tell(output.problem(error, everything=True))
        raise typer.Exit(error.exit_code) from None
    from store.seeds import coverage, review  # noqa: PLC0415 - the parsers of files cost a fifth of a start

    content, reviewed = examined.content, review.review(examined)
    found = coverage.cover(content, utc().date(), store.review_days)
    holds = f"{folder}: {counts.holding_of(content)}; no problems."
    text = "\n".join((holds, *_covered(found), *_kept(content), *_reviewed(reviewed)))
    output.show(json_reports.checked(folder, content, found, reviewed), text, as_json=as_json)


def _kept(content: Content) -> Iterator[str]:
    """Yield how much of their files' words the documents hold, and which holds least."""
    kept = {id_: one.kept for id_, one in content.documents.items() if one.kept is not None}
    if kept:
        least = min(kept, key=kept.__getitem__)
        mean = sum(kept.values()) / len(kept)
        yield f"Words kept: {mean:.0%} of a file on average, least {kept[least]:.0%} ({least})"


def _reviewed(found: Review) -> Iterator[str]:
    """Yield a line for each doubt, and one for each topic that is written in an earlier format."""
    yield f"Warnings: {len(found.warnings) or 'none'}"
    yield from map(str, found.warnings)
    if found.notes:
        yield f"Notes: {len(found.notes)}"
        yield from map(str, found.notes)


def _covered(found: Coverage) -> Iterator[str]:
    """Yield a line for each sort of thing that is left open, those with nothing to do included."""
    yield "Coverage:"
    yield f"  statements without a date: {_some(found.undated)}"
    yield f"  topics that rest on one source: {_some(found.thin)}"
    yield f"  passages that nothing cites: {_some(map(str, found.uncited))}"
    alike = (f"“{one.one}” ({one.of}) and “{one.other}” ({one.of_other})" for one in found.alike)
    yield f"  names that collide or nearly: {_some(alike)}"
    stale = (f"{one.slug} ({counted(one.days, 'day')} ago, {one.allowed} allowed)" for one in found.stale)
    yield f"  topics reviewed too long ago: {_some(stale)}"


def _some(given: Iterable[str]) -> str:
    found = list(given)
    if not found:
        return "none"
    more = f" and {len(found) - MOST} more, all of them with --json" if len(found) > MOST else ""
    return f"{len(found)} ({', '.join(found[:MOST])}{more})"


def _otherwise(store: BriefingStore, found: Nothing | None, text: str, *, as_json: bool) -> None:
    """Answer what was no name of a topic: as a question where it reads as one."""
    answer = judged(store.ask(text), utc().date(), store.review_days) if found is None else found
    lookups.conclude(answer, as_json=as_json)
